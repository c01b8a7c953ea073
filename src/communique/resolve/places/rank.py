"""How likely each bearer of a name is the one meant: features of a candidate, their weights, the odds."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import cos, exp, hypot, log2, radians
from pathlib import Path

from communique.resolve.gazetteer.kinds import POINT_KINDS
from communique.resolve.gazetteer.names import fold
from communique.resolve.gazetteer.store import Entry
from communique.resolve.places.company import Company

__all__ = [
    "FEATURES",
    "Candidate",
    "Clues",
    "Crowd",
    "Weights",
    "features",
    "kilometres",
    "marks_around",
    "odds",
]

FEATURES = (
    "bearer",
    "shown_same",
    "fuzzy",
    "unlike",
    "articles_differ",
    "country",
    "region",
    "capital",
    "county",
    "area",
    "quarter",
    "people",
    "fame",
    "country_given",
    "country_other",
    "country_share",
    "country_unseen",
    "unit_given",
    "unit_other",
    "unit_near",
    "unit_seen",
    "neighbour",
    "kind_agrees",
    "kind_differs",
    "rivals",
    "short",
    "fuzzy_no_unit",
    "nothing_known",
    "fuzzy_short",
    "country_top",
    "facility",
    "people_known",
    "unit_given_exact",
    "unit_near_exact",
    "unit_away",
    "namesakes",
    "fuzzy_namesakes",
    "people_seen",
    "fame_seen",
    "country_main",
    "company",
    "company_people",
    "unit_share",
)
_GROUP = {
    "country": "country",
    "region": "region",
    "macroregion": "area",
    "area": "area",
    "continent": "country",
    "capital": "capital",
    "county": "county",
    "localadmin": "county",
    "neighbourhood": "quarter",
    "campus": "quarter",
}
_AGREES = {
    "province": frozenset({"region", "macroregion"}),
    "district": frozenset({"county", "localadmin", "neighbourhood", "region"}),
    "settlement": POINT_KINDS,
    "facility": frozenset({"campus"}),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A bearer of a name: `likeness` is 100 for the name itself, less for a key that only sounds alike."""

    entry: Entry
    likeness: float = 100.0
    articles: bool = False


