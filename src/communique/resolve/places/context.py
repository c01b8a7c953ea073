"""What a report tells about where it plays: its countries, the divisions it names and where it names them."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from communique.resolve.gazetteer.kinds import POINT_KINDS
from communique.resolve.gazetteer.names import fold
from communique.resolve.gazetteer.store import Entry
from communique.resolve.places.rank import Clues
from communique.resolve.places.resolver import Resolver, unit_marks
from communique.resolve.places.words import ABBREVIATIONS, NOT_PLACES, POSTAL
from communique.resolve.wordlists import word_set

__all__ = ["Scene", "name_runs", "read_scene"]

_PARTICLES = word_set(
    "al el ar as ash ad az an at ez es ed et de del della di do da dos du "
    "des la le las los of the bin ibn abu umm"
)
_WORD = re.compile(
    r"[^\W\d_][^\W_]*(?:[-'’‘`ʼ.](?!based|wide|led|backed|born)[^\W\d_][^\W_]*)*\.?|[`‘’ʿ][^\W\d_][^\W_]*(?:[-'’‘`ʼ][^\W_]+)*"
)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[^\W\d_a-zà-ÿ])|\n+")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
LONGEST_NAME = 5
_DEMONYM_ENDS = (
    "ish",
    "an",
    "ans",
    "ese",
    "ench",
    "utch",
    "elsh",
    "eek",
    "i",
    "is",
    "wiss",
    "ech",
    "ino",
    "ane",
)
CITY_FAME = 11
"""Fame (some 45 names in other languages) from which a city alone tells a report's country."""


Marks = frozenset[object]


@dataclass(frozen=True, slots=True)
class Seen:
    """A country or division that the text names; `marks` are those that its places carry, none for a
    country; `worth` is the less the more bear the name."""

    start: int
    end: int
    country: str
    marks: frozenset[object]
    point: tuple[float, float]
    worth: float = 1.0


class Named:
    """The countries and divisions that a text names, filed so that each mention soon finds what it needs.

    `ends` are those of the text's sentences.
    """

    def __init__(self, units: Sequence[Seen] = (), ends: Sequence[int] = ()) -> None:
        self._units, self._ends = sorted(units, key=lambda unit: unit.start), ends
        self._starts = [unit.start for unit in self._units]
        self._longest = max((unit.end - unit.start for unit in units), default=0)
        self._worth = sum(unit.worth for unit in units)
        self._times: Counter[object] = Counter()
        self._told: defaultdict[object, float] = defaultdict(float)
        self._in_sentence: defaultdict[int, Counter[object]] = defaultdict(Counter)
        for unit in self._units:
            self._times.update(unit.marks)
            self._in_sentence[self._sentence(unit.start)].update(unit.marks)
            for mark in unit.marks:
                self._told[mark] += unit.worth
        self._beside = cache(self._find_beside)
        self._all_shares = self._shares_but(())

    def _sentence(self, at: int) -> int:
        return bisect_right(self._ends, at)

    def following(self, end: int) -> list[Seen]:
        """Return what stands right after a mention."""
        return self._units[bisect_right(self._starts, end) : bisect_right(self._starts, end + 3)]

    def beside(self, start: int, end: int) -> tuple[Marks, Marks, Mapping[object, float]]:
        """Return the marks in a mention's sentence, those elsewhere, and each one's share; not its own."""
        low, high = bisect_right(self._starts, start - self._longest), bisect_left(self._starts, end)
        own = tuple(unit for unit in self._units[low:high] if unit.end > start)
        near, seen = self._beside(self._sentence(start), own)
        return near, seen, self._shares_but(own) if own else self._all_shares

    def _find_beside(self, sentence: int, own: tuple[Seen, ...]) -> tuple[Marks, Marks]:
        here = self._in_sentence[sentence] if sentence in self._in_sentence else Counter[object]()
        mine, all_mine = Counter[object](), Counter[object]()
        for unit in own:
            all_mine.update(unit.marks)
            if self._sentence(unit.start) == sentence:
                mine.update(unit.marks)
        near = frozenset(mark for mark, times in here.items() if times > mine[mark])
        elsewhere = (
            mark for mark, times in self._times.items() if times - here[mark] > all_mine[mark] - mine[mark]
        )
        return near, frozenset(elsewhere)

    def _shares_but(self, own: Iterable[Seen]) -> dict[object, float]:
        """Return how much of all that is named speaks for each mark."""
        told, left = self._told, self._times
        if own:
            told, left = self._told.copy(), self._times.copy()
            for unit in own:
                left.subtract(unit.marks)
                for mark in unit.marks:
                    told[mark] -= unit.worth
        return {mark: worth / self._worth for mark, worth in told.items() if left[mark] > 0}


