"""All rows of one ledger into another, whatever databases the two lie on."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, select

from communique.ledger.access import members
from communique.ledger.inserting import insert_new
from communique.ledger.opening import LedgerError, open_engine, writing
from communique.ledger.reading import StoredReading, chosen_readings, stored_readings
from communique.ledger.removing import remove
from communique.ledger.rows import Row
from communique.ledger.schema import (
    appointments,
    assessments,
    attributions,
    audit_log,
    claims,
    corrections,
    events,
    fusings,
    judgements,
    moderations,
    near_copies,
    ratings,
    readings,
    removals,
    reports,
    resolutions,
    resolved_places,
    responses,
    sources,
    withdrawals,
)

__all__ = ["back_up", "copy"]

# Readings that are written in one transaction, and rows of other tables in one statement.
_BATCH = 100
_ROWS = 1000
# What does not belong to one reading, in an order in which each row finds what it names.
_FURTHER = (
    judgements,
    corrections,
    withdrawals,
    ratings,
    responses,
    moderations,
    removals,
    appointments,
    members,
    audit_log,
    fusings,
    events,
    assessments,
    near_copies,
)


def copy(source: Engine, target: Engine) -> int:
    """Copy what the target lacks, in the order of recording and with its times; return the new readings.

    A copy that was broken off is completed by copying again. Revisions, claims and readings are written
    together, so the target never holds a part of a report.
    """
    # first, so that of what others write meanwhile no row comes without the reading that it is about
    further = {table: _held(source, table) for table in _FURTHER}
    stream = stored_readings(source, chosen_readings(history=True), look_ups=True)
    new = sum(_copy_batch(source, target, batch) for batch in _batches(stream))
    with writing(target).begin() as connection:
        if _fused_otherwise(connection, further[fusings]):
            # what the two recorded as changed does not add up; the next fusing records it anew
            del further[fusings], further[events]
        for table, rows in further.items():
            for start in range(0, len(rows), _ROWS):
                insert_new(connection, table, _of(table, rows[start : start + _ROWS]))
        for removal in further[removals]:
            remove(connection, removal["response_id"])
    return new


def _fused_otherwise(connection: Connection, ours: list[Row]) -> bool:
    """Say whether the target recorded events that it does not have from the source."""
    theirs = set(connection.scalars(select(fusings.c.fusing_id)))
    return not theirs <= {row["fusing_id"] for row in ours}


def _held(engine: Engine, table: Table) -> list[Row]:
    query = select(table).order_by(table.c.seq if "seq" in table.c else next(iter(table.c)))
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def back_up(engine: Engine, path: Path) -> None:
    """Write a copy of the ledger, as it is at one moment, to a new SQLite file; it appears when whole."""
    if path.exists():
        raise LedgerError(f"{path} is there already; a backup overwrites nothing")
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
        unfinished = Path(folder) / "ledger"
        if engine.dialect.name == "sqlite":
            _copy_file(engine, unfinished)
        else:
            _copy_rows(engine, unfinished)
        os.link(unfinished, path)


def _copy_file(engine: Engine, path: Path) -> None:
    raw, target = engine.raw_connection(), sqlite3.connect(path)
    try:
        opened = raw.driver_connection
        assert isinstance(opened, sqlite3.Connection)
        opened.backup(target)
        # The copy is one file until it is next opened.
        target.execute("PRAGMA journal_mode = DELETE")
    finally:
        target.close()
        raw.close()


def _copy_rows(engine: Engine, path: Path) -> None:
    target = open_engine(path)
    try:
        copy(engine, target)
    finally:
        target.dispose()


def _batches(stream: Iterator[StoredReading]) -> Iterator[list[StoredReading]]:
    while batch := list(islice(stream, _BATCH)):
        yield batch


def _copy_batch(source: Engine, target: Engine, batch: list[StoredReading]) -> int:
    told = [row for stored in batch for row in stored.claims]
    spoken = [row for stored in batch for row in stored.attributions]
    revisions = [stored.revision for stored in batch]
    keys = {row["source_key"] for row in spoken} | {row["outlet_key"] for row in revisions}
    with source.connect() as connection:
        chosen = select(sources).where(sources.c.source_key.in_(keys - {None})).order_by(sources.c.source_key)
        speakers = [dict(row) for row in connection.execute(chosen).mappings()]
    with writing(target).begin() as connection:
        insert_new(connection, sources, speakers)
        insert_new(connection, reports, _of(reports, revisions))
        insert_new(connection, claims, _of(claims, told))
        new = insert_new(connection, readings, _of(readings, [stored.reading for stored in batch]))
        insert_new(connection, resolutions, _of(resolutions, told))
        insert_new(connection, attributions, spoken)
        insert_new(connection, resolved_places, [row for stored in batch for row in stored.places])
    return new


def _of(table: Table, rows: list[Row]) -> list[Row]:
    """Return the rows with the columns of the table alone; the target numbers its readings itself."""
    names = [column.name for column in table.columns if column.name != "seq"]
    return [{name: row[name] for name in names} for row in rows]
