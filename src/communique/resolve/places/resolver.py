"""One toponym, with what is known beside it, to the gazetteer entry that is meant, or to none, with the
reason."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import exp, log

from rapidfuzz import fuzz

from communique.model import WherePrec
from communique.resolve.gazetteer.kinds import OWN_PREC, POINT_KINDS
from communique.resolve.gazetteer.names import fold, key, sound
from communique.resolve.gazetteer.store import Entry, built_in
from communique.resolve.gazetteer.whole import Places
from communique.resolve.places.company import Company
from communique.resolve.places.lookup import Lookup
from communique.resolve.places.rank import (
    Candidate,
    Clues,
    Crowd,
    Weights,
    features,
    kilometres,
    odds,
)
from communique.resolve.places.wording import Wording, parse
from communique.resolve.places.words import ABBREVIATIONS, POSTAL

__all__ = ["LEAST_SCORE", "Answer", "Resolver", "default_resolver", "unit_marks"]

LEAST_SCORE = 0.62
"""Below this calibrated probability a name stays unresolved: the least at which, with a fifth of the
gazetteer
taken out, no more than one in twenty of the names taken out was answered wrongly (`evals/ucdp_places.py`)."""
ONE_PLACE_KM = 25.0
"""Candidates nearer to the best one than this count for it: a town and the district around it are no
rivals."""
# What a wording rules out: a village is no province, and an embassy in a country is not its middle.
_EXCLUDED = {
    "facility": frozenset({"country", "continent", "region"}),
    "settlement": frozenset({"country", "continent", "region", "macroregion", "county", "area"}),
}
TOWN_PEOPLE = 100
"""`Entry.people` of some 6,000: smaller places do not stand before the province of their name."""
_UNIT_ORDER = ("region", "macroregion", "area", "county", "localadmin")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a toponym was resolved to. `entry` is null where it was not, and `reason` says why, readably.

    `score` is the calibrated probability that the entry lies within 25 km of the place meant. `where_prec`
    is UCDP's code by wording and kind of place.
    """

    toponym: str
    entry: Entry | None = None
    score: float | None = None
    where_prec: WherePrec | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Within:
    """`within` words taken apart: a country and the units that the rest names; null where it names none."""

    country: str | None = None
    units: frozenset[object] | None = None
    points: tuple[tuple[float, float], ...] = ()


