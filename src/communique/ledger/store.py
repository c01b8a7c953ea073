"""The ledger: what reports claim, kept for good. Nothing in it is ever changed or taken away."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Engine, exists, func, select
from sqlalchemy.exc import OperationalError

from communique.ledger import schema
from communique.ledger.access import Access
from communique.ledger.assessed import Assessments
from communique.ledger.decisions import Decision, Entry, decided, entries, insert_decision
from communique.ledger.happenings import (
    Extent,
    changed_at,
    extent,
    insert_changes,
    insert_copies,
    insert_events,
    is_fused,
    recorded_events,
)
from communique.ledger.inserting import insert_new
from communique.ledger.lookups import (
    counted_sources,
    in_parts,
    last_days,
    last_revisions,
    readings_after,
    reports_with,
)
from communique.ledger.opening import LedgerError, forget_log, open_engine, translated, writing
from communique.ledger.reading import (
    StoredReading,
    chosen_readings,
    named_readings,
    stored_readings,
    told_claims,
)
from communique.ledger.removing import remove
from communique.ledger.rows import Rows, misfits, rows_of
from communique.ledger.searching import Found, find, holding
from communique.ledger.subjects import check_subjects
from communique.model import (
    Appointment,
    Claim,
    Correction,
    Event,
    Fault,
    Judgement,
    Moderation,
    Rating,
    Removal,
    Report,
    Response,
    Withdrawal,
)

__all__ = ["Added", "Ledger", "migrate", "open_ledger"]

# A claim's id is indexed, and PostgreSQL indexes up to 2,704 bytes; ids made by Communique have 20.
_MAX_ID = 500
_NAMED = 1_000  # reports or readings that one query names
_ATTEMPTS = 5
# PostgreSQL's codes of a deadlock and of a failed serialisation.
_PASSING_STATES = ("40P01", "40001")


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a report changed: `new` where this revision of it was not yet in the ledger."""

    report_id: str
    new: bool
    claims_new: int


def open_ledger(location: str | Path, *, create: bool = True) -> "Ledger":
    """Open the ledger at a path, or at a PostgreSQL address; make or migrate it where it needs to be.

    Raises `LedgerError` where there is something else, it cannot be written, it is of a newer schema, or
    there is none and `create` is false.
    """
    return Ledger(open_engine(location, create=create))


def migrate(source: str | Path, target: str | Path) -> int:
    """Copy all of one ledger into another, for example a file into PostgreSQL; return the new readings.

    What the target holds stays. A copy that was broken off is completed by copying again.
    """
    from communique.ledger.copying import copy

    with open_ledger(source, create=False) as ours, open_ledger(target) as theirs, translated():
        return copy(ours._engine, theirs._engine)


