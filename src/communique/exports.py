"""A ledger → files: one pass over its reports and events feeds every format; and a package → a ledger."""

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from communique.account.fused import FusedLedger
from communique.account.outlines import outlined, record
from communique.account.pages import each_told, told_plainly
from communique.account.voices import source_table
from communique.ledger import Added, Ledger
from communique.model import (
    Correction,
    Judgement,
    Moderation,
    Rating,
    Report,
    Response,
    Withdrawal,
    report_from_json,
)
from communique.publish.tables import Manner
from communique.publish.tables.package import FILES, write_package
from communique.publish.tables.together import Writers, WritersApart
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
_MANY: Final = 20_000
"""Claims from which on it pays to write in another process than reads."""
_OF_EVENTS: Final = frozenset({"ucdp-ged", "acled", "geojson", "plover", "gpkg", "geoparquet", "ftm"})

_OF_CLAIMS: Final = frozenset({"acled", "plover", "ftm"})
"""Formats that write more of an event's claims than its outline holds; all do where names are masked."""


class PackageError(ValueError):
    """A folder that is no package, or a broken one."""


def export(ledger: Ledger, targets: Mapping[str, Path], manner: Manner) -> None:
    """Write formats to files, all of them in one pass; each file is there whole or not at all."""
    with ExitStack() as stack:
        written = {}
        for name, target in targets.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            scratch = tempfile.TemporaryDirectory(dir=target.parent, prefix=".export-")
            written[name] = Path(stack.enter_context(scratch)) / target.name
        _feed(ledger, written, manner)
        for name, target in targets.items():
            written[name].replace(target)


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
    record(ledger)


def _feed(ledger: Ledger, targets: Mapping[str, Path], manner: Manner) -> None:
    large = ledger.counts()["claims"] >= _MANY
    with WritersApart(targets, manner) if large else Writers(targets, manner) as writers:
        fused = FusedLedger(ledger, links=False)
        fused.learn()
        events = fused.event_of
        for told in ledger.told_claims():
            for claim in told["claims"]:
                claim["event_id"] = events.get(claim["claim_id"])
            writers.take("claims", told)
        for report in ledger.reports() if "reports" in targets else ():
            writers.take("report", report)
        if _OF_EVENTS & targets.keys():
            whole = manner.mask_names or bool(_OF_CLAIMS & targets.keys())
            for page in _pages(ledger, fused, told=whole):
                writers.take("event", page)
        for row in source_table(ledger) if "sources" in targets else ():
            writers.take("source", row)
        for row in _removed(ledger) if "removed" in targets else ():
            writers.take("removed", row)
        for decision in _decided(ledger) if "decisions" in targets else ():
            writers.take("decision", decision)


def _pages(ledger: Ledger, fused: FusedLedger, *, told: bool) -> Iterator[dict[str, Any]]:
    """Yield each event, by id; with its claims where they are `told`."""
    events = fused.events()
    pages = outlined(ledger, fused, events)
    if not told:
        yield from pages
        return
    for page, (_, statements) in zip(pages, each_told(fused, events), strict=True):
        yield page | {"statements": told_plainly(statements)}


def _removed(ledger: Ledger) -> Iterator[dict[str, Any]]:
    """Yield the claims of earlier readings that no last reading holds, each once."""
    standing = {claim["claim_id"] for told in ledger.told_claims() for claim in told["claims"]}
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
