"""The command that watches feeds."""

import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.terminal import leave, printable

if TYPE_CHECKING:
    from communique.model import Fault, Report

__all__ = ["app"]

app = typer.Typer()


@app.command()
def watch(
    feeds: Annotated[list[str], typer.Argument(metavar="FEED…", help="Addresses, or files that list them.")],
    ledger: Annotated[Path, typer.Option(metavar="FILE", help="The ledger; made where there is none.")],
    once: Annotated[bool, typer.Option("--once", help="Ask the feeds that are due once, and end.")] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also ask addresses of the local and private network.")
    ] = False,
) -> None:
    """Record what RSS and Atom feeds carry, asking each politely for what is new."""
    from communique.ledger import LedgerError
    from communique.read import ReadOptions
    from communique.watch import Watch, feeds_of

    faults: list[Fault] = []
    try:
        memory = ledger.with_name(ledger.name + ".feeds.json")
        watched = Watch(feeds_of(feeds), memory, ReadOptions(allow_private=allow_private))
        while True:
            watched.run(lambda found: _record(found, str(ledger), faults))
            if once:
                break
            time.sleep(max(watched.seconds_to_next(), 1.0))
    except (OSError, ValueError) as error:
        leave(f"the feeds cannot be watched: {error}")
    except LedgerError as error:
        leave(f"{ledger}: {error}")
    if faults:
        raise typer.Exit(1)


def _record(found: "Iterable[Report | Fault]", ledger: str, faults: "list[Fault]") -> None:
    """Record the reports, fuse, and say what was new; name the faults."""
    from communique.accounts import FusedLedger
    from communique.config import Config
    from communique.ledger import open_ledger
    from communique.model import Fault
    from communique.run import claims_of, record

    reports = []
    for outcome in found:
        if isinstance(outcome, Fault):
            faults.append(outcome)
            print(f"communique: {printable(outcome.location)}: {printable(outcome.reason)}", file=sys.stderr)
        else:
            reports.append(outcome)
    if reports:
        with open_ledger(ledger) as opened:
            new = sum(added.new for added in record(claims_of(reports, Config()), opened))
            if new:
                FusedLedger(opened).record()
        print(f"{len(reports)} entries read, {new} of them new, in {ledger}", flush=True)
