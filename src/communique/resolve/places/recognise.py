"""Place names in plain text: capitalised stretches that the gazetteer knows and the words around do not
rule out.

For texts without claims, as in `communique geoparse`. No trained network is needed; where the extractor has
run, its own place mentions are better.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from communique.resolve.gazetteer.names import fold
from communique.resolve.gazetteer.store import Entry
from communique.resolve.places.context import is_demonym, name_runs
from communique.resolve.places.resolver import Resolver, default_resolver
from communique.resolve.places.words import (
    ABBREVIATIONS,
    GEOGRAPHIC,
    GIVEN_NAMES,
    LOCATIVE,
    NOT_PLACES,
    ORGANISATION,
    PERSON_TITLES,
    SPEECH,
    STARTERS,
)

__all__ = ["Toponym", "find_toponyms"]

LONGEST = 6
KNOWN_FAME, KNOWN_PEOPLE = 10, 150
"""`Entry.fame` (some 32 names) and `Entry.people` (440,000) from which a name needs no `in` or `near`
before it."""
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}|U\.?S\.?A?\.?|U\.?K\.?|UAE|DRC|DPRK|USSR")

_FOLLOWED = re.compile(r", (?:" + "|".join(map(re.escape, ABBREVIATIONS)) + r"|[A-Z]\w+(?: [A-Z]\w+)?, )")
_CONTRACTED = re.compile(r"\w+['’](?:ve|ll|m|re|d|t)", re.I)


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name found in a text; `start` and `end` are character offsets."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a run with the words beside it, as the rules look at it."""

    start: int
    end: int
    words: str
    before: str
    after: str
    run_before: tuple[str, ...]
    run_after: tuple[str, ...]
    followed: bool


def find_toponyms(text: str, resolver: Resolver | None = None) -> list[Toponym]:
    """Return the place names of a text in their order; words for a country's people count (`Turkish
    police`)."""
    solver = resolver or default_resolver()
    runs = [run for run in name_runs(text) if run]
    people = _surnames(runs, text, solver)
    found: list[Toponym] = []
    for run in runs:
        found += _of_run(run, text, people, solver)
    return found


def _surnames(runs: list[list[re.Match[str]]], text: str, resolver: Resolver) -> frozenset[str]:
    """Return the words that the text uses as parts of persons' names."""
    names: set[str] = set()
    for run in runs:
        words = [w[0] for w in run]
        before = _word_before(text, run[0].start())
        titled = words[0].lower().strip(".") in PERSON_TITLES
        given = words[0].lower() in GIVEN_NAMES
        unknown = 2 <= len(words) <= 4 and _best(text[run[0].start() : run[-1].end()], resolver) is None
        spoken = _word_after(text, run[-1].end()) in SPEECH or before in PERSON_TITLES
        if len(words) > 1 and (titled or ((given or spoken) and unknown)):
            names.update(w.lower().removesuffix("’s").removesuffix("'s") for w in words[1:])
    return frozenset(names)


def _of_run(
    run: list[re.Match[str]], text: str, people: frozenset[str], resolver: Resolver
) -> Iterator[Toponym]:
    at = 0
    while at < len(run):
        for size in range(min(LONGEST, len(run) - at), 0, -1):
            piece = _piece(run, at, size, text)
            if size > 1 and run[at][0].lower() in STARTERS:
                continue
            entry = _best(piece.words, resolver)
            if _is_named_feature(piece) or (entry is not None and _is_place(piece, entry, people)):
                yield Toponym(piece.start, piece.end, piece.words)
                at += size - 1
                break
        at += 1


def _is_named_feature(piece: _Piece) -> bool:
    """Tell whether it is a proper name that says itself what it is on the ground: `Clarke Road`, `Adair
    County`."""
    words = piece.words.split()
    if not 2 <= len(words) <= 5 or words[-1].lower() not in GEOGRAPHIC or not words[-1][0].isupper():
        return False
    inner = [w.lower() for w in words[:-1]]
    return not (set(inner) & (STARTERS | GEOGRAPHIC)) and not (inner[0] in NOT_PLACES and len(inner) == 1)


