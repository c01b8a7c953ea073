"""Fused events in the ledger: each time they are recorded, a row for each that is new, changed or no more."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, Select, func, select, text

from communique.ledger.inserting import insert_new
from communique.ledger.rows import Row, content_key
from communique.ledger.schema import (
    corrections,
    events,
    fusings,
    judgements,
    near_copies,
    readings,
    withdrawals,
)
from communique.model import Event

__all__ = [
    "Extent",
    "changed_at",
    "extent",
    "insert_changes",
    "insert_copies",
    "insert_events",
    "is_fused",
    "recorded_events",
    "wrong_events",
]

# An arbitrary number, the same for every ledger: only one process at a time records events.
_FUSING_LOCK = 0x436F6D6D7566
_event = TypeAdapter(Event)
_GONE = "gone"


@dataclass(frozen=True, slots=True)
class Extent:
    """How much there is to fuse, as numbers of rows; nothing is ever taken away, so equal means unchanged.

    Judgements on two claims and on one, which are corrections, are counted together.
    """

    reading_count: int
    judgement_count: int
    withdrawal_count: int


def changed_at(connection: Connection) -> dict[str, str]:
    """Return for each event ever recorded when it was last recorded anew, or as no more (ISO, UTC)."""
    last = (
        select(events.c.event_id, func.max(fusings.c.recorded_at)).join(fusings).group_by(events.c.event_id)
    )
    return {row[0]: row[1] for row in connection.execute(last)}


def extent(connection: Connection) -> Extent:
    """Return how much there is to fuse now."""
    tables = (readings, judgements, withdrawals, corrections)
    counted = [connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
    return Extent(counted[0], counted[1] + counted[3], counted[2])


def insert_events(
    connection: Connection, found: Iterable[Event], fused: Extent, fuser: str, recorded_at: str
) -> int | None:
    """Record what differs from the events recorded last; return the number of rows.

    `found` are all events of the ledger, fused of what `fused` tells. Null, with nothing recorded, where the
    ledger has moved on since.
    """
    _lock(connection)
    if extent(connection) != fused:
        return None
    rows = _changed(connection, found)
    if not rows and _are_of(_last(connection), fused, fuser):
        return 0
    return _insert(connection, rows, fused, fuser, recorded_at)


def insert_changes(
    connection: Connection,
    change: tuple[Iterable[Event], Iterable[str]],
    fused: tuple[Extent, Extent],
    fuser: str,
    recorded_at: str,
) -> int | None:
    """Record what changed from one extent to another: events made anew, and the ids of those that are gone.

    Return the number of rows; null, with nothing recorded, where the events recorded last are not those of
    the first extent, or the ledger has moved on from the second.
    """
    _lock(connection)
    before, now = fused
    if extent(connection) != now or not _are_of(_last(connection), before, fuser):
        return None
    rows = [*(_row(event) for event in change[0]), *(_row_of_gone(event_id) for event_id in change[1])]
    if not rows and before == now:
        return 0
    return _insert(connection, rows, now, fuser, recorded_at)


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _FUSING_LOCK})


def _last(connection: Connection) -> Row | None:
    row = connection.execute(_newest_first().limit(1)).mappings().first()
    return None if row is None else dict(row)


def _are_of(fusing: Row | None, fused: Extent, fuser: str) -> bool:
    return fusing is not None and fusing["fuser"] == fuser and _extent_of(fusing) == fused


def _insert(connection: Connection, rows: list[Row], fused: Extent, fuser: str, recorded_at: str) -> int:
    counts = {name: getattr(fused, name) for name in Extent.__slots__}
    fusing = {"fuser": fuser, **counts, "recorded_at": recorded_at}
    fusing["fusing_id"] = _fusing_id(fusing, rows)
    insert_new(connection, fusings, [fusing])
    insert_new(connection, events, [row | {"fusing_id": fusing["fusing_id"]} for row in rows])
    return len(rows)


def is_fused(connection: Connection, fuser: str) -> bool:
    """Say whether the recorded events are those of the ledger as it is now."""
    return _are_of(_last(connection), extent(connection), fuser)


def recorded_events(engine: Engine, fuser: str, *, links: bool = True) -> list[Event] | None:
    """Return the recorded events, by id; null where something was added since, or another fuser made them.

    Most of what an event takes in memory are its `links`.
    """
    with engine.connect() as connection:
        if not is_fused(connection, fuser):
            return None
        rows = connection.execute(_current()).mappings()
        found = [_told(row["content"], links) for row in rows if row["content"] is not None]
    return sorted(found, key=lambda event: event.event_id)


def _told(content: str, links: bool) -> Event:
    if links:
        return _event.validate_json(content)
    told = json.loads(content)
    told.pop("links", None)
    return _event.validate_python(told)


def insert_copies(connection: Connection, pairs: Iterable[tuple[str, str]], recorded_at: str) -> int:
    """Record pairs of revisions that are near-copies of each other; return how many are new."""
    rows = [
        {"left_revision": min(pair), "right_revision": max(pair), "recorded_at": recorded_at}
        for pair in sorted(pairs)
    ]
    return insert_new(connection, near_copies, rows)


def wrong_events(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield where and why, for each row of an event, and each fusing, that is not as it was recorded."""
    for fusing in connection.execute(select(fusings).order_by(fusings.c.seq)).mappings().all():
        chosen = select(events).where(events.c.fusing_id == fusing["fusing_id"])
        rows = [dict(row) for row in connection.execute(chosen).mappings()]
        if _fusing_id(dict(fusing), rows) != fusing["fusing_id"]:
            yield f"fusings {fusing['seq']}", "fusing_id not as recorded"
        for row in rows:
            for reason in _wrong(row):
                yield f"events {row['event_id']}", reason


