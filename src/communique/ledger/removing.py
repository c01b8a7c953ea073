"""Takes a response's words out of the ledger: the one thing that is ever changed in it, and by law.

Rows stay, with what they stood for blotted out, so that no id leads into the void; their keys no longer
are hashes of what they say, and checks pass over them. Backups made before keep the words.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, delete, exists, select, text, update

from communique.ledger.access import receipts
from communique.ledger.assessed import claimed_report_id, forget_assessments, removed_reports
from communique.ledger.rows import Row, report_key
from communique.ledger.schema import (
    append_only,
    assessments,
    attributions,
    audit_log,
    claims,
    corrections,
    readings,
    reports,
    resolutions,
    resolved_places,
    responses,
    sources,
)
from communique.ledger.searching import tidy_index

__all__ = ["BLOT", "claimed_report_id", "remove", "removed_reports"]

BLOT = "\u2588"
"""Stands for each character of words that were removed."""
_CHANGED = (
    responses,
    audit_log,
    reports,
    claims,
    resolutions,
    attributions,
    resolved_places,
    sources,
    corrections,
    assessments,
)


def remove(connection: Connection, response_id: str) -> None:
    """Blot out a response, and the report and claims made of it, wherever their words stand."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA secure_delete = ON"))
    with _lifted(connection):
        chosen = responses.c.response_id == response_id
        connection.execute(update(responses).where(chosen).values(text="", by_whom="", link=None))
        line = (audit_log.c.action == "respond") & (audit_log.c.about == response_id)
        connection.execute(update(audit_log).where(line).values(by_whom=""))
        connection.execute(delete(receipts).where(receipts.c.response_id == response_id))
        _blot_report(connection, claimed_report_id(response_id))
        forget_assessments(connection, claimed_report_id(response_id))
    tidy_index(connection)


def _blot_report(connection: Connection, report_id: str) -> None:
    ours = reports.c.report_key == report_key(report_id)
    held = select(reports.c.revision_id, reports.c.text).where(ours)
    for revision, told in connection.execute(held).all():
        nothing = dict.fromkeys(("title", "outlet", "outlet_key", "author", "url", "location"))
        blotted = {"text": BLOT * len(told), "further": "{}", "content_hash": "", **nothing}
        connection.execute(update(reports).where(reports.c.revision_id == revision).values(blotted))
        _blot_claims(connection, revision)
    connection.execute(
        delete(sources).where(
            ~exists().where(attributions.c.source_key == sources.c.source_key),
            ~exists().where(reports.c.outlet_key == sources.c.source_key),
        )
    )


def _blot_claims(connection: Connection, revision: str) -> None:
    read = select(readings.c.reading_id).where(readings.c.revision_id == revision)
    for table in (attributions, resolved_places):
        connection.execute(delete(table).where(table.c.reading_id.in_(read)))
    nothing = {"identities": "{}", "earliest": None, "latest": None}
    connection.execute(update(resolutions).where(resolutions.c.reading_id.in_(read)).values(nothing))
    for claim in connection.execute(select(claims).where(claims.c.revision_id == revision)).mappings().all():
        words: Row = {name: BLOT * len(claim[name]) for name in ("quote", "trigger")}
        words |= {"cue": None, "cue_start": None, "cue_end": None, "slots": "{}"}
        connection.execute(update(claims).where(claims.c.claim_key == claim["claim_key"]).values(words))
        told = (corrections.c.claim_id == claim["claim_id"]) & corrections.c.value.is_not(None)
        connection.execute(update(corrections).where(told).values(value=""))


@contextmanager
def _lifted(connection: Connection) -> Iterator[None]:
    """Let rows be changed until the end; the transaction keeps others from seeing it so."""
    dialect = connection.dialect.name
    for table in _CHANGED:
        for trigger in ("no_update", "no_delete") if dialect == "sqlite" else ("append_only",):
            place = "" if dialect == "sqlite" else f" ON {table.name}"
            connection.execute(text(f"DROP TRIGGER {table.name}_{trigger}{place}"))
    yield
    for table in _CHANGED:
        for statement in append_only(table.name, dialect):
            connection.execute(text(statement))
