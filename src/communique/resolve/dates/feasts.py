"""Feasts by name → their day in a year; movable ones are computed."""

from datetime import date, timedelta

__all__ = ["feast_day"]

_FIXED = {"christmas": (12, 25), "halloween": (10, 31), "christmas eve": (12, 24), "new year": (1, 1)}
_FIXED |= {"new year's day": (1, 1), "new year's eve": (12, 31), "independence day": (7, 4)}
_FIXED |= {"valentine's day": (2, 14), "bastille day": (7, 14), "veterans day": (11, 11), "may day": (5, 1)}


def feast_day(name: str, year: int) -> date | None:
    """Return the day of a feast in a year of the common era; null for one whose day is not computed."""
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name == "thanksgiving":
        return _nth_weekday(year, 11, 3, 4)
    if name == "labor day":
        return _nth_weekday(year, 9, 0, 1)
    if name == "memorial day":
        return date(year, 5, 31) - timedelta(days=date(year, 5, 31).weekday())
    if name in ("easter", "easter sunday"):
        return _easter(year)
    return _easter(year) - timedelta(days=2) if name == "good friday" else None


def _nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _easter(year: int) -> date:
    """Return Easter Sunday (Meeus/Jones/Butcher, Gregorian calendar)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    week = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * week) // 451
    month, day = divmod(h + week - 7 * m + 114, 31)
    return date(year, month, day + 1)