class Resolver:
    """Resolves toponyms against a gazetteer; make one and keep it, since it remembers what it looked up."""

    def __init__(self, places: Places | None = None, weights: Weights | None = None) -> None:
        self.places = places or Places(built_in())
        self.weights = weights or Weights.built_in()
        self.lookup = Lookup(self.places)
        self.units = lru_cache(maxsize=10_000)(self._find_units)
        self.within = lru_cache(maxsize=10_000)(self._read_within)
        self.country = lru_cache(maxsize=10_000)(self._find_country)

    def resolve(
        self,
        toponym: str,
        *,
        within: str | None = None,
        country: str | None = None,
        clues: Clues | None = None,
        relation: str = "in",
        least: float = LEAST_SCORE,
    ) -> Answer:
        """Return the place that the words name.

        `within` are the province and country as far as known (`Aleppo, Syria`), `country` an ISO code or
        name;
        `clues` what the report tells beside it (see `places_context`). Nothing is required but the words. A
        best answer whose score is below `least` is none.
        """
        wording = parse(spelled_out(toponym))
        told = self._told(wording, within, country, clues)
        best: Answer | None = None
        for name in self._names(wording):
            answer = self._of_name(name, told, least)
            if answer.entry is not None:
                return replace(
                    answer, toponym=toponym, where_prec=_precision(answer.entry, wording, relation)
                )
            best = best or answer
        reason = wording.reason or (best.reason if best else None) or "it names no place"
        return Answer(toponym, reason=reason)

    def _names(self, wording: Wording) -> list[str]:
        """Return the names to try: the whole words first where a gazetteer holds them (South Sudan)."""
        if wording.reason and wording.kind != "line" and " " not in wording.whole:
            return []
        names = list(wording.names) if wording.reason is None else []
        if wording.whole not in names and self.lookup.candidates(wording.whole, ()):
            names.insert(0, wording.whole)
        return names

    def _told(self, wording: Wording, within: str | None, country: str | None, clues: Clues | None) -> Clues:
        known = clues or Clues()
        parts = [
            part for part in (wording.within, within, self.country(country) if country else None) if part
        ]
        read = self.within(", ".join(parts))
        if read.country is None and read.units is None and wording.kind is None:
            return known
        return replace(
            known,
            country=read.country or known.country,
            units=read.units if read.units is not None else known.units,
            unit_points=read.points or known.unit_points,
            kind=wording.kind or known.kind,
            kind_said=wording.kind is not None,
        )

    def company(self, names: Iterable[str]) -> Company:
        """Return the places that a report's names could mean, by which each name's neighbours are told."""
        wordings = (parse(spelled_out(name)) for name in dict.fromkeys(names))
        plain = dict.fromkeys(name for wording in wordings for name in wording.names[:1])
        return Company({name: [c.entry for c in self.lookup.candidates(name, ())] for name in plain})

    def weighed(self, name: str, clues: Clues) -> tuple[list[Candidate], list[list[float]]]:
        """Return the candidates for a bare name with the values of their features."""
        countries = [clues.country] if clues.country else _likely(clues)
        found = self.lookup.candidates(name, countries, clues.units or clues.units_near)
        if clues.kind_said:
            excluded = _EXCLUDED.get(clues.kind or "", frozenset())
            found = [c for c in found if c.entry.kind not in excluded]
        if clues.kind == "province":
            found, clues = _of_provinces(found, clues)
        elif clues.kind == "district" and clues.kind_said and any(_bears_district(c) for c in found):
            found = [c for c in found if c.entry.kind not in POINT_KINDS]
        folded, crowd = fold(name), Crowd.of(found)
        return found, [features(c, folded, clues, crowd) for c in found]

    def _of_name(self, name: str, clues: Clues, least: float) -> Answer:
        found, rows = self.weighed(name, clues)
        if not found:
            return Answer(name, reason=f"the gazetteer has no place named {name!r}")
        wanted = sound(folded_key(name))
        likely = _capital_first(wanted, found, odds(rows, self.weights), clues)
        top = _town_first(wanted, found, likely, clues)
        score = self._calibrated(_together(found, likely, top))
        if score < least:
            return Answer(name, score=None, reason=_doubt(name, found, clues))
        return Answer(name, entry=found[top].entry, score=round(score, 3))

    def _calibrated(self, probability: float) -> float:
        p = min(max(probability, 1e-6), 1 - 1e-6)
        return 1 / (1 + exp(-(self.weights.slope * log(p / (1 - p)) + self.weights.offset)))

    def _read_within(self, within: str) -> _Within:
        """Take `Aleppo, Syria` apart; a province that lies in another country only brings its country
        along."""
        parts = [part.strip() for part in within.split(",") if part.strip()]
        country = next((c for c in map(self.country, reversed(parts)) if c), None)
        divisions = [part for part in parts if self.country(part) is None]
        found = [entry for part in divisions for entry in self.units(part, country)]
        if not found and country:
            abroad = [e for part in divisions for e in self.units(part, None) if e.kind == "region"]
            if len({entry.country for entry in abroad}) == 1:
                found, country = abroad, abroad[0].country
        if country is None and found:
            country = found[0].country or None
            found = [entry for entry in found if entry.country == country]
        marks = frozenset(mark for entry in found for mark in unit_marks(entry))
        points = tuple((entry.latitude, entry.longitude) for entry in found)
        return _Within(country, marks or None, points)

    def _find_country(self, name: str) -> str | None:
        if len(name) == 2 and name.isupper() and name in self.places.base.head["countries"]:
            return name
        found = self.lookup.candidates(parse(name).whole, ())
        return next((c.entry.country for c in found if c.entry.kind == "country"), None)

    def _find_units(self, name: str, country: str | None) -> tuple[Entry, ...]:
        """Return the divisions, districts and areas that a name may mean, the widest first."""
        wording = parse(name)
        countries: Collection[str] = [country] if country else ()
        found: dict[int, Entry] = {}
        for spelled in dict.fromkeys((*wording.names, wording.whole)):
            for candidate in self.lookup.candidates(spelled, countries):
                entry = candidate.entry
                if unit_marks(entry) and (country is None or entry.country == country):
                    found.setdefault(entry.number, entry)
        return tuple(sorted(found.values(), key=lambda e: _UNIT_ORDER.index(e.kind)))


def unit_marks(entry: Entry) -> set[object]:
    """Return the marks by which places inside a division are recognised; none for a place that is a point."""
    if entry.kind == "county" or entry.kind == "localadmin":
        return {entry.identity, (entry.country, entry.adm_1_id, fold(entry.name))}
    return {entry.identity} if entry.kind in _UNIT_ORDER else set()


