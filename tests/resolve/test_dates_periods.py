from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.resolve.dates.feasts import feast_day
from communique.resolve.dates.periods import Period, containing, day_period, days_of, shift, value_of

UNITS = ("day", "week", "month", "quarter", "half", "year", "decade", "century")


@given(st.dates(date(1, 1, 1), date(9899, 12, 31)), st.sampled_from(UNITS))
def test_a_day_lies_in_its_period(day: date, unit: str) -> None:
    days = days_of(containing(day, unit))
    assert days is not None
    assert days[0] <= day <= days[1]


@given(st.dates(date(1000, 1, 1), date(3000, 12, 31)), st.integers(-400, 400), st.sampled_from(UNITS))
def test_shifting_a_period_there_and_back_gives_it_again(day: date, n: int, unit: str) -> None:
    period = containing(day, unit)
    there = shift(period, unit, n) if unit not in ("decade", "century") else shift(period, unit, n % 5)
    assert there is not None
    back = shift(there, unit, -n if unit not in ("decade", "century") else -(n % 5))
    assert back == period


@given(st.dates(date(1000, 1, 1), date(3000, 12, 31)), st.integers(-1000, 1000))
def test_days_are_counted_exactly(day: date, n: int) -> None:
    assert shift(day_period(day), "day", n) == day_period(day + timedelta(days=n))


def test_a_month_on_from_its_last_day_is_the_last_day() -> None:
    assert shift(Period("day", 2015, 1, 31), "month", 1) == Period("day", 2015, 2, 28)
    assert shift(Period("day", 2016, 2, 29), "year", -1) == Period("day", 2015, 2, 28)


def test_arithmetic_beyond_the_calendar_gives_nothing() -> None:
    assert shift(Period("day", 1, 1, 1), "day", -1) is None
    assert shift(Period("day", 1, 1, 1), "year", -1) is None
    assert days_of(Period("year", -490)) is None


@pytest.mark.parametrize(
    ("period", "value"),
    [
        (Period("day", 812, 3, 9), "0812-03-09"),
        (Period("week", 2015, index=7), "2015-W07"),
        (Period("season", 2015, season="WI"), "2015-WI"),
        (Period("decade", 1990, index=199), "199"),
        (Period("century", 1801, index=19), "18"),
        (Period("year", -490), "BC0490"),
    ],
)
def test_values_are_those_of_timex(period: Period, value: str) -> None:
    assert value_of(period) == value


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("easter", 2015, date(2015, 4, 5)),
        ("easter", 2038, date(2038, 4, 25)),
        ("good friday", 2016, date(2016, 3, 25)),
        ("thanksgiving", 2015, date(2015, 11, 26)),
        ("labor day", 2015, date(2015, 9, 7)),
        ("memorial day", 2015, date(2015, 5, 25)),
        ("christmas eve", 2015, date(2015, 12, 24)),
        ("ramadan", 2015, None),
    ],
)
def test_feasts_fall_on_their_day(name: str, year: int, day: date | None) -> None:
    assert feast_day(name, year) == day
