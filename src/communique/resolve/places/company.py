"""Which bearers of a report's names lie together: Paris is in Texas where Toco and Blossom are named, too."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from math import cos, floor, radians, sqrt

from communique.resolve.gazetteer.names import fold
from communique.resolve.gazetteer.store import Entry

__all__ = ["Company"]

_CELL = 0.5
"""Degrees of latitude, some 55 km: neighbours are looked for in a place's cell and the eight around it."""
_ENOUGH = 2.0
"""Names with a single bearer beside a place, or their worth of commoner ones, that count as full company."""
_MOST_BEARERS = 60
_WIDE = frozenset({"country", "continent", "region", "macroregion", "area"})


class Company:
    """The places that a report's names could mean, filed by where they lie.

    A name counts for less the more places bear it: everywhere there is a Springfield near.
    """

    def __init__(self, bearers: Mapping[str, Iterable[Entry]]) -> None:
        self._cells: dict[tuple[int, int], dict[str, float]] = {}
        self._near: dict[tuple[int, int], dict[str, float]] = {}
        self._around: dict[tuple[int, int, str], float] = {}
        for name, entries in bearers.items():
            places = [entry for entry in entries if entry.kind not in _WIDE]
            if len(places) <= _MOST_BEARERS:
                for entry in places:
                    cell = self._cells.setdefault(_cell(entry.latitude, entry.longitude), {})
                    cell[fold(name)] = 1 / sqrt(len(places))

    def around(self, entry: Entry, own: str) -> float:
        """Return 0 to 1: how many of the report's names but `own`, folded, have a bearer near a place."""
        if entry.kind in _WIDE or not self._cells:
            return 0.0
        cell = _cell(entry.latitude, entry.longitude)
        near = self._near.get(cell)
        if near is None:
            near = self._near[cell] = self._names_near(cell)
        if not near:
            return 0.0
        known = self._around.get((*cell, own))
        if known is None:
            worth = sum(worth for name, worth in near.items() if not _same(name, own))
            known = self._around[*cell, own] = min(1.0, worth / _ENOUGH)
        return known

    def _names_near(self, cell: tuple[int, int]) -> dict[str, float]:
        near: dict[str, float] = {}
        for beside in _cells_around(*cell):
            near.update(self._cells.get(beside, {}))
        return near


def _same(name: str, own: str) -> bool:
    """Whether one name holds the other: a town is no company to its own suburb."""
    return name in own or own in name


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    row = floor(latitude / _CELL)
    return row, floor(longitude / _width(row))


@cache
def _width(row: int) -> float:
    return _CELL / max(0.1, cos(radians(row * _CELL)))


def _cells_around(middle: int, column: int) -> Iterator[tuple[int, int]]:
    longitude = (column + 0.5) * _width(middle)
    for row in (middle - 1, middle, middle + 1):
        beside = floor(longitude / _width(row))
        yield from ((row, beside - 1), (row, beside), (row, beside + 1))
