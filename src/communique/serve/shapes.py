"""What lies under the map, from the package: coasts, borders and names. The map asks no other server."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np

from communique.publish.basemap import COAST, FRONTIER, Points, load_basemap

__all__ = ["outlines", "rings"]

_STEP = 0.06  # degrees: points nearer to the last one kept are left out
_LEAST: Final = 3  # points of a ring: fewer enclose nothing
_NAMED: Final = ("country", "capital", "town")


@cache
def outlines() -> bytes:
    """Return GeoJSON: the `kind` land, lines of the kind frontier, points with a `name`, the largest first.

    The land is one polygon of all coasts; what lies within an odd number of them is land, as even-odd filling
    draws it. Points are of the kind country, capital or town; the lower their `rank`, the larger they are.
    """
    land = [_thinned(ring).tolist() for ring in rings(_arcs(COAST))]
    frontiers = [_thinned(line).tolist() for line in _arcs(FRONTIER)]
    features = [
        _feature("land", "Polygon", [ring for ring in land if len(ring) > _LEAST]),
        _feature("frontier", "MultiLineString", [line for line in frontiers if len(line) > 1]),
    ]
    told = {"type": "FeatureCollection", "features": [*features, *_names()]}
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()


def rings(lines: Sequence[Points]) -> Iterator[Points]:
    """Join lines into closed rings at their ends; a gap between two that belong together is bridged.

    A line is (P, 2), in degrees. Each line is of one ring.
    """
    ends = np.asarray([end for line in lines for end in (line[0], line[-1])]).reshape(-1, 2)
    other = _joined(ends)
    left = set(range(len(lines)))
    while left:
        first = entered = 2 * left.pop()
        walked = []
        while True:
            line = lines[entered // 2]
            walked.append(line if entered % 2 == 0 else line[::-1])
            entered = other[entered ^ 1]
            if entered == first or entered // 2 not in left:
                break
            left.remove(entered // 2)
        yield np.concatenate([*walked, walked[0][:1]])


def _joined(ends: Points) -> list[int]:
    """Return for each end the one that its ring goes on with: at the same point, else the nearest left."""
    partner = [-1] * len(ends)
    waiting: dict[bytes, int] = {}
    for number, key in enumerate(point.tobytes() for point in ends):
        if (met := waiting.pop(key, None)) is None:
            waiting[key] = number
        else:
            partner[met], partner[number] = number, met
    loose = list(waiting.values())
    while loose:
        one = loose.pop()
        nearest = min(loose, key=lambda two: float(np.abs(ends[one] - ends[two]).sum()), default=one)
        partner[one], partner[nearest] = nearest, one
        loose = [end for end in loose if end != nearest]
    return partner


def _arcs(kind: int) -> list[Points]:
    basemap = load_basemap()
    return [basemap.arc(int(number)) for number in np.flatnonzero(basemap.kinds == kind)]


def _feature(kind: str, shape: str, coordinates: list[Any]) -> dict[str, Any]:
    geometry = {"type": shape, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"kind": kind}, "geometry": geometry}


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
