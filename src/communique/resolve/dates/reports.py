"""The times of a report's claims → ranges of days, with their precision, basis, or the reason for none."""

import re
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from communique.model import Basis, Claim, DatePrec, Report, Time, evolve
from communique.resolve.dates.expressions import Duration, Named, Offset, Often, TimeSpan, Vague
from communique.resolve.dates.grammar import find_times
from communique.resolve.dates.locating import Tendency, in_calendar, locate, stated_or_none
from communique.resolve.dates.periods import Period, day_period, days_of, shift
from communique.resolve.dates.scene import TEXT, Scene, scene_of

__all__ = ["narrowed", "precision", "resolve_times"]

STATED: Basis = "stated"


class Days(NamedTuple):
    """An inclusive range of days, open where null, with what it was reckoned from or why it is not known."""

    first: date | None = None
    last: date | None = None
    basis: Basis | None = None
    reason: str | None = None


def resolve_times(report: Report) -> Report:
    """Return the report with the time of each claim as a range of days, or nulls and the reason.

    A time without a year is reckoned from the publication date where the report has one, else from a full
    date that the text itself states; never from anything else.
    """
    if not any(claim.time for claim in report.claims):
        return report
    scene = scene_of(report)
    return evolve(report, claims=tuple(_with_time(claim, scene) for claim in report.claims))


def _with_time(claim: Claim, scene: Scene) -> Claim:
    if claim.time is None:
        return claim
    return evolve(claim, time=_resolved(claim.time, claim, scene))


def _resolved(time: Time, claim: Claim, scene: Scene) -> Time:
    days = read_days(time.text, time.start, scene, claim.factuality == "future")
    if _of_event(time, scene.text):
        days = Days(reason=_EVENT)
    known = days.first is not None or days.last is not None
    return evolve(
        time,
        earliest=days.first.isoformat() if days.first else None,
        latest=days.last.isoformat() if days.last else None,
        date_prec=precision(days.first, days.last),
        basis=days.basis if known else None,
        reason=None if known else days.reason or "the words name no day of the calendar",
    )


def _of_event(time: Time, text: str) -> bool:
    """Tell "two days after" with the event told next: its date is not known here."""
    spans = find_times(time.text)
    counted = len(spans) == 1 and isinstance(spans[0].expression, Offset) and spans[0].expression.counted
    ends = time.text.lower().endswith(("after", "before"))
    return counted and ends and text[time.end : time.end + 2].lstrip(" ").isalpha()


def precision(first: date | None, last: date | None) -> DatePrec | None:
    """Return the UCDP precision of a range of days; null where an end is open or it exceeds a year."""
    if first is None or last is None:
        return None
    length = (last - first).days + 1
    for limit, grade in ((1, 1), (6, 2), (7, 3), (31, 4)):
        if length <= limit:
            return grade  # type: ignore[return-value]
    return 5 if length <= 366 else None


_DATELINE_DAYS = 183
"""How far from a dateline a date without a year may lie: a text that dates itself tells of its own months."""

_UNTIL_NOW = re.compile(r"\b(?:since|ever since)\b", re.IGNORECASE)
_FROM = re.compile(
    r"\b(?:starting|beginning|as of|effective|from)\b(?!.*\b(?:to|until|till|through)\b)", re.IGNORECASE
)
_UNTIL = re.compile(r"\b(?:until|till|up to|prior to|by|through|before the end of)\b", re.IGNORECASE)
_AFTER = re.compile(r"\bafter\s$", re.IGNORECASE)
_BEFORE = re.compile(r"\bbefore\s$", re.IGNORECASE)
_OVER = re.compile(r"\b(?:over|more than|at least)\s$", re.IGNORECASE)
_RANGE = re.compile(r"^\W*(?:[-–—/]|to|and|until|till|through|thru|or)\W*(?:\w+\W+){0,6}$", re.IGNORECASE)
_WITHIN = re.compile(r"\b(?:within|less than|in under|in the course of|throughout)\b[^\d]*$", re.IGNORECASE)
_THROUGHOUT = re.compile(r"\b(?:in the course of|during|over|within|throughout|across)\b\W*$", re.IGNORECASE)


