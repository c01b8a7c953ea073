"""A window on the base map: projects, thins and clips outlines, and writes them as SVG paths."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from communique.publish.basemap import Basemap, Box, Points, Unit

__all__ = ["Frame", "frame_around", "inside", "line_path", "outline_path", "projected_rings", "spread"]

_MARGIN = 12.0  # pixels beyond the edge where clipped outlines run, so that their cut is not seen
_THIN = 0.7  # pixels below which a step is not drawn
_KM_PER_DEGREE = 111.2

Pixels = NDArray[np.float64]


@dataclass(frozen=True)
class Frame:
    """What part of the world is shown: an equirectangular view, true to shape at its middle latitude."""

    longitude: float
    latitude: float
    pixels_per_degree: float
    width: float
    height: float

    @property
    def _squeeze(self) -> float:
        return max(math.cos(math.radians(self.latitude)), 0.1)

    def project(self, points: Points) -> Pixels:
        """Return pixel positions of longitudes and latitudes."""
        x = (points[:, 0] - self.longitude) * self._squeeze * self.pixels_per_degree + self.width / 2
        y = (self.latitude - points[:, 1]) * self.pixels_per_degree + self.height / 2
        return np.column_stack([x, y])

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return the pixel position of one point, on whichever side of the antimeridian is nearer."""
        near = _unwrapped(longitude, self.longitude)
        x, y = self.project(np.asarray([[near, latitude]]))[0]
        return float(x), float(y)

    def holds(self, x: float, y: float, margin: float = 0) -> bool:
        """Say whether a pixel position is in view."""
        return -margin <= x <= self.width + margin and -margin <= y <= self.height + margin

    def pixels(self, kilometres: float) -> float:
        """Return how many pixels a distance takes."""
        return kilometres / _KM_PER_DEGREE * self.pixels_per_degree

    def boxes(self) -> Iterator[tuple[float, Box]]:
        """Yield the view's box in degrees for each turn of the globe by which shapes are to be shifted."""
        across = (self.width / 2 + _MARGIN) / (self.pixels_per_degree * self._squeeze)
        up = (self.height / 2 + _MARGIN) / self.pixels_per_degree
        for turn in (0.0, -360.0, 360.0):
            west, east = self.longitude - across - turn, self.longitude + across - turn
            if west <= 180 and east >= -180:
                yield turn, (west, self.latitude - up, east, self.latitude + up)


def _unwrapped(longitude: float, near: float) -> float:
    return (longitude - near + 180) % 360 - 180 + near


def frame_around(points: list[tuple[float, float, float]], width: float, least: float = 2.4) -> Frame:
    """Return a view that holds all points (longitude, latitude, degrees around them) with air around."""
    middle = points[0][0]
    spread = np.asarray([(_unwrapped(lon, middle), lat, around) for lon, lat, around in points])
    lon, lat, around = spread.T
    south, north = float((lat - around).min()), float((lat + around).max())
    centre_lat = max(min((south + north) / 2, 75), -60)
    squeeze = max(math.cos(math.radians(centre_lat)), 0.1)
    west, east = float((lon - around / squeeze).min()), float((lon + around / squeeze).max())
    across, up = max((east - west) * squeeze, least), max(north - south, least * 0.6)
    height = min(max(width * up / across, width * 0.6), width * 0.78)
    scale = min(width / across, height / up)
    return Frame((west + east) / 2, centre_lat, scale, width, height)


def _thinned(points: Pixels) -> Pixels:
    """Drop points closer than a pixel to the last one kept; the ends stay, so that neighbours still meet."""
    if len(points) < 3:
        return points
    rounded = np.rint(points / _THIN)
    moved = np.any(rounded[1:] != rounded[:-1], axis=1)
    kept = np.concatenate([[True], moved])
    kept[-1] = True
    thin: Pixels = points[kept]
    return thin


def _clipped(ring: Pixels, frame: Frame) -> Pixels:
    """Cut a closed outline to the view (Sutherland and Hodgman 1974)."""
    low = np.asarray([-_MARGIN, -_MARGIN])
    high = np.asarray([frame.width + _MARGIN, frame.height + _MARGIN])
    for axis in (0, 1):
        for edge, sign in ((low[axis], 1.0), (high[axis], -1.0)):
            ring = _cut(ring, axis, float(edge), sign)
            if len(ring) == 0:
                return ring
    return ring


