"""The times of a report's claims → ranges of days, with their precision, basis, or the reason for none."""

import re
from dataclasses import replace
from datetime import date

from communique.model import Basis, Claim, Report, Time, evolve
from communique.resolve.dates.expressions import Duration, Named, Offset, Often, TimeSpan, Vague
from communique.resolve.dates.grammar import find_times
from communique.resolve.dates.locating import Tendency, in_calendar, locate, stated_or_none
from communique.resolve.dates.periods import Period, day_period, days_of, shift
from communique.resolve.dates.phrases import bounded, joined, with_shared_year
from communique.resolve.dates.ranges import STATED, UNSTATED, Days, precision, ranged
from communique.resolve.dates.scene import TEXT, Scene, scene_of

__all__ = ["resolve_times"]


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
    if claim.time is None or claim.time.basis is not None:
        return claim  # a coded row brings its days along
    return evolve(claim, time=_resolved(claim.time, claim, scene))


def _resolved(time: Time, claim: Claim, scene: Scene) -> Time:
    time = _whole(time, scene)
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


def _whole(time: Time, scene: Scene) -> Time:
    """Return a time that is a piece of a date ("Nov" of "Nov 30") as that date."""
    for start, end in scene.dates:
        if start <= time.start and time.end <= end and end - start > time.end - time.start:
            return evolve(time, text=scene.text[start:end], start=start, end=end)
    return time


def _of_event(time: Time, text: str) -> bool:
    """Tell "two days after" with the event told next: its date is not known here."""
    spans = find_times(time.text)
    counted = len(spans) == 1 and isinstance(spans[0].expression, Offset) and spans[0].expression.counted
    ends = time.text.lower().endswith(("after", "before"))
    return counted and ends and text[time.end : time.end + 2].lstrip(" ").isalpha()


_DATELINE_DAYS = 183
"""How far from a dateline a date without a year may lie: a text that dates itself tells of its own months."""

_OVER = re.compile(r"\b(?:over|more than|at least)\s$", re.IGNORECASE)
_WITHIN = re.compile(r"\b(?:within|less than|in under|in the course of|throughout)\b[^\d]*$", re.IGNORECASE)
_THROUGHOUT = re.compile(r"\b(?:in the course of|during|over|within|throughout|across)\b\W*$", re.IGNORECASE)


def read_days(words: str, start: int, scene: Scene, future: bool) -> Days:
    """Return the days that the words of one time name, at `start` of a text that sets the scene."""
    spans = with_shared_year(find_times(words))
    if not spans:
        return Days(reason="the words name no day of the calendar")
    known = [_days(span, words, start + span.start, scene, future) for span in spans]
    return bounded(words, spans, joined(words, spans, known), scene.now)


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
        return ranged(fixed, span.mod, STATED)
    if not scene.published and (told := scene.told_in_full(named)):
        return ranged(told, span.mod, TEXT)
    if named.anchor == "text":
        return ranged(locate(span, scene.before(position), "forward"), span.mod, TEXT)
    if future:
        tendency: Tendency = "future" if named.bare_weekday else "nearest"
    else:
        tendency = "past" if named.bare_weekday else "told"
    if scene.now:
        found = locate(span, day_period(scene.now), tendency)
        far = found is not None and not scene.published and _gap(found, scene.now) > _DATELINE_DAYS
        return Days(reason=_NO_YEAR) if far else ranged(found, span.mod, scene.now_basis)
    said = scene.before(position)
    if named.bare_weekday:
        return Days(reason="a weekday, and the report does not tell its date")
    if said is None:
        return Days(reason=_NO_YEAR)
    return ranged(locate(span, said, "forward"), span.mod, TEXT)


def _gap(period: Period, day: date) -> int:
    days = days_of(period)
    return max((days[0] - day).days, (day - days[1]).days, 0) if days else 0


def _offset_days(span: TimeSpan, says: Offset, position: int, scene: Scene, future: bool) -> Days:
    if says.event:
        return Days(reason=_EVENT)
    if says.anchor == "text":
        said = scene.before(position)
        return ranged(locate(span, said, "forward"), span.mod, TEXT)
    if scene.now is None:
        year = scene.title_year if says.unit == "year" else None
        return ranged(locate(span, year, "nearest"), span.mod, TEXT)
    if says.n is None:
        return _open_offset(says.unit, scene.now, scene.now_basis)
    found = ranged(locate(span, day_period(scene.now), "nearest"), span.mod, scene.now_basis)
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
        return Days(reason=UNSTATED)
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