def _piece(run: list[re.Match[str]], at: int, size: int, text: str) -> _Piece:
    start, end = run[at].start(), run[at + size - 1].end()
    words = text[start:end]
    for ending in ("'s", "’s", "'", "’"):
        if words.endswith(ending):
            words = words[: -len(ending)]
            break
    if words.endswith(".") and not _INITIALS.fullmatch(words) and words not in ABBREVIATIONS:
        words = words[:-1]
    return _Piece(
        start,
        start + len(words),
        words,
        _word_before(text, start),
        _word_after(text, end),
        tuple(w[0].lower().strip(".") for i, w in enumerate(run[:at]) if i or w[0].lower() not in STARTERS),
        tuple(w[0].lower().strip(".") for w in run[at + size :]),
        bool(_FOLLOWED.match(text, start + len(words))),
    )


@lru_cache(maxsize=256)  # a name is tried at several lengths
def _word_before(text: str, start: int) -> str:
    found = re.search(r"([^\W\d_]+)[.,]?(?: the)?\s+$", text[max(0, start - 40) : start])
    return found[1].lower() if found else ""


@lru_cache(maxsize=256)
def _word_after(text: str, end: int) -> str:
    found = re.match(r",? ([^\W\d_]+)", text[end : end + 30])
    return found[1].lower() if found else ""


@lru_cache(maxsize=4)
def _memory(resolver: Resolver):  # type: ignore[no-untyped-def]
    @lru_cache(maxsize=50_000)
    def best(words: str) -> Entry | None:
        return _find_best(words, resolver)

    return best


def _best(words: str, resolver: Resolver) -> Entry | None:
    found: Entry | None = _memory(resolver)(words)
    return found


def _find_best(words: str, resolver: Resolver) -> Entry | None:
    """Return the weightiest bearer of exactly these words, if there is one."""
    words = ABBREVIATIONS.get(words, words)
    folded = fold(words)
    if len(folded) < 4 and not words.isupper() and " " not in folded and len(folded) < 3:
        return None
    if words.lower() in NOT_PLACES or folded in NOT_PLACES or _CONTRACTED.fullmatch(words):
        return None
    entries = [c.entry for c in resolver.lookup.candidates(words, ()) if not c.articles]
    if words.isupper() and len(words) <= 4 and not words.count("."):
        entries = [e for e in entries if e.kind == "country"]
    if not entries:
        return None
    return max(entries, key=lambda e: (e.kind == "country", e.kind == "region", e.fame, e.people))


def _is_place(piece: _Piece, entry: Entry, people: frozenset[str]) -> bool:
    if entry.kind in ("country", "continent"):
        return _is_country(piece, entry)
    located = piece.before in LOCATIVE
    words = piece.words.lower().split()
    wide = entry.kind in ("region", "capital", "macroregion", "area")
    if _personal(piece, words) or (piece.after in SPEECH and not wide):
        return False
    if any(w in people for w in words) and not located:
        return False
    known = wide or entry.fame >= KNOWN_FAME or entry.people >= KNOWN_PEOPLE
    if (not piece.run_before and not piece.run_after) or _only_places_beside(piece):
        return known or located or piece.followed
    if ORGANISATION.intersection(piece.run_after) or PERSON_TITLES.intersection(piece.run_after[:2]):
        return known and not piece.run_before
    return known and entry.fame >= KNOWN_FAME and (located or not piece.run_before)


def _is_country(piece: _Piece, entry: Entry) -> bool:
    if is_demonym(piece.words, entry):
        return piece.words[0].isupper()
    if piece.words.lower() in GIVEN_NAMES:
        return not piece.run_after and not piece.run_before and piece.after not in SPEECH
    return True


def _personal(piece: _Piece, words: list[str]) -> bool:
    """Tell whether the words beside make it a person's name: a title or given name before, a surname
    after."""
    if piece.run_before and (
        piece.run_before[-1] in PERSON_TITLES
        or piece.run_before[-1] in GIVEN_NAMES
        or len(piece.run_before[-1]) == 1
    ):
        return True
    if words[0] in GIVEN_NAMES and (
        piece.run_after or piece.before in PERSON_TITLES or piece.after in SPEECH
    ):
        return not ORGANISATION.intersection(piece.run_after)
    return piece.before in PERSON_TITLES and not piece.run_after


def _only_places_beside(piece: _Piece) -> bool:
    beside = (*piece.run_before, *piece.run_after)
    return all(w in LOCATIVE or w in NOT_PLACES for w in beside)
