"""What every format shares: a writer is handed each report, event and source once, in a fixed order."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from communique.model import Report
from communique.publish.tables.claims import Row
from communique.publish.tables.columns import UCDP, Table
from communique.publish.tables.events import Page, ucdp_row
from communique.publish.tables.masking import Manner

__all__ = ["BATCH", "Batch", "Batches", "ColumnarWriter", "Writer"]

BATCH = 10_000
"""Rows that are written at a time."""


class Writer:
    """Writes one format; what a format has no place for it lets pass. Use it as a context manager."""

    def __init__(self, target: Path, manner: Manner) -> None:
        self.target, self.manner = target, manner

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def report(self, report: Report) -> None:
        """Take in a report."""

    def claims(self, batch: "Batch") -> None:
        """Take in rows of claims, `BATCH` of them but for the last ones."""

    def event(self, page: Page) -> None:
        """Take in an event."""

    def source(self, row: Row) -> None:
        """Take in a source."""

    def removed(self, row: Row) -> None:
        """Take in a claim that is no more."""

    def decision(self, told: Mapping[str, Any]) -> None:
        """Take in a person's decision."""

    def close(self) -> None:
        """Write what is left; the file is whole only after this."""


class Batch:
    """Some rows of one table, and the same as columns, which are made once for all formats that need them."""

    def __init__(self, table: Table, rows: Sequence[Row]) -> None:
        self.table, self.rows = table, rows

    @cached_property
    def columns(self) -> dict[str, list[Any]]:
        """The values by the names of the table's columns; null where a row has none."""
        return {name: [row.get(name) for row in self.rows] for name in self.table.names}


class Batches:
    """Collects the rows of one table and hands them on, a batch at a time."""

    def __init__(self, table: Table, take: Callable[[Batch], None]) -> None:
        self.table, self._take = table, take
        self._rows: list[Row] = []

    def add(self, row: Row) -> None:
        """Take in a row."""
        self._rows.append(row)
        if len(self._rows) == BATCH:
            self.flush()

    def flush(self) -> None:
        """Hand on what there is."""
        if self._rows:
            rows, self._rows = self._rows, []
            self._take(Batch(self.table, rows))


class ColumnarWriter(Writer):
    """A writer of claims and events as batches of columns."""

    def __init__(self, target: Path, manner: Manner) -> None:
        super().__init__(target, manner)
        self._events = Batches(UCDP, self.write)

    def write(self, batch: Batch) -> None:
        """Write a batch of rows."""
        raise NotImplementedError

    def claims(self, batch: Batch) -> None:  # noqa: D102 - as Writer says
        self.write(batch)

    def event(self, page: Page) -> None:  # noqa: D102
        self._events.add(ucdp_row(page, self.manner))

    def close(self) -> None:  # noqa: D102
        self._events.flush()
