"""Coasts and borders as GeoJSON lines, from the outlines in the package: the map asks no other server."""

import json
from functools import cache

import numpy as np

from communique.publish.basemap import COAST, FRONTIER, Points, load_basemap

__all__ = ["outlines"]

_STEP = 0.06  # degrees: points nearer to the last one kept are left out
_KINDS = {COAST: "coast", FRONTIER: "frontier"}


@cache
def outlines() -> bytes:
    """Return the lines, each with its `kind`: coast or frontier."""
    basemap = load_basemap()
    features = []
    for kind, name in _KINDS.items():
        lines = [_thinned(basemap.arc(int(n))) for n in np.flatnonzero(basemap.kinds == kind)]
        geometry = {
            "type": "MultiLineString",
            "coordinates": [line.tolist() for line in lines if len(line) > 1],
        }
        features.append({"type": "Feature", "properties": {"kind": name}, "geometry": geometry})
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()


def _thinned(points: Points) -> Points:
    cells = np.rint(points / _STEP)
    moved = np.concatenate([[True], np.any(cells[1:] != cells[:-1], axis=1)])
    moved[-1] = True
    thin: Points = np.round(points[moved], 2)
    return thin
