"""Whole texts → their time expressions with TIMEX3 values and ranges of days."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from communique.resolve.dates.expressions import Duration, Often, TimeSpan, Vague
from communique.resolve.dates.grammar import find_times
from communique.resolve.dates.periods import Period
from communique.resolve.dates.ranges import narrowed, precision
from communique.resolve.dates.timex import Reckoning, to_timex

__all__ = ["times"]


def times(records: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield for each record (`id`, `text`, `published` or null) its `id` and the `times` of its text.

    A time has `start`, `end` (characters), `text`, TIMEX3 `type`, `value` and `mod`, and as ISO days
    `earliest` and `latest` with the UCDP `date_prec`; null where the text does not fix them.
    """
    for record in records:
        yield {"id": record["id"], "times": _times(record["text"], record.get("published"))}


def _times(text: str, published: str | None) -> list[dict[str, Any]]:
    spans = find_times(text)
    reckoning = Reckoning(text, date.fromisoformat(published[:10]) if published else None, spans)
    return [_entry(text, span, reckoning.period(span)) for span in spans]


def _entry(text: str, span: TimeSpan, period: Period | None) -> dict[str, Any]:
    days = narrowed(period, span.mod) if period else None
    first, last = days or (None, None)
    return {
        "start": span.start,
        "end": span.end,
        "text": text[span.start : span.end],
        "type": _type(span),
        "value": to_timex(span, period),
        "mod": span.mod,
        "earliest": first.isoformat() if first else None,
        "latest": last.isoformat() if last else None,
        "date_prec": precision(first, last),
    }


def _type(span: TimeSpan) -> str:
    says = span.expression
    if isinstance(says, Often):
        return "SET"
    if isinstance(says, Duration):
        return "DURATION"
    return "TIME" if (span.part or span.clock) and not isinstance(says, Vague) else "DATE"
