"""A ledger → files: one pass over its reports and events feeds every format; and a package → a ledger."""

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from communique.accounts import FusedLedger, Told, fuser, pages_of, source_table, told_of
from communique.corrections import corrected, in_force_by_claim
from communique.ledger import Added, Ledger, LedgerError
from communique.model import (
    Correction,
    Event,
    Judgement,
    Moderation,
    Rating,
    Report,
    Response,
    Statement,
    Withdrawal,
    report_from_json,
)
from communique.publish.tables import Manner, claim_rows, open_writer
from communique.publish.tables.package import FILES, write_package
from communique.resolve import RESOLVER

__all__ = ["PackageError", "export", "export_package", "take_up"]

_DECISIONS: Final[Mapping[str, TypeAdapter[Any]]] = {
    "judgement": TypeAdapter(Judgement),
    "correction": TypeAdapter(Correction),
    "rating": TypeAdapter(Rating),
    "response": TypeAdapter(Response),
    "moderation": TypeAdapter(Moderation),
    "withdrawal": TypeAdapter(Withdrawal),
}
"""Each kind of decision after those that it can be about. Roles and removed responses are nobody else's."""
_OF_EVENTS: Final = frozenset({"ucdp-ged", "acled", "geojson", "plover", "gpkg", "geoparquet", "ftm"})

_KEPT: Final = 1000  # reports that are held at once while events are written


class PackageError(ValueError):
    """A folder that is no package, or a broken one."""


def export(ledger: Ledger, name: str, target: Path, manner: Manner) -> None:
    """Write one format to a file; the file is there whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".export-") as scratch:
        written = Path(scratch) / target.name
        _feed(ledger, {name: written}, manner)
        written.replace(target)


def export_package(ledger: Ledger, folder: Path, manner: Manner) -> None:
    """Write a Data Package; whole texts are left out where quotes are, or where names are masked."""
    whole = manner.quotes and not manner.mask_names
    names = [name for name in FILES if whole or name not in ("reports", "decisions")]
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".export-") as scratch:
        made = Path(scratch) / "package"
        made.mkdir()
        _feed(ledger, {name: made / FILES[name] for name in names}, manner)
        write_package(made, names, manner)
        if folder.exists():
            shutil.rmtree(folder)
        made.replace(folder)


def take_up(folder: Path, ledger: Ledger) -> Iterator[Added]:
    """Record a package's reports, then its decisions, then the events; yield what was new of each report.

    Raises `PackageError` where the folder holds no whole texts, or a line is broken.
    """
    yield from ledger.add(_reports(folder), resolver=RESOLVER)
    for kind, told in _decisions(folder):
        ledger.decide(_DECISIONS[kind].validate_python(told))
    FusedLedger(ledger).record()


def _feed(ledger: Ledger, targets: Mapping[str, Path], manner: Manner) -> None:
    with ExitStack() as stack:
        writers = [stack.enter_context(open_writer(n, t, manner)) for n, t in targets.items()]

        def each(method: str, *told: Any) -> None:
            for writer in writers:
                getattr(writer, method)(*told)

        found, told_by = _events(ledger)
        events = {claim: event.event_id for event in found for claim in event.claims}
        standing = set[str]()
        for report in ledger.reports():
            standing |= {claim.claim_id for claim in report.claims}
            each("report", report)
            each("claims", list(claim_rows(report, events, manner)))
        for page in pages_of(ledger, told_by, found) if _OF_EVENTS & targets.keys() else ():
            each("event", page)
        for row in source_table(ledger):
            each("source", row)
        for row in _removed(ledger, standing) if "removed" in targets else ():
            each("removed", row)
        for told in _decided(ledger):
            each("decision", told)


def _events(ledger: Ledger) -> tuple[list[Event], Told]:
    """Return the events, by id, and what knows their claims: only what is not fused yet is fused here."""
    recorded = ledger.events(fuser())
    if recorded is not None:
        return recorded, _Recorded(ledger, recorded)
    fused = FusedLedger(ledger)
    return fused.catch_up(), fused


class _Recorded:
    """The claims of recorded events, read from the ledger in the order in which they will be asked for."""

    def __init__(self, ledger: Ledger, events: Sequence[Event]) -> None:
        self._ledger, self._events = ledger, events
        self._at = {event.event_id: number for number, event in enumerate(events)}
        self._corrections = in_force_by_claim(ledger.corrections(), ledger.withdrawals())
        self._held: dict[str, Report] = {}

    def statements(self, event: Event) -> list[Statement]:
        """Return the claims of an event, each with its report, in the order of publication."""
        if not self._held.keys() >= set(event.reports):
            self._read_on(self._at[event.event_id])
        return told_of(event, (self._held[name] for name in event.reports))

    def _read_on(self, start: int) -> None:
        """Read the reports of the next events, and forget those before."""
        wanted: dict[str, None] = {}
        for event in self._events[start:]:
            wanted |= dict.fromkeys(event.reports)
            if len(wanted) >= _KEPT:
                break
        read = self._ledger.reports_named(wanted)
        self._held = {report.id: corrected(report, self._corrections) for report in read}
        for missing in wanted.keys() - self._held.keys():
            raise LedgerError(f"the report {missing!r} of an event is missing; check the ledger")


def _removed(ledger: Ledger, standing: set[str]) -> Iterator[dict[str, Any]]:
    """Yield the claims of earlier readings that no last reading holds, each once."""
    for report in ledger.reports(history=True):
        for claim in report.claims:
            if claim.claim_id not in standing:
                standing.add(claim.claim_id)
                yield {"claim_id": claim.claim_id, "report_id": report.id}


def _decided(ledger: Ledger) -> Iterator[dict[str, Any]]:
    answered = {response.response_id for response in ledger.responses()}
    kinds: dict[str, Iterable[Any]] = {
        "judgement": ledger.judgements(),
        "correction": ledger.corrections(),
        "rating": ledger.ratings(),
        "response": ledger.responses(),
        "moderation": (m for m in ledger.moderations() if m.response_id in answered),
        "withdrawal": ledger.withdrawals(),
    }
    for kind, decisions in kinds.items():
        for decision in decisions:
            yield {"kind": kind, **_DECISIONS[kind].dump_python(decision, mode="json")}


def _reports(folder: Path) -> Iterator[Report]:
    file = folder / FILES["reports"]
    if not file.is_file():
        raise PackageError(f"{folder} holds no {file.name}: it was exported without its texts")
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield report_from_json(line)
            except ValueError as error:
                raise PackageError(f"{file}, line {number}: {_first(error)}") from None


def _decisions(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    file = folder / FILES["decisions"]
    if not file.is_file():
        return
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                told = json.loads(line)
                kind = told.pop("kind")
                _DECISIONS[kind].validate_python(told)
            except (ValueError, KeyError, AttributeError) as error:
                raise PackageError(f"{file}, line {number}: {_first(error)}") from None
            yield kind, told


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        found = error.errors()[0]
        return f"{'.'.join(map(str, found['loc']))}: {found['msg']}"
    return str(error)
