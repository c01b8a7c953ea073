"""How likely each bearer of a name is the one meant: features of a candidate, their weights, the odds."""

import json
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
_GROUPS = ("country", "region", "capital", "county", "area", "quarter")
_AGREES = {
    "province": frozenset({"region", "macroregion"}),
    "district": frozenset({"county", "localadmin", "neighbourhood", "region"}),
    "settlement": POINT_KINDS,
    "facility": frozenset({"campus"}),
}


@dataclass(slots=True, eq=False)
class Candidate:
    """A bearer of a name: `likeness` is 100 for the name itself, less for a key that only sounds alike.

    What follows from these alone is reckoned once, since candidates are looked at again and again: the folded
    name, the `marks` around the place, the flags of its kind, and the features of its size.
    """

    entry: Entry
    likeness: float = 100.0
    articles: bool = False
    named: str = field(init=False)
    marks: tuple[object, ...] = field(init=False)
    kinds: tuple[float, ...] = field(init=False)
    people: float = field(init=False)
    fame: float = field(init=False)
    here: tuple[float, float] = field(init=False)
    is_land: bool = field(init=False)

    def __post_init__(self) -> None:
        entry, group = self.entry, _GROUP.get(self.entry.kind)
        self.named, self.marks = fold(entry.name), marks_around(entry)
        self.kinds = tuple(float(group == name) for name in _GROUPS)
        self.people, self.fame = entry.people / 80, entry.fame / 8
        self.here = entry.latitude, entry.longitude
        self.is_land = entry.kind in ("country", "continent")


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
    top_share: float = field(init=False)

    def __post_init__(self) -> None:
        self.top_share = max(self.countries.values(), default=0.0)


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
    entry, units, likeness = candidate.entry, candidate.marks, candidate.likeness
    code, people, fame = entry.country, candidate.people, candidate.fame
    fuzzy, short = likeness < 100, len(folded)
    given = clues.country
    told = clues.units is not None and not candidate.is_land
    inside = told and not clues.units.isdisjoint(units)  # type: ignore[union-attr]
    near = not told and not clues.units_near.isdisjoint(units)
    agrees = _AGREES.get(clues.kind) if clues.kind else None
    share = clues.countries.get(code, 0.0)
    open_share = share if given is None else 0.0
    seen = open_share > 0
    company = clues.company.around(entry, folded) if clues.company else 0.0
    shares = clues.unit_shares
    return [
        1.0,
        float(not fuzzy and candidate.named == folded),
        float(fuzzy),
        (100 - likeness) / 10,
        float(candidate.articles),
        *candidate.kinds,
        people,
        fame,
        float(given is not None and given == code),
        float(given is not None and given != code),
        open_share,
        float(given is None and bool(clues.countries) and not share),
        float(inside),
        float(told and not inside),
        float(near),
        float(not told and not clues.units_seen.isdisjoint(units)),
        _nearness(candidate, clues) if clues.anchors else 0.0,
        float(agrees is not None and entry.kind in agrees),
        float(agrees is not None and entry.kind not in agrees),
        crowd.log_size,
        float(short < 5),
        float(fuzzy and not inside),
        float(given is None and not clues.countries),
        float(fuzzy and short < 8),
        float(seen and share == clues.top_share),
        float(clues.kind == "facility"),
        float(people > 0),
        float(inside and not fuzzy),
        float(near and not fuzzy),
        _away(candidate, clues) if told and not inside else 0.0,
        0.0 if fuzzy else log2(crowd.bearers.get(code, 1)),
        log2(1 + crowd.alike.get(code, 1)) if fuzzy else 0.0,
        people if seen else 0.0,
        fame if seen else 0.0,
        float(seen and share >= 0.4),
        company,
        company * people,
        max([shares.get(unit, 0.0) for unit in units]) if shares and not told else 0.0,
    ]


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many candidates a name has: in all, and by country those that bear it and those that sound alike.

    A name that many villages bear is likelier borne by one more that the gazetteer lacks.
    """

    log_size: float
    bearers: Mapping[str, int]
    alike: Mapping[str, int]

    @classmethod
    def of(cls, found: Sequence[Candidate]) -> "Crowd":
        """Count the candidates."""
        bearers, alike = dict[str, int](), dict[str, int]()
        for candidate in found:
            counted = bearers if candidate.likeness == 100 else alike
            counted[candidate.entry.country] = counted.get(candidate.entry.country, 0) + 1
        return cls(log2(len(found)) if found else 0.0, bearers, alike)


def _away(candidate: Candidate, clues: Clues) -> float:
    apart = (kilometres(candidate.here, point) for point in clues.unit_points)
    return min(3.0, min(apart, default=300.0) / 100)


def _nearness(candidate: Candidate, clues: Clues) -> float:
    if candidate.is_land:
        return 0.0
    return exp(-min(kilometres(candidate.here, anchor) for anchor in clues.anchors) / 100)


def odds(rows: Sequence[Sequence[float]], weights: Weights) -> list[float]:
    """Return the probability of each candidate; what is missing to one is that of none of them."""
    sums = [sum(map(float.__mul__, row, weights.features)) for row in rows]
    highest = max([0.0, *sums])
    powers = [exp(s - highest) for s in sums]
    total = sum(powers) + exp(-highest)
    return [power / total for power in powers]
