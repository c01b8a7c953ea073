"""Is the ledger as it was recorded? Every key is reckoned again from the content that it stands for."""

from collections.abc import Iterator

from sqlalchemy import Engine, Table, exists, or_, select, text

from communique.ledger.assessed import wrong_assessments
from communique.ledger.decisions import wrong_decisions
from communique.ledger.happenings import wrong_events
from communique.ledger.reading import StoredReading, chosen_readings, stored_readings
from communique.ledger.removing import removed_reports
from communique.ledger.rows import Row, misfits, rows_of, source_row
from communique.ledger.schema import (
    claims,
    corrections,
    judgements,
    metadata,
    moderations,
    ratings,
    readings,
    reports,
    resolutions,
    sources,
    withdrawals,
)
from communique.model import Fault

__all__ = ["faults"]

# Every row of the first belongs to a row of the second, by the column that both have.
_OWNED = ((reports, readings, "revision_id"), (claims, resolutions, "claim_key"))
# The claims that a judgement is on, by the claims' ids.
_JUDGED = ((judgements, "left_claim"), (judgements, "right_claim"), (corrections, "claim_id"))
_WITHDRAWN = (
    judgements.c.judgement_id,
    corrections.c.correction_id,
    ratings.c.rating_id,
    moderations.c.moderation_id,
)


def faults(engine: Engine) -> Iterator[Fault]:
    """Yield a fault for each damage of the file, row without its owner, wrong key, and misplaced span."""
    yield from _damage(engine)
    yield from _orphans(engine)
    yield from _wrong_sources(engine)
    with engine.connect() as connection:
        for find in (wrong_decisions, wrong_events, wrong_assessments):
            for where, reason in find(connection):
                yield Fault(location=where, reason=reason, hint="restore it from a backup")
    with engine.connect() as connection:
        blank = removed_reports(connection)
    for stored in stored_readings(engine, chosen_readings(history=True), look_ups=True):
        if stored.revision["report_id"] in blank:
            continue
        where = f"report {stored.revision['report_id']}, reading {stored.reading['reading_id']}"
        for reason in _differences(stored):
            yield Fault(location=where, reason=reason, hint="restore it from a backup")


def _damage(engine: Engine) -> Iterator[Fault]:
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        for finding in connection.scalars(text("PRAGMA integrity_check")):
            if finding != "ok":
                yield Fault(location="file", reason=str(finding), hint="restore it from a backup")


def _orphans(engine: Engine) -> Iterator[Fault]:
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            yield from _without(engine, table, key.column.table, key.parent.name, key.column.name)
    for owned, owner, name in _OWNED:
        yield from _without(engine, owned, owner, name, name)
    for table, name in _JUDGED:
        yield from _without(engine, table, claims, name, "claim_id")
    known = [exists().where(column == withdrawals.c.judgement_id) for column in _WITHDRAWN]
    with engine.connect() as connection:
        for value in connection.scalars(select(withdrawals.c.judgement_id).where(~or_(*known)).distinct()):
            yield Fault(location=f"withdrawals {value}", reason="there is no such decision")


def _without(engine: Engine, table: Table, owner: Table, name: str, owner_name: str) -> Iterator[Fault]:
    column = table.c[name]
    missing = ~exists().where(owner.c[owner_name] == column)
    with engine.connect() as connection:
        for value in connection.scalars(select(column).where(column.is_not(None), missing).distinct()):
            yield Fault(location=f"{table.name} {value}", reason=f"{owner.name} has no such {owner_name}")


def _wrong_sources(engine: Engine) -> Iterator[Fault]:
    with engine.connect() as connection:
        for row in connection.execution_options(yield_per=1000).execute(select(sources)).mappings():
            for reason in _differing("source", [source_row(row["name"], row["source_id"])], [dict(row)]):
                yield Fault(location=f"sources {row['source_key']}", reason=reason)


def _differences(stored: StoredReading) -> Iterator[str]:
    try:
        report = stored.report()
    except (ValueError, KeyError, TypeError) as error:
        yield f"the rows tell no report: {error}"
        return
    expected = rows_of(report, stored.reading["resolver"])
    if len(stored.claims) != stored.reading["claim_count"]:
        yield f"{len(stored.claims)} of {stored.reading['claim_count']} claims are there"
    yield from _differing("revision", [expected.revision], [stored.revision])
    yield from _differing("reading", [expected.reading], [stored.reading])
    by_key = {row["claim_key"]: row for row in expected.claims}
    in_order = [by_key[row["claim_key"]] for row in expected.resolutions]
    yield from _differing("claim", in_order, stored.claims)
    yield from _differing("resolution", expected.resolutions, stored.claims)
    yield from _differing("attribution", expected.attributions, stored.attributions)
    yield from _differing("place", expected.places, stored.places)
    yield from misfits(report)


def _differing(what: str, expected: list[Row], stored: list[Row]) -> Iterator[str]:
    """Say which columns of the rows do not hold what their content demands."""
    if len(expected) != len(stored):
        yield f"{len(stored)} rows where {len(expected)} are due: {what}"
        return
    for number, (due, found) in enumerate(zip(expected, stored, strict=True)):
        wrong = sorted(name for name, value in due.items() if found[name] != value)
        if wrong:
            yield f"{what} {number}: {', '.join(wrong)} not as recorded"