@dataclass(slots=True)
class Clues:
    """What is known beside the name.

    `country` and `units` are given as true, `unit_points` are those units' middles; `units_near` stand in
    the same sentence, `units_seen` in the same
    report (identities of divisions and districts); `countries` are the report's countries with their shares;
    `anchors` are points that its other mentions resolve to; `kind` is what the wording calls the place, and
    `kind_said` that the mention itself says so.
    """

    country: str | None = None
    units: frozenset[object] | None = None
    unit_points: tuple[tuple[float, float], ...] = ()
    units_near: frozenset[object] = frozenset()
    units_seen: frozenset[object] = frozenset()
    countries: Mapping[str, float] = field(default_factory=dict)
    anchors: Sequence[tuple[float, float]] = ()
    kind: str | None = None
    kind_said: bool = False
    company: Company | None = None
    unit_shares: Mapping[object, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weights:
    """A weight for each feature, and slope and offset that turn log-odds into a calibrated probability."""

    features: tuple[float, ...]
    slope: float
    offset: float

    @classmethod
    @cache
    def built_in(cls) -> "Weights":
        """Return the weights that come with the package."""
        path = Path(__file__).parents[2] / "data" / "gazetteer.weights.json"
        told = json.loads(path.read_text(encoding="utf-8"))
        return cls(tuple(told["features"][name] for name in FEATURES), told["slope"], told["offset"])


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two points (latitude, longitude) in kilometres; good to 1 % below 500 km."""
    east = (one[1] - other[1] + 180) % 360 - 180
    return 111.2 * hypot(one[0] - other[0], east * cos(radians((one[0] + other[0]) / 2)))


def marks_around(entry: Entry) -> tuple[object, ...]:
    """Return the marks of a place itself and of the division and district around it."""
    district = (entry.country, entry.adm_1_id, fold(entry.adm_2)) if entry.adm_2 else None
    return entry.adm_1_id, entry.identity, district


def features(candidate: Candidate, folded: str, clues: Clues, crowd: "Crowd") -> list[float]:
    """Return the values of `FEATURES` for one candidate of the folded name among the crowd of its rivals."""
    entry = candidate.entry
    fuzzy = candidate.likeness < 100
    group = _GROUP.get(entry.kind)
    units = marks_around(entry)
    told = clues.units is not None and entry.kind not in ("country", "continent")
    inside = told and not clues.units.isdisjoint(units)  # type: ignore[union-attr]
    agrees = _AGREES.get(clues.kind or "")
    share = clues.countries.get(entry.country, 0.0)
    seen = clues.country is None and share > 0
    near = not told and not clues.units_near.isdisjoint(units)
    company = clues.company.around(entry, folded) if clues.company else 0.0
    return [
        1.0,
        float(not fuzzy and fold(entry.name) == folded),
        float(fuzzy),
        (100 - candidate.likeness) / 10,
        float(candidate.articles),
        float(group == "country"),
        float(group == "region"),
        float(group == "capital"),
        float(group == "county"),
        float(group == "area"),
        float(group == "quarter"),
        entry.people / 80,
        entry.fame / 8,
        float(clues.country is not None and clues.country == entry.country),
        float(clues.country is not None and clues.country != entry.country),
        share if clues.country is None else 0.0,
        float(clues.country is None and bool(clues.countries) and not share),
        float(inside),
        float(told and not inside),
        float(near),
        float(not told and not clues.units_seen.isdisjoint(units)),
        _nearness(entry, clues),
        float(agrees is not None and entry.kind in agrees),
        float(agrees is not None and entry.kind not in agrees),
        log2(crowd.size),
        float(len(folded) < 5),
        float(fuzzy and not inside),
        float(clues.country is None and not clues.countries),
        float(fuzzy and len(folded) < 8),
        float(clues.country is None and share > 0 and share == max(clues.countries.values())),
        float(clues.kind == "facility"),
        float(entry.people > 0),
        float(inside and not fuzzy),
        float(near and not fuzzy),
        _away(entry, clues) if told and not inside else 0.0,
        0.0 if fuzzy else log2(crowd.bearers.get(entry.country, 1)),
        log2(1 + crowd.alike.get(entry.country, 1)) if fuzzy else 0.0,
        entry.people / 80 if seen else 0.0,
        entry.fame / 8 if seen else 0.0,
        float(seen and share >= 0.4),
        company,
        company * entry.people / 80,
        0.0 if told else max((clues.unit_shares.get(unit, 0.0) for unit in units), default=0.0),
    ]


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many candidates a name has: in all, and by country those that bear it and those that sound alike.

    A name that many villages bear is likelier borne by one more that the gazetteer lacks.
    """

    size: int
    bearers: Mapping[str, int]
    alike: Mapping[str, int]

    @classmethod
    def of(cls, found: Sequence[Candidate]) -> "Crowd":
        """Count the candidates."""
        bearers: Counter[str] = Counter(c.entry.country for c in found if c.likeness == 100)
        alike: Counter[str] = Counter(c.entry.country for c in found if c.likeness < 100)
        return cls(len(found), bearers, alike)


def _away(entry: Entry, clues: Clues) -> float:
    here = entry.latitude, entry.longitude
    return min(3.0, min((kilometres(here, point) for point in clues.unit_points), default=300.0) / 100)


def _nearness(entry: Entry, clues: Clues) -> float:
    if not clues.anchors or entry.kind in ("country", "continent"):
        return 0.0
    here = entry.latitude, entry.longitude
    return exp(-min(kilometres(here, anchor) for anchor in clues.anchors) / 100)


def odds(rows: Sequence[Sequence[float]], weights: Weights) -> list[float]:
    """Return the probability of each candidate; what is missing to one is that of none of them."""
    sums = [sum(map(float.__mul__, row, weights.features)) for row in rows]
    highest = max([0.0, *sums])
    powers = [exp(s - highest) for s in sums]
    total = sum(powers) + exp(-highest)
    return [power / total for power in powers]
