"""An expression and what it is reckoned from → the calendar period it names. Pure arithmetic."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from communique.resolve.dates.expressions import Named, Offset, TimeSpan
from communique.resolve.dates.feasts import feast_day
from communique.resolve.dates.periods import Period, containing, day_period, days_of, shift

__all__ = ["Tendency", "in_calendar", "locate", "stated", "stated_or_none"]

Tendency = Literal["past", "future", "nearest", "told", "forward"]
"""How a name without a year is placed: before the reference, after it, nearest to it, nearest for what is
told as done (hardly ever ahead), or, in a narrative, in the reference's year unless it has plainly turned."""
_AHEAD = {"nearest": 2, "told": 20}
"""How many times a day ahead counts, since reports tell mostly of the past; chosen on the training claims."""

_SEASON_MIDDLES = {"SP": 4, "SU": 7, "FA": 10, "WI": 1}


def stated(named: Named) -> Period | None:
    """Return the period that the words alone fix; null where they give no year or an impossible date."""
    if named.decade is not None:
        return Period("decade", named.decade * 10, index=named.decade)
    if named.century is not None:
        return Period("century", named.century * 100 - 99, index=named.century)
    return None if named.year is None else _in_year(named, named.year)


def in_calendar(named: Named) -> bool:
    """Tell whether any year has the day: 30 February has none."""
    return not (named.month and named.day) or named.day <= monthrange(2000, named.month)[1]


def stated_or_none(named: Named) -> Period | None:
    """Return what `stated` does, and null for a date that the calendar does not have."""
    try:
        return stated(named)
    except ValueError:
        return None


def locate(span: TimeSpan, reference: Period | None, tendency: Tendency) -> Period | None:
    """Return the period that a span names, reckoned from `reference`; null where that does not settle it."""
    says = span.expression
    try:
        if isinstance(says, Named):
            return stated(says) or (reference and _near(says, reference, tendency))
        if isinstance(says, Offset) and reference is not None and says.n is not None:
            return _offset(says, reference)
    except (ValueError, OverflowError):
        return None
    return None


def _offset(says: Offset, reference: Period) -> Period | None:
    assert says.n is not None
    if says.unit in ("hour", "minute", "second"):
        return reference if reference.unit == "day" else None
    if says.exact:
        return shift(reference, says.unit, says.n)
    if says.counted:
        return _counted(says.unit, says.n, reference)
    if says.unit == "weekend":
        return _weekend(says.n, reference)
    start = _base(reference, says.unit)
    return start and shift(start, says.unit, says.n)


def _counted(unit: str, n: int, reference: Period) -> Period | None:
    moved = shift(reference, "week" if unit == "weekend" else unit, n)
    finest = {"day": "day", "week": "day", "fortnight": "day", "weekend": "weekend"}.get(unit, unit)
    if moved is None or moved.unit != "day" or finest == "day":
        return moved
    day = moved.date
    return containing(day, finest) if day else None


def _weekend(n: int, reference: Period) -> Period | None:
    """Return the weekend: "last", "the" and "this" weekend alike begin on or before the reference."""
    day = reference.date
    if day is None:
        return None
    saturday = day - timedelta(days=(day.weekday() - 5) % 7)
    return containing(saturday + timedelta(days=7 * max(n, 0)), "weekend")


