"""What a report tells about where it plays: its countries, the divisions it names and where it names them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from communique.resolve.gazetteer.names import fold
from communique.resolve.gazetteer.store import Entry
from communique.resolve.places_rank import Clues
from communique.resolve.places_resolver import Resolver, unit_marks

__all__ = ["Scene", "name_runs", "read_scene"]

PARTICLES = "al el ar as ash ad az an at ez es ed et de del della di do da dos du des la le las los of the bin ibn abu umm"
_PARTICLES = frozenset(PARTICLES.split())
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[-'’‘`ʼ.][^\W\d_][^\W_]*)*\.?|[`‘’ʿ][^\W\d_][^\W_]*(?:[-'’‘`ʼ][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[^\W\d_a-zà-ÿ])|\n+")
LONGEST_NAME = 5
_DEMONYM_ENDS = ("ish", "an", "ans", "ese", "ench", "utch", "elsh", "eek", "i", "is", "wiss", "ech", "ino", "ane")
CITY_FAME = 11
"""Fame (some 45 names in other languages) from which a city alone tells a report's country."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A division that the text names, with the marks that its places carry."""

    start: int
    end: int
    country: str
    marks: frozenset[object]


@dataclass(slots=True)
class Scene:
    """A report's countries with their shares, and the divisions that it names."""

    countries: dict[str, float] = field(default_factory=dict)
    units: list[Seen] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def clues(self, start: int, end: int, anchors: Sequence[tuple[float, float]] = ()) -> Clues:
        """Return what the report tells about the mention at `start`-`end`."""
        low = max((e for e in self.ends if e <= start), default=0)
        high = min((e for e in self.ends if e >= end), default=1 << 62)
        near: set[object] = set()
        seen: set[object] = set()
        for unit in self.units:
            if unit.start < end and start < unit.end:
                continue
            (near if low <= unit.start < high else seen).update(unit.marks)
        return Clues(
            countries=self.countries, units_near=frozenset(near), units_seen=frozenset(seen), anchors=anchors
        )


def name_runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield the runs of capitalised words, with particles between them, in which names may lie."""
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        token = word[0]
        capital = token[0].isupper() or (not token[0].isalpha()) or "-" in token and token.split("-")[-1][0].isupper()
        gap = text[run[-1].end() : word.start()] if run else ""
        joined = bool(run) and gap in (" ", "-", " (") and not run[-1][0].endswith(".")
        if capital or (joined and token.lower() in _PARTICLES):
            if run and not joined:
                yield _trimmed(run)
                run = []
            if capital or run:
                run.append(word)
        elif run:
            yield _trimmed(run)
            run = []
    if run:
        yield _trimmed(run)


def _trimmed(run: list[re.Match[str]]) -> list[re.Match[str]]:
    while run and run[-1][0].lower() in _PARTICLES and not run[-1][0][0].isupper():
        run = run[:-1]
    return run


def sentence_ends(text: str) -> list[int]:
    """Return where sentences end, roughly: good enough to tell near from far."""
    return [found.start() for found in _SENTENCE_END.finditer(text)]


def read_scene(text: str, resolver: Resolver, given: Sequence[str] = ()) -> Scene:
    """Read a report's countries and divisions; `given` are country names known beside the text."""
    weights: dict[str, float] = defaultdict(float)
    units: list[Seen] = []
    wide = _wide_bearers(resolver)
    for start, end, words in _name_pieces(text):
        for entry in wide(words):
            if entry.kind == "country":
                weights[entry.country] += 0.5 if is_demonym(words, entry) else 2
            elif entry.kind in ("locality", "capital", "neighbourhood"):
                weights[entry.country] += 1
            else:
                units.append(Seen(start, end, entry.country, frozenset(unit_marks(entry))))
    for name in given:
        code = resolver.country(name)
        if code:
            weights[code] += 3
    if not weights:
        for unit in units:
            weights[unit.country] += 1
    total = sum(weights.values())
    shares = {code: weight / total for code, weight in sorted(weights.items(), key=lambda w: -w[1]) if code}
    kept = [unit for unit in units if shares.get(unit.country, 0) >= 0.05]
    return Scene(shares, kept, sentence_ends(text))


def _name_pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches of capitalised runs, longest first; all words where a text has no capitals."""
    small = text.islower() or (len(text) > 200 and sum(map(str.isupper, text)) < len(text) / 200)
    runs = [list(_WORD.finditer(text))] if small else name_runs(text)
    for run in runs:
        at = 0
        while at < len(run):
            for size in range(min(3 if small else LONGEST_NAME, len(run) - at), 0, -1):
                start, end = run[at].start(), run[at + size - 1].end()
                yield start, end, text[start:end]
            at += 1


def is_demonym(words: str, entry: Entry) -> bool:
    """Tell whether a country's name is a word for its people: who acts does not tell where."""
    return words.lower().endswith(_DEMONYM_ENDS) and fold(words) != fold(entry.name)


@lru_cache(maxsize=4)
def _wide_bearers(resolver: Resolver):  # type: ignore[no-untyped-def]
    @lru_cache(maxsize=50_000)
    def wide(words: str) -> tuple[Entry, ...]:
        return tuple(_tellers(resolver, words))

    return wide


def _tellers(resolver: Resolver, words: str) -> list[Entry]:
    """Return the bearers of a name that tell where a report plays: countries, divisions, famous cities."""
    folded = fold(words)
    if len(folded) < 3 and not words.isupper():
        return []
    entries = [c.entry for c in resolver.lookup.candidates(words, ())]
    top = next((e for e in entries if e.kind == "country"), None)
    if top is not None:
        return [top]
    units = [e for e in entries if e.kind in ("region", "macroregion", "area", "county", "localadmin")]
    cities = [e for e in entries if e.fame >= CITY_FAME and e.kind in ("locality", "capital")]
    return units + cities[:1]
