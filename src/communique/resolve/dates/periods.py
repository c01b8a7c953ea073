"""Calendar periods: a day, week, month, quarter, season, year, decade or century, and their arithmetic."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

__all__ = ["Period", "containing", "day_period", "days_of", "shift", "value_of"]

_SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}


@dataclass(frozen=True, slots=True)
class Period:
    """A named stretch of the calendar; its `year` is negative before the common era.

    `index` is the number of the ISO week (`week`, `weekend`), quarter, half or century; for a `decade` it is
    the year divided by ten, for `days` how many there are from the day on. `season` is SP, SU, FA or WI; a
    winter is named after its December.
    """

    unit: str
    year: int
    month: int = 0
    day: int = 0
    index: int = 0
    season: str = ""

    @property
    def date(self) -> date | None:
        """The day itself, where it is one of the common era."""
        if self.unit != "day" or self.year < 1:
            return None
        return date(self.year, self.month, self.day)


def day_period(day: date) -> Period:
    """Return the period of one day."""
    return Period("day", day.year, day.month, day.day)


def containing(day: date, unit: str) -> Period:
    """Return the calendar period of that unit in which a day lies."""
    if unit == "day":
        return day_period(day)
    if unit in ("week", "weekend"):
        year, week, _ = day.isocalendar()
        return Period(unit, year, (day - timedelta(days=day.weekday())).month, index=week)
    if unit == "month":
        return Period("month", day.year, day.month)
    if unit == "quarter":
        return Period("quarter", day.year, index=(day.month + 2) // 3)
    if unit == "half":
        return Period("half", day.year, index=(day.month + 5) // 6)
    if unit == "decade":
        return Period("decade", day.year, index=day.year // 10)
    if unit == "century":
        return Period("century", day.year, index=(day.year + 99) // 100)
    return Period("year", day.year)


def shift(period: Period, unit: str, n: int) -> Period | None:
    """Return the period `n` units on; a finer period keeps its place where the calendar allows it.

    Null where the arithmetic leaves the calendar of the years 1 to 9999.
    """
    try:
        if unit in ("day", "week", "fortnight"):
            start = days_of(period)
            if start is None:
                return None
            steps = {"day": 1, "week": 7, "fortnight": 14}[unit] * n
            return containing(start[0] + timedelta(days=steps), period.unit)
        moved = _shift_calendar(period, unit, n)
        return moved if moved and moved.year <= MAXYEAR else None
    except (ValueError, OverflowError):
        return None


def _shift_calendar(period: Period, unit: str, n: int) -> Period | None:
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}[unit] * n
    if period.unit == "day":
        year, month = divmod(period.year * 12 + period.month - 1 + months, 12)
        if year < 1:
            return None
        return Period("day", year, month + 1, min(period.day, monthrange(year, month + 1)[1]))
    if period.unit == "month":
        year, month = divmod(period.year * 12 + period.month - 1 + months, 12)
        return Period("month", year, month + 1)
    if period.unit in ("quarter", "half"):
        parts = 4 if period.unit == "quarter" else 2
        year, part = divmod(period.year * parts + period.index - 1 + months * parts // 12, parts)
        return Period(period.unit, year, index=part + 1)
    if period.unit == "decade":
        return Period("decade", period.year + months // 12, index=(period.year + months // 12) // 10)
    if period.unit == "century":
        return Period("century", period.year + months // 12, index=period.index + months // 1200)
    return Period(period.unit, period.year + months // 12, period.month, 0, period.index, period.season)


def days_of(period: Period) -> tuple[date, date] | None:
    """Return the first and the last day of a period; null outside the years 1 to 9999 of the common era."""
    try:
        return _days_of(period)
    except (ValueError, OverflowError):
        return None


def _days_of(period: Period) -> tuple[date, date] | None:
    year = period.year
    if not 1 <= year <= MAXYEAR:
        return None
    match period.unit:
        case "day":
            first = last = date(year, period.month, period.day)
        case "week" | "weekend":
            first = date.fromisocalendar(year, period.index, 1)
            first, last = first + timedelta(days=5 * (period.unit == "weekend")), first + timedelta(days=6)
        case "days":
            first = date(year, period.month, period.day)
            last = first + timedelta(days=period.index - 1)
        case "month":
            first, last = date(year, period.month, 1), _month_end(year, period.month)
        case "quarter" | "half":
            size = 3 if period.unit == "quarter" else 6
            end = period.index * size
            first, last = date(year, end - size + 1, 1), _month_end(year, end)
        case "season":
            start, end = _SEASON_MONTHS[period.season]
            first, last = date(year, start, 1), _month_end(year + (end < start), end)
        case "decade":
            first, last = date(max(period.index * 10, 1), 1, 1), date(period.index * 10 + 9, 12, 31)
        case "century":
            first, last = date(period.index * 100 - 99, 1, 1), date(period.index * 100, 12, 31)
        case _:
            first, last = date(year, 1, 1), date(year, 12, 31)
    return first, last


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def value_of(period: Period) -> str:
    """Return the TIMEX3 value: 1998-08-07, 1998-W32, 1998-08, 1989-Q3, 1998-FA, 1998, 199, 19, BC0490."""
    era, digits = "BC" if period.year < 0 else "", f"{abs(period.year):04d}"
    kept = 3 if period.unit == "decade" else 4
    if period.unit == "century":
        return f"{era}{period.index - 1:02d}"
    return era + digits[:kept] + _within_year(period)


def _within_year(period: Period) -> str:
    match period.unit:
        case "day":
            return f"-{period.month:02d}-{period.day:02d}"
        case "week":
            return f"-W{period.index:02d}"
        case "weekend":
            return f"-W{period.index:02d}-WE"
        case "month" | "days":
            return f"-{period.month:02d}"
        case "quarter" | "half":
            return f"-{period.unit[0].upper()}{period.index}"
        case "season":
            return f"-{period.season}"
        case _:
            return ""