def _of_provinces(found: list[Candidate], clues: Clues) -> tuple[list[Candidate], Clues]:
    """Return the candidates that are no points where a province bears the name; else all, less the kind.

    Where nothing bears the very name, one that sounds like it will do: `the province of Idilb`.
    """
    nearest = max((c.likeness for c in found), default=0.0)
    if any(c.likeness == nearest and c.entry.kind == "region" for c in found):
        return [c for c in found if c.entry.kind not in POINT_KINDS], clues
    return found, replace(clues, kind=None)


def spelled_out(toponym: str) -> str:
    """Return a state's or province's name for its abbreviation, other words as they are."""
    if toponym in ABBREVIATIONS:
        return ABBREVIATIONS[toponym]
    return POSTAL.get(toponym.upper(), toponym) if toponym[:1].isupper() else toponym


def _bears_district(candidate: Candidate) -> bool:
    return candidate.likeness == 100 and candidate.entry.kind in ("county", "localadmin")


def _town_first(wanted: str, found: list[Candidate], likely: list[float], clues: Clues) -> int:
    """Return the number of the best candidate; a province's namesake town stands before it.

    `Aleppo` alone is the city, as UCDP codes it; `Aleppo province` and `Aleppo countryside` are the province.
    """
    top = max(range(len(found)), key=lambda i: likely[i])
    best = found[top].entry
    if best.kind not in ("region", "county") or clues.kind in ("province", "district"):
        return top
    towns = [
        i
        for i, c in enumerate(found)
        if c.entry.kind in ("locality", "capital")
        and c.entry.people >= TOWN_PEOPLE
        and (c.entry.adm_1_id == best.identity or best.kind == "county")
        and kilometres((best.latitude, best.longitude), (c.entry.latitude, c.entry.longitude)) < 200
        and fuzz.ratio(wanted, sound(folded_key(c.entry.name))) >= 80
    ]
    return max(towns, key=lambda i: likely[i]) if towns else top


def _capital_first(wanted: str, found: list[Candidate], likely: list[float], clues: Clues) -> list[float]:
    """Give a country's capital the odds of a province of its name: `Washington` alone is the city."""
    top = max(range(len(found)), key=lambda i: likely[i])
    best = found[top].entry
    if best.kind != "region" or clues.kind is not None or clues.units is not None:
        return likely
    for i, candidate in enumerate(found):
        entry = candidate.entry
        named_so = sound(folded_key(entry.name)).startswith(wanted)
        if entry.kind == "capital" and entry.country == best.country and named_so:
            return [*likely[:i], likely[i] + likely[top], *likely[i + 1 :]]
    return likely


def folded_key(name: str) -> str:
    """Return a name's look-up key without articles."""
    return key(fold(name))


def _likely(clues: Clues) -> list[str]:
    return [code for code, share in clues.countries.items() if share >= 0.1]


def _together(found: list[Candidate], likely: list[float], top: int) -> float:
    """Return the probability of the best candidate and of all that are at its place: near it, around it, in
    it."""
    best, here, around = found[top].entry, found[top].here, found[top].marks
    return sum(
        p
        for c, p in zip(found, likely, strict=True)
        if kilometres(here, c.here) < ONE_PLACE_KM
        or (
            abs(c.likeness - found[top].likeness) < 10
            and (c.entry.identity in around or best.identity == c.entry.adm_1_id)
        )
    )


def _doubt(name: str, found: list[Candidate], clues: Clues) -> str:
    entries = [c.entry for c in found]
    if all(c.likeness < 100 for c in found):
        return f"the gazetteer has no place named {name!r} there, only names that sound alike"
    if clues.country and not any(e.country == clues.country for e in entries):
        return f"the gazetteer has no place named {name!r} in {clues.country}"
    if len(entries) == 1:
        return f"{entries[0].name} in {entries[0].country or 'several countries'} is unlikely to be meant"
    return f"{len(entries)} places are named {name!r} and the text does not tell which"


def _precision(entry: Entry, wording: Wording, relation: str) -> WherePrec:
    own = OWN_PREC[entry.kind]
    if wording.part and fold(entry.name) != fold(wording.whole):
        return own if own == 4 else 5 if own > 4 else 2
    if own == 1 and (wording.near or (wording.kind == "facility" and entry.kind != "campus")):
        return 2
    if own == 1 and relation in ("near", "between"):
        return 2
    return own


@cache
def default_resolver() -> Resolver:
    """Return the resolver over the built-in gazetteer, made once."""
    return Resolver()
