"""Inclusive ranges of days, what they were reckoned from, and the reasons why there is none."""

from datetime import date
from typing import NamedTuple

from communique.model import Basis, DatePrec
from communique.resolve.dates.periods import Period, days_of

__all__ = ["STATED", "UNSTATED", "Days", "narrowed", "precision", "ranged"]

STATED: Basis = "stated"
UNSTATED = "relative to a date that the report does not give"


class Days(NamedTuple):
    """An inclusive range of days, open where null, with what it was reckoned from or why it is not known."""

    first: date | None = None
    last: date | None = None
    basis: Basis | None = None
    reason: str | None = None


def precision(first: date | None, last: date | None) -> DatePrec | None:
    """Return the UCDP precision of a range of days; null where an end is open or it exceeds a year."""
    if first is None or last is None:
        return None
    length = (last - first).days + 1
    for limit, grade in ((1, 1), (6, 2), (7, 3), (31, 4)):
        if length <= limit:
            return grade  # type: ignore[return-value]
    return 5 if length <= 366 else None


def ranged(period: Period | None, mod: str | None, basis: Basis) -> Days:
    """Return the days of a period, or the reason why there is none."""
    days = narrowed(period, mod) if period else None
    if days is None:
        return Days(reason=UNSTATED if period is None else "a date before the common era")
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