def _wrong(row: Row) -> Iterator[str]:
    if row["event_key"] != _event_key(row["event_id"], row["content"]):
        yield "event_key not as recorded"
    if row["content"] is None:
        return
    try:
        event = _event.validate_json(row["content"])
    except ValueError as error:
        yield f"the row tells no event: {error}"
    else:
        if event.event_id != row["event_id"]:
            yield "event_id not as recorded"


def _changed(connection: Connection, found: Iterable[Event]) -> list[Row]:
    held = {row["event_id"]: row["event_key"] for row in connection.execute(_current()).mappings()}
    rows: list[Row] = []
    for event in found:
        row = _row(event)
        if held.pop(event.event_id, None) != row["event_key"]:
            rows.append(row)
    for event_id, key in held.items():
        gone = _row_of_gone(event_id)
        if key != gone["event_key"]:
            rows.append(gone)
    return rows


def _row(event: Event) -> Row:
    content = _event.dump_json(event, exclude_none=True).decode()
    return {
        "event_id": event.event_id,
        "event_key": _event_key(event.event_id, content),
        "content": content,
    }


def _row_of_gone(event_id: str) -> Row:
    return {"event_id": event_id, "event_key": _event_key(event_id, None), "content": None}


def _current() -> Select[tuple[str, str, str | None]]:
    """Return the query of the last row of each event."""
    joined = events.join(fusings)
    last = (
        select(events.c.event_id, func.max(fusings.c.seq).label("seq"))
        .select_from(joined)
        .group_by(events.c.event_id)
        .subquery()
    )
    newest = (last.c.event_id == events.c.event_id) & (last.c.seq == fusings.c.seq)
    return (
        select(events.c.event_id, events.c.event_key, events.c.content)
        .select_from(joined.join(last, newest))
        .order_by(events.c.event_id)
    )


def _newest_first() -> Select[tuple[object, ...]]:
    return select(*fusings.columns).order_by(fusings.c.seq.desc())


def _extent_of(fusing: Row) -> Extent:
    return Extent(*(fusing[name] for name in Extent.__slots__))


def _event_key(event_id: str, content: str | None) -> str:
    return content_key("event", event_id, _GONE if content is None else content)


def _fusing_id(fusing: Row, rows: list[Row]) -> str:
    told = [str(fusing[name]) for name in ("fuser", *Extent.__slots__, "recorded_at")]
    return content_key("fusing", *told, *sorted(row["event_key"] for row in rows))
