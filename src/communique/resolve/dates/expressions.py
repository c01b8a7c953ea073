"""What a time expression says, before it is known when that was: small frozen records."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Anchor", "Duration", "Expression", "Named", "Offset", "Often", "TimeSpan", "Vague"]

Anchor = Literal["publication", "text"]


@dataclass(frozen=True, slots=True)
class Named:
    """A partial calendar name: whatever of year, month, day, weekday and so on the words give.

    `year` is negative before the common era. `direction` is −1 for "last", 0 for "this", 1 for "next" before
    the name, reckoned from `anchor` (the text for "the following Friday"); `year_shift` is the direction of
    the year ("June of last year"). `part_of` is an ordinal within it: ("week", 2) in "the second week of
    December". `feast` names a holiday.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: str | None = None
    quarter: int | None = None
    half: int | None = None
    decade: int | None = None
    century: int | None = None
    feast: str | None = None
    part_of: tuple[str, int] | None = None
    direction: int | None = None
    year_shift: int | None = None
    anchor: Anchor = "publication"

    @property
    def empty(self) -> bool:
        """Whether it names no day at all: a bare clock time or part of a day."""
        return self == _NOTHING

    @property
    def bare_weekday(self) -> bool:
        """Whether it names a weekday and no date."""
        return self.weekday is not None and self.month is None


_NOTHING = Named()


@dataclass(frozen=True, slots=True)
class Offset:
    """A unit counted from an anchor: last week is (week, −1), "two days later" (day, 2) from the text.

    `n` is null where the words leave it open ("a few days ago").
    """

    unit: str
    n: int | None
    anchor: Anchor = "publication"
    counted: bool = False  # "a month ago" counts from the day; "last month" names a calendar month
    exact: bool = False  # "nine years ago today" is a day, not a year
    event: bool = False  # "the day before the vote": reckoned from what the words after it tell of


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time; `window` is −1 where it ends at the anchor ("the past two days"), 1 for the next."""

    unit: str
    n: float | None
    window: int | None = None


@dataclass(frozen=True, slots=True)
class Often:
    """A recurring time: every `n` units, or each such weekday or month."""

    unit: str
    n: int = 1
    weekday: int | None = None
    month: int | None = None
    times: int | None = None


@dataclass(frozen=True, slots=True)
class Vague:
    """The past, the present or the future, as TimeML names them: PAST_REF, PRESENT_REF, FUTURE_REF."""

    ref: str


Expression = Named | Offset | Duration | Often | Vague


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """One time expression: its span in the text, what it says, and its time of day and modifier.

    `part` is TimeML's part of the day (MO, MI, AF, EV, NI, DT); `clock` is `HH:MM`, 24 hours; `mod` is
    START, MID or END of the period, or APPROX.
    """

    start: int
    end: int
    expression: Expression
    part: str | None = None
    clock: str | None = None
    mod: str | None = None