class Ledger:
    """An open ledger; a context manager. Several processes may add and read at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections; the ledger cannot be used any more."""
        self._engine.dispose()

    def add(self, reports: Iterable[Report], *, resolver: str = "unstated") -> Iterator[Added]:
        """Record each report with its claims, whole or not at all, and say what was new of it.

        A report that is there already changes nothing. One with another text, title, date or the like
        becomes a further revision; other claims, or other resolutions, become a further reading.
        `resolver` names who resolved the claims, and its version. Raises `LedgerError`, with all earlier
        reports recorded, where a span does not hold its words or the database cannot record a report.
        """
        for report in reports:
            rows = _rows(report, resolver)
            with translated():
                added = self._record(report.id, rows)
            yield added

    def reports(self, *, history: bool = False) -> Iterator[Report]:
        """Yield each report with its claims as last read, in the order of recording.

        With `history`, yield every reading: every revision, with the claims of every extractor and
        resolver that was recorded.
        """
        return self._read(chosen_readings(history=history))

    def told_claims(self) -> Iterator[dict[str, Any]]:
        """Yield each report that makes claims as plain values, with what tables show of it and its claims."""
        with translated():
            try:
                yield from told_claims(self._engine)
            except (ValueError, KeyError) as error:
                raise LedgerError(f"the rows of a claim are damaged; check the ledger: {error}") from error

    def report(self, report_id: str) -> Report | None:
        """Return the report as last read, null where it is not in the ledger."""
        return next(self._read(chosen_readings(report_id)), None)

    def readings(self) -> Iterator[tuple[str, Report]]:
        """Yield each report with the id of its last reading, which stands for all that it says."""
        return self._readings(chosen_readings())

    def last_readings(self, report_ids: Iterable[str]) -> Iterator[tuple[str, Report]]:
        """Yield the same of these reports; unknown ones are left out."""
        for several in in_parts(report_ids, _NAMED):
            yield from self._readings(chosen_readings(*several))

    def readings_named(self, reading_ids: Iterable[str]) -> Iterator[tuple[str, Report]]:
        """Yield the reports of these readings, be they the last or not, in the order of recording."""
        for several in in_parts(reading_ids, _NAMED):
            yield from self._readings(named_readings(several))

    def claims(self, report_id: str | None = None, *, history: bool = False) -> Iterator[Claim]:
        """Yield the claims of one report, or of all, as `reports` does."""
        for report in self._read(
            chosen_readings(*([] if report_id is None else [report_id]), history=history)
        ):
            yield from report.claims

    def search(self, words: str, *, limit: int = 50, offset: int = 0) -> tuple[int, Sequence[Found]]:
        """Return how many reports hold all these words in title or text, and some of them, newest first.

        Of each report the last revision counts. Without words, all reports are found; words of less than
        three letters are passed over.
        """
        with translated(), self._engine.connect() as connection:
            return find(connection, words, limit, offset)

    def reports_holding(self, words: str) -> Sequence[str]:
        """Return the ids of all reports that hold these words, as `search` finds them; none without words."""
        with translated(), self._engine.connect() as connection:
            return holding(connection, words)

    def newest(self, report_ids: Iterable[str] | None = None) -> list[str]:
        """Return the ids of all reports, or of some, by the day of their last revisions, the latest first."""
        with translated(), self._engine.connect() as connection:
            days = last_days(connection)
        wanted = days.keys() if report_ids is None else days.keys() & set(report_ids)
        return sorted(wanted, key=lambda name: (days[name] or "", name), reverse=True)

    def unseen(
        self, seen: "frozenset[str] | set[str]" = frozenset(), latest: int = 0
    ) -> tuple[Extent, dict[str, str], int]:
        """Return how much there is to fuse, and of the readings that are not among `seen` the report's id.

        What is returned third is `latest` for the next call, so that it need not look at all readings again;
        one that another process wrote late is found all the same.
        """
        with translated(), self._engine.connect() as connection:
            now = extent(connection)
            found, last = readings_after(connection, latest)
            found = {key: name for key, name in found.items() if key not in seen}
            if latest and len(seen) + len(found) < now.reading_count:
                found, last = readings_after(connection, 0)
                found = {key: name for key, name in found.items() if key not in seen}
        return replace(now, reading_count=len(seen) + len(found)), found, max(last, latest)

    def decide(self, *decisions: Decision) -> bool:
        """Record what a person decides, all of it or nothing; say whether some of it was not there yet.

        A removal takes the response's words from the ledger for good. Raises `LedgerError` where a decision
        is about a claim, a decision, a response or an event that the ledger does not have.
        """
        removes = False
        with translated(), writing(self._engine).begin() as connection:
            new = False
            for decision in decisions:
                check_subjects(connection, decision)
                new |= insert_decision(connection, decision, _now())
                if isinstance(decision, Removal):
                    remove(connection, decision.response_id)
                    removes = True
        if removes:
            forget_log(self._engine)
        return new

    def judgements(self) -> Iterator[Judgement]:
        """Yield every judgement that was made, also those withdrawn since, oldest first."""
        return self._decided(Judgement)

    def withdrawals(self) -> Iterator[Withdrawal]:
        """Yield every withdrawal of a decision, oldest first."""
        return self._decided(Withdrawal)

    def corrections(self) -> Iterator[Correction]:
        """Yield every judgement on one claim that was made, also those withdrawn since, oldest first."""
        return self._decided(Correction)

    def ratings(self) -> Iterator[Rating]:
        """Yield every rating of a source, oldest first; the last of a source counts."""
        return self._decided(Rating)

    def responses(self) -> Iterator[Response]:
        """Yield every response to an event whose words were not removed, oldest first."""
        return self._decided(Response)

    def moderations(self) -> Iterator[Moderation]:
        """Yield what analysts did with responses, oldest first."""
        return self._decided(Moderation)

    def removals(self) -> Iterator[Removal]:
        """Yield what stays of removed responses, oldest first."""
        return self._decided(Removal)

    def appointments(self) -> Iterator[Appointment]:
        """Yield who was given which role, oldest first."""
        return self._decided(Appointment)

    def reports_with(self, claim_ids: Iterable[str]) -> dict[str, str]:
        """Return of each of these claims the id of the report that makes it; unknown claims are left out."""
        with translated(), self._engine.connect() as connection:
            return reports_with(connection, set(claim_ids))

    @property
    def access(self) -> Access:
        """Who may come in: members, sessions, one-time links; nothing of it is content."""
        return Access(self._engine)

    @property
    def assessments(self) -> Assessments:
        """What was made of events' claims, so that it need not be made again."""
        return Assessments(self._engine)

    def audit_log(self) -> Iterator[Entry]:
        """Yield who decided what, and when it was recorded, oldest first."""
        with translated():
            yield from entries(self._engine)

    def sources(self) -> Iterator[tuple[str | None, str, int, int]]:
        """Yield each source's id and name, with the number of claims it makes and of reports it published.

        Of each report, the last reading counts.
        """
        with translated(), self._engine.connect() as connection:
            yield from counted_sources(connection)

    def events(self, fuser: str, *, links: bool = True) -> list[Event] | None:
        """Return the recorded events, by id; null where they are not those of the ledger as it is now.

        Most of what they take in memory are their `links`, which may be left out.
        """
        with translated():
            return recorded_events(self._engine, fuser, links=links)

    def is_fused(self, fuser: str) -> bool:
        """Say whether `events` returns events."""
        with translated(), self._engine.connect() as connection:
            return is_fused(connection, fuser)

    def changed_at(self) -> dict[str, str]:
        """Return by event id when an event was last recorded as new, changed or no more (ISO 8601, UTC)."""
        with translated(), self._engine.connect() as connection:
            return changed_at(connection)

    def record_events(self, found: Iterable[Event], fused: Extent, fuser: str) -> int | None:
        """Record all events of the ledger, as fused of what `fused` tells; return how many rows are new.

        Null, with nothing recorded, where something was added to the ledger since: then fuse that, too.
        """
        with translated(), writing(self._engine).begin() as connection:
            return insert_events(connection, found, fused, fuser, _now())

    def record_changes(
        self, made: Iterable[Event], gone: Iterable[str], fused: tuple[Extent, Extent], fuser: str
    ) -> int | None:
        """Record what differs from the events recorded of `fused[0]`, as fused of `fused[1]`.

        Return how many rows are new; null, with nothing recorded, where the last events are not those, or
        something was added to the ledger since.
        """
        with translated(), writing(self._engine).begin() as connection:
            return insert_changes(connection, (made, gone), fused, fuser, _now())

    def record_copies(self, pairs: Iterable[tuple[str, str]]) -> int:
        """Record pairs of reports, by id, whose last revisions are near-copies; return how many are new."""
        named = sorted({tuple(sorted(pair)) for pair in pairs})
        with translated(), writing(self._engine).begin() as connection:
            last = last_revisions(connection, {name for pair in named for name in pair})
            revisions = [(last[left], last[right]) for left, right in named]
            return insert_copies(connection, revisions, _now())

    def near_copies(self) -> set[tuple[str, str]]:
        """Return the pairs of reports, by id, that were recorded as near-copies of each other."""
        left, right = schema.reports.alias(), schema.reports.alias()
        joined = schema.near_copies.join(left, left.c.revision_id == schema.near_copies.c.left_revision).join(
            right, right.c.revision_id == schema.near_copies.c.right_revision
        )
        query = select(left.c.report_id, right.c.report_id).select_from(joined)
        with translated(), self._engine.connect() as connection:
            return {(min(one, other), max(one, other)) for one, other in connection.execute(query)}

    def counts(self) -> dict[str, int]:
        """Return how many rows each table has, and how many different `documents` there are."""
        distinct = select(func.count(schema.reports.c.report_key.distinct()))
        with translated(), self._engine.connect() as connection:
            counted = {
                name: connection.scalar(select(func.count()).select_from(table)) or 0
                for name, table in schema.metadata.tables.items()
            }
            return counted | {"documents": connection.scalar(distinct) or 0}

    def fingerprint(self) -> str:
        """Return a hash of all content, whatever the order and the times in which it was recorded.

        Two ledgers with the same fingerprint hold the same reports, claims and resolutions. It trusts the
        rows' keys; `check` holds these against the content.
        """
        total = 0
        with translated(), self._engine.connect() as connection:
            for column in schema.CONTENT_KEYS:
                rows = connection.execution_options(yield_per=10_000).scalars(select(column))
                for key in rows:
                    total += int.from_bytes(sha256(f"{column.table.name} {key}".encode()).digest(), "big")
        return f"{total % 2**256:064x}"

    def backup(self, path: str | Path) -> None:
        """Write a copy of the ledger to a new SQLite file, while others may go on writing.

        The copy is a ledger itself. Raises `LedgerError` where the file is there already.
        """
        from communique.ledger.copying import back_up

        with translated():
            back_up(self._engine, Path(path))

    def check(self) -> Iterator[Fault]:
        """Yield a fault for everything that is not as it was recorded; none where the ledger is sound."""
        from communique.ledger.checks import faults

        with translated():
            yield from faults(self._engine)

    def _decided(self, kind: type[Any]) -> Iterator[Any]:
        with translated():
            yield from decided(self._engine, kind)

    def _read(self, chosen: ColumnElement[bool]) -> Iterator[Report]:
        return (report for _, report in self._readings(chosen))

    def _readings(self, chosen: ColumnElement[bool]) -> Iterator[tuple[str, Report]]:
        with translated():
            for stored in stored_readings(self._engine, chosen):
                yield stored.reading["reading_id"], _told(stored)

    def _record(self, report_id: str, rows: Rows) -> Added:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._record_once(report_id, rows)
            except OperationalError as error:
                if attempt == _ATTEMPTS or not _passing(error):
                    raise
                time.sleep(0.05 * attempt)
        raise AssertionError("unreachable")

    def _record_once(self, report_id: str, rows: Rows) -> Added:
        known = exists().where(schema.readings.c.reading_id == rows.reading["reading_id"])
        with self._engine.connect() as connection:
            if connection.scalar(select(known)):
                return Added(report_id, new=False, claims_new=0)
        with writing(self._engine).begin() as connection:
            return _insert_all(connection, report_id, rows)


