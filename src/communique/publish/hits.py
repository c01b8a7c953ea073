"""Reports that were searched for, each with the words around what was looked for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from communique.publish.words import neutral, one_line

__all__ = ["Hit", "hits_of", "print_hits"]

_AROUND: Final = 110
"""Characters of the text that are shown before and after the first word found."""


class Told(Protocol):
    """A report, as a search finds it."""

    @property
    def report_id(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def outlet(self) -> str | None: ...
    @property
    def published(self) -> str | None: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Hit:
    """A report that was found; the words of `before`, `found` and `after` follow each other in its text.

    `found` is empty where only the title holds the words, or none were asked for.
    """

    report_id: str
    title: str | None
    outlet: str | None
    published: str | None
    before: str
    found: str
    after: str


def hits_of(reports: Iterable[Told], words: str) -> list[Hit]:
    """Return the reports with what surrounds the first of the words, the longest looked for first."""
    asked = sorted(re.findall(r"\w{3,}", words), key=len, reverse=True)
    return [_hit(report, asked) for report in reports]


def _hit(told: Told, asked: Sequence[str]) -> Hit:
    at = next((m for word in asked if (m := re.search(re.escape(word), told.text, re.IGNORECASE))), None)
    start, end = at.span() if at else (0, 0)
    before = told.text[max(0, start - _AROUND) : start]
    after = told.text[end : end + (_AROUND if at else 2 * _AROUND)]
    if start > _AROUND:
        before = "… " + before.partition(" ")[2]
    if end + len(after) < len(told.text):
        after = after.rpartition(" ")[0] + " …"
    before, found, after = (_shown(piece) for piece in (before, told.text[start:end], after))
    title = one_line(told.title) if told.title else None
    return Hit(told.report_id, title, told.outlet, told.published, before, found, after)


def _shown(words: str) -> str:
    """Return words on one line, with the space that they begin or end with, safe to show."""
    return re.sub(r"\s+", " ", neutral(words))


def print_hits(hits: Sequence[Hit], number: int, console: Console) -> None:
    """Print the reports found as a table, and how many there are."""
    table = Table(box=None, padding=(0, 2, 1, 0))
    table.add_column("Published", no_wrap=True)
    table.add_column("Report")
    for hit in hits:
        head = " · ".join(part for part in (hit.title, hit.outlet) if part) or hit.report_id
        context = f"{escape(hit.before)}[bold underline]{escape(hit.found)}[/]{escape(hit.after)}"
        table.add_row(
            hit.published or "no date", f"[bold]{escape(head)}[/]\n{context}\n[dim]{escape(hit.report_id)}[/]"
        )
    if hits:
        console.print(table)
    shown = f", the newest {len(hits)} of them shown" if number > len(hits) else ""
    console.print(f"{number} report{'' if number == 1 else 's'}{shown}.")
