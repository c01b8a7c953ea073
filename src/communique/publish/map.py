"""A small map of the places that claims name, drawn as SVG parts without any server.

What is not known to a point is not drawn as one: `where_prec` 1 is a dot, 2 and 3 circles, 4 the province's
shape, 5 a dashed circle, 6 the country's shape. Places that are not resolved are left to the list beside it.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from communique.model import Place
from communique.publish import words
from communique.publish.basemap import COAST, FRONTIER, PROVINCE, Basemap, Unit, country_name, load_basemap
from communique.publish.frame import (
    Frame,
    Pixels,
    frame_around,
    inside,
    line_path,
    outline_path,
    projected_rings,
    spread,
)

__all__ = ["Label", "MapView", "Spot", "SpotShape", "draw_map", "spots_of"]

WIDTH = 560.0

_AROUND = {1: 0.35, 2: 0.45, 3: 0.6, 4: 0.95, 5: 0.9, 6: 3.5}
"""Degrees that a place takes up around its point, by where_prec, when the view is chosen."""

_RADIUS_KM = {2: 25.0, 3: 35.0, 5: 50.0}
"""UCDP's where_prec 2 is within some 25 km of the point; the larger ones only say that it is vaguer."""

_FAR = 13.0  # degrees from the middle of the story beyond which a place is named, not shown
_CHARACTER = 6.6  # pixels that a letter of a label takes, on average
_CAPITAL = 8.6  # and a spaced capital
_LINE = 15.0
_TRIES = 60  # points at which a country's name is tried


@dataclass(frozen=True)
class Spot:
    """A resolved place and the claims that name it.

    `key` is unique in the report; `known_as` is the gazetteer's name where the report writes another.
    """

    key: str
    name: str
    known_as: str
    region: str
    longitude: float
    latitude: float
    where_prec: int
    country: str | None
    claims: tuple[int, ...]


@dataclass(frozen=True)
class Label:
    """Words on the map with the place of their middle or end; `anchor` is SVG's text-anchor."""

    text: str
    x: float
    y: float
    anchor: str = "middle"


@dataclass(frozen=True)
class SpotShape:
    """How a spot is drawn: a circle (`radius`, at `x`, `y`) or an area (`path`), and its label if it fits."""

    spot: Spot
    x: float
    y: float
    radius: float
    path: str
    label: Label | None


@dataclass(frozen=True)
class MapView:
    """What the template draws. Paths are in tenths of a pixel."""

    width: float
    height: float
    land: str
    focus: str
    coast: str
    frontiers: str
    provinces: str
    shapes: tuple[SpotShape, ...]
    countries: tuple[Label, ...]
    scale_pixels: float
    scale_km: int
    beyond: tuple[Spot, ...]


def spots_of(places: Iterable[tuple[int, Place]], prefix: str) -> list[Spot]:
    """Return the resolved places, each once, with the numbers of the claims that name it."""
    claims: dict[tuple[object, ...], list[int]] = {}
    first: dict[tuple[object, ...], Place] = {}
    for number, place in places:
        if place.latitude is None or place.longitude is None:
            continue
        key = (round(place.latitude, 3), round(place.longitude, 3), place.where_prec)
        first.setdefault(key, place)
        claims.setdefault(key, []).append(number)
    return [
        _spot(f"{prefix}{order}", first[key], tuple(dict.fromkeys(numbers)))
        for order, (key, numbers) in enumerate(claims.items(), 1)
    ]


def _spot(key: str, place: Place, claims: tuple[int, ...]) -> Spot:
    assert place.latitude is not None
    assert place.longitude is not None
    name, known_as = words.one_line(place.text), words.one_line(place.name or "")
    known_as = "" if known_as.casefold() == name.casefold() else known_as
    return Spot(key, name, known_as, words.place_region(place), place.longitude, place.latitude,
                place.where_prec or 3, place.country, claims)  # fmt: skip


def draw_map(spots: Sequence[Spot]) -> MapView | None:
    """Return the map of these places, or None where none of them can be drawn."""
    drawable = [spot for spot in spots if spot.where_prec < 7]
    if not drawable:
        return None
    basemap = load_basemap()
    near, far = _story(drawable)
    fine = [spot for spot in near if spot.where_prec < 6]
    around = [(spot.longitude, spot.latitude, _AROUND[spot.where_prec]) for spot in fine]
    frame = frame_around(around or [corner for spot in near for corner in _corners(basemap, spot)], WIDTH)
    return _Drawing(basemap, frame).view(near, far)


def _corners(basemap: Basemap, spot: Spot) -> Iterator[tuple[float, float, float]]:
    """Yield the corners of a country as far as they are not absurdly far from its middle."""
    yield spot.longitude, spot.latitude, _AROUND[6]
    for west, south, east, north in basemap.country_boxes(spot.country or ""):
        for longitude, latitude in ((west, south), (east, north)):
            if abs(longitude - spot.longitude) < _FAR and abs(latitude - spot.latitude) < _FAR:
                yield longitude, latitude, 0.2


