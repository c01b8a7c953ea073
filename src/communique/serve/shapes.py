"""What lies under the map, from the package: coasts, borders and names. The map asks no other server."""

import json
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np

from communique.publish.basemap import COAST, FRONTIER, Points, load_basemap

__all__ = ["outlines"]

_STEP = 0.06  # degrees: points nearer to the last one kept are left out
_KINDS: Final = {COAST: "coast", FRONTIER: "frontier"}
_NAMED: Final = ("country", "capital", "town")


@cache
def outlines() -> bytes:
    """Return GeoJSON: lines of the `kind` coast or frontier, and points with a `name`, the largest first.

    Points are of the kind country, capital or town; the lower their `rank`, the larger they are.
    """
    basemap = load_basemap()
    features = []
    for kind, name in _KINDS.items():
        lines = [_thinned(basemap.arc(int(n))) for n in np.flatnonzero(basemap.kinds == kind)]
        geometry = {
            "type": "MultiLineString",
            "coordinates": [line.tolist() for line in lines if len(line) > 1],
        }
        features.append({"type": "Feature", "properties": {"kind": name}, "geometry": geometry})
    told = {"type": "FeatureCollection", "features": [*features, *_names()]}
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()


def _names() -> list[dict[str, Any]]:
    """Return the names that `training/map_names.py` chose."""
    chosen = json.loads(files("communique.publish").joinpath("shapes", "names.json").read_bytes())
    return [
        {
            "type": "Feature",
            "properties": {"kind": _NAMED[kind], "name": name, "rank": rank},
            "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        }
        for rank, (kind, name, longitude, latitude) in enumerate(chosen)
    ]


def _thinned(points: Points) -> Points:
    cells = np.rint(points / _STEP)
    moved = np.concatenate([[True], np.any(cells[1:] != cells[:-1], axis=1)])
    moved[-1] = True
    thin: Points = np.round(points[moved], 2)
    return thin
