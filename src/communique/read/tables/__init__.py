"""Tables of coded happenings as reports with claims: ACLED, UCDP GED and Airwars, all of them in English.

A row becomes a report whose text is the row itself and whose claim holds the coded values. A row that does
not fit its codebook is a fault.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from communique.model import CODED_ORIGINS, Fault, Report, evolve
from communique.read.document import Document, UnreadableError
from communique.read.headers import table_of
from communique.read.options import ReadOptions
from communique.read.sniff import plain_head
from communique.read.tables.acled import acled_row
from communique.read.tables.airwars import airwars_row
from communique.read.tables.layout import Coded, RowError
from communique.read.tables.ucdp import ucdp_row

__all__ = ["read_table"]

Row = dict[str, str]
_ACLED, _UCDP, _AIRWARS = CODED_ORIGINS
_CODED: Final[Mapping[str, tuple[str, str, Callable[[Row, str], Coded | None]]]] = {
    "acled": (_ACLED, "event_id_cnty", acled_row),
    "ucdp": (_UCDP, "id", ucdp_row),
    "airwars": (_AIRWARS, "code", airwars_row),
}
_CELL: Final = 1_000_000  # characters that one cell may have
_SIZES: Final = 10  # a table of JSON may have so many times the bytes of one page
_HINT: Final = "correct the row, or export the table again"


def read_table(document: Document, options: ReadOptions) -> Iterator[Report | Fault]:
    """Yield a report with its claim for each row of the table, a fault for each that does not fit.

    Rows of ACLED that tell of no happening (`Other`, `Change to group/activity`) are passed over.
    """
    head = plain_head(document)
    name = table_of(head)
    if name is None:
        raise UnreadableError("no table of ACLED, UCDP GED or Airwars", "export it with all its columns")
    origin, key, coded = _CODED[name]
    rows = _records(document, options) if head.lstrip()[:1] in (b"{", b"[") else _lines(document, head)
    seen: set[str] = set()
    for number, row in rows:
        place = f"{document.location}:{number}"
        try:
            report = _report(row, place, coded, origin)
        except (RowError, UnreadableError, KeyError, ValueError) as error:
            yield UnreadableError(_words(error), _HINT).fault(place)
            continue
        if report is None:
            continue
        if report.id in seen:
            yield UnreadableError(f"`{key}` stands in this table twice: {report.id}", _HINT).fault(place)
            continue
        seen.add(report.id)
        yield _dated(report, options)


def _report(
    row: Row | UnreadableError, place: str, coded: Callable[[Row, str], Coded | None], origin: str
) -> Report | None:
    if isinstance(row, UnreadableError):
        raise row
    if any("\x00" in value for value in row.values()):
        raise RowError("it holds NUL characters")
    found = coded(row, place)
    if found is None:
        return None
    if found.report.id.endswith(":"):
        raise RowError("it has no id")
    return found.with_claim(origin)


def _words(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"the column {error} is missing"
    return (error.reason if isinstance(error, UnreadableError) else str(error).splitlines()[0])[:300]


def _dated(report: Report, options: ReadOptions) -> Report:
    if options.published is None:
        return report
    return evolve(report, published=options.published, published_method="given", published_confidence=1.0)


def _lines(document: Document, head: bytes) -> Iterator[tuple[int, Row | UnreadableError]]:
    """Number the rows of a CSV file by their last line; the separator is the one that parts its header."""
    first = head.lstrip().partition(b"\n")[0]
    mark = max(",;\t", key=lambda mark: first.count(mark.encode()))
    wide = document.head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = io.TextIOWrapper(document.stream, "utf-16" if wide else "utf-8-sig", errors="surrogateescape",
                            newline="")  # fmt: skip
    csv.field_size_limit(_CELL)
    try:
        rows = csv.reader(text, delimiter=mark)
        columns = [name.strip().lower() for name in next(rows)]
        while True:
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield rows.line_num, UnreadableError(f"the row is broken: {error}")
                continue
            if any(cell.strip() for cell in cells):
                yield rows.line_num, _row(columns, cells)
    finally:
        text.detach()  # the document's stream is closed by who opened it


def _row(columns: list[str], cells: list[str]) -> Row | UnreadableError:
    if len(cells) != len(columns):
        return UnreadableError(f"the row has {len(cells)} cells, and the header {len(columns)}")
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        return UnreadableError("the row is not UTF-8", "save the table as UTF-8")
    return dict(zip(columns, cells, strict=True))


def _records(document: Document, options: ReadOptions) -> Iterator[tuple[int, Row | UnreadableError]]:
    """Number the objects of a JSON array, or of JSON Lines."""
    body = document.whole(options.max_bytes * _SIZES)
    try:
        if body.lstrip()[:1] == b"[":
            records: Iterable[Any] = json.loads(body)
        else:
            records = (json.loads(line) for line in re.split(rb"\r?\n", body) if line.strip())
        for number, record in enumerate(records, start=1):
            yield number, _cells(record)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"the table is not whole JSON: {error}", "export it again") from None


def _cells(record: Any) -> Row | UnreadableError:
    if not isinstance(record, dict):
        return UnreadableError("it is no object")
    return {str(name).lower(): _cell(value) for name, value in record.items()}


def _cell(value: Any) -> str:
    """Return a value of JSON as a cell has it: a range as `1-2`, names of publishers with semicolons."""
    if value is None or value is True or value is False:
        return ""
    if isinstance(value, list):
        named = [v.get("publisher") or v.get("name") or "" if isinstance(v, dict) else v for v in value]
        numbers = len(value) == 2 and all(isinstance(v, int | float) for v in value)
        told = map(str, value) if numbers else (str(v) for v in named if v not in ("", None))
        return ("-" if numbers else "; ").join(told)
    return "" if isinstance(value, dict) else str(value)
