"""CSV after RFC 4180, in UTF-8 with LF line ends, null as an empty cell."""

import csv
import re
from pathlib import Path
from typing import Any, Final

from communique.publish.tables.claims import Row
from communique.publish.tables.columns import ACLED, CLAIMS, REMOVED, SOURCES, UCDP, Table
from communique.publish.tables.events import Page, acled_row, ucdp_row
from communique.publish.tables.masking import Manner
from communique.publish.tables.writing import Batch, Writer

__all__ = ["AcledCsv", "ClaimsCsv", "EventsCsv", "RemovedCsv", "SourcesCsv"]

# A spreadsheet would run such a cell as a formula; the apostrophe makes it text.
_FORMULA: Final = re.compile(r"[=+@\t\r]|-(?=[^\s\d])")
_SUSPECT: Final = frozenset("=+@\t\r-")


class _Csv(Writer):
    table: Table

    def __init__(self, target: Path, manner: Manner) -> None:
        super().__init__(target, manner)
        self._file = target.open("w", encoding="utf-8", errors="backslashreplace", newline="")
        self._csv = csv.writer(self._file, lineterminator="\n")
        self._csv.writerow(self.table.names)

    def write(self, batch: Batch) -> None:
        """Write some rows."""
        texts = {column.name for column in self.table.columns if column.kind == "string"}
        cells = (_safely(v) if name in texts else v for name, v in batch.columns.items())
        self._csv.writerows(zip(*cells, strict=True))

    def line(self, row: Row) -> None:
        """Write one row."""
        self.write(Batch(self.table, [row]))

    def close(self) -> None:
        self._file.close()


def _safely(values: list[Any]) -> list[Any]:
    """Return the words of a column, none of which a spreadsheet runs."""
    if _SUSPECT.isdisjoint([value[:1] for value in set(values) if value]):
        return values
    return [_safe(v) if v and v[:1] in _SUSPECT else v for v in values]


def _safe(value: str) -> str:
    return f"'{value}" if _FORMULA.match(value) else value


class ClaimsCsv(_Csv):
    """`claims.csv`: one row a claim and source."""

    table = CLAIMS

    def claims(self, batch: Batch) -> None:  # noqa: D102 - as Writer says
        self.write(batch)


class EventsCsv(_Csv):
    """`events.csv`: events in UCDP GED's columns."""

    table = UCDP

    def event(self, page: Page) -> None:  # noqa: D102
        self.line(ucdp_row(page, self.manner))


class AcledCsv(_Csv):
    """`acled.csv`: events in ACLED's columns."""

    table = ACLED

    def event(self, page: Page) -> None:  # noqa: D102
        self.line(acled_row(page, self.manner))


class SourcesCsv(_Csv):
    """`sources.csv`."""

    table = SOURCES

    def source(self, row: Row) -> None:  # noqa: D102
        self.line(row)


class RemovedCsv(_Csv):
    """`removed.csv`."""

    table = REMOVED

    def removed(self, row: Row) -> None:  # noqa: D102
        self.line(row)
