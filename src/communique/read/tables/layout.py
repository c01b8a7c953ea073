"""One row of a table → the text of a report in which every value stands as the row has it, and its claim.

The row's own prose comes first, then its cells, each behind a plain word for its column. Spans point at the
cells, so that a claim made of the row quotes the row and nothing else.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from communique.model import Claim, Report, Source, evolve

__all__ = ["Coded", "Layout", "Line", "RowError", "number", "single_source"]


class RowError(ValueError):
    """A row whose values tell no claim; the message says which and why."""


class Line(NamedTuple):
    """A line of the layout: the fields `text`, `start`, `end` of the label and of the value."""

    label: dict[str, Any]
    value: dict[str, Any]

    def head(self, size: int) -> dict[str, Any]:
        """Return the first `size` characters of the value as a quoted piece."""
        start = self.value["start"]
        return {"text": self.value["text"][:size], "start": start, "end": start + size}

    def head_of_label(self, size: int) -> dict[str, Any]:
        """Return the first `size` characters of the label as a quoted piece."""
        start = self.label["start"]
        return {"text": self.label["text"][:size], "start": start, "end": start + size}


@dataclass
class Layout:
    """The text as it grows."""

    text: str = ""
    _lines: bool = field(default=False, repr=False)

    def prose(self, words: str) -> None:
        """Begin with the row's own words, where it has any."""
        if words.strip():
            self.text = words.strip()

    def line(self, label: str, value: str) -> Line:
        """Add a cell; return where label and value stand."""
        self.text += ("\n" if self._lines else "\n\n") if self.text else ""
        self._lines = True
        begin = len(self.text)
        start = begin + len(label) + 2
        self.text += f"{label}: {value}"
        return Line(
            {"text": label, "start": begin, "end": begin + len(label)},
            {"text": value, "start": start, "end": start + len(value)},
        )


@dataclass(frozen=True)
class Coded:
    """What a row codes: its report, and the fields of its claim but for ids and the quote."""

    report: Report
    trigger: dict[str, Any]
    claim: dict[str, Any]

    def with_claim(self, origin: str) -> Report:
        """Return the report with its one claim, whose quote is the whole layout."""
        report, sources = self.report, tuple(self.claim.get("sources", ()))
        span = (0, len(report.text))
        trigger = (self.trigger["start"], self.trigger["end"])
        made = Claim(
            claim_id=Claim.make_id(report, span, trigger, self.claim["event"], sources),
            quote=report.text,
            start=0,
            end=span[1],
            trigger=self.trigger["text"],
            trigger_start=trigger[0],
            trigger_end=trigger[1],
            confidence=1.0,
            origin=origin,
            **self.claim,
        )
        return evolve(report, claims=(made,))


def number(words: str, column: str, most: int = 10_000_000) -> int | None:
    """Return a cell's whole number; null where it is empty. Raises `RowError` where it is none."""
    if not words.strip():
        return None
    try:
        value = float(words)
    except ValueError:
        raise RowError(f"`{column}` is {words[:40]!r}, which is no number") from None
    if not 0 <= value <= most or value != int(value):
        raise RowError(f"`{column}` is {words[:40]!r}, which counts nothing")
    return int(value)


def single_source(line: Line) -> tuple[Source, ...]:
    """Return the source that a row names where it names one alone; of several, the table itself vouches."""
    names = [name.strip() for name in line.value["text"].split(";")]
    return (Source(**line.head(len(names[0]))),) if len(set(names)) == 1 else ()
