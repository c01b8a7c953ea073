"""The command that watches feeds."""

import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.terminal import Commands, Faults, config_of, detail, leave, ledger_at, say, told

if TYPE_CHECKING:
    from communique.config import Config
    from communique.model import Fault, Report

__all__ = ["app"]

app = Commands()
_NEXT = "give addresses of feeds, or a file with one a line"


@app.command()
def watch(
    feeds: Annotated[list[str], typer.Argument(metavar="FEED…", help="Addresses, or files that list them.")],
    ledger: Annotated[Path, typer.Option(metavar="FILE", help="The ledger; made where there is none.")],
    once: Annotated[bool, typer.Option("--once", help="Ask the feeds that are due once, and end.")] = False,
    pages: Annotated[
        bool, typer.Option("--pages", help="Fetch the page of each entry that carries only a summary.")
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also ask addresses of the local and private network.")
    ] = False,
) -> None:
    """Record what RSS and Atom feeds carry, asking each politely for what is new."""
    from communique.read import ReadOptions
    from communique.watch import Watch, feeds_of

    config, faults = config_of(), Faults()
    try:
        memory = ledger.with_name(ledger.name + ".feeds.json")
        watched = Watch(feeds_of(feeds), memory, ReadOptions(allow_private=allow_private), pages=pages)
        while True:
            watched.run(lambda found: _record(found, ledger, config, faults))
            if once:
                break
            pause = max(watched.seconds_to_next(), 1.0)
            detail(f"the next feed is due in {pause:.0f} seconds")
            time.sleep(pause)
    except (OSError, ValueError) as error:
        leave(f"the feeds cannot be watched: {error}", _NEXT)
    faults.exit()


def _record(found: "Iterable[Report | Fault]", ledger: Path, config: "Config", faults: Faults) -> None:
    """Record the reports, fuse, and say what was new; name the faults."""
    from communique.account.outlines import record as record_events
    from communique.model import Fault
    from communique.run import claims_of, record

    reports = []
    for outcome in found:
        if isinstance(outcome, Fault):
            faults(outcome)
        else:
            reports.append(outcome)
    if reports:
        with ledger_at(ledger, create=True) as opened:
            new = sum(added.new for added in record(told(claims_of(reports, config)), opened))
            if new:
                record_events(opened)
        say(f"{len(reports)} entries read, {new} of them new, in {ledger}")