def _cut(ring: Pixels, axis: int, edge: float, sign: float) -> Pixels:
    distance = (ring[:, axis] - edge) * sign
    if (distance >= 0).all():
        return ring
    following, ahead = np.roll(ring, -1, axis=0), np.roll(distance, -1)
    crossing = (distance >= 0) != (ahead >= 0)
    share = np.where(crossing, distance / np.where(crossing, distance - ahead, 1), 0)
    crossed = ring + share[:, None] * (following - ring)
    both = np.stack([ring, crossed], axis=1).reshape(-1, 2)
    kept: Pixels = both[np.stack([distance >= 0, crossing], axis=1).reshape(-1)]
    return kept


def projected_rings(basemap: Basemap, units: Iterable[Unit], frame: Frame, turn: float) -> list[Pixels]:
    """Return the units' outlines in pixels, thinned and cut to the view; specks are left out."""
    rings: list[Pixels] = []
    shift = np.asarray([turn, 0.0])
    for unit in units:
        for numbers in unit.rings:
            ring = np.concatenate([_thinned(frame.project(basemap.arc(n) + shift)) for n in numbers])
            size = np.ptp(ring, axis=0)
            if size.max() < 1 or not _overlaps(ring, frame):
                continue
            cut = _clipped(ring, frame)
            if len(cut) > 2:
                rings.append(cut)
    return rings


def _overlaps(ring: Pixels, frame: Frame) -> bool:
    low, high = ring.min(axis=0), ring.max(axis=0)
    return bool(
        high[0] >= -_MARGIN
        and high[1] >= -_MARGIN
        and low[0] <= frame.width + _MARGIN
        and low[1] <= frame.height + _MARGIN
    )


def outline_path(rings: Iterable[Pixels]) -> str:
    """Return closed outlines as one SVG path in tenths of a pixel."""
    return "".join(_steps(ring) + "z" for ring in rings)


def line_path(basemap: Basemap, arcs: Iterable[int], frame: Frame, turn: float) -> str:
    """Return open lines as one SVG path in tenths of a pixel, only where they run through the view."""
    drawn: list[str] = []
    shift = np.asarray([turn, 0.0])
    for number in arcs:
        points = _thinned(frame.project(basemap.arc(number) + shift))
        drawn.extend(_steps(run) for run in _runs(points, frame))
    return "".join(drawn)


def _runs(points: Pixels, frame: Frame) -> Iterator[Pixels]:
    """Yield the stretches of a line whose steps may be in view."""
    low = np.minimum(points[:-1], points[1:])
    high = np.maximum(points[:-1], points[1:])
    far = np.asarray([frame.width + _MARGIN, frame.height + _MARGIN])
    seen: NDArray[np.bool_] = np.logical_and((high >= -_MARGIN).all(axis=1), (low <= far).all(axis=1))
    starts = np.flatnonzero(seen & ~np.concatenate([[False], seen[:-1]]))
    ends = np.flatnonzero(seen & ~np.concatenate([seen[1:], [False]]))
    for start, end in zip(starts, ends, strict=True):
        yield points[start : end + 2]


def _steps(points: Pixels) -> str:
    """Return a path: an absolute start and relative steps, in whole tenths of a pixel."""
    grid = np.rint(points * 10).astype(int)
    moves = np.diff(grid, axis=0)
    written = "".join(f"{x}{y:+d}" if n == 0 or x < 0 else f" {x}{y:+d}" for n, (x, y) in enumerate(moves))
    return f"M{grid[0][0]} {grid[0][1]}l{written}".replace("+", " ") if len(moves) else ""


def spread(points: Pixels, step: float) -> Pixels:
    """Return points along a line so that none is farther than a step from the next."""
    if len(points) < 2:
        return points
    longest = np.abs(np.diff(points, axis=0)).max(axis=1)
    parts = np.maximum(np.ceil(longest / step), 1).astype(int)
    at = np.concatenate([np.arange(count) / count + number for number, count in enumerate(parts)])
    places = np.arange(len(points))
    return np.column_stack([np.interp(at, places, points[:, 0]), np.interp(at, places, points[:, 1])])


def inside(points: Pixels, rings: Iterable[Pixels]) -> NDArray[np.bool_]:
    """Say of each point whether it lies inside the outlines (even-odd)."""
    within = np.zeros(len(points), bool)
    x, y = points[:, 0, None], points[:, 1, None]
    for ring in rings:
        x1, y1 = ring.T
        x2, y2 = np.roll(ring, -1, axis=0).T
        spans = (y1 > y) != (y2 > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            at = x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        within ^= np.count_nonzero(spans & (at > x), axis=1) % 2 == 1
    return within