def read_days(words: str, start: int, scene: Scene, future: bool) -> Days:
    """Return the days that the words of one time name, at `start` of a text that sets the scene."""
    spans = _with_shared_year(find_times(words))
    if not spans:
        return Days(reason="the words name no day of the calendar")
    known = [_days(span, words, start + span.start, scene, future) for span in spans]
    found = _joined(words, spans, known)
    lead = words[: spans[0].start]
    if _UNTIL_NOW.search(lead) and found.first:
        until = scene.now if scene.now and scene.now >= found.first else None
        return Days(found.first, until, found.basis)
    if _FROM.search(lead) and found.first and len(spans) == 1:
        return Days(found.first, None, found.basis)
    if _UNTIL.search(lead) and found.last:
        return Days(None, found.last, found.basis)
    timed = spans[0].clock or spans[0].part
    if _AFTER.search(lead) and found.first and not timed:
        return Days(found.first, None, found.basis)
    if _BEFORE.search(lead) and found.last and not timed:
        return Days(None, found.last, found.basis)
    return found


def _with_shared_year(spans: list[TimeSpan]) -> list[TimeSpan]:
    """Give "July 2" the year of "and July 31, 2019" beside it."""
    years = [s.expression.year for s in spans if isinstance(s.expression, Named) and s.expression.year]
    if len(spans) < 2 or len(set(years)) != 1:
        return spans
    return [_dated(span, years[0]) for span in spans]


def _dated(span: TimeSpan, year: int | None) -> TimeSpan:
    says = span.expression
    if isinstance(says, Named) and says.month and says.year is None and says.year_shift is None:
        return replace(span, expression=replace(says, year=year))
    return span


def _joined(words: str, spans: list[TimeSpan], known: list[Days]) -> Days:
    """Join several expressions: ranges and lists to their hull, appositions to the narrowest."""
    found, before = known[0], spans[0]
    for span, days in zip(spans[1:], known[1:], strict=True):
        join = _hull if _RANGE.match(words[before.end : span.start]) else _narrower
        found = join(found, days)
        before = span
    return found


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


_UNSTATED = "relative to a date that the report does not give"
_NO_YEAR = "no year is stated and the report fixes none"
_EVENT = "relative to an event whose date is not known here"
_UNBOUNDED = "a length of time or a vague time, which names no day"


def _days(span: TimeSpan, words: str, position: int, scene: Scene, future: bool) -> Days:
    says = span.expression
    if isinstance(says, Named):
        return _named_days(span, says, position, scene, future)
    if isinstance(says, Offset):
        if says.n == -1 and not says.counted and _THROUGHOUT.search(words[: span.start]):
            return _window_days(Duration(says.unit, 1, -1), "", scene)  # "over the last week" ends now
        if says.counted and _OVER.search(words[: span.start]):
            span = replace(span, expression=replace(says, exact=True))
            return _offset_days(span, says, position, scene, future)._replace(first=None)
        return _offset_days(span, says, position, scene, future)
    if isinstance(says, Duration):
        return _window_days(says, words[: span.start], scene)
    if isinstance(says, Vague) and says.ref == "PAST_REF" and scene.now and words.lower() != "recent":
        return Days(None, scene.now, scene.now_basis)
    if isinstance(says, Often):
        return Days(reason="a recurring time, which names no single day")
    return Days(reason=_UNBOUNDED)