def _story(spots: Sequence[Spot]) -> tuple[list[Spot], list[Spot]]:
    """Part the places into those around the middle of the story and those far from it."""

    def apart(one: Spot, other: Spot) -> float:
        across = (one.longitude - other.longitude + 180) % 360 - 180
        squeeze = math.cos(math.radians((one.latitude + other.latitude) / 2))
        return math.hypot(across * squeeze, one.latitude - other.latitude)

    # Whole countries weigh little: a capital's or a state's mention is seldom where the story is.
    weights = [len(spot.claims) * (0.2 if spot.where_prec >= 6 else 1) for spot in spots]
    middle = min(
        spots,
        key=lambda one: sum(
            min(apart(one, s), _FAR) * weight for s, weight in zip(spots, weights, strict=True)
        ),
    )
    reach = _FAR if any(spot.where_prec < 6 for spot in spots) else 2 * _FAR
    near = [spot for spot in spots if apart(spot, middle) <= reach]
    return near, [spot for spot in spots if apart(spot, middle) > reach]


@dataclass
class _Drawing:
    """Draws one map; `taken` are the boxes where words or dots stand, `circled` those of wide circles."""

    basemap: Basemap
    frame: Frame
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)
    circled: list[tuple[float, float, float, float]] = field(default_factory=list)
    edges: list[Pixels] = field(default_factory=list)

    def view(self, spots: list[Spot], beyond: list[Spot]) -> MapView:
        focus = {spot.country for spot in spots if spot.country}
        shapes = self._shapes(spots)
        paths = self._paths(focus)
        scale_km, scale_pixels = self._scale()
        return MapView(
            width=round(self.frame.width),
            height=round(self.frame.height),
            shapes=shapes,
            countries=tuple(self._countries({s.country for s in spots if s.where_prec == 6})),
            scale_km=scale_km,
            scale_pixels=scale_pixels,
            beyond=tuple(beyond),
            **paths,
        )

    def _paths(self, focus: set[str]) -> dict[str, str]:
        paths = dict.fromkeys(("land", "focus", "coast", "frontiers", "provinces"), "")
        for turn, box in self.frame.boxes():
            units = self.basemap.units_in(box)
            inner = [unit for unit in units if unit.country in focus]
            paths["land"] += self._outline([unit for unit in units if unit.country not in focus], turn)
            paths["focus"] += self._outline(inner, turn)
            arcs = self.basemap.arcs_in(box)
            for name, kind in (("coast", COAST), ("frontiers", FRONTIER)):
                of_kind = arcs[self.basemap.kinds[arcs] == kind].tolist()
                paths[name] += line_path(self.basemap, of_kind, self.frame, turn)
            used = {n if n >= 0 else ~n for unit in inner for ring in unit.rings for n in ring}
            borders = sorted(n for n in used.intersection(arcs.tolist()) if self.basemap.kinds[n] == PROVINCE)
            paths["provinces"] += line_path(self.basemap, borders, self.frame, turn)
        return paths

    def _outline(self, units: Iterable[Unit], turn: float) -> str:
        return outline_path(projected_rings(self.basemap, units, self.frame, turn))

    def _shapes(self, spots: list[Spot]) -> tuple[SpotShape, ...]:
        """Return areas first, then circles from large to small, so that nothing hides a dot."""
        ordered = sorted(spots, key=lambda spot: -spot.where_prec)
        for spot in ordered:
            x, y = self.frame.at(spot.longitude, spot.latitude)
            radius = self._radius(spot)
            boxes = self.taken if spot.where_prec == 1 else self.circled
            if spot.where_prec not in (4, 6):
                boxes.append((x - radius, y - radius, x + radius, y + radius))
        drawn = {spot.key: self._shape(spot) for spot in reversed(ordered)}
        return tuple(drawn[spot.key] for spot in ordered)

    def _shape(self, spot: Spot) -> SpotShape:
        rings = self._area(spot)
        if rings:
            self.edges += [spread(ring, 5.0) for ring in rings]
            middles = _roomiest(rings, self.frame)
            label = self._fitting([Label(spot.name, x, y + 4) for x, y in middles])
            return SpotShape(spot, *middles[0], 0, outline_path(rings), label)
        x, y = self.frame.at(spot.longitude, spot.latitude)
        radius = self._radius(spot)
        return SpotShape(spot, x, y, radius, "", self._fitting(_around(spot.name, x, y, radius)))

    def _area(self, spot: Spot) -> list[Pixels]:
        """Return the outline of the province or country that is meant, if the base map has it."""
        units: list[Unit] = []
        if spot.where_prec == 4:
            unit = self.basemap.unit_at(spot.longitude, spot.latitude)
            units = [unit] if unit else []
        elif spot.where_prec == 6 and spot.country:
            units = self.basemap.of_country(spot.country)
        return [
            ring
            for turn, _ in self.frame.boxes()
            for ring in projected_rings(self.basemap, units, self.frame, turn)
        ]

    def _radius(self, spot: Spot) -> float:
        if spot.where_prec == 1:
            return 5.0
        kilometres = _RADIUS_KM.get(spot.where_prec, _RADIUS_KM[5])
        return round(min(max(self.frame.pixels(kilometres), 9.0), 60.0), 1)

    def _fitting(self, candidates: Iterable[Label], wide: float = _CHARACTER) -> Label | None:
        """Return the first label that covers nothing and stays in view; a wide circle only if it must."""
        listed = list(candidates)
        for avoided in (self.taken + self.circled, self.taken):
            for label in listed:
                box = _box(label, wide)
                if self._in_view(box) and not any(_meet(box, other) for other in avoided):
                    self.taken.append(box)
                    return label
        return None

    def _in_view(self, box: tuple[float, float, float, float]) -> bool:
        west, north, east, south = box
        return west >= 2 and north >= 2 and east <= self.frame.width - 2 and south <= self.frame.height - 2

    def _countries(self, tinted: set[str | None]) -> Iterable[Label]:
        """Yield the names of the countries in view, each where it crosses neither a border nor a mark."""
        borders = self._borders()
        grid = _grid((0, 0), (self.frame.width, self.frame.height), 30)
        for country, rings in sorted(self._country_rings().items()):
            within = grid[inside(grid, rings)]
            if country in tinted or len(within) < 6:
                continue
            near_middle = np.argsort(((within - within.mean(axis=0)) ** 2).sum(axis=1))[:_TRIES]
            name = country_name(country).upper()
            labels = (Label(name, *_rounded(point)) for point in within[near_middle])
            clear = (label for label in labels if not _covers(_box(label, _CAPITAL), borders))
            label = self._fitting(clear, _CAPITAL)
            if label:
                yield label

    def _borders(self) -> Pixels:
        """Return points all along the coasts, frontiers and tinted areas in view."""
        lines = self.edges + [
            spread(self.frame.project(self.basemap.arc(number) + np.asarray([turn, 0.0])), 5.0)
            for turn, box in self.frame.boxes()
            for number in self.basemap.arcs_in(box).tolist()
            if self.basemap.kinds[number] != PROVINCE
        ]
        joined = np.concatenate(lines) if lines else np.empty((0, 2))
        seen: Pixels = joined[((joined >= 0) & (joined <= (self.frame.width, self.frame.height))).all(axis=1)]
        return seen

    def _country_rings(self) -> dict[str, list[Pixels]]:
        rings: dict[str, list[Pixels]] = {}
        for turn, box in self.frame.boxes():
            for unit in self.basemap.units_in(box):
                rings.setdefault(unit.country, []).extend(
                    projected_rings(self.basemap, [unit], self.frame, turn)
                )
        return rings

    def _scale(self) -> tuple[int, float]:
        """Return a round distance that takes up to a quarter of the width, and its pixels."""
        for kilometres in (2000, 1000, 500, 200, 100, 50, 20):
            pixels = self.frame.pixels(kilometres)
            if pixels <= self.frame.width / 4:
                return kilometres, round(pixels, 1)
        return 10, round(self.frame.pixels(10), 1)