@dataclass(slots=True)
class Scene:
    """What a report names beside its places: countries by how much speaks for each, and divisions.

    `tellers` says which words spoke for which country, so that a mention is not its own witness.
    """

    weights: dict[str, float] = field(default_factory=dict)
    tellers: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    named: Named = field(default_factory=Named)

    def clues(self, start: int, end: int, words: str, known: Clues | None = None) -> Clues:
        """Return what the report tells about the mention `words` at `start`-`end`, beside what is known."""
        near, seen, shares = self.named.beside(start, end)
        return replace(
            _given(self.named.following(end), words),
            countries=self._shares(fold(words)),
            units_near=near,
            units_seen=seen,
            anchors=known.anchors if known else (),
            company=known.company if known else None,
            unit_shares=shares,
        )

    def _shares(self, own: str) -> dict[str, float]:
        weights = dict(self.weights)
        for country, weight in self.tellers.get(own, ()):
            weights[country] -= weight
        total = sum(weights.values())
        return {code: w / total for code, w in weights.items() if w > 1e-6} if total > 1e-6 else {}


def _given(follows: list[Seen], words: str) -> Clues:
    """Return what stands right after a mention as given: `Paris, Texas`; `Latamna, Hama`."""
    marks = frozenset(mark for unit in follows for mark in unit.marks)
    codes = {unit.country for unit in follows}
    country = codes.pop() if len(codes) == 1 else None
    points = tuple(unit.point for unit in follows if unit.marks)
    if not words or (country is None and not marks):
        return Clues()
    return Clues(country=country or None, units=marks or None, unit_points=points)


def name_runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield the runs of capitalised words, with particles between them, in which names may lie."""
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        token = word[0]
        capital = (
            token[0].isupper()
            or (not token[0].isalpha())
            or ("-" in token and token.split("-")[-1][0].isupper())
        )
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
    scene, units = Scene(), list[Seen]()
    tellers: dict[str, list[tuple[str, float]]] = defaultdict(list)
    wide = _wide_bearers(resolver)
    for start, end, words in _name_pieces(text):
        if words in POSTAL and text[max(0, start - 2) : start] == ", ":
            words = POSTAL[words]
        bearers = wide(words)
        for entry in bearers:
            weight = _speaks_for(words, entry)
            tellers[fold(words)].append((entry.country, weight))
            if entry.kind not in POINT_KINDS and not is_demonym(words, entry):
                marks = frozenset(unit_marks(entry))
                point = entry.latitude, entry.longitude
                units.append(Seen(start, end, entry.country, marks, point, 1 / len(bearers)))
    tellers[""] = [(code, 3.0) for code in map(resolver.country, given) if code]
    scene.tellers = dict(tellers)
    weights: dict[str, float] = defaultdict(float)
    for spoken in tellers.values():
        for country, weight in spoken:
            weights[country] += weight if country else 0.0
    scene.weights = dict(weights)
    total = sum(weights.values()) or 1.0
    likely = [unit for unit in units if weights.get(unit.country, 0) >= 0.05 * total]
    scene.named = Named(likely, sentence_ends(text))
    return scene


def _speaks_for(words: str, entry: Entry) -> float:
    """Return how much a name speaks for its bearer's country: names of countries most, districts hardly."""
    if entry.kind == "country":
        return 0.5 if is_demonym(words, entry) else 2.0
    if entry.kind in POINT_KINDS:
        return 1.0
    return {"region": 0.7, "macroregion": 0.3, "area": 0.3}.get(entry.kind, 0.05)


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
    words = ABBREVIATIONS.get(words, _POSSESSIVE.sub("", words))
    folded = fold(words)
    if (len(folded) < 3 and not words.isupper()) or words.lower() in NOT_PLACES:
        return []
    entries = [c.entry for c in resolver.lookup.candidates(words, ())]
    top = next((e for e in entries if e.kind == "country"), None)
    if top is not None:
        return [top]
    units = [e for e in entries if e.kind in ("region", "macroregion", "area", "county", "localadmin")]
    cities = [e for e in entries if e.fame >= CITY_FAME and e.kind in ("locality", "capital")]
    return units + cities[:1]