def _named_days(span: TimeSpan, named: Named, position: int, scene: Scene, future: bool) -> Days:
    fixed = stated_or_none(named)
    if fixed is None and (named.year is not None or not in_calendar(named)):
        return Days(reason="the calendar has no such day")
    if fixed is not None:
        return _range(fixed, span.mod, STATED)
    if not scene.published and (told := scene.told_in_full(named)):
        return _range(told, span.mod, TEXT)
    if named.anchor == "text":
        return _range(locate(span, scene.before(position), "forward"), span.mod, TEXT)
    if future:
        tendency: Tendency = "future" if named.bare_weekday else "nearest"
    else:
        tendency = "past" if named.bare_weekday else "told"
    if scene.now:
        found = locate(span, day_period(scene.now), tendency)
        far = found is not None and not scene.published and _gap(found, scene.now) > _DATELINE_DAYS
        return Days(reason=_NO_YEAR) if far else _range(found, span.mod, scene.now_basis)
    said = scene.before(position)
    if named.bare_weekday:
        return Days(reason="a weekday, and the report does not tell its date")
    if said is None:
        return Days(reason=_NO_YEAR)
    return _range(locate(span, said, "forward"), span.mod, TEXT)


def _gap(period: Period, day: date) -> int:
    days = days_of(period)
    return max((days[0] - day).days, (day - days[1]).days, 0) if days else 0


def _offset_days(span: TimeSpan, says: Offset, position: int, scene: Scene, future: bool) -> Days:
    if says.event:
        return Days(reason=_EVENT)
    if says.anchor == "text":
        said = scene.before(position)
        return _range(locate(span, said, "forward"), span.mod, TEXT)
    if scene.now is None:
        year = scene.title_year if says.unit == "year" else None
        return _range(locate(span, year, "nearest"), span.mod, TEXT)
    if says.n is None:
        return _open_offset(says.unit, scene.now, scene.now_basis)
    found = _range(locate(span, day_period(scene.now), "nearest"), span.mod, scene.now_basis)
    running = says.n == 0 and not future and found.last and found.last > scene.now
    return found._replace(last=scene.now) if running else found


def _open_offset(unit: str, now: date, basis: Basis) -> Days:
    """Read "a few minutes ago" as that day and "a few days ago" as open; longer ago names no day."""
    if unit in ("minute", "second"):
        return Days(now, now, basis)
    return Days(None, now, basis) if unit in ("hour", "day") else Days(reason=_UNBOUNDED)


def _window_days(says: Duration, lead: str, scene: Scene) -> Days:
    way = says.window if says.window is not None else (-1 if _WITHIN.search(lead) else None)
    now = scene.now
    if way is None:
        return Days(reason=_UNBOUNDED)
    if now is None:
        return Days(reason=_UNSTATED)
    if says.n is None:
        return Days(now, None, scene.now_basis) if way > 0 else Days(None, now, scene.now_basis)
    if says.unit in ("minute", "second"):
        return Days(now, now, scene.now_basis)
    other = _moved(now, says.unit, says.n, 1 if way > 0 else -1)
    if other is None:
        return Days(reason=_UNBOUNDED)
    return Days(min(now, other), max(now, other), scene.now_basis)


def _moved(day: date, unit: str, n: float, way: int) -> date | None:
    if unit == "hour":
        unit, n = "day", max(1, int(n) // 24)
    moved = shift(day_period(day), "week" if unit == "weekend" else unit, way * round(n))
    return moved.date if moved else None


def _range(period: Period | None, mod: str | None, basis: Basis) -> Days:
    days = narrowed(period, mod) if period else None
    if days is None:
        return Days(reason=_UNSTATED if period is None else "a date before the common era")
    return Days(*days, basis)


def narrowed(period: Period, mod: str | None) -> tuple[date, date] | None:
    """Return a period's first and last day, "early", "mid" and "late" taken as a third or a quarter of it."""
    days = days_of(period)
    if days is None:
        return None
    first, last = days
    if period.unit == "month":
        cuts = {"START": (1, 10), "MID": (11, 20), "END": (21, last.day)}
        if mod in cuts:
            low, high = cuts[mod]
            return first.replace(day=low), first.replace(day=high)
    if period.unit == "year":
        year = first.year
        seasons = {"START": (1, 3, 31), "MID": (5, 8, 31), "END": (10, 12, 31)}
        if mod in seasons:
            start, end, day = seasons[mod]
            return date(year, start, 1), date(year, end, day)
    return first, last
