"""What persons decide, ↔ rows: judgements, corrections, ratings, responses and the like, and who did what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Engine, Table, exists, select

from communique.ledger.inserting import insert_new
from communique.ledger.rows import Row, content_key
from communique.ledger.schema import (
    appointments,
    audit_log,
    corrections,
    judgements,
    moderations,
    ratings,
    removals,
    responses,
    withdrawals,
)
from communique.model import (
    Appointment,
    Correction,
    Judgement,
    Moderation,
    Rating,
    Removal,
    Response,
    Withdrawal,
)

__all__ = ["Decision", "Entry", "decided", "entries", "insert_decision", "wrong_decisions"]

Decision = Judgement | Withdrawal | Correction | Rating | Response | Moderation | Removal | Appointment


@dataclass(frozen=True, slots=True)
class _Kind:
    """Where decisions of one kind lie; `columns` names those that differ from the record's fields.

    Rows that are not `standing` tell no record any more: they are passed over.
    """

    table: Table
    action: str
    columns: Mapping[str, str]
    adapter: TypeAdapter[Any]
    standing: ColumnElement[bool] | None = None

    @property
    def key(self) -> str:
        return next(iter(self.table.primary_key.columns)).name


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the audit log: who did what, when; `about` is the id of what was decided."""

    action: str
    about: str
    by: str
    recorded_at: str


_BY = {"by": "by_whom"}
_removed = exists().where(removals.c.response_id == responses.c.response_id)
_worded = corrections.c.value.is_(None) | (corrections.c.value != "")
_KINDS: dict[type[Decision], _Kind] = {
    Judgement: _Kind(
        judgements, "judge", {"left": "left_claim", "right": "right_claim", **_BY}, TypeAdapter(Judgement)
    ),
    Withdrawal: _Kind(withdrawals, "withdraw", _BY, TypeAdapter(Withdrawal)),
    Rating: _Kind(ratings, "rate", _BY, TypeAdapter(Rating)),
    Correction: _Kind(corrections, "correct", _BY, TypeAdapter(Correction), _worded),
    Response: _Kind(responses, "respond", _BY, TypeAdapter(Response), ~_removed),
    Moderation: _Kind(moderations, "moderate", _BY, TypeAdapter(Moderation)),
    Removal: _Kind(removals, "remove", _BY, TypeAdapter(Removal)),
    Appointment: _Kind(appointments, "appoint", _BY, TypeAdapter(Appointment)),
}


def insert_decision(connection: Connection, decision: Decision, recorded_at: str) -> bool:
    """Record a decision and, with it, a line of the audit log; say whether it was not there yet."""
    kind = _KINDS[type(decision)]
    row = _row(kind, decision) | {"recorded_at": recorded_at}
    if not insert_new(connection, kind.table, [row]):
        return False
    entry = {
        "action": kind.action,
        "about": row[kind.key],
        "by_whom": decision.by,
        "recorded_at": recorded_at,
    }
    insert_new(connection, audit_log, [entry | {"entry_id": entry_id(entry)}])
    return True


def decided(engine: Engine, kind: type[Any]) -> Iterator[Any]:
    """Yield all decisions of a kind, by the time at which they were made."""
    of = _KINDS[kind]
    with engine.connect() as connection:
        for row in _rows(connection, of):
            yield _record(of, row)


def entries(engine: Engine) -> Iterator[Entry]:
    """Yield the audit log, from the oldest line on."""
    with engine.connect() as connection:
        for row in connection.execute(select(audit_log).order_by(audit_log.c.seq)).mappings():
            yield Entry(row["action"], row["about"], row["by_whom"], row["recorded_at"])


def entry_id(row: Row) -> str:
    """Return the key of a line of the audit log: a hash of all that it says."""
    return content_key("audit", row["action"], row["about"], row["by_whom"], row["recorded_at"])


def wrong_decisions(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield where and why, for each decision that is not as it was recorded or has no line in the log."""
    logged = {(row["action"], row["about"]) for row in connection.execute(select(audit_log)).mappings()}
    for kind in _KINDS.values():
        for row in _rows(connection, kind):
            where = f"{kind.table.name} {row[kind.key]}"
            try:
                due = _row(kind, _record(kind, row))
            except ValueError as error:
                yield where, f"the row tells no decision: {error}"
                continue
            if wrong := sorted(name for name, value in due.items() if row[name] != value):
                yield where, f"{', '.join(wrong)} not as recorded"
            if (kind.action, row[kind.key]) not in logged:
                yield where, "the audit log has no line of it"
    for line in connection.execute(select(audit_log)).mappings():
        # the line of a removed response does not say any more whose it was
        if line["by_whom"] and line["entry_id"] != entry_id(dict(line)):
            yield f"audit_log {line['seq']}", "entry_id not as recorded"


def _row(kind: _Kind, decision: Decision) -> Row:
    told = kind.adapter.dump_python(decision)
    row = {kind.columns.get(name, name): value for name, value in told.items()}
    # a withdrawal's row has the judgement's id among its fields, beside its own key
    return row | {kind.key: getattr(decision, kind.key)}


def _record(kind: _Kind, row: Row) -> Decision:
    told = {name: row[kind.columns.get(name, name)] for name in kind.adapter._type.__dataclass_fields__}
    decision: Decision = kind.adapter.validate_python(told)
    return decision


def _rows(connection: Connection, kind: _Kind) -> list[Row]:
    query = select(kind.table).order_by(kind.table.c.at, kind.table.c[kind.key])
    if kind.standing is not None:
        query = query.where(kind.standing)
    return [dict(row) for row in connection.execute(query).mappings()]
