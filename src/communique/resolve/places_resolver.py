"""One toponym, with what is known beside it, to the gazetteer entry that is meant, or to none, with the reason."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import exp, log

from communique.model import WherePrec
from communique.resolve.gazetteer.kinds import OWN_PREC
from communique.resolve.gazetteer.names import fold
from communique.resolve.gazetteer.store import Entry, built_in
from communique.resolve.gazetteer.whole import Places
from communique.resolve.places_lookup import Lookup
from communique.resolve.places_rank import Candidate, Clues, Weights, features, kilometres, odds
from communique.resolve.places_wording import Wording, parse

__all__ = ["Answer", "Resolver", "default_resolver", "unit_marks"]

LEAST_SCORE = 0.5
"""Below this calibrated probability a name stays unresolved."""
ONE_PLACE_KM = 25.0
"""Candidates nearer to the best one than this count for it: a town and the district around it are no rivals."""
_UNIT_KINDS = frozenset({"region", "macroregion", "county", "localadmin", "area"})


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
    ) -> Answer:
        """Return the place that the words name.

        `within` are the province and country as far as known (`Aleppo, Syria`), `country` an ISO code or name;
        `clues` what the report tells beside it (see `places_context`). Nothing is required but the words.
        """
        wording = parse(toponym)
        told = self._told(wording, within, country, clues)
        best: Answer | None = None
        for name in self._names(wording):
            answer = self._of_name(name, wording, told)
            if answer.entry is not None:
                return replace(answer, toponym=toponym, where_prec=_precision(answer.entry, wording, relation))
            best = best or answer
        reason = wording.reason or (best.reason if best else None) or "it names no place"
        return Answer(toponym, reason=reason)

    def _names(self, wording: Wording) -> list[str]:
        """Return the names to try: the whole words first where a gazetteer holds them (South Sudan)."""
        if wording.reason and wording.kind != "line":
            return []
        names = list(wording.names) if wording.reason is None else []
        if wording.whole not in names and self.lookup.candidates(wording.whole, ()):
            names.insert(0, wording.whole)
        return names

    def _told(self, wording: Wording, within: str | None, country: str | None, clues: Clues | None) -> Clues:
        known = clues or Clues()
        read = self.within(", ".join(part for part in (wording.within, within) if part))
        code = self.country(country) if country else read.country
        if code is None and read.units is None and wording.kind is None:
            return known
        return replace(
            known,
            country=code or known.country,
            units=read.units if read.units is not None else known.units,
            kind=wording.kind or known.kind,
        )

    def _of_name(self, name: str, wording: Wording, clues: Clues) -> Answer:
        countries = [clues.country] if clues.country else _likely(clues)
        found = self.lookup.candidates(name, countries, clues.units or clues.units_near)
        if not found:
            return Answer(name, reason=f"the gazetteer has no place named {name!r}")
        if clues.kind == "facility" and not any(c.entry.kind == "campus" for c in found):
            clues = replace(clues, kind=None)
        folded = fold(name)
        rows = [features(c, folded, clues, len(found)) for c in found]
        likely = odds(rows, self.weights)
        top = max(range(len(found)), key=lambda i: likely[i])
        score = self._calibrated(_together(found, likely, top))
        if score < LEAST_SCORE:
            return Answer(name, score=None, reason=_doubt(name, found, clues))
        return Answer(name, entry=found[top].entry, score=round(score, 3))

    def _calibrated(self, probability: float) -> float:
        p = min(max(probability, 1e-6), 1 - 1e-6)
        return 1 / (1 + exp(-(self.weights.slope * log(p / (1 - p)) + self.weights.offset)))

    def _read_within(self, within: str) -> _Within:
        parts = [part.strip() for part in within.split(",") if part.strip()]
        country = next((c for c in map(self.country, reversed(parts)) if c), None)
        units: set[object] = set()
        for part in parts:
            if self.country(part) is None or len(parts) == 1:
                units |= self.units(part, country)
        if country and units <= set(self.units(parts[-1], None)) and self.country(parts[-1]) == country:
            units = set()
        return _Within(country, frozenset(units) or None)

    def _find_country(self, name: str) -> str | None:
        if len(name) == 2 and name.isupper() and name in self.places.base.head["countries"]:
            return name
        found = self.lookup.candidates(parse(name).whole, ())
        return next((c.entry.country for c in found if c.entry.kind == "country"), None)

    def _find_units(self, name: str, country: str | None) -> frozenset[object]:
        """Return the identities of the divisions, districts and areas that a name may mean."""
        wording = parse(name)
        countries: Collection[str] = [country] if country else ()
        found: set[object] = set()
        for spelled in dict.fromkeys((*wording.names, wording.whole)):
            for candidate in self.lookup.candidates(spelled, countries):
                entry = candidate.entry
                if country is None or entry.country == country:
                    found |= unit_marks(entry)
        return frozenset(found)


def unit_marks(entry: Entry) -> set[object]:
    """Return the marks by which places inside a division are recognised; none for a place that is a point."""
    if entry.kind == "county" or entry.kind == "localadmin":
        return {entry.identity, (entry.country, fold(entry.name))}
    return {entry.identity} if entry.kind in _UNIT_KINDS else set()


def _likely(clues: Clues) -> list[str]:
    return [code for code, share in clues.countries.items() if share >= 0.1]


def _together(found: list[Candidate], likely: list[float], top: int) -> float:
    """Return the probability of the best candidate and of all that lie at the same place."""
    best = found[top].entry
    here = best.latitude, best.longitude
    return sum(
        p
        for c, p in zip(found, likely, strict=True)
        if kilometres(here, (c.entry.latitude, c.entry.longitude)) < ONE_PLACE_KM
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
    if own == 1 and (wording.near or wording.kind == "facility" and entry.kind != "campus"):
        return 2
    if own == 1 and relation in ("near", "between"):
        return 2
    return own


@cache
def default_resolver() -> Resolver:
    """Return the resolver over the built-in gazetteer, made once."""
    return Resolver()
