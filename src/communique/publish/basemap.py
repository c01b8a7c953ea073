"""The outlines of countries and first-order divisions that maps are drawn from, read from the package."""

import json
import lzma
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

__all__ = ["COAST", "FRONTIER", "PROVINCE", "Basemap", "Unit", "country_name", "load_basemap"]

COAST, FRONTIER, PROVINCE = 0, 1, 2

_STEP = 0.002  # degrees of the grid that training/basemap.py rounds to

Points = NDArray[np.float64]
Box = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""


@dataclass(frozen=True)
class Unit:
    """One first-order division: its country (ISO 3166 alpha-2), names and rings of arc numbers."""

    country: str
    name: str
    local_name: str
    rings: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Basemap:
    """All divisions and the arcs that their outlines are made of; a border is one arc for both sides."""

    units: tuple[Unit, ...]
    points: Points
    offsets: NDArray[np.int64]
    kinds: NDArray[np.uint8]

    def arc(self, number: int) -> Points:
        """Return an arc's points, longitude and latitude; a negative number is `~arc`, backwards."""
        forward = number if number >= 0 else ~number
        points = self.points[self.offsets[forward] : self.offsets[forward + 1]]
        return points if number >= 0 else points[::-1]

    def ring(self, arcs: tuple[int, ...]) -> Points:
        """Return the closed outline that the arcs make when walked one after the other."""
        return np.concatenate([self.arc(number) for number in arcs])

    @cached_property
    def arc_boxes(self) -> Points:
        """West, south, east, north of every arc."""
        starts = self.offsets[:-1]
        low = np.minimum.reduceat(self.points, starts, axis=0)
        return np.hstack([low, np.maximum.reduceat(self.points, starts, axis=0)])

    @cached_property
    def unit_boxes(self) -> Points:
        """West, south, east, north of every unit; an empty box where a unit has no rings."""
        boxes = np.tile(np.asarray([np.inf, np.inf, -np.inf, -np.inf]), (len(self.units), 1))
        for row, unit in enumerate(self.units):
            arcs = [number if number >= 0 else ~number for ring in unit.rings for number in ring]
            if arcs:
                boxes[row, :2] = self.arc_boxes[arcs, :2].min(axis=0)
                boxes[row, 2:] = self.arc_boxes[arcs, 2:].max(axis=0)
        return boxes

    def arcs_in(self, box: Box) -> NDArray[np.int64]:
        """Return the numbers of the arcs that may touch the box."""
        return np.flatnonzero(_touching(self.arc_boxes, box))

    def units_in(self, box: Box) -> list[Unit]:
        """Return the units that may touch the box."""
        return [self.units[row] for row in np.flatnonzero(_touching(self.unit_boxes, box))]

    def unit_at(self, longitude: float, latitude: float) -> Unit | None:
        """Return the division in which a point lies, or None at sea."""
        for unit in self.units_in((longitude, latitude, longitude, latitude)):
            crossings = sum(_crossings(self.ring(ring), longitude, latitude) for ring in unit.rings)
            if crossings % 2:
                return unit
        return None

    def country_boxes(self, country: str) -> list[Box]:
        """Return west, south, east and north of each division of a country."""
        rows = [row for row, unit in enumerate(self.units) if unit.country == country and unit.rings]
        return [(float(w), float(s), float(e), float(n)) for w, s, e, n in self.unit_boxes[rows]]

    def of_country(self, country: str) -> list[Unit]:
        """Return the divisions of a country, by its ISO 3166 alpha-2 code."""
        return [unit for unit in self.units if unit.country == country]


def _touching(boxes: Points, box: Box) -> NDArray[np.bool_]:
    west, south, east, north = box
    across = (boxes[:, 0] <= east) & (boxes[:, 2] >= west)
    touching: NDArray[np.bool_] = across & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
    return touching


def _crossings(ring: Points, longitude: float, latitude: float) -> int:
    """Count the outline's edges that a ray from the point eastwards crosses."""
    x1, y1 = ring[:-1].T
    x2, y2 = ring[1:].T
    spans = (y1 > latitude) != (y2 > latitude)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x1 + (latitude - y1) * (x2 - x1) / (y2 - y1)
    return int(np.count_nonzero(spans & (at > longitude)))


@cache
def load_basemap() -> Basemap:
    """Read the base map from the package, once; some 472 KB, opened in about a fifth of a second."""
    packed = lzma.decompress((files(__package__) / "shapes" / "admin1.npz.xz").read_bytes())
    with np.load(BytesIO(packed), allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    points, offsets = _unpacked(arrays["first"], arrays["length"], arrays["step_bytes"])
    return Basemap(_units(arrays), points, offsets, arrays["kind"])


def _unpacked(
    first: NDArray[np.int32], length: NDArray[np.int32], step_bytes: NDArray[np.uint8]
) -> tuple[Points, NDArray[np.int64]]:
    """Add up each arc's 16-bit differences from its first point."""
    steps = step_bytes.transpose(0, 2, 1).copy().view("<i2")[:, :, 0].T
    offsets = np.concatenate([[0], np.cumsum(length.astype(np.int64) + 1)])
    moves = np.zeros((offsets[-1], 2), np.int64)
    is_first = np.zeros(offsets[-1], bool)
    is_first[offsets[:-1]] = True
    moves[~is_first] = steps
    walked = np.cumsum(moves, axis=0)
    base = first - walked[offsets[:-1]]
    grid = walked + np.repeat(base, np.diff(offsets), axis=0)
    return grid * _STEP, offsets


def _units(arrays: dict[str, NDArray[np.int32]]) -> tuple[Unit, ...]:
    names = arrays["names"].tobytes().decode().split("\n")
    ring_ends = np.cumsum(arrays["ring_sizes"])[:-1]
    rings = [tuple(ring.tolist()) for ring in np.split(arrays["ring_arcs"], ring_ends)]
    units, at = [], 0
    for line, count in zip(names, arrays["unit_rings"].tolist(), strict=True):
        country, name, local_name = line.split("\t")
        units.append(Unit(country, name, local_name, tuple(rings[at : at + count])))
        at += count
    return tuple(units)


@cache
def _country_names() -> dict[str, str]:
    text = (files(__package__) / "shapes" / "countries.json").read_text(encoding="utf-8")
    names: dict[str, str] = json.loads(text)
    return names


def country_name(code: str) -> str:
    """Return the English name of a country by its ISO 3166 alpha-2 code; the code where it is not known."""
    return _country_names().get(code, code)
