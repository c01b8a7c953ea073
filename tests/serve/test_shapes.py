"""Coast lines joined into rings, so that land can be filled."""

import json

import numpy as np
from numpy.typing import NDArray

from communique.serve.shapes import outlines, rings


def line(*points: tuple[float, float]) -> NDArray[np.float64]:
    return np.asarray(points, dtype=np.float64)


def corners(ring: NDArray[np.float64]) -> set[tuple[float, ...]]:
    return {tuple(point) for point in ring.tolist()}


def test_lines_join_where_they_end_whichever_way_they_run() -> None:
    east = line((0, 0), (1, 0), (1, 1))
    west = line((0, 0), (0, 1), (1, 1))
    (ring,) = rings([east, west])
    assert corners(ring) == {(0, 0), (1, 0), (1, 1), (0, 1)}
    assert ring[0].tolist() == ring[-1].tolist()


def test_a_closed_line_is_a_ring_of_its_own() -> None:
    island = line((5, 5), (6, 5), (6, 6), (5, 5))
    found = list(rings([line((0, 0), (1, 0)), island, line((1, 0), (0, 1), (0, 0))]))
    assert sorted(len(corners(ring)) for ring in found) == [3, 3]
    assert corners(island) in [corners(ring) for ring in found]


def test_ends_that_gape_are_joined_to_the_nearest() -> None:
    gaping = [line((0, 0), (4, 0), (4, 4)), line((0, 4), (0, 0.01)), line((3.9, 4), (0, 4))]
    (ring,) = rings(gaping)
    assert len(corners(ring)) == 6


def test_the_land_holds_points_of_land_and_none_of_the_sea() -> None:
    told = json.loads(outlines())
    (land,) = [f["geometry"]["coordinates"] for f in told["features"] if f["properties"]["kind"] == "land"]
    inland = {
        "Madrid": (-3.7, 40.4),
        "Chad": (18.0, 15.0),
        "Kansas": (-98.0, 38.5),
        "Tasmania": (146.6, -42.0),
    }
    at_sea = {
        "Biscay": (-5.0, 45.5),
        "Black Sea": (34.0, 43.3),
        "Caspian": (51.0, 40.5),
        "Pacific": (-150.0, 0.0),
    }
    assert {name for name, at in (inland | at_sea).items() if within(at, land)} == inland.keys()


def within(at: tuple[float, float], land: list[list[list[float]]]) -> bool:
    """Whether an odd number of outlines lies east of a point (even-odd filling)."""
    east, north = at
    crossed = 0
    for ring in land:
        points = np.asarray([*ring, ring[0]])
        below, above = points[:-1], points[1:]
        spans = (below[:, 1] > north) != (above[:, 1] > north)
        low, high = below[spans], above[spans]
        where = low[:, 0] + (north - low[:, 1]) * (high[:, 0] - low[:, 0]) / (high[:, 1] - low[:, 1])
        crossed += int((where > east).sum())
    return crossed % 2 == 1
