"""Time expressions as TIMEX3 values, reckoned in the order of the text.

News is reckoned from its publication date. A narrative (a history, a report without a date) is reckoned
from the last date that it mentions: "in February" after "1917" is 1917-02. A text is taken for a
narrative where it has no publication date, or where most of the years that it states lie years before it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from communique.resolve.dates.expressions import Duration, Named, Offset, Often, TimeSpan
from communique.resolve.dates.grammar import find_times
from communique.resolve.dates.locating import Tendency, locate, stated_or_none
from communique.resolve.dates.periods import Period, day_period, value_of

__all__ = ["Reckoning", "to_timex"]

_UNITS = {"year": "Y", "month": "M", "week": "W", "day": "D", "quarter": "Q", "decade": "DE", "century": "CE"}
_UNITS |= {"weekend": "WE", "half": "H"}
_CLOCK_UNITS = {"hour": "H", "minute": "M", "second": "S"}
_NARRATIVE_GAP = 2  # years between a text's median year and its publication

_FUTURE = re.compile(r"\b(?:will|would|shall|to|may|could|plans?|planned|scheduled|expects?|expected|due|until|by)\b")
_PAST = re.compile(r"\b(?:was|were|had|has|have|did|been|ago|since|said|[a-z]{2,}ed|began|came|took|made|went|rose|fell)\b")


class Reckoning:
    """Gives one text's expressions their values, in order; remembers the last date mentioned."""

    def __init__(self, text: str, published: date | None, spans: list[TimeSpan]) -> None:
        self._text = text
        self._now = day_period(published) if published else None
        self.narrative = published is None or _is_narrative(spans, published)
        self._said: Period | None = None

    def period(self, span: TimeSpan) -> Period | None:
        """Return the period that the next expression names; null for lengths, and where nothing fixes it."""
        says = span.expression
        if not isinstance(says, Named | Offset):
            return None
        found = locate(span, self._reference(says), self._tendency(span))
        if found is not None:
            self._said = found
        return found

    def _reference(self, says: Named | Offset) -> Period | None:
        from_text = says.empty if isinstance(says, Named) else says.anchor == "text"
        if self.narrative or from_text:
            return self._said or self._now
        return self._now

    def _tendency(self, span: TimeSpan) -> Tendency:
        if self.narrative:
            return "forward"
        return "future" if _looks_ahead(self._text, span) else "past"


def _is_narrative(spans: list[TimeSpan], published: date) -> bool:
    years = sorted(
        span.expression.year
        for span in spans
        if isinstance(span.expression, Named) and span.expression.year is not None
    )
    return len(years) > 3 and years[len(years) // 2] < published.year - _NARRATIVE_GAP


def _looks_ahead(text: str, span: TimeSpan) -> bool:
    """Tell whether the nearest verb before the expression, in its sentence, looks to the future."""
    before = text[max(0, span.start - 90) : span.start]
    before = before[max(before.rfind(". "), before.rfind("\n\n")) + 1 :]
    ahead = max((match.end() for match in _FUTURE.finditer(before)), default=-1)
    behind = max((match.end() for match in _PAST.finditer(before)), default=-1)
    return ahead > behind


def to_timex(span: TimeSpan, period: Period | None = None) -> str | None:
    """Return the TIMEX3 value of an expression, `period` being what it names; null where nothing fixes it."""
    says = span.expression
    if isinstance(says, Duration):
        return _duration(says.unit, says.n)
    if isinstance(says, Often):
        return _often(says, span.part)
    if isinstance(says, Named | Offset):
        if period is not None:
            return value_of(period) + _time_of_day(span, period)
        return _open(says)
    return says.ref


def _open(says: Named | Offset) -> str | None:
    if isinstance(says, Offset) and says.n is None:
        return "FUTURE_REF" if says.anchor == "text" else "PAST_REF"
    return None


def _time_of_day(span: TimeSpan, period: Period) -> str:
    if period.unit != "day":
        return ""
    if span.clock:
        return f"T{span.clock}"
    return f"T{span.part}" if span.part else ""


def _duration(unit: str, n: float | None) -> str:
    if unit == "fortnight":
        unit, n = "week", None if n is None else n * 2
    if unit in _CLOCK_UNITS and n == 0.5:
        unit, n = {"hour": "minute"}.get(unit, "second"), 30
    number = "X" if n is None else f"{n:g}"
    if unit in _CLOCK_UNITS:
        return f"PT{number}{_CLOCK_UNITS[unit]}"
    return f"P{number}{_UNITS.get(unit, 'Y')}"


def _often(says: Often, part: str | None) -> str:
    if says.weekday is not None:
        return f"XXXX-WXX-{says.weekday + 1}"
    if says.month is not None:
        return f"XXXX-{says.month:02d}"
    return f"XXXX-XX-XXT{part}" if part else _duration(says.unit, says.n)