def _base(reference: Period, unit: str) -> Period | None:
    """Return the period of `unit` around the reference; null where the reference is coarser."""
    if reference.unit == unit or (unit == "year" and reference.unit not in ("decade", "century")):
        return replace(reference) if reference.unit == unit else Period("year", reference.year)
    if unit == "century":
        return Period("century", reference.year, index=(reference.year + 99) // 100)
    if unit == "decade":
        return Period("decade", reference.year, index=reference.year // 10)
    if reference.unit == "month" and unit in ("quarter", "half"):
        return containing(date(reference.year, reference.month, 1), unit)
    day = reference.date
    return containing(day, unit) if day else None


def _in_year(named: Named, year: int) -> Period | None:
    if named.feast:
        day = feast_day(named.feast, year) if year > 0 else None
        return day_period(day) if day else None
    if named.month and named.day:
        if year > 0:
            date(year, named.month, named.day)  # raises where there is no such day
        return Period("day", year, named.month, named.day)
    whole = _whole(named, year)
    return _part_of(named.part_of, whole) if named.part_of else whole


def _whole(named: Named, year: int) -> Period:
    if named.month:
        return Period("month", year, named.month)
    if named.quarter:
        return Period("quarter", year, index=named.quarter)
    if named.half:
        return Period("half", year, index=named.half)
    if named.season:
        return Period("season", year, season=named.season)
    return Period("year", year)


def _part_of(part: tuple[str, int], whole: Period) -> Period | None:
    unit, number = part
    days = days_of(whole)
    if days is None:
        return None
    if unit == "month" and whole.unit == "year":
        return Period("month", whole.year, number)
    if unit == "week":
        start = days[0] + timedelta(days=7 * (number - 1))
        return Period("days", start.year, start.month, start.day, index=7) if start <= days[1] else None
    if unit == "day":
        day = days[0] + timedelta(days=number - 1)
        return day_period(day) if day <= days[1] else None
    return None


def _near(named: Named, reference: Period, tendency: Tendency) -> Period | None:
    if named.empty:
        return _base(reference, "day")
    if named.year_shift is not None:
        return _in_year(named, reference.year + named.year_shift)
    if named.weekday is not None and named.month is None:
        return _weekday(named, reference, tendency)
    if named.day is not None and named.month is None:
        return _day_of_month(named.day, named.direction, reference, tendency)
    if named.part_of and not (named.month or named.season or named.feast):
        return None  # "the second day" of something that has no date here
    return _yearless(named, reference, tendency)


def _day_of_month(day: int, direction: int | None, reference: Period, tendency: Tendency) -> Period | None:
    if not reference.month:
        return None
    month = Period("month", reference.year, reference.month)
    if direction is not None:
        month = shift(month, "month", direction) or month
    elif tendency != "forward" and tendency != "future" and day > (reference.day or 31) + 2:
        month = shift(month, "month", -1) or month
    date(max(month.year, 1), month.month, day)
    return Period("day", month.year, month.month, day)


def _weekday(named: Named, reference: Period, tendency: Tendency) -> Period | None:
    day = reference.date
    if day is None or named.weekday is None:
        return None
    back, forth = (day.weekday() - named.weekday) % 7, (named.weekday - day.weekday()) % 7
    if named.direction == -1:
        return day_period(day - timedelta(days=back or 7))
    if named.direction == 1:
        return day_period(day + timedelta(days=forth or 7))
    if tendency in ("future", "forward"):
        return day_period(day + timedelta(days=forth))
    return day_period(day - timedelta(days=back))


def _yearless(named: Named, reference: Period, tendency: Tendency) -> Period | None:
    at = _month_of(reference)
    wanted = _wanted_month(named)
    if named.direction in (-1, 1):
        return _beside(named, reference, named.direction)
    if tendency == "forward" or not at:
        turned = bool(at and wanted and reference.unit in ("day", "month") and wanted + 8 <= at)
        return _in_year(named, reference.year + turned)
    day = reference.date or date(max(reference.year, 1), at, 1)
    candidates = [p for y in (-1, 0, 1) if (p := _possible(named, day.year + y))]
    if tendency == "past":
        candidates = [p for p in candidates if (d := days_of(p)) and d[0] <= day] or candidates
        return candidates[-1] if candidates else None
    if tendency == "future":
        candidates = [p for p in candidates if (d := days_of(p)) and d[1] >= day] or candidates
        return candidates[0] if candidates else None
    return min(candidates, key=lambda p: _distance(p, day, _AHEAD[tendency]), default=None)


def _beside(named: Named, reference: Period, direction: int) -> Period | None:
    """Return "last March" or "next summer": the closest one wholly on that side of the reference."""
    days = days_of(reference)
    if days is None:
        return _in_year(named, reference.year + direction)
    years = (0, -1) if direction < 0 else (0, 1)
    for year in years:
        period = _in_year(named, reference.year + year)
        found = period and days_of(period)
        if found and (found[1] < days[0] if direction < 0 else found[0] > days[1]):
            return period
    return None


def _possible(named: Named, year: int) -> Period | None:
    try:
        return _in_year(named, year)
    except ValueError:
        return None


def _distance(period: Period, day: date, ahead: int) -> int:
    days = days_of(period)
    if days is None:
        return 10**6
    return max(ahead * (days[0] - day).days, (day - days[1]).days, 0)


def _month_of(period: Period) -> int:
    if period.unit == "quarter":
        return period.index * 3
    return period.month or (_SEASON_MIDDLES[period.season] if period.season else 0)


def _wanted_month(named: Named) -> int:
    if named.season:
        return _SEASON_MIDDLES[named.season]
    return named.month or (named.quarter or 0) * 3