def _around(name: str, x: float, y: float, radius: float) -> list[Label]:
    gap = radius + 5
    return [
        Label(name, x + gap, y + 4, "start"),
        Label(name, x - gap, y + 4, "end"),
        Label(name, x, y - gap),
        Label(name, x, y + gap + 10),
        Label(name, x + gap * 0.7, y - gap * 0.7, "start"),
        Label(name, x + gap * 0.7, y + gap * 0.7 + 8, "start"),
        Label(name, x - gap * 0.7, y - gap * 0.7, "end"),
        Label(name, x - gap * 0.7, y + gap * 0.7 + 8, "end"),
    ]


def _box(label: Label, wide: float) -> tuple[float, float, float, float]:
    width = len(label.text) * wide
    left = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    return left, label.y - _LINE + 3, left + width, label.y + 4


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _covers(box: tuple[float, float, float, float], points: Pixels) -> bool:
    low, high = np.asarray(box[:2]), np.asarray(box[2:])
    return bool(((points >= low) & (points <= high)).all(axis=1).any())


def _rounded(point: Pixels) -> tuple[float, float]:
    return round(float(point[0]), 1), round(float(point[1]), 1)


def _grid(low: Sequence[float], high: Sequence[float], steps: int) -> Pixels:
    across, down = np.meshgrid(np.linspace(low[0], high[0], steps), np.linspace(low[1], high[1], steps))
    return np.column_stack([across.ravel(), down.ravel()])


def _roomiest(rings: list[Pixels], frame: Frame) -> list[tuple[float, float]]:
    """Return points inside the outlines, those farthest from any edge first."""
    corners = np.concatenate([spread(ring, 6.0) for ring in rings])
    low = np.maximum(corners.min(axis=0), 0)
    high = np.minimum(corners.max(axis=0), [frame.width, frame.height])
    grid = _grid(low, high, 16)
    within = grid[inside(grid, rings)]
    if len(within) == 0:
        return [_rounded(corners.mean(axis=0))]
    room = ((within[:, None, :] - corners[None, :, :]) ** 2).sum(axis=2).min(axis=1)
    return [_rounded(within[at]) for at in np.argsort(-room)[:40]]
