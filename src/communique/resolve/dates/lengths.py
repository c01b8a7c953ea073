"""Readers of lengths and of times reckoned by a unit: last week, three days ago, the past year, daily."""

from collections.abc import Iterator

from communique.resolve.dates.expressions import Anchor, Duration, Expression, Offset, Often, TimeSpan, Vague
from communique.resolve.dates.lexicon import WORDS
from communique.resolve.dates.slots import TEXT_ANCHORED
from communique.resolve.dates.tokens import Token, Tokens

__all__ = [
    "bare_units",
    "counted",
    "last_but_one",
    "length",
    "often",
    "relative",
    "vague",
    "window",
    "year_ago",
]

Spans = Iterator[TimeSpan]


def relative(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "last week", "this year", "the following month", "the end of the year", "recent years"."""
    span = tokens.slice(first, last)
    unit, plural = span[-1].value
    at = next((i for i in range(first, last) if tokens.kinds[i] in "lxie"), None)
    word, pointer = ("", 0) if at is None else (tokens.word(at).lower(), tokens[at].value)
    mod = next((token.value for token in span if token.kind in "kBZ"), None)
    says = _several(unit, word, pointer) if plural else _single(unit, word, pointer)
    if at is None and plural:
        first = last - 1  # "the weeks": no more than the unit tells time
    if says is not None:
        yield TimeSpan(tokens.start(first), tokens.end(last - 1), says, mod=mod)


def _several(unit: str, word: str, pointer: int) -> Expression:
    if not word:
        return Duration(unit, None)
    if word in ("past", "last", "coming", "next"):
        return Duration(unit, None, pointer)
    return Vague({-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[pointer])


def _single(unit: str, word: str, pointer: int) -> Expression | None:
    if not word and unit == "day":
        return None
    if unit == "weekend":
        return Offset(unit, pointer, "text" if word in TEXT_ANCHORED else "publication")
    if not word or word in TEXT_ANCHORED:
        return Offset(unit, pointer, "text")
    if word == "past" or unit in ("hour", "minute", "second"):
        return Duration(unit, 1, pointer)
    return Vague("PAST_REF") if word == "recent" else Offset(unit, pointer)


def _amount(span: list[Token]) -> float | None:
    """Return the number that the tokens spell, null for a vague one ("a few")."""
    total: float = 0
    seen = False
    for token in span:
        if token.kind == "q":
            return None
        if token.kind == "H":
            total, seen = total + 0.5, True
        elif token.kind in "wdnyh":
            value = int(token.value.replace(":", "")) if isinstance(token.value, str) else token.value
            total = total * value if value in (100, 1000) and total else total + value
            seen = True
    if not seen:
        return 1 if any(token.kind == "a" for token in span) else None
    return total


def window(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "the past 24 hours", "the last few days", "the next two weeks"."""
    span = tokens.slice(first, last)
    pointer = next(token for token in span if token.kind in "lxi")
    length = Duration(span[-1].value[0], _amount(span), pointer.value)
    yield TimeSpan(tokens.start(first), tokens.end(last - 1), length)


def counted(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "three days ago", "two weeks earlier", "a year later"."""
    span = tokens.slice(first, last)
    unit = next(token for token in span if token.kind in "UYQu").value[0]
    way = next(token for token in reversed(span) if token.kind in "gLE")
    one = not any(token.kind in "wdnyqaH" for token in span) and not span[span.index(way) - 1].value[1]
    amount = 1 if one else _amount(span[: span.index(way)])  # "the day before"
    anchor: Anchor = "publication" if way.kind == "g" else "text"
    exact = span[-1].kind == "T" or tokens.word(first).lower() in ("exactly", "precisely")
    event = _tells_of_event(tokens, last) and tokens.word(last - 1).lower() in ("after", "before")
    if unit == "decade":
        unit, amount = "year", None if amount is None else 10 * amount
    n = None if amount is None else round(amount) * way.value
    mod = "APPROX" if span[0].kind == "A" else None
    yield TimeSpan(
        tokens.start(first),
        tokens.end(last - 1),
        Offset(unit, n, anchor, counted=True, exact=exact, event=event),
        mod=mod,
    )


def _tells_of_event(tokens: Tokens, index: int) -> bool:
    return tokens.word(index).isalpha() and tokens.kinds[index] not in "&,"


# What is named by its term: a "10-year bond" tells no time.
_INSTRUMENTS = frozenset(
    ("bond", "bonds", "note", "notes", "treasury", "treasuries", "bill", "bills", "issue")
)
_INSTRUMENTS |= {"issues", "mortgage", "fixed"}


def length(tokens: Tokens, first: int, last: int) -> Spans:
    """Read a length of time: "two weeks", "a 12-year", "half an hour"; no age and no share of a whole."""
    span = tokens.slice(first, last)
    unit, plural = next(token for token in reversed(span) if token.kind in "UYQu").value
    after, hyphen = tokens.word(last).lower(), "-" in tokens.kinds[first:last]
    age = after == "old" or (after == "-" and tokens.word(last + 1).lower() == "old")
    share = unit == "quarter" and (after == "of" or (hyphen and plural))
    named = (hyphen and after in _INSTRUMENTS) or (unit == "quarter" and any(t.kind == "y" for t in span))
    if age or share or named:
        return
    adjective = tokens.kinds[last - 2] == "-" and span[0].kind in "va"
    yield TimeSpan(tokens.start(first + adjective), tokens.end(last - 1), Duration(unit, _amount(span)))


def bare_units(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "weeks", "several of the years": a length that is left open."""
    unit, plural = tokens[last - 1].value
    if plural:
        yield TimeSpan(tokens.start(first), tokens.end(last - 1), Duration(unit, None))


def often(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "daily", "every two weeks", "each Monday"."""
    span = tokens.slice(first, last)
    what = span[-1]
    says = _recurring(what, span)
    part = what.value if what.kind == "P" else None
    yield TimeSpan(tokens.start(first), tokens.end(last - 1), says, part)


def _recurring(what: Token, span: list[Token]) -> Often:
    if what.kind == "W":
        return Often("week", weekday=what.value)
    if what.kind == "M":
        return Often("year", month=what.value)
    if what.kind in "DP":
        return Often(what.value if what.kind == "D" else "day")
    return Often(what.value[0], round(_amount(span[1:-1]) or 1))


_VAGUE = {"recent": "PAST_REF", "current": "PRESENT_REF"}
_AFTER_NOUN = frozenset(
    ("", "of", "and", "or", "for", "in", "is", "was", "will", "as", "but", "to", "the", "by", "at")
)


def vague(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "now", "recently", "the future", "the past"; "future" and "past" only as nouns."""
    word, after = tokens.word(last - 1).lower(), tokens.word(last).lower()
    ref = WORDS[word][1] if tokens.kinds[last - 1] == "N" else _VAGUE.get(word)
    noun = after in _AFTER_NOUN or not after.isalpha()
    if word == "past":
        whole = last - first == 2 and (not after.isalpha() or tokens.word(first - 1).lower() == "in")
        ref = "PAST_REF" if whole else None
    if ref and (word != "future" or noun):
        yield TimeSpan(tokens.start(first), tokens.end(last - 1), Vague(ref))


def year_ago(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "year-earlier" and "the year-ago quarter"."""
    quarter = tokens.kinds[last - 1] == "Q"
    offset = Offset("quarter", -4) if quarter else Offset("year", -1)
    yield TimeSpan(tokens.start(first), tokens.end(last - 1), offset)


def last_but_one(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "the night before last", "the day before yesterday", "the day after tomorrow"."""
    span = tokens.slice(first, last)
    n = 2 if any(token.kind == "L" for token in span) else -2
    part = next((token.value for token in span if token.kind == "P"), None)
    if span[-1].kind == "l" or span[-1].value == (n // 2, None):
        yield TimeSpan(tokens.start(first), tokens.end(last - 1), Offset("day", n), part=part)
