"""The commands on a ledger's events, sources and judgements, and on the ledger itself."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.terminal import Commands, console, leave, ledger_at, printable, say

if TYPE_CHECKING:
    from communique.ledger import Ledger

__all__ = ["app", "backup_ledger", "migrate_ledger"]

app = Commands()
LEDGER_HELP = "The ledger: a file, or the address of a PostgreSQL database."
Where = Annotated[str, typer.Option("--ledger", metavar="FILE-or-URL", help=LEDGER_HELP)]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason.")]


class Output(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


class Judged(StrEnum):
    """Whether two claims tell of one happening."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    UNSURE = "unsure"


OUTPUT_HELP = "A table to read, one JSON array, or one JSON object a line."
Printed = Annotated[Output, typer.Option("--format", help=OUTPUT_HELP)]


@app.command()
def events(ledger: Where, output: Printed = Output.TABLE) -> None:
    """List the happenings that a ledger's claims tell of, with grades."""
    from communique.account.outlines import outlines
    from communique.publish.events import print_events

    with ledger_at(ledger) as opened:
        pages = outlines(opened)
        if output is Output.TABLE:
            print_events(pages, console())
        else:
            _print_json(({k: v for k, v in page.items() if k != "outline"} for page in pages), output)


@app.command()
def event(
    event_id: Annotated[str, typer.Argument(metavar="ID", help="An event's id, now or once.")],
    ledger: Where,
    output: Printed = Output.TABLE,
) -> None:
    """Show one event: claims by source side by side, differences marked, and why it is graded so."""
    from communique.account.pages import event_page
    from communique.publish.events import print_event

    with ledger_at(ledger) as opened:
        page = event_page(opened, event_id)
    if page is None:
        leave(
            f"{ledger}: there is no event {event_id!r}",
            f"list them with: communique events --ledger {ledger}",
        )
    if output is Output.TABLE:
        print_event(page, console())
    else:
        print(json.dumps(page, ensure_ascii=False))


@app.command()
def contradictions(ledger: Where, output: Printed = Output.TABLE) -> None:
    """List the events in which sources contradict each other, and how."""
    from communique.account.outlines import contradictions as contradicting
    from communique.publish.events import print_contradictions

    with ledger_at(ledger) as opened:
        pages = contradicting(opened)
        if output is Output.TABLE:
            print_contradictions(pages, console())
        else:
            found = (
                {"event_id": page["event_id"], **difference}
                for page in pages
                for difference in page["assessment"]["differences"]
            )
            _print_json(found, output)


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="All of them are looked for.")],
    ledger: Where,
    limit: Annotated[int, typer.Option("--limit", min=1, help="The most reports to list.")] = 50,
    output: Printed = Output.TABLE,
) -> None:
    """Find a ledger's reports by words of their titles and texts, the newest first."""
    from dataclasses import asdict

    from communique.publish.hits import hits_of, print_hits

    with ledger_at(ledger) as opened:
        number, found = opened.search(" ".join(words), limit=limit)
    hits = hits_of(found, " ".join(words))
    if output is Output.TABLE:
        print_hits(hits, number, console())
    else:
        _print_json((asdict(hit) for hit in hits), output)


@app.command()
def sources(
    ledger: Where,
    rate: Annotated[
        str | None, typer.Option("--rate", metavar="SOURCE", help="Rate this source: its name or id.")
    ] = None,
    reliability: Annotated[
        str | None,
        typer.Option("--reliability", metavar="A-F", help="Admiralty scale: A reliable … F unknown."),
    ] = None,
    by: By = None,
    why: Why = "",
    output: Printed = Output.TABLE,
) -> None:
    """List who says something in a ledger, or rate how reliable a source is."""
    from communique.account.voices import source_table
    from communique.model import Rating
    from communique.publish.events import print_sources

    if (rate is None) != (reliability is None):
        raise typer.BadParameter("--rate and --reliability go together")
    with ledger_at(ledger) as opened:
        if rate is not None:
            given: dict[str, Any] = {"source": rate, "reliability": reliability}
            opened.decide(_made(Rating, **given, by=_named(by), at=_now(), why=why))
        rows = source_table(opened)
    if output is Output.TABLE:
        print_sources(rows, console())
    else:
        _print_json(rows, output)


@app.command()
def judge(
    ledger: Where,
    one: Annotated[str | None, typer.Argument(metavar="ID", help="A claim's or an event's id.")] = None,
    other: Annotated[str | None, typer.Argument(metavar="ID", help="Another one.")] = None,
    verdict: Annotated[
        Judged, typer.Option("--verdict", help="positive: one happening; negative: two; unsure.")
    ] = Judged.POSITIVE,
    withdraw: Annotated[
        str | None, typer.Option("--withdraw", metavar="JUDGEMENT", help="Take this judgement back.")
    ] = None,
    by: By = None,
    why: Why = "",
    output: Printed = Output.TABLE,
) -> None:
    """Decide that two claims tell of one happening, or of two; without ids, list the judgements in force."""
    from communique.account.fused import decide
    from communique.account.pages import claim_meant
    from communique.model import Judgement, Withdrawal

    with ledger_at(ledger) as opened:
        if withdraw is not None:
            decide(opened, _made(Withdrawal, judgement_id=withdraw, by=_named(by), at=_now(), why=why))
        elif one is not None and other is not None:
            left, right = claim_meant(one), claim_meant(other)
            made = {"left": left, "right": right, "verdict": verdict.value, "by": _named(by)}
            decide(opened, _made(Judgement, **made, at=_now(), why=why))
        elif one is not None:
            raise typer.BadParameter("a judgement is on two ids")
        _print_judgements(opened, output)


def migrate_ledger(
    source: Annotated[str, typer.Argument(metavar="SQLITE", help="The ledger to copy.")],
    target: Annotated[str, typer.Argument(metavar="POSTGRES", help="Where to; made where there is none.")],
) -> None:
    """Copy a ledger into another one, for example a file into PostgreSQL; what is there stays."""
    from communique.ledger import LedgerError, migrate

    try:
        new = migrate(source, target)
    except LedgerError as error:
        leave(f"{source}, {target}: {error}")
    say(f"{new} new readings of reports")


def backup_ledger(
    target: Annotated[str, typer.Argument(metavar="TARGET", help="The new file.")], ledger: Where
) -> None:
    """Write a copy of a ledger, as it is at one moment, to a new file; others may go on writing."""
    with ledger_at(ledger) as opened:
        opened.backup(target)
    say(f"{ledger} is backed up in {target}")


def _print_judgements(opened: "Ledger", output: Output) -> None:
    from communique.account.voices import judgements_in_force

    rows = judgements_in_force(opened)
    if output is not Output.TABLE:
        _print_json(rows, output)
        return
    for row in rows:
        said = f"{row['judgement_id']} {row['left']} {row['right']} {row['verdict']}"
        print(printable(f"{said} by {row['by']}, {row['at']}: {row['why']}"))


def _made(record: "Callable[..., Any]", **fields: Any) -> Any:
    try:
        return record(**fields)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def _named(by: str | None) -> str:
    if not by:
        raise typer.BadParameter("say who decides: --by NAME")
    return by


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _print_json(rows: Iterable[Any], output: Output) -> None:
    if output is Output.JSON:
        print(json.dumps(list(rows), ensure_ascii=False))
        return
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))
