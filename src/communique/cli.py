"""The command line: it parses arguments and calls the pipeline."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique import __version__
from communique.commands import events, export, ingest, serve, train, watch
from communique.terminal import (
    Commands,
    Faults,
    begin,
    config_of,
    console,
    explain,
    leave,
    ledger_at,
    note,
    say,
    told,
    with_progress,
)

if TYPE_CHECKING:
    from communique.config import Config
    from communique.extract import Extractor
    from communique.model import Report
    from communique.read import ReadOptions
    from communique.run import Found

__all__ = ["app", "main"]

app = Commands(
    help="Read reports about armed conflict and keep account of what they claim.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSONL = "jsonl"


class Who(StrEnum):
    """Who reads reports for claims."""

    TRAINED = "trained"
    LLM = "llm"


gazetteer = Commands(help="Your own places, beside the built-in gazetteer.", no_args_is_help=True)
actors = Commands(help="Your own actors, beside the built-in list.", no_args_is_help=True)
ledger_commands = Commands(help="The ledger itself.", no_args_is_help=True)
app.callback()(begin)
app.add_typer(gazetteer, name="gazetteer")
app.add_typer(actors, name="actors")
app.add_typer(ledger_commands, name="ledger")
app.add_typer(events.app)
app.add_typer(export.app)
app.add_typer(ingest.app)
app.add_typer(serve.app)
app.add_typer(train.app)
app.add_typer(watch.app)
ledger_commands.command("migrate")(events.migrate_ledger)
ledger_commands.command("backup")(events.backup_ledger)

FORMAT_HELP = "A table to read, or one JSON object a report."
LedgerFile = Annotated[str, typer.Option("--ledger", metavar="FILE", help="The ledger.")]
OwnFile = Annotated[
    Path | None,
    typer.Option("--to", metavar="FILE", help="Where your own are kept; else as configured, or the default."),
]
Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT…", help="Files, folders, web addresses, or - for standard input."),
]
Published = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="The day on which the reports were published, YYYY-MM-DD."),
]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Also fetch addresses of the local and private network.")
]


ExtractorName = Annotated[
    Who | None, typer.Option("--extractor", help="Who reads; a language model needs --url.")
]
LlmUrl = Annotated[
    str | None, typer.Option("--url", metavar="URL", help="An OpenAI-compatible server, mostly …/v1.")
]
LlmModel = Annotated[
    str | None, typer.Option("--model", metavar="NAME", help="The model that the server is asked for.")
]


def _options(published: str | None, allow_private: bool) -> "ReadOptions":
    from communique.read import ReadOptions

    try:
        return ReadOptions(published=published, allow_private=allow_private)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--published") from None


@contextmanager
def _reader(config: "Config") -> "Iterator[Extractor | None]":
    """Hold the extractor where it is a language model, and say at the end what that was asked.

    Leaves where a model is broken or a server answers nothing at all.
    """
    from communique.weights import WeightsError

    if config.extractor == "trained":
        try:
            yield None  # opened when there is a report to read
        except WeightsError as error:
            leave(str(error))
        return
    from communique.extract.llm import ServerError, open_llm

    reader = open_llm(config)
    try:
        yield reader
    except ServerError as error:
        leave(str(error))
    finally:
        note(f"{reader.server.model}: {reader.usage}")


@app.command()
def read(
    inputs: Inputs,
    output: Annotated[Format, typer.Option("--format", help=FORMAT_HELP)] = Format.TABLE,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also write one self-contained page to FILE.")
    ] = None,
    evidence: Annotated[
        bool,
        typer.Option("--evidence", help="Show the words that carry each claim, and why a value is open."),
    ] = False,
    published: Published = None,
    allow_private: AllowPrivate = False,
    extractor: ExtractorName = None,
    url: LlmUrl = None,
    model: LlmModel = None,
) -> None:
    """Say what reports claim: who says that who did what to whom, where, when and how much."""
    from communique.run import account

    faults, config = Faults(), config_of(extractor=extractor, llm_url=url, llm_model=model)
    kept: list[Report] = []
    with _reader(config) as reader:
        reports = account(inputs, _options(published, allow_private), config, faults, reader)
        shown = told(_keeping(reports, kept) if html else reports)
        if output is Format.JSONL:
            _print_lines(shown)
        else:
            _print_table(shown, evidence)
    if html:
        _write_page(kept, html)
    faults.exit()


@app.command()
def add(
    inputs: Inputs,
    ledger: Annotated[str, typer.Option(metavar="FILE", help="The ledger; made where there is none.")],
    published: Published = None,
    allow_private: AllowPrivate = False,
    extractor: ExtractorName = None,
    url: LlmUrl = None,
    model: LlmModel = None,
) -> None:
    """Record what reports claim in a ledger; each report whole or not at all, and never twice."""
    from communique.account.outlines import record as record_events
    from communique.run import account, record

    faults, config = Faults(), config_of(extractor=extractor, llm_url=url, llm_model=model)
    options = _options(published, allow_private)
    ingested = ingest.Ingested(inputs)
    seen = new = claims = 0
    with ledger_at(ledger, create=True) as opened, _reader(config) as reader:
        reports = told(account(ingested.others, options, config, faults, reader))
        for added in with_progress(record(chain(ingested.reports(), reports), opened), "Reading"):
            seen, new, claims = seen + 1, new + added.new, claims + added.claims_new
        opened.record_copies(ingested.copies)
        found = record_events(opened)
    say(f"{seen} reports read, {new} of them new, {claims} new claims, {len(found)} events in {ledger}")
    faults.exit()


@app.command()
def geoparse(
    inputs: Inputs,
    output: Annotated[Format, typer.Option("--format", help=FORMAT_HELP)] = Format.TABLE,
    published: Published = None,
    allow_private: AllowPrivate = False,
) -> None:
    """Find the places named in any text, with coordinates, or the reason why there are none."""
    from communique.run import places_in

    faults = Faults()
    found = places_in(inputs, _options(published, allow_private), config_of(), faults)
    _print_found(found, "toponyms", output)
    faults.exit()


@app.command()
def times(
    inputs: Inputs,
    output: Annotated[Format, typer.Option("--format", help=FORMAT_HELP)] = Format.TABLE,
    published: Published = None,
    allow_private: AllowPrivate = False,
) -> None:
    """Find the time expressions in any text, as TIMEX3 values and as ranges of days."""
    from communique.run import times_in

    faults = Faults()
    _print_found(times_in(inputs, _options(published, allow_private), faults), "times", output)
    faults.exit()


@gazetteer.command("add")
def add_to_gazetteer(
    file: Annotated[Path, typer.Argument(help="A GeoNames dump, an OCHA place-code table, or CSV.")],
    to: OwnFile = None,
) -> None:
    """Add places of your own; they are found at once."""
    from communique.resolve import add_places, default_overlay

    target = to or config_of().gazetteer or default_overlay()
    say(f"{_added(add_places, file, target)} places added to {target}")


@actors.command("add")
def add_to_actors(
    file: Annotated[Path, typer.Argument(help="Actors as CSV or JSON Lines.")],
    to: OwnFile = None,
) -> None:
    """Add actors of your own; they are found at once."""
    from communique.resolve import add_actors, default_actors

    target = to or config_of().actors or default_actors()
    say(f"{_added(add_actors, file, target)} actors in {target}")


@ledger_commands.command("check")
def check_ledger(ledger: LedgerFile) -> None:
    """Check that a ledger is whole: hashes, spans against texts, nothing without its report."""
    faults = Faults()
    with ledger_at(ledger) as opened:
        for fault in opened.check():
            faults(fault)
        counts = opened.counts()
    say(f"{', '.join(f'{number} {name}' for name, number in counts.items())} in {ledger}")
    say(f"{faults.count} faults" if faults.count else "no fault found")
    faults.exit()


@app.command()
def schema() -> None:
    """Print the JSON Schema of one line of `communique read --format jsonl`."""
    import json

    from communique.model import json_schema

    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@app.command()
def version() -> None:
    """Print the version."""
    print(__version__)


def _keeping(reports: "Iterable[Report]", kept: "list[Report]") -> "Iterator[Report]":
    for report in reports:
        kept.append(report)
        yield report


def _print_lines(reports: "Iterable[Report]") -> None:
    from communique.model import report_to_json

    for report in reports:
        sys.stdout.write(report_to_json(report) + "\n")
    sys.stdout.flush()


def _print_found(found: "Iterable[Found]", name: str, output: Format) -> None:
    if output is Format.TABLE:
        from communique.publish.mentions import print_mentions

        print_mentions(found, name, console())
        return
    import json

    for line in found:
        print(json.dumps(line, ensure_ascii=False))


def _added(add: "Callable[[Path, Path], int]", file: Path, target: Path) -> int:
    try:
        return add(file, target)
    except (OSError, ValueError) as error:
        leave(f"{file}: {error}")


def _print_table(reports: "Iterable[Report]", evidence: bool) -> None:
    from communique.publish.table import print_table

    print_table(reports, console(), evidence=evidence)


def _write_page(reports: "list[Report]", target: Path) -> None:
    from communique.publish.page import render_page

    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(render_page(reports), encoding="utf-8")
    note(f"The account as a page: {target}")


def main() -> None:
    """Run the command line; an interrupt ends it quietly, an unforeseen fault with words."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        sys.exit(explain(error))
