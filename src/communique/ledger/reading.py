"""Rows out of the ledger, page by page: each reading with its revision, its claims and their look-ups."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, bindparam, exists, select, true

from communique.ledger.rows import Row, filled_slots, report_key, report_of
from communique.ledger.schema import (
    attributions,
    claims,
    readings,
    reports,
    resolutions,
    resolved_places,
)
from communique.model import Report

__all__ = ["StoredReading", "chosen_readings", "named_readings", "stored_readings", "told_claims"]

# Readings that are fetched in one transaction, so that no reader holds one open for long.
_PAGE = 100
_LARGE_PAGE = 500


@dataclass(frozen=True, slots=True)
class StoredReading:
    """One reading as it lies in the ledger; `claims` are the claims' rows joined with their resolutions."""

    reading: Row
    revision: Row
    claims: list[Row]
    attributions: list[Row]
    places: list[Row]

    def report(self) -> Report:
        """Return the report that the rows tell; raise `ValueError` where they tell none."""
        return report_of(self.revision, ((row, row["identities"]) for row in self.claims))


def chosen_readings(*report_ids: str, history: bool = False) -> ColumnElement[bool]:
    """Return the condition for the last readings of these reports, or of all; with `history`, for each."""
    mine = readings.c.report_key.in_(map(report_key, report_ids)) if report_ids else true()
    if history:
        return mine
    other = readings.alias()
    later = exists().where(other.c.report_key == readings.c.report_key, other.c.seq > readings.c.seq)
    return and_(mine, ~later)


def named_readings(reading_ids: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition for these readings, whether or not others came later."""
    return readings.c.reading_id.in_(list(reading_ids))


def stored_readings(
    engine: Engine, chosen: ColumnElement[bool], *, look_ups: bool = False
) -> Iterator[StoredReading]:
    """Yield the chosen readings in the order of recording; attributions and places only with `look_ups`."""
    last, more = 0, True
    while more:
        with engine.connect() as connection:
            page = _page(connection, and_(chosen, readings.c.seq > last), look_ups)
        yield from page
        more = len(page) == _PAGE
        last = page[-1].reading["seq"] if page else last


def told_claims(engine: Engine) -> Iterator[Row]:
    """Yield each report that makes claims as plain values, in the order of recording: what tables show of it.

    These are its id, title, day, address and outlet, and of its claims as last read whose words they are,
    with the slots; nothing is checked, and nothing else is fetched, which is several times faster.
    """
    last, more = 0, True
    while more:
        with engine.connect() as connection:
            chosen = and_(chosen_readings(), readings.c.seq > last)
            numbers = select(readings.c.seq).where(chosen).order_by(readings.c.seq).limit(_LARGE_PAGE)
            page = connection.scalars(numbers).all()
            rows = connection.execute(_TABLED, {"first": page[0], "last": page[-1]}).all() if page else []
        for _, told in groupby(rows, key=itemgetter(0)):
            yield _plain(list(told))
        more, last = len(page) == _LARGE_PAGE, page[-1] if page else last


_REPORT_TOLD = {
    "id": "report_id",
    "title": "title",
    "published": "published",
    "url": "url",
    "outlet": "outlet",
}
_CLAIM_TOLD = {
    "claim_id": "claim_id",
    "event": "event",
    "mode": "mode",
    "factuality": "factuality",
    "cue": "cue",
    "quote": "quote",
    "start": "quote_start",
    "end": "quote_end",
    "confidence": "confidence",
    "origin": "origin",
}
_TABLED = (
    select(
        readings.c.seq,
        *(reports.c[column] for column in _REPORT_TOLD.values()),
        *(claims.c[column] for column in _CLAIM_TOLD.values()),
        claims.c.slots,
        resolutions.c.identities,
    )
    .select_from(readings)
    .join(reports, reports.c.revision_id == readings.c.revision_id)
    .join(resolutions, resolutions.c.reading_id == readings.c.reading_id)
    .join(claims, claims.c.claim_key == resolutions.c.claim_key)
    .where(readings.c.seq.between(bindparam("first"), bindparam("last")), chosen_readings())
    .order_by(readings.c.seq, resolutions.c.position)
)
_FROM, _TO = 1 + len(_REPORT_TOLD), 1 + len(_REPORT_TOLD) + len(_CLAIM_TOLD)


def _plain(rows: Sequence[Sequence[Any]]) -> Row:
    report: Row = dict(zip(_REPORT_TOLD, rows[0][1:_FROM], strict=True))
    report["claims"] = [
        dict(zip(_CLAIM_TOLD, row[_FROM:_TO], strict=True)) | filled_slots(row[_TO], row[_TO + 1])
        for row in rows
    ]
    return report


def _page(connection: Connection, chosen: ColumnElement[bool], look_ups: bool) -> list[StoredReading]:
    found = _rows(connection, select(readings).where(chosen).order_by(readings.c.seq).limit(_PAGE))
    reading_ids = [row["reading_id"] for row in found]
    wanted = {row["revision_id"] for row in found}
    told = _rows(connection, select(reports).where(reports.c.revision_id.in_(wanted)))
    revisions = {row["revision_id"]: row for row in told}
    claimed = _by_reading(connection, resolutions, reading_ids, claims)
    speakers = _by_reading(connection, attributions, reading_ids) if look_ups else {}
    places = _by_reading(connection, resolved_places, reading_ids) if look_ups else {}
    return [
        StoredReading(
            row, revisions[row["revision_id"]], claimed[key], speakers.get(key, []), places.get(key, [])
        )
        for key, row in zip(reading_ids, found, strict=True)
        if row["revision_id"] in revisions
    ]


def _by_reading(
    connection: Connection, table: Table, reading_ids: list[str], joined: Table | None = None
) -> dict[str, list[Row]]:
    query = select(table) if joined is None else select(table, joined).join(joined)
    query = query.where(table.c.reading_id.in_(reading_ids)).order_by(*table.primary_key.columns)
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(connection, query):
        rows[row["reading_id"]].append(row)
    return rows


def _rows(connection: Connection, query: Any) -> list[Row]:
    return [dict(row) for row in connection.execute(query).mappings()]
