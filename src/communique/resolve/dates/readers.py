"""From the tokens of one matched expression to what it says: one reader for each kind of phrase."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from communique.resolve.dates.expressions import (
    Anchor,
    Duration,
    Expression,
    Named,
    Offset,
    Often,
    TimeSpan,
    Vague,
)
from communique.resolve.dates.lexicon import WORDS
from communique.resolve.dates.tokens import Token, Tokens

__all__ = [
    "absolute",
    "bare_units",
    "clock",
    "counted",
    "day_list",
    "last_but_one",
    "length",
    "month",
    "month_list",
    "often",
    "ordinal",
    "part",
    "relative",
    "season",
    "spoken_year",
    "vague",
    "window",
    "year",
    "year_ago",
    "year_range",
]

Spans = Iterator[TimeSpan]
_UNIT_KINDS = "UYQuH"
_TEXT_ANCHORED = frozenset(("previous", "prior", "preceding", "following", "subsequent", "ensuing"))
_TEXT_ANCHORED |= {"that", "same", "those"}


@dataclass(slots=True)
class _Slots:
    """What the tokens of a date have filled in so far."""

    names: dict[str, Any] = field(default_factory=dict)
    part: str | None = None
    clock: str | None = None
    mod: str | None = None
    offset: Offset | None = None

    def span(self, start: int, end: int) -> TimeSpan:
        says: Expression = self.offset or Named(**self.names)
        return TimeSpan(start, end, says, self.part, self.clock, self.mod)


def absolute(tokens: Tokens, first: int, last: int) -> Spans:
    """Read a date in any order: weekday, day, month, year, with the time of day before or after it."""
    slots = _fill(tokens, first, last)
    if slots is not None:
        yield slots.span(tokens.start(first), tokens.end(last - 1))


def _fill(tokens: Tokens, first: int, last: int) -> _Slots | None:
    slots = _Slots()
    kinds = tokens.kinds
    for index in range(first, last):
        token = tokens[index]
        after = kinds[index + 1 : last]
        if (token.kind == "y" and index == first and _is_clock(token.value, after)) or (
            token.kind in "yhn"
            and kinds[index - 1 : index] == "b"
            and index > first + 1
            and _hhmm(token.value)
        ):
            slots.clock = _military(token.value)
        elif token.kind in "lxie":
            _fill_direction(slots, token, tokens.word(index).lower(), after)
        else:
            _FILLERS.get(token.kind, _ignore)(slots, token)
    return slots


def _is_clock(number: int, after: str) -> bool:
    day_follows = any(kind in after for kind in "MmWT") and "y" not in after[:1]
    return day_follows and _hhmm(number)


def _hhmm(number: Any) -> bool:
    return isinstance(number, str) or (number < 2400 and number % 100 < 60)


def _military(number: Any) -> str:
    return number if isinstance(number, str) else f"{number // 100:02d}:{number % 100:02d}"


def _fill_direction(slots: _Slots, token: Token, word: str, after: str) -> None:
    of_year = after.startswith(("Y", "vY")) and ("month" in slots.names or "season" in slots.names)
    if of_year:
        slots.names["year_shift"] = token.value
    elif "P" in after and "W" not in after and "M" not in after and slots.offset is None:
        anchor: Anchor = "text" if word in _TEXT_ANCHORED or token.kind == "x" else "publication"
        slots.offset = Offset("day", token.value, anchor)
    else:
        slots.names["direction"] = token.value


def _set_month(slots: _Slots, token: Token) -> None:
    slots.names["month"] = token.value


def _set_day(slots: _Slots, token: Token) -> None:
    slots.names.setdefault("day", token.value)


def _set_year(slots: _Slots, token: Token) -> None:
    slots.names["year"] = token.value


def _set_era(slots: _Slots, token: Token) -> None:
    if token.value and "year" in slots.names:
        slots.names["year"] = -slots.names["year"]


def _set_name(name: str) -> Any:
    def fill(slots: _Slots, token: Token) -> None:
        slots.names[name] = token.value

    return fill


def _set_part(slots: _Slots, token: Token) -> None:
    if token.value == "00":
        slots.clock = "24:00"
    else:
        slots.part = token.value


def _set_clock(slots: _Slots, token: Token) -> None:
    slots.clock = token.value


def _set_mod(slots: _Slots, token: Token) -> None:
    slots.mod = token.value


def _set_deictic(slots: _Slots, token: Token) -> None:
    days, of_day = token.value
    slots.offset = Offset("day", days)
    slots.part = slots.part or of_day


def _set_numeric(slots: _Slots, token: Token) -> None:
    slots.names |= _numeric(token.value)
    if "T" in token.value:
        slots.clock = token.value.split("T")[1][:5]


def _set_decade(slots: _Slots, token: Token) -> None:
    digits = "".join(character for character in token.value if character.isdigit())
    slots.names["decade"] = int(digits if len(digits) > 2 else "19" + digits) // 10


def _ignore(slots: _Slots, token: Token) -> None:
    """Skip a token that only joins others."""


_FILLERS = {
    "M": _set_month,
    "m": _set_month,
    "d": _set_day,
    "o": _set_day,
    "O": _set_day,
    "y": _set_year,
    "n": _set_year,
    "J": _set_era,
    "W": _set_name("weekday"),
    "S": _set_name("season"),
    "s": _set_name("season"),
    "V": _set_name("feast"),
    "P": _set_part,
    "t": _set_clock,
    "h": _set_clock,
    "k": _set_mod,
    "B": _set_mod,
    "Z": _set_mod,
    "T": _set_deictic,
    "I": _set_numeric,
    "C": _set_decade,
}


def _numeric(word: str) -> dict[str, int]:
    """Read 2015-10-14, 14/10/2015 or 10/14/2015; day first unless the second number cannot be a month."""
    parts = [int(part) for part in word.split("T")[0].replace("/", "-").replace(".", "-").split("-")]
    if parts[0] > 31:
        year, month, day = parts
    else:
        day, month, year = parts
        if month > 12:
            day, month = month, day
    if year < 100:
        year += 2000 if year < 70 else 1900
    return {"year": year, "month": month, "day": day} if _possible(year, month, day) else {}


def _possible(year: int, month: int, day: int) -> bool:
    return 1000 <= year <= 2200 and 1 <= month <= 12 and 1 <= day <= 31


_BEFORE_MONTH = frozenset(
    ("in", "of", "by", "since", "until", "till", "from", "to", "during", "through", "and")
)
_BEFORE_MONTH |= {"between", "or", "before", "after", "on", "for", ",", "(", "-", "–"}


def month(tokens: Tokens, first: int, last: int) -> Spans:
    """Read a month; "March" and "May" alone only where a preposition shows that a month is meant."""
    other_word = last == first + 1 and tokens[first].value in (3, 5)
    if not other_word or tokens.word(first - 1).lower() in _BEFORE_MONTH or not tokens.word(first - 1):
        yield from absolute(tokens, first, last)


def season(tokens: Tokens, first: int, last: int) -> Spans:
    """Read a season, but not "the fall of" a city."""
    fallen = tokens.word(last - 1).lower() == "fall" and tokens.word(last).lower() == "of"
    if not fallen:
        yield from absolute(tokens, first, last)


def day_list(tokens: Tokens, first: int, last: int) -> Spans:
    """Read days that share a month: "5 and 6 December", "April 15th–16th 2016": a span for each day."""
    kinds = tokens.kinds
    days = [i for i in range(first, last) if kinds[i] in "do"]
    month = next(i for i in range(first, last) if kinds[i] in "Mm")
    shared = _fill(tokens, max(month, days[-1]), last)
    assert shared is not None
    names = {key: value for key, value in shared.names.items() if key != "day"}
    names["month"] = tokens[month].value
    for index in days:
        start = first if index == days[0] else index
        end = last if index == days[-1] else index + 1
        yield TimeSpan(tokens.start(start), tokens.end(end - 1), Named(**names, day=tokens[index].value))


def month_list(tokens: Tokens, first: int, last: int) -> Spans:
    """Read months that share a year: "June and July 2016": a span for each month."""
    shared = _fill(tokens, first + 2, last)
    assert shared is not None
    early = shared.names | {"month": tokens[first].value}
    yield TimeSpan(tokens.start(first), tokens.end(first), Named(**early))
    yield TimeSpan(tokens.start(first + 2), tokens.end(last - 1), Named(**shared.names))


_NO_YEAR_BEFORE = frozenset(
    ("$", "£", "€", "no", "nos", "resolution", "about", "some", "than", "nearly", "over")
)
_YEAR_BEFORE = frozenset(
    ("in", "since", "of", "by", "until", "till", "from", "to", "between", "and", "during")
)
_YEAR_BEFORE |= {"before", "after", "year", "early", "late", "mid", "the", "around", "circa", "(", "-"}


def year(tokens: Tokens, first: int, last: int) -> Spans:
    """Read a year on its own, or a decade, where its neighbours do not make it a mere number."""
    index = next((i for i in range(first, last) if tokens.kinds[i] == "y"), None)
    lone = index is not None and first == index and last == index + 1
    if not lone or _is_year(tokens, first):
        yield from absolute(tokens, first, last)


def _is_year(tokens: Tokens, index: int) -> bool:
    number = tokens[index].value
    before, after = tokens.word(index - 1).lower(), tokens.word(index + 1)
    if before in _NO_YEAR_BEFORE or tokens.kinds[index + 1 : index + 2] in ("U", "Y", "u", "w", "t"):
        return False
    if before in _YEAR_BEFORE:
        return True
    return bool(1900 <= number <= 2050 and not (after.islower() and after.endswith("s") and len(after) > 3))


def relative(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "last week", "this year", "the following month", "that day", "the end of the year"."""
    span = tokens.slice(first, last)
    unit, plural = span[-1].value
    pointer = next((token for token in span if token.kind in "lxie"), None)
    word = next((tokens.word(i).lower() for i in range(first, last) if tokens.kinds[i] in "lxie"), "")
    mod = next((token.value for token in span if token.kind in "kBZ"), None)
    start, end = tokens.start(first), tokens.end(last - 1)
    if pointer is not None and plural:
        ref = {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[pointer.value]
        window = (
            Duration(unit, None, pointer.value) if word in ("past", "last", "coming", "next") else Vague(ref)
        )
        yield TimeSpan(start, end, window)
    elif pointer is None and (plural or unit == "day"):
        if plural:
            yield TimeSpan(tokens.start(last - 1), end, Duration(unit, None))
    elif unit == "weekend" and word not in _TEXT_ANCHORED:
        yield TimeSpan(start, end, Offset(unit, pointer.value if pointer else 0))
    elif pointer is None or word in _TEXT_ANCHORED:
        yield TimeSpan(start, end, Offset(unit, pointer.value if pointer else 0, "text"), mod=mod)
    elif (word == "past" and unit != "weekend") or unit in ("hour", "minute", "second"):
        yield TimeSpan(start, end, Duration(unit, 1, pointer.value))
    elif word == "recent":
        yield TimeSpan(start, end, Vague("PAST_REF"))
    else:
        yield TimeSpan(start, end, Offset(unit, pointer.value), mod=mod)


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
    unit = next(token for token in span if token.kind in _UNIT_KINDS and token.kind != "H").value[0]
    way = next(token for token in reversed(span) if token.kind in "gLE")
    amount = _amount(span[: span.index(way)])
    anchor: Anchor = "publication" if way.kind == "g" else "text"
    exact = span[-1].kind == "T" or tokens.word(first).lower() in ("exactly", "precisely")
    event = _tells_of_event(tokens, last) and tokens.word(last - 1).lower() in ("after", "before")
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


def length(tokens: Tokens, first: int, last: int) -> Spans:
    """Read a length of time: "two weeks", "a 12-year", "half an hour"."""
    span = tokens.slice(first, last)
    unit = next(token for token in reversed(span) if token.kind in "UYQu").value[0]
    after = tokens.word(last).lower()
    if after == "old" or (after == "-" and tokens.word(last + 1).lower() == "old"):
        return  # an age
    if "-" in tokens.kinds[first:last] and (after in _INSTRUMENTS or span[-1].value == ("quarter", True)):
        return
    if unit == "quarter" and (after == "of" or any(token.kind == "y" for token in span)):
        return  # a share, or "the 1988 quarter", which names no length
    adjective = tokens.kinds[last - 2] == "-" and span[0].kind in "va"
    yield TimeSpan(tokens.start(first + adjective), tokens.end(last - 1), Duration(unit, _amount(span)))


# What is named by its term: a "10-year bond" tells no time.
_INSTRUMENTS = frozenset(
    ["bond", "bonds", "note", "notes", "treasury", "treasuries", "bill", "bills", "issue", "issues", "mortgage", "fixed"]
)


def spoken_year(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "nineteen ninety-six"."""
    numbers = [token.value for token in tokens.slice(first, last) if token.kind == "w"]
    if numbers[0] in (18, 19, 20) and 10 <= sum(numbers[1:]) < 100:
        yield TimeSpan(
            tokens.start(first), tokens.end(last - 1), Named(year=100 * numbers[0] + sum(numbers[1:]))
        )


def bare_units(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "weeks", "several of the years": a length that is left open."""
    unit, plural = tokens[last - 1].value
    if plural:
        yield TimeSpan(tokens.start(first), tokens.end(last - 1), Duration(unit, None))


def ordinal(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "the third quarter of 1989", "the second week of December", "the 19th century"."""
    place = next(i for i in range(first, last) if tokens.kinds[i] in "oO")
    at = next(i for i in range(place, last) if tokens.kinds[i] in "UYQH")
    unit, number = tokens[at].value[0], tokens[place].value
    whole = _fill(tokens, at + 1, last)
    assert whole is not None
    names = whole.names
    if "direction" in names and "month" not in names:
        names["year_shift"] = names.pop("direction")
    if unit in ("quarter", "half", "century"):
        names[unit] = number
    elif unit == "decade":
        return
    else:
        names["part_of"] = (unit, number)
    mod = next((token.value for token in tokens.slice(first, place) if token.kind == "k"), None)
    first += (
        tokens.kinds[first] == "v" and tokens.kinds[at - 1] == "-" and at == last - 1 and unit != "century"
    )
    yield TimeSpan(tokens.start(first), tokens.end(last - 1), Named(**names), mod=mod)


def part(tokens: Tokens, first: int, last: int) -> Spans:
    """Read a part of the day on its own: "the evening", "overnight", "that night", "dawn"."""
    yield from absolute(tokens, first, last)


def clock(tokens: Tokens, first: int, last: int) -> Spans:
    """Read a clock time on its own: "7:36 pm", "0400", "at 1530"."""
    token = tokens[first]
    if token.kind in "A@":
        first += 1
        token = tokens[first]
    if token.kind != "y":
        yield TimeSpan(tokens.start(first), tokens.end(last - 1), Named(), clock=token.value)
    elif _hhmm(token.value) and not (1900 <= token.value <= 2050 and tokens.kinds[first - 1] == "A"):
        yield TimeSpan(tokens.start(first), tokens.end(last - 1), Named(), clock=_military(token.value))


def year_range(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "2006-2011" and "1990-91": a span for each year."""
    start, end = tokens[first], tokens[last - 1]
    late = end.value if end.value > 99 else start.value // 100 * 100 + end.value
    if start.value < late <= start.value + 150:
        yield TimeSpan(start.start, start.end, Named(year=start.value))
        yield TimeSpan(end.start, end.end, Named(year=late))


def often(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "daily", "every two weeks", "each Monday"."""
    span = tokens.slice(first, last)
    what = span[-1]
    start, end = tokens.start(first), tokens.end(last - 1)
    if what.kind == "D":
        yield TimeSpan(start, end, Often(what.value))
    elif what.kind == "W":
        yield TimeSpan(start, end, Often("week", weekday=what.value))
    elif what.kind == "M":
        yield TimeSpan(start, end, Often("year", month=what.value))
    elif what.kind == "P":
        yield TimeSpan(start, end, Often("day"), part=what.value)
    else:
        amount = _amount(span[1:-1])
        yield TimeSpan(start, end, Often(what.value[0], round(amount) if amount else 1))


_AFTER_NOUN = frozenset(["of", "and", "or", "for", "in", "is", "was", "will", "as", "but", "to", "the", "by", "at"])
_VAGUE = {"recent": "PAST_REF", "current": "PRESENT_REF"}


def vague(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "now", "recently", "the future", "the past"; "past" is vague only as a noun."""
    word = tokens.word(last - 1).lower()
    kind = tokens.kinds[last - 1]
    ref = WORDS[word][1] if kind == "N" else _VAGUE.get(word)
    if word == "past" and last - first == 2 and not tokens.word(last).isalpha():
        ref = "PAST_REF"
    if word == "future" and tokens.word(last).isalpha() and tokens.word(last).lower() not in _AFTER_NOUN:
        return
    if word == "past" and last - first == 2 and tokens.word(first - 1).lower() == "in":
        ref = "PAST_REF"
    if ref:
        yield TimeSpan(tokens.start(first), tokens.end(last - 1), Vague(ref))


def year_ago(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "year-earlier" and "the year-ago quarter"."""
    quarter = tokens.kinds[last - 1] == "Q"
    offset = Offset("quarter", -4) if quarter else Offset("year", -1)
    yield TimeSpan(tokens.start(first), tokens.end(last - 1), offset)


def last_but_one(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "the night before last"."""
    yield TimeSpan(tokens.start(first), tokens.end(last - 1), Offset("day", -2), part=tokens[first + 1].value)
