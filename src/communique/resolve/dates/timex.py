"""Time expressions as TIMEX3 values, reckoned in the order of the text.

News is reckoned from its publication date, or from its dateline where that is not known. A narrative (a
history, a report without a date) is reckoned from the last date that it mentions: "in February" after "1917"
is 1917-02. A text is taken for a narrative where it has neither date, or where most of the years that it
states lie years before it.
"""

import re
from datetime import date

from communique.resolve.dates.expressions import Duration, Named, Offset, Often, TimeSpan
from communique.resolve.dates.locating import Tendency, locate
from communique.resolve.dates.periods import Period, containing, day_period, shift, value_of
from communique.resolve.dates.scene import stamped_day

__all__ = ["Reckoning", "to_timex"]

_UNITS = {"year": "Y", "month": "M", "week": "W", "day": "D", "quarter": "Q", "decade": "DE", "century": "CE"}
_UNITS |= {"weekend": "WE", "half": "H"}
_CLOCK_UNITS = {"hour": "H", "minute": "M", "second": "S"}
_NARRATIVE_GAP = 2  # years between a text's median year and its publication
_NARRATIVE_DEICTICS = 0.04  # share of its times that may be told from the day of writing ("last week")

_FUTURE = re.compile(
    r"\b(?:will|shall|won't|'ll|scheduled|expected to|plans? to|planned for|is to|are to|going to)\b"
)
_PAST = re.compile(
    r"\b(?:was|were|had|has|have|did|been|said|[a-z]{2,}ed|began|came|took|made|went|rose|fell)\b"
)


class Reckoning:
    """Gives one text's expressions their values, in order; remembers the last date mentioned."""

    def __init__(self, text: str, published: date | None, spans: list[TimeSpan]) -> None:
        now = published or stamped_day(text, spans)
        self._text = text
        self._now = day_period(now) if now else None
        self.narrative = now is None or _is_narrative(spans, now)
        self._said: Period | None = None

    def period(self, span: TimeSpan) -> Period | None:
        """Return the period that the next expression names; null for lengths, and where nothing fixes it."""
        says = span.expression
        if not isinstance(says, Named | Offset):
            return None
        tendency = self._tendency(span, says)
        found = locate(span, self._reference(says, span), tendency)
        if found is None and not self.narrative:
            found = locate(span, self._now, tendency)
        if found is not None and isinstance(says, Offset) and says.counted and says.unit == "week":
            found = containing(day, "week") if (day := found.date) else found
        if found is not None:
            self._said = found
        return found

    def _reference(self, says: Named | Offset, span: TimeSpan) -> Period | None:
        if isinstance(says, Offset) and says.unit == "quarter" and says.n in (0, -4) and not self.narrative:
            return self._quarter(says, self._text[span.start : span.end])
        from_text = says.anchor == "text" or (says.empty if isinstance(says, Named) else self._compares(says))
        if self.narrative or from_text:
            return self._said or self._now
        return self._now

    def _quarter(self, says: Offset, words: str) -> Period | None:
        """Return what "the quarter" is reckoned from: the last one told of, else the last complete one."""
        if self._said is not None and self._said.unit == "quarter":
            return self._said
        told = says.n == -4 or not words.lower().startswith("this")
        return shift(self._now, "month", -3) if told and self._now else self._now

    def _compares(self, says: Offset) -> bool:
        """Tell "a year ago" beside a quarter's figures: the same quarter of the year before."""
        of_quarter = self._said is not None and self._said.unit == "quarter"
        return of_quarter and says.counted and says.unit == "year" and says.n == -1

    def _tendency(self, span: TimeSpan, says: Named | Offset) -> Tendency:
        if self.narrative:
            return "forward"
        if isinstance(says, Named) and says.bare_weekday:
            return "future" if _looks_ahead(self._text, span) else "past"
        return "nearest"


def _is_narrative(spans: list[TimeSpan], published: date) -> bool:
    years, deictic = [], 0
    for span in spans:
        says = span.expression
        if isinstance(says, Named):
            years += [says.year] if says.year is not None else []
            deictic += says.bare_weekday
        deictic += isinstance(says, Offset) and says.anchor == "publication"
    years.sort()
    old = len(years) > 3 and years[len(years) // 2] < published.year - _NARRATIVE_GAP
    return old and deictic <= _NARRATIVE_DEICTICS * len(spans)


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
    if unit == "decade" and n is not None:
        unit, n = "year", n * 10
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
