"""The cheap stages: a page's plain text, its language, words of conflict, sentences that tell, the gate.

What a stage passes over costs nothing further. Each loses as little as can be measured: `evals/sieve.py`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from communique.extract import Extractor
from communique.extract.features import MAX_PIECES, OVERLAP_PIECES, Window
from communique.extract.gate import SHORT
from communique.ingest.raw import Raw
from communique.ingest.telling import open_telling
from communique.read.language import language_of

__all__ = ["BEGINNINGS", "Sieve", "fast_text", "tells_of_conflict"]

# Beginnings of the words that reports on armed conflict and unrest cannot do without: what is done, with
# what, by whom, what it does to people, how it ends. Written down from the event types (docs/claims.md), not
# drawn from any corpus.
BEGINNINGS: Final = """
    airstrike air-strike shell bomb bombard missile rocket drone warplane artillery mortar grenade
    gunm gunfire shoot sniper ceasefire truce armistice clash fight combat battle offensive siege besieg
    assault attack strike struck ambush kill death massacre murder assassinat execut slain slaughter wound
    injur casualt victim martyr kidnap abduct hostage captur captive prisoner detain arrest tortur armed
    military militar troop soldier rebel militant militia insurg guerrill terror jihad paramilit commando
    infantry brigade battalion warfare explo blast detonat dynamite sabotage destroy damag occup invad
    invasion airspace weapon ammunition nuclear chemical sarin chlorine refugee displac civilian junta regime
    violence violent hostil conflict peace treaty sanction embargo protest demonstrat riot police security
    threat enem defen release seize liberat advance withdraw deploy
"""
_WHOLE: Final = (
    "shot fire fired cease raid raids raided raiding died dead toll arm arms army ied war wars coup"
)
# Different beginnings that a text must have: long ones have one by chance.
_NEEDED: Final = ((2_000, 1), (4_000, 3))
_NEEDED_BEYOND: Final = 5
_WORDS: Final = frozenset(_WHOLE.split())
_PATTERN: Final = re.compile("|".join(sorted(BEGINNINGS.split(), key=len, reverse=True)))
_WORD: Final = re.compile(r"[a-z]+(?:-strikes?)?")
_LENGTH: Final = MAX_PIECES - 2
_MOST_CHARACTERS: Final = 40_000  # of a page's text: what is longer is judged by its beginning


class Sieve:
    """Judges raw records by their plain text; keeps what it judged, to know pages that come again."""

    def __init__(self, extractor: Extractor, languages: Iterable[str]) -> None:
        self._languages = frozenset(languages)
        self._tokenizer: Any = getattr(extractor, "tokenizer", None)
        self._gate: Any = getattr(extractor, "gate", None)
        self._seen: set[bytes] = set()

    def refusal(self, raw: Raw) -> str | None:
        """Return why the record is passed over; null where it has to be read."""
        text = fast_text(raw)[:_MOST_CHARACTERS]
        if not text.strip():
            return "no text"
        language = language_of(text)
        if language is not None and language not in self._languages:
            return f"in another language: {language}"
        if language in (None, "en") and not tells_of_conflict(text):
            return "no word of conflict"
        if language in (None, "en") and not open_telling().passes(text):
            return "tells of no conflict"
        if not self._gate_passes(text):
            return "tells of no conflict"
        return self._repeated(raw, text)

    def _gate_passes(self, text: str) -> bool:
        if self._gate is None or self._tokenizer is None:
            return True
        windows = list(_windows(text, self._tokenizer))
        # a short window passes at once when a report is read; here it says nothing of the rest
        long = [window for window in windows if len(window.pieces) >= SHORT]
        return not long or any(self._gate.passes(window) for window in long)

    def _repeated(self, raw: Raw, text: str) -> str | None:
        """Whether the same address gave the same text before, in this shard."""
        key = blake2b(f"{raw.url}\x1f{text}".encode("utf-8", "replace"), digest_size=16).digest()
        if raw.url and key in self._seen:
            return "fetched twice"
        self._seen.add(key)
        return None


def _windows(text: str, tokenizer: Any) -> Iterator[Window]:
    """Yield a text's windows as the gate sees them, which is their pieces alone.

    They begin anywhere, not at a sentence as when a report is read: that decides the same, at half the cost.
    """
    first, last = (np.array([tokenizer.token_to_id(name)], np.int64) for name in ("[CLS]", "[SEP]"))
    pieces = np.array(tokenizer.encode_batch_fast([text], add_special_tokens=False)[0].ids, np.int64)
    none = pieces[:0]
    for at in range(0, max(len(pieces) - OVERLAP_PIECES, 1), _LENGTH - OVERLAP_PIECES):
        yield Window(np.concatenate([first, pieces[at : at + _LENGTH], last]), none, none, none, none, none)


def fast_text(raw: Raw) -> str:
    """Return the record's text with most of a page's clutter gone, in a millisecond or two."""
    if raw.fields:
        return f"{raw.fields.get('title') or ''}\n\n{raw.fields['text']}"
    if b"<" not in raw.body[:4096]:
        return raw.body.decode("utf-8", "replace")
    tree = HTMLTree.parse_from_bytes(raw.body, _encoding(raw.charset))
    title = str(tree.title or "")
    return f"{title}\n\n{extract_plain_text(tree, main_content=True)}"


def _encoding(charset: str | None) -> str:
    try:
        "".encode(charset or "utf-8")
    except LookupError:
        return "utf-8"
    return charset or "utf-8"


def tells_of_conflict(text: str) -> bool:
    """Whether an English text has words without which no report on conflict is written."""
    needed = next((count for length, count in _NEEDED if len(text) < length), _NEEDED_BEYOND)
    found = {beginning for word in set(_WORD.findall(text.lower())) if (beginning := _beginning(word))}
    return len(found) >= needed


@lru_cache(maxsize=200_000)
def _beginning(word: str) -> str | None:
    if word in _WORDS:
        return word
    found = _PATTERN.match(word)
    return found[0] if found else None
