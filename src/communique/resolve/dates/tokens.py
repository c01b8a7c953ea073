"""Text → tokens, each with the one-letter class that the grammar reads."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from communique.resolve.dates.lexicon import CAPITAL_MONTHS, FEASTS, WORDS

__all__ = ["Token", "Tokens", "tokenise"]

_TOKEN = re.compile(
    r"[a-z]+(?![.\w])"  # most tokens are such words, so they are tried first
    r"|(?=\d)(?:"
    r"\d{1,2}(?:[:.]\d\d){0,2}\s?(?i:[ap]\.\s?m\b\.?|[ap]m\b|o['’]clock\b)"
    r"|\d{4}-\d\d?-\d\d?(?!\d)(?:T\d\d:\d\d(?::\d\d)?Z?)?|\d\d?[/.-]\d\d?[/.-](?:\d{4}|\d\d)(?![\d.-])"
    r"|\d{4}/\d\d/\d\d(?!\d)|\d{4}\s?(?i:GMT|UTC|hrs|hours|local\stime)\b|\d{1,2}:\d\d(?::\d\d)?(?!\d)"
    r"|\d+(?i:st|nd|rd|th|d)\b|\d{3,4}s\b|\d{6}[Zz]\b|\d+(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?)"
    r"|(?:[Jj]an|[Ff]eb|[Mm]ar|[Aa]pr|[Jj]un|[Jj]ul|[Aa]ug|[Ss]ept?|[Oo]ct|[Nn]ov|[Dd]ec"
    r"|[Mm]on|[Tt]ues?|[Ww]ed|[Tt]hurs?|[Tt]hu|[Ff]ri|[Ss]at|[Ss]un)\.(?!\w{5})"
    rf"|(?=[BCEGILMNV])(?:{'|'.join(FEASTS)})"
    r"|[Bb]\.[Cc]\b\.?(?:[Ee]\.)?|[Aa]\.[Dd]\.|[^\W\d_]+|['’](?:s\b|\d\ds?\b)|\n\s*\n|[^\w\s]"
)
_MILITARY_DAY = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\dZ", re.IGNORECASE)
_MERIDIEM = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?:[:.]\d\d)?\s?([ap])?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its class, what it stands for, and its span in the text."""

    kind: str
    value: Any
    start: int
    end: int


class Tokens:
    """A text's tokens as one string of classes, with the tokens themselves made on demand."""

    __slots__ = ("_matches", "_words", "kinds")

    def __init__(self, text: str) -> None:
        self._matches = list(_TOKEN.finditer(text))
        self._words = [match.group() for match in self._matches]
        self.kinds = "".join([_kind(word) for word in self._words])

    def slice(self, start: int, end: int) -> list[Token]:
        """Return the tokens from `start` to before `end`."""
        return [self[index] for index in range(start, end)]

    def __getitem__(self, index: int) -> Token:
        word, match = self._words[index], self._matches[index]
        kind = self.kinds[index]
        return Token(kind, _value(word, kind), match.start(), match.end())

    def word(self, index: int) -> str:
        """Return a token's words as they stand; empty outside the text."""
        return self._words[index] if 0 <= index < len(self._words) else ""

    def start(self, index: int) -> int:
        """Return a token's first character."""
        return self._matches[index].start()

    def end(self, index: int) -> int:
        """Return the character after a token."""
        return self._matches[index].end()


def tokenise(text: str) -> Tokens:
    """Return the tokens of a text."""
    return Tokens(text)


@lru_cache(maxsize=1 << 16)
def _kind(word: str) -> str:
    known = WORDS.get(word)
    if known is not None:
        return known[0]
    first = word[0]
    if first.isalpha():
        known = WORDS.get(word.lower())
        if known is None:
            return _dotted(word)
        return "M" if first.isupper() and word.lower() in CAPITAL_MONTHS else known[0]
    if first.isdecimal():
        return _digit_kind(word)
    return _digit_kind(word) if first in "'’" and len(word) > 2 else "."


def _dotted(word: str) -> str:
    plain = word.replace(".", "").lower()
    if plain != word.lower() and plain in WORDS:
        return WORDS[plain][0]
    return "."


def _digit_kind(word: str) -> str:
    if word.isdecimal():
        return _plain_digits(word)
    last = word[-1].lower()
    if last in "mke" or word.lower().endswith((".", "clock", "gmt", "utc", "hrs", "hours")) or ":" in word:
        return "I" if "-" in word else "t"
    if last == "s":
        return "C"
    if last == "z":
        return "I" if "T" in word else "G" if _MILITARY_DAY.fullmatch(word) else "n"
    if last in "tdh":
        return "o" if 1 <= int(re.sub(r"\D", "", word)) <= 31 else "p"
    if word[0] in "'’":
        return "y"
    if re.fullmatch(r"\d+(?:[/.-]\d+){2}", word):
        return "I"
    return "n"


def _plain_digits(word: str) -> str:
    number = int(word)
    if len(word) <= 2:
        return "d" if 1 <= number <= 31 else "n"
    if len(word) == 4:
        if 1000 <= number <= 2200:
            return "y"
        return "h" if number < 2400 and number % 100 < 60 else "n"
    return "n"


def _value(word: str, kind: str) -> Any:
    if kind in "dnyhop":
        digits = re.sub(r"[^\d.]", "", word)
        number = float(digits) if "." in digits else int(digits)
        if word[0] in "'’":
            number += 1900
        return f"{word[:2]}:{word[2:]}" if kind == "h" else number
    if kind == "t":
        return _clock(word)
    if kind == "G":
        return int(word[:2]), f"{word[2:4]}:{word[4:6]}"
    if kind == "I" or (kind == "C" and not word.isalpha()):
        return word
    known = WORDS.get(word) or WORDS.get(word.lower()) or WORDS.get(word.replace(".", "").lower())
    return known[1] if known else None


def _clock(word: str) -> str | None:
    if word[:4].isdecimal():
        return f"{word[:2]}:{word[2:4]}"
    match = _MERIDIEM.match(word)
    assert match is not None
    hour, minute = int(match[1]), match[2]
    half = (match[3] or "").lower()
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    return f"{hour % 24:02d}:{minute or '00'}"
