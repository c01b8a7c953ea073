"""Several expressions in the words of one time → one range: "between 2 and 6 May", "two days after 9 May"."""

import re
from dataclasses import replace
from datetime import date, timedelta

from communique.resolve.dates.expressions import Duration, Named, Offset, TimeSpan
from communique.resolve.dates.locating import locate
from communique.resolve.dates.periods import containing, day_period, days_of, shift
from communique.resolve.dates.ranges import STATED, Days, ranged
from communique.resolve.dates.scene import TEXT

__all__ = ["bounded", "joined", "with_shared_year"]

_UNTIL_NOW = re.compile(r"\b(?:since|ever since)\b", re.IGNORECASE)
_FROM = re.compile(
    r"\b(?:starting|beginning|as of|effective|from)\b(?!.*\b(?:to|until|till|through)\b)", re.IGNORECASE
)
_UNTIL = re.compile(r"\b(?:until|till|up to|prior to|by|through|before the end of)\b", re.IGNORECASE)
_AFTER = re.compile(r"\bafter\s$", re.IGNORECASE)
_BEFORE = re.compile(r"\bbefore\s$", re.IGNORECASE)
_RANGE = re.compile(r"^\W*(?:[-–—/]|to|and|until|till|through|thru|or)\W*(?:\w+\W+){0,6}$", re.IGNORECASE)
_WEEK_OF = re.compile(r"\bweek of\s(?:the\s)?$", re.IGNORECASE)
_EDGE = re.compile(r"\b(?:(first|opening)|last|final|closing)\b", re.IGNORECASE)


def bounded(words: str, spans: list[TimeSpan], found: Days, now: date | None) -> Days:
    """Open or close a range by the words before it: since, from, until, by, before, after."""
    lead = words[: spans[0].start]
    if _UNTIL_NOW.search(lead) and found.first:
        return Days(found.first, now if now and now >= found.first else None, found.basis)
    timed = spans[0].clock or spans[0].part
    opens = (_FROM.search(lead) and len(spans) == 1) or (_AFTER.search(lead) and not timed)
    if opens and found.first:
        return Days(found.first, None, found.basis)
    closes = _UNTIL.search(lead) or (_BEFORE.search(lead) and not timed)
    return Days(None, found.last, found.basis) if closes and found.last else found


def with_shared_year(spans: list[TimeSpan]) -> list[TimeSpan]:
    """Give "July 2" the year of "and July 31, 2019" beside it; one span alone comes back as it is."""
    years = [s.expression.year for s in spans if isinstance(s.expression, Named) and s.expression.year]
    if len(spans) < 2 or len(set(years)) != 1:
        return spans
    return [_dated(span, years[0]) for span in spans]


def _dated(span: TimeSpan, year: int | None) -> TimeSpan:
    says = span.expression
    if isinstance(says, Named) and says.month and says.year is None and says.year_shift is None:
        return replace(span, expression=replace(says, year=year))
    return span


def joined(words: str, spans: list[TimeSpan], known: list[Days]) -> Days:
    """Join several expressions: ranges and lists to their hull, appositions to the narrowest."""
    if len(spans) == 2 and (special := _of_second(words, spans, known[1])):
        return special
    told = [(s, d) for s, d in zip(spans, known, strict=True) if not _only_clock(s)]
    if len(told) < len(spans) and told:
        spans, known = [s for s, _ in told], [d for _, d in told]
    found, before = known[0], spans[0]
    for span, days in zip(spans[1:], known[1:], strict=True):
        between = words[before.end : span.start]
        listed = _RANGE.match(between) or (between.strip() == "," and _day(before) and _day(span))
        join = _hull if listed else _narrower
        found = join(found, days)
        before = span
    return found


def _day(span: TimeSpan) -> bool:
    return isinstance(span.expression, Named) and span.expression.day is not None


def _only_clock(span: TimeSpan) -> bool:
    return isinstance(span.expression, Named) and span.expression.empty


def _of_second(words: str, spans: list[TimeSpan], second: Days) -> Days | None:
    """Read "two days after 9 May", "the week of 5 May", "the last three days of May"."""
    if second.first is None or second.last is None:
        return None
    between = words[spans[0].end : spans[1].start].strip().lower()
    if not between and _is_step(words, spans[0]):
        after = words[: spans[0].end].lower().endswith("after")
        day = second.last if after else second.first
        return ranged(locate(spans[0], day_period(day), "nearest"), None, second.basis or TEXT)
    if _WEEK_OF.search(words[: spans[1].start]) and second.first == second.last:
        week = days_of(containing(second.first, "week"))
        return Days(*week, second.basis) if week else None
    edge = _EDGE.search(words[: spans[0].end])
    return _slice(spans[0], bool(edge[1]), second) if edge and between in ("of", "of the") else None


def _is_step(words: str, span: TimeSpan) -> bool:
    says = span.expression
    way = words[: span.end].lower().endswith(("after", "before"))
    return way and isinstance(says, Offset) and says.counted and says.n is not None


def _slice(span: TimeSpan, first: bool, whole: Days) -> Days | None:
    says = span.expression
    if not isinstance(says, Duration | Offset) or says.unit not in ("day", "week", "month"):
        return None
    n = says.n if isinstance(says, Duration) else 1
    if n is None or whole.first is None or whole.last is None:
        return None
    start = whole.first if first else whole.last + timedelta(days=1)
    moved = shift(day_period(start), says.unit, round(n) if first else -round(n))
    if moved is None or moved.date is None:
        return None
    if first:
        return Days(start, min(moved.date - timedelta(days=1), whole.last), whole.basis)
    return Days(max(moved.date, whole.first), whole.last, whole.basis)


def _hull(one: Days, other: Days) -> Days:
    if one.first is None or other.last is None or one.last is None or other.first is None:
        return Days(reason=one.reason or other.reason)
    return Days(min(one.first, other.first), max(one.last, other.last), one.basis)


def _narrower(one: Days, other: Days) -> Days:
    if other.first is None or other.last is None:
        return one if one.first or one.last else other
    if one.first is None or one.last is None:
        return other
    return other if (other.last - other.first) < (one.last - one.first) or other.basis == STATED else one
