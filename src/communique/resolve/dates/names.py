"""Readers of calendar names: dates, lists of days, months, seasons, years, parts of the day, clock times."""

from collections.abc import Iterator

from communique.resolve.dates.expressions import Named, TimeSpan
from communique.resolve.dates.slots import as_clock, fill, is_hhmm
from communique.resolve.dates.tokens import Tokens

__all__ = [
    "absolute",
    "clock",
    "day_list",
    "day_of_month",
    "day_of_that",
    "deictic",
    "military",
    "month",
    "month_list",
    "ordinal",
    "season",
    "spoken_year",
    "weekday",
    "year",
    "year_range",
]

Spans = Iterator[TimeSpan]


def absolute(tokens: Tokens, first: int, last: int) -> Spans:
    """Read a date in any order: weekday, day, month, year, with the time of day before or after it."""
    slots = fill(tokens, first, last)
    start, end = tokens.start(first), tokens.end(last - 1)
    yield TimeSpan(start, end, slots.says, slots.part, slots.clock, slots.mod)


_BEFORE_MONTH = frozenset(
    ("in", "of", "by", "since", "until", "till", "from", "to", "during", "through", "and")
)
_BEFORE_MONTH |= {"between", "or", "before", "after", "on", "for", ",", "(", "-", "–"}


def military(tokens: Tokens, first: int, last: int) -> Spans:
    """Read a date-time group: "140400Z", "140400Z OCT 15"."""
    day, clock = tokens[first].value
    names = {"day": day}
    if last > first + 1:
        names["month"] = tokens[first + 1].value
    if last > first + 2:
        year = tokens[last - 1].value
        names["year"] = year if year > 99 else 2000 + year
    yield TimeSpan(tokens.start(first), tokens.end(last - 1), Named(**names), clock=clock)


def day_of_month(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "on the 12th", where no noun follows that the number belongs to."""
    after = tokens.word(last)
    if not after.isalpha() or after.lower() in _AFTER_DAY:
        yield from absolute(tokens, first, last)


def day_of_that(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "the 15th of this month"."""
    if tokens[last - 1].value == ("month", False):
        yield from absolute(tokens, first, last)


_PAPERS = frozenset(
    ("Times", "Telegraph", "Mail", "Mirror", "Express", "Herald", "Post", "Independent", "Star")
)


def weekday(tokens: Tokens, first: int, last: int) -> Spans:
    """Read a weekday with its time of day, but not a paper's name ("the Sunday Times")."""
    if tokens.word(last) not in _PAPERS:
        yield from absolute(tokens, first, last)


def deictic(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "yesterday evening" and its kin, but not the end of an outlet's name ("Kyrgyz Today")."""
    outlet = tokens.word(first) == "Today" and tokens.word(first - 1)[:1].isupper()
    if not outlet:
        yield from absolute(tokens, first, last)


_AFTER_DAY = frozenset(("and", "or", "when", "after", "before", "but", "that", "by", "in", "at", "to", "as"))


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
    of = next(i for i in range(first, last) if kinds[i] in "Mm")
    shared = fill(tokens, max(of, days[-1]), last)
    names = {key: value for key, value in shared.names.items() if key != "day"}
    names["month"] = tokens[of].value
    for index in days:
        start = first if index == days[0] else index
        end = last if index == days[-1] else index + 1
        yield TimeSpan(tokens.start(start), tokens.end(end - 1), Named(**names, day=tokens[index].value))


def month_list(tokens: Tokens, first: int, last: int) -> Spans:
    """Read months that share a year: "June and July 2016": a span for each month."""
    shared = fill(tokens, first + 2, last)
    early = shared.names | {"month": tokens[first].value}
    yield TimeSpan(tokens.start(first), tokens.end(first), Named(**early))
    yield TimeSpan(tokens.start(first + 2), tokens.end(last - 1), Named(**shared.names))


_NO_YEAR_BEFORE = frozenset(("$", "£", "€", "no", "nos", "resolution", "about", "some", "than", "nearly"))
_NO_YEAR_BEFORE |= {"over"}
_IN_YEAR = frozenset(("in", "since", "during", "until", "till", "year", "early", "late", "mid", "circa"))
_NEAR_YEAR = frozenset(
    ("of", "by", "from", "to", "between", "and", "before", "after", "the", "around", "(", "-")
)
_PEOPLE = frozenset(("men", "women", "people", "children", "personnel", "police", "dead"))


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
    if before in _IN_YEAR:
        return True
    counted = after in _PEOPLE or (after.islower() and after.endswith("s") and len(after) > 3)
    return not counted and (before in _NEAR_YEAR or 1900 <= number <= 2050)


def spoken_year(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "nineteen ninety-six"."""
    century, *rest = (token.value for token in tokens.slice(first, last) if token.kind == "w")
    if century in (18, 19, 20) and 10 <= sum(rest) < 100:
        yield TimeSpan(tokens.start(first), tokens.end(last - 1), Named(year=100 * century + sum(rest)))


def ordinal(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "the third quarter of 1989", "the second week of December", "the 19th century"."""
    place = next(i for i in range(first, last) if tokens.kinds[i] in "oO")
    at = next(i for i in range(place, last) if tokens.kinds[i] in "UYQH")
    unit, number = tokens[at].value[0], tokens[place].value
    whole = fill(tokens, at + 1, last)
    names = whole.names
    if "direction" in names and "month" not in names:
        names["year_shift"] = names.pop("direction")
    if number > {"quarter": 4, "half": 2}.get(unit, number):
        return
    if unit in ("quarter", "half", "century"):
        names[unit] = number
    elif unit == "decade":
        return
    else:
        names["part_of"] = (unit, number)
    mod = next((token.value for token in tokens.slice(first, place) if token.kind == "k"), None)
    adjective = tokens.kinds[at - 1] == "-" and at == last - 1 and unit != "century"
    first += adjective and tokens.kinds[first] == "v"  # "the third-quarter loss": the article is the noun's
    yield TimeSpan(tokens.start(first), tokens.end(last - 1), Named(**names), mod=mod)


def clock(tokens: Tokens, first: int, last: int) -> Spans:
    """Read a clock time on its own: "7:36 pm", "0400", "at 1530"."""
    token = tokens[first]
    if token.kind in "A@":
        first += 1
        token = tokens[first]
    if token.kind != "y":
        yield TimeSpan(tokens.start(first), tokens.end(last - 1), Named(), clock=token.value)
    elif is_hhmm(token.value) and not (1900 <= token.value <= 2050 and tokens.kinds[first - 1] == "A"):
        yield TimeSpan(tokens.start(first), tokens.end(last - 1), Named(), clock=as_clock(token.value))


def year_range(tokens: Tokens, first: int, last: int) -> Spans:
    """Read "2006-2011" and "1990-91": a span for each year."""
    start, end = tokens[first], tokens[last - 1]
    late = end.value if end.value > 99 else start.value // 100 * 100 + end.value
    if start.value < late <= start.value + 150:
        yield TimeSpan(start.start, start.end, Named(year=start.value))
        yield TimeSpan(end.start, end.end, Named(year=late))
