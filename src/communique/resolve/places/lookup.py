"""From a name to its candidates: bearers of the name, and of names that sound alike where a country is
known."""

from collections.abc import Collection
from functools import lru_cache
from heapq import nlargest

from rapidfuzz import fuzz

from communique.resolve.gazetteer.names import ARTICLE_COUNTRIES, fold, is_latin, key, sound
from communique.resolve.gazetteer.store import Entry
from communique.resolve.gazetteer.whole import Places
from communique.resolve.places.rank import Candidate

__all__ = ["ALIKE_LEAST", "Lookup"]

ALIKE_LEAST = 74.0
"""Least likeness of two keys with one skeleton (mean of `fuzz.ratio` as written and as spoken): `latamna` and
`lataminah` have 88, chance pairs mostly less."""
WRITTEN_LEAST = 55.0
"""Least likeness as written: below it no likeness as spoken makes up for the rest."""
MOST = 24
"""Bearers looked at of one name; they come weightiest first, those in the plausible countries always."""


class Lookup:
    """Finds candidates in a gazetteer and the user's own places; remembers what it was asked."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self._exact = lru_cache(maxsize=20_000)(self._find_exact)
        self._alike = lru_cache(maxsize=20_000)(self._find_alike)

    def candidates(
        self, name: str, countries: Collection[str], units: Collection[object] = ()
    ) -> list[Candidate]:
        """Return the places that bear the name; where none is in `countries`, also those whose name is alike.

        With `units` (see `rank.unit_marks`) a bearer outside them is no reason not to look for
        likenesses.
        """
        folded = fold(name)
        found = self._exact(folded)
        if len(found) > MOST:
            found = self._fewer(found, countries, units)
        if countries and not any(_plausible(c, countries, units) for c in found):
            known = {c.entry.number for c in found}
            alike = self._alike(folded, tuple(sorted(countries)))
            found = [*found, *(c for c in alike if c.entry.number not in known)]
        return found

    def _fewer(
        self, found: list[Candidate], countries: Collection[str], units: Collection[object]
    ) -> list[Candidate]:
        inside = [c for c in found if c.entry.country in countries]
        within = [c for c in inside if c.entry.adm_1_id in units]
        return list(dict.fromkeys([*found[: MOST // 2], *within[:MOST], *inside[:MOST]]))

    def _find_exact(self, folded: str) -> list[Candidate]:
        plain, bare = key(folded, False), key(folded)
        found = [
            Candidate(e, articles=plain != bare and not _has_article(e)) for e in self.places.named(plain)
        ]
        if bare != plain:
            known = {c.entry.identity for c in found}
            others = (e for e in self.places.named(bare) if e.country in ARTICLE_COUNTRIES)
            found += [Candidate(e, articles=not _has_article(e)) for e in others if e.identity not in known]
        return found

    def _find_alike(self, folded: str, countries: tuple[str, ...]) -> list[Candidate]:
        wanted = key(folded)
        if not is_latin(wanted) or len(wanted) < 4:
            return []
        best: dict[int, tuple[float, Entry]] = {}
        spoken = sound(wanted)

        def near(other: str) -> bool:
            return fuzz.ratio(wanted, other, score_cutoff=WRITTEN_LEAST) > 0

        for other, entries in self.places.alike(wanted, countries, near):
            likeness = (fuzz.ratio(wanted, other) + fuzz.ratio(spoken, sound(other))) / 2
            if likeness < ALIKE_LEAST:
                continue
            for entry in entries:
                if likeness > best.get(entry.number, (0.0,))[0]:
                    best[entry.number] = likeness, entry
        ordered = nlargest(MOST, best.values(), key=lambda pair: (pair[0], pair[1].people, -pair[1].number))
        return [Candidate(entry, likeness=min(99.0, likeness)) for likeness, entry in ordered]


def _plausible(candidate: Candidate, countries: Collection[str], units: Collection[object]) -> bool:
    entry = candidate.entry
    return entry.country in countries and (not units or any(mark in units for mark in candidate.marks))


def _has_article(entry: Entry) -> bool:
    folded = fold(entry.name)
    return key(folded) != key(folded, False)
