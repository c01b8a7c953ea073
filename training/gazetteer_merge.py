"""Brings the sources' rows together: one row for a place, each in its division; GeoNames' identity wins."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import cos, hypot, radians

import numpy as np
import shapely

from communique.resolve.gazetteer.kinds import POINT_KINDS
from communique.resolve.gazetteer.names import ARTICLE_COUNTRIES, fold, key
from training.gazetteer_regions import UK_NATIONS
from training.gazetteer_sources import Division, Row, majority

__all__ = ["assign_divisions", "merge", "row_keys"]

SAME_PLACE_KM = 4.0
"""Two points of one name and country nearer than this are one place."""
_KIND_CLASSES = {"region": "region", "macroregion": "region", "county": "county", "localadmin": "county"}


def row_keys(row: Row) -> list[str]:
    """Return the look-up keys of all names of a row, each once, the shown name's first."""
    articles = row.country in ARTICLE_COUNTRIES
    keys = (key(fold(name), articles) for name in (row.name, *row.names))
    return [k for k in dict.fromkeys(keys) if len(k) > 1]


def merge(rows: Iterable[Row]) -> list[Row]:
    """Return the rows with doubles united; earlier rows win, so GeoNames comes before Who's On First."""
    by_identity: dict[tuple[int, str], Row] = {}
    regions: set[int] = set()
    for row in rows:
        if row.kind == "region":
            regions.add(row.identity)
        elif row.kind == "county" and row.identity in regions:
            continue
        known = by_identity.setdefault((row.identity, _kind_class(row)), row)
        if known is not row:
            _absorb(known, row)
    return _unite_neighbours(list(by_identity.values()))


def _kind_class(row: Row) -> str:
    return "point" if row.kind in POINT_KINDS else _KIND_CLASSES.get(row.kind, row.kind)


def _absorb(kept: Row, other: Row) -> None:
    if _kind_class(kept) == "point" and _distance(kept, other) > 50:
        return  # the same identity half a country away is a wrong concordance: trust the first
    kept.names = list(dict.fromkeys([*kept.names, other.name, *other.names]))
    kept.population = max(kept.population, other.population)
    kept.fame = max(kept.fame, other.fame)
    kept.adm2 = kept.adm2 or other.adm2
    if kept.adm1 is None:
        kept.adm1 = other.adm1


def _unite_neighbours(rows: list[Row]) -> list[Row]:
    """Unite rows of one country and kind that share their shown name's key within a few kilometres."""
    seen: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    kept = []
    for row in rows:
        kind = _kind_class(row)
        keys = row_keys(row)
        twin = next((o for o in seen[row.country, kind, keys[0]] if _twins(o, row, keys[0], kind)), None)
        if twin is not None:
            _absorb(twin, row)
            continue
        kept.append(row)
        for k in keys:
            seen[row.country, kind, k].append(row)
    return kept


def _twins(known: Row, row: Row, shown: str, kind: str) -> bool:
    """Tell whether two rows that share a name are one place: GeoNames' ids keep theirs unless both show
    it."""
    if known.identity > 0 and row.identity > 0 and row_keys(known)[0] != shown:
        return False
    return _distance(known, row) < _reach(kind)


def _reach(kind: str) -> float:
    return {"point": SAME_PLACE_KM, "county": 30.0, "region": 150.0}.get(kind, 2000.0)


def _distance(one: Row, other: Row) -> float:
    north = one.latitude - other.latitude
    east = (one.longitude - other.longitude) * cos(radians(one.latitude))
    return hypot(north, east) * 111.2


def assign_divisions(rows: list[Row], found: list[Division], regions: dict[str, dict[str, Row]]) -> None:
    """Replace each row's `adm1` by the identity of its division, written `identity`, or by null.

    `regions` are Who's On First's own regions by country and name. A source's code or name decides where most
    of its places lie in one shape; else the shape that holds the point does.
    """
    states = _containing(rows, found)
    learnt: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for row, state in zip(rows, states, strict=True):
        if row.adm1 and state is not None:
            learnt["up"][f"{row.country}|{row.adm1}", str(state)] += 1
            if row.adm1 in regions.get(row.country, {}):
                learnt["down"][str(state), f"{row.country}|{row.adm1}"] += 1
    up, down = majority(learnt["up"]), majority(learnt["down"], 0.5)
    for row, state in zip(rows, states, strict=True):
        row.adm1 = _division_of(row, state, (up, down), found, regions)


def _division_of(
    row: Row,
    state: int | None,
    tables: tuple[dict[str, str], dict[str, str]],
    found: list[Division],
    regions: dict[str, dict[str, Row]],
) -> str | None:
    up, down = tables
    own = regions.get(row.country, {})
    if row.adm1 in own:
        return str(own[row.adm1].identity)
    told = up.get(f"{row.country}|{row.adm1}")
    number = int(told) if told is not None else state
    if number is None:
        return None
    if own:
        name = down.get(str(number), "|").split("|", 1)[1]
        return str(own[name].identity) if name in own else None
    nation = UK_NATIONS.get(found[number].parent or "") if row.country == "GB" else None
    return str(nation or found[number].row.identity)


def _containing(rows: list[Row], found: list[Division]) -> list[int | None]:
    """Return for each row the number of the division of its own country that holds its point."""
    tree = shapely.STRtree([d.shape for d in found])
    points = shapely.points([r.longitude for r in rows], [r.latitude for r in rows])
    held: list[int | None] = [None] * len(rows)
    for point, number in np.transpose(tree.query(points, predicate="within")):
        if found[number].row.country == rows[point].country:
            held[point] = int(number)
    return held
