"""How long a large ledger takes to export: `python -m evals.bench_exports LEDGER [--claims N]`.

LEDGER is made where there is none: made-up reports are fused and assessed for true, as many as `--fused`
says, and then lie in it again under other names until it holds as many claims as asked for; so its events
are as many times as many. Then CSV, GeoPackage and Parquet are written in one pass. Memory is that of all
processes together.
"""

import argparse
import json
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

import psutil
from sqlalchemy import Connection, Table, func, insert, literal, select

from communique.account.fused import FusedLedger, fuser
from communique.account.outlines import basis_of, outlined, record
from communique.exports import export
from communique.ledger import Ledger, open_ledger
from communique.ledger.assessed import Assessed
from communique.ledger.happenings import extent
from communique.ledger.schema import (
    attributions,
    claims,
    events,
    fusings,
    readings,
    reports,
    resolutions,
    resolved_places,
)
from communique.model import Event, evolve
from communique.publish.tables import FORMATS, Manner
from evals.bench_site import made

_NAMES: Final = ("claims", "gpkg", "parquet")
# The columns of each table that name something of one report: a copy has other names there.
_NAMING: Final[dict[Table, tuple[str, ...]]] = {
    reports: ("revision_id", "report_key", "report_id"),
    claims: ("claim_key", "revision_id", "claim_id"),
    readings: ("reading_id", "revision_id", "report_key"),
    resolutions: ("reading_id", "claim_key"),
    attributions: ("reading_id",),
    resolved_places: ("reading_id",),
}
_BATCH: Final = 500


def main() -> None:
    """Export a ledger, print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench_exports", description=__doc__)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--fused", type=int, default=100_000, help="claims that are fused for true")
    asked = parser.parse_args()
    if not asked.ledger.exists():
        with open_ledger(asked.ledger) as ledger:
            list(ledger.add(made(asked.fused)))
            record(ledger)
    with open_ledger(asked.ledger) as ledger:
        multiply(ledger, asked.claims)
        with tempfile.TemporaryDirectory() as folder, watched() as peak:
            targets = {name: Path(folder) / FORMATS[name].file for name in _NAMES}
            began, spent = time.perf_counter(), os.times()
            export(ledger, targets, Manner())
            seconds, now = time.perf_counter() - began, os.times()
            sizes = {name: round(target.stat().st_size / 1e6) for name, target in targets.items()}
        told = {
            "claims": ledger.counts()["claims"],
            "seconds": round(seconds, 1),
            "processor seconds": round(sum(now[:4]) - sum(spent[:4]), 1),
            "peak memory, MB": round(max(peak) / 1e6),
            "sizes, MB": sizes,
        }
        print(json.dumps(told))


@contextmanager
def watched() -> Iterator[list[int]]:
    """Note again and again the memory of this process and those that it started, in bytes."""
    seen, over = [0], threading.Event()

    def watch() -> None:
        me = psutil.Process()
        while not over.wait(0.3):
            try:
                seen.append(sum(p.memory_info().rss for p in (me, *me.children(recursive=True))))
            except psutil.Error:
                continue

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def multiply(ledger: Ledger, wanted: int) -> None:
    """Copy all that a ledger holds, under other names, until it holds that many claims or a few more."""
    held = ledger.counts()["claims"]
    if held >= wanted:
        return
    fused = FusedLedger(ledger, links=False)
    found = fused.catch_up()
    for _ in outlined(ledger, fused, found):  # what is not assessed yet by these rules is now
        pass
    bases = {event.event_id: basis_of(event, fused.readings, fused.corrections) for event in found}
    known = {one.event_id: one for one in ledger.assessments.of(set(bases.values()))}
    times = -(-wanted // held) - 1
    with ledger._engine.begin() as connection:
        last = connection.scalar(select(func.max(readings.c.seq))) or 0
        for number in range(1, times + 1):
            for table, names in _NAMING.items():
                _copy(connection, table, names, f"~{number}", last)
        again = [_renamed(event, f"~{n}") for n in range(1, times + 1) for event in found]
        _note(connection, again)
    fused_again = {
        f"{r}~{n}": f"{reading}~{n}" for n in range(1, times + 1) for r, reading in fused.readings.items()
    }
    made_again = (_outline(event, known[event.event_id.partition("~")[0]], fused_again) for event in again)
    while several := list(islice(made_again, _BATCH)):
        ledger.assessments.record(several)


def _copy(connection: Connection, table: Table, names: tuple[str, ...], mark: str, last: int) -> None:
    """Insert the first rows of a table again, under names with a mark."""
    kept = [column for column in table.columns if column.name != "seq"]
    told = [column + literal(mark) if column.name in names else column for column in kept]
    own = table.c[names[0]]
    query = select(*told).where(~own.contains("~"))
    if table is readings:
        query = query.where(readings.c.seq <= last).order_by(readings.c.seq)
    connection.execute(insert(table).from_select(kept, query))


def _renamed(event: Event, mark: str) -> Event:
    return evolve(
        event,
        event_id=event.event_id + mark,
        claims=tuple(claim + mark for claim in event.claims),
        reports=tuple(report + mark for report in event.reports),
    )


def _note(connection: Connection, again: list[Event]) -> None:
    """Record the events as a fusing of all that there is now."""
    from communique.ledger.happenings import _row  # the one way in which events are stored

    now = extent(connection)
    counts = {name: getattr(now, name) for name in type(now).__slots__}
    given = {
        "fusing_id": "multiplied",
        "fuser": fuser(),
        "recorded_at": "2026-01-01T00:00:00Z",
    }
    connection.execute(insert(fusings), [given | counts])
    for start in range(0, len(again), _BATCH):
        rows = [_row(event) | {"fusing_id": "multiplied"} for event in again[start : start + _BATCH]]
        connection.execute(insert(events), rows)


def _outline(event: Event, known: Assessed, made_of: dict[str, str]) -> Assessed:
    told = json.loads(known.content)
    told |= {"reports": list(event.reports)}
    told["ucdp"] |= {"id": event.event_id, "relid": event.event_id}
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return Assessed(basis_of(event, made_of, {}), known.rated, event.event_id, content)


if __name__ == "__main__":
    main()
