"""Look-ups beside whole reports: who says how much, and which revision of a report is the last."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from communique.ledger.reading import chosen_readings
from communique.ledger.schema import attributions, claims, readings, reports, sources

__all__ = ["counted_sources", "in_parts", "last_days", "last_revisions", "readings_after", "reports_with"]

# Values that one query names; SQLite takes at most 32,766.
_BATCH = 10_000


def in_parts(names: Iterable[str], size: int = _BATCH) -> Iterator[list[str]]:
    """Yield names in order, each once, as many at a time as one query is to name."""
    wanted = sorted(set(names))
    for start in range(0, len(wanted), size):
        yield wanted[start : start + size]


def counted_sources(connection: Connection) -> Iterator[tuple[str | None, str, int, int]]:
    """Yield each source's id and name, how many claims it makes, and how many reports it published."""
    last = select(readings.c.reading_id, readings.c.revision_id).where(chosen_readings()).subquery()
    said = _pairs(
        connection.execute(
            select(attributions.c.source_key, func.count())
            .join(last, last.c.reading_id == attributions.c.reading_id)
            .group_by(attributions.c.source_key)
        )
    )
    published = _pairs(
        connection.execute(
            select(reports.c.outlet_key, func.count())
            .join(last, last.c.revision_id == reports.c.revision_id)
            .group_by(reports.c.outlet_key)
        )
    )
    named = select(sources.c.source_key, sources.c.source_id, sources.c.name).order_by(sources.c.source_key)
    for key, source_id, name in connection.execute(named):
        yield source_id, name, said.get(key, 0), published.get(key, 0)


def readings_after(connection: Connection, seq: int) -> tuple[dict[str, str], int]:
    """Return the readings recorded after one, in order, each with its report's id, and the last's number."""
    query = (
        select(readings.c.reading_id, reports.c.report_id, readings.c.seq)
        .select_from(readings.join(reports))
        .where(readings.c.seq > seq)
        .order_by(readings.c.seq)
    )
    rows = connection.execute(query).all()
    return {row[0]: row[1] for row in rows}, max((row[2] for row in rows), default=seq)


def last_days(connection: Connection) -> dict[str, str | None]:
    """Return of each report the day on which its last revision was published."""
    query = select(reports.c.report_id, reports.c.published).select_from(readings.join(reports))
    return _pairs(connection.execute(query.order_by(readings.c.seq)))


def last_revisions(connection: Connection, report_ids: Collection[str]) -> dict[str, str]:
    """Return of each of these reports the revision that was read last."""
    found = dict[str, str]()
    for several in in_parts(report_ids):
        query = (
            select(reports.c.report_id, reports.c.revision_id)
            .join(readings)
            .where(reports.c.report_id.in_(several), chosen_readings())
        )
        found |= _pairs(connection.execute(query))
    return found


def reports_with(connection: Connection, claim_ids: Collection[str]) -> dict[str, str]:
    """Return of each of these claims the id of the report that makes it."""
    found = dict[str, str]()
    for several in in_parts(claim_ids):
        query = (
            select(claims.c.claim_id, reports.c.report_id).join(reports).where(claims.c.claim_id.in_(several))
        )
        found |= _pairs(connection.execute(query))
    return found


def _pairs(rows: Iterable[Any]) -> dict[Any, Any]:
    return {row[0]: row[1] for row in rows}
