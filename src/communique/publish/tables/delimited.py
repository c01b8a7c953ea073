"""CSV after RFC 4180, in UTF-8 with LF line ends, null as an empty cell."""

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from communique.publish.tables.claims import Row
from communique.publish.tables.columns import ACLED, CLAIMS, REMOVED, SOURCES, UCDP, Table
from communique.publish.tables.events import Page, acled_row, ucdp_row
from communique.publish.tables.masking import Manner
from communique.publish.tables.writing import Writer

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
        self._names = self.table.names
        self._csv.writerow(self._names)

    def write(self, row: Row) -> None:
        """Write a row."""
        self._csv.writerow([_cell(value) for value in map(row.get, self._names)])

    def close(self) -> None:
        self._file.close()


def _cell(value: str | float | None) -> str | float | None:
    if isinstance(value, str) and value[:1] in _SUSPECT and _FORMULA.match(value):
        return f"'{value}"
    return value


class ClaimsCsv(_Csv):
    """`claims.csv`: one row a claim and source."""

    table = CLAIMS

    def claims(self, rows: Sequence[Row]) -> None:  # noqa: D102 - as Writer says
        for row in rows:
            self.write(row)


class EventsCsv(_Csv):
    """`events.csv`: events in UCDP GED's columns."""

    table = UCDP

    def event(self, page: Page) -> None:  # noqa: D102
        self.write(ucdp_row(page, self.manner))


class AcledCsv(_Csv):
    """`acled.csv`: events in ACLED's columns."""

    table = ACLED

    def event(self, page: Page) -> None:  # noqa: D102
        self.write(acled_row(page, self.manner))


class SourcesCsv(_Csv):
    """`sources.csv`."""

    table = SOURCES

    def source(self, row: Row) -> None:  # noqa: D102
        self.write(row)


class RemovedCsv(_Csv):
    """`removed.csv`."""

    table = REMOVED

    def removed(self, row: Row) -> None:  # noqa: D102
        self.write(row)