def _told(stored: StoredReading) -> Report:
    try:
        return stored.report()
    except (ValueError, KeyError) as error:
        named = stored.revision["report_id"]
        raise LedgerError(f"the rows of report {named!r} are damaged; check the ledger: {error}") from error


def _rows(report: Report, resolver: str) -> Rows:
    """Return the rows of a report that is fit to be recorded."""
    for wrong in misfits(report):
        raise LedgerError(f"report {report.id!r}: {wrong}")
    if any(len(claim.claim_id) > _MAX_ID for claim in report.claims):
        raise LedgerError(f"report {report.id!r}: a claim's id has more than {_MAX_ID} characters")
    return rows_of(report, resolver)


def _insert_all(connection: Connection, report_id: str, rows: Rows) -> Added:
    stamp = {"recorded_at": _now()}
    insert_new(connection, schema.sources, [row | stamp for row in rows.sources])
    new = insert_new(connection, schema.reports, [rows.revision | stamp])
    claims_new = insert_new(connection, schema.claims, [row | stamp for row in rows.claims])
    if insert_new(connection, schema.readings, [rows.reading | stamp]):
        insert_new(connection, schema.resolutions, rows.resolutions)
        insert_new(connection, schema.attributions, rows.attributions)
        insert_new(connection, schema.resolved_places, rows.places)
    return Added(report_id, new=bool(new), claims_new=claims_new)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _passing(error: OperationalError) -> bool:
    """Say whether the error comes from other writers at the same moment, so that trying again helps."""
    state = getattr(error.orig, "sqlstate", None)
    return state in _PASSING_STATES or "database is locked" in str(error.orig)
