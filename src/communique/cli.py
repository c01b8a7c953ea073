"""The command line: it parses arguments and calls the pipeline."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique import __version__, cli_events, cli_export, cli_ingest, cli_serve, cli_watch
from communique.terminal import leave, printable

if TYPE_CHECKING:
    from communique.config import Config
    from communique.extract import Extractor
    from communique.ledger import Added
    from communique.model import Fault, Report
    from communique.read import ReadOptions
    from communique.run import Found

__all__ = ["app", "main"]

app = typer.Typer(
    help="Read reports about armed conflict and keep account of what they claim.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSONL = "jsonl"


gazetteer = typer.Typer(help="Your own places, beside the built-in gazetteer.", no_args_is_help=True)
actors = typer.Typer(help="Your own actors, beside the built-in list.", no_args_is_help=True)
ledger_commands = typer.Typer(help="The ledger itself.", no_args_is_help=True)
app.add_typer(gazetteer, name="gazetteer")
app.add_typer(actors, name="actors")
app.add_typer(ledger_commands, name="ledger")
app.add_typer(cli_events.app)
app.add_typer(cli_export.app)
app.add_typer(cli_ingest.app)
app.add_typer(cli_serve.app)
app.add_typer(cli_watch.app)
ledger_commands.command("migrate")(cli_events.migrate_ledger)
ledger_commands.command("backup")(cli_events.backup_ledger)

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
    str | None,
    typer.Option("--extractor", metavar="trained|llm", help="Who reads; a language model needs --url."),
]
LlmUrl = Annotated[
    str | None, typer.Option("--url", metavar="URL", help="An OpenAI-compatible server, mostly …/v1.")
]
LlmModel = Annotated[
    str | None, typer.Option("--model", metavar="NAME", help="The model that the server is asked for.")
]


class Faults:
    """Counts what could not be read and names each on standard error."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, fault: "Fault") -> None:
        self.count += 1
        hint = f" ({fault.hint})" if fault.hint else ""
        print(f"communique: {printable(fault.location)}: {printable(fault.reason)}{hint}", file=sys.stderr)

    def exit(self) -> None:
        """Leave with status 1 where anything failed."""
        if self.count:
            raise typer.Exit(1)


def _options(published: str | None, allow_private: bool) -> "ReadOptions":
    from communique.read import ReadOptions

    try:
        return ReadOptions(published=published, allow_private=allow_private)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--published") from None


def _config(**given: str | None) -> "Config":
    """Return the configuration, with what the command line gives in the place of what is set elsewhere."""
    from pydantic import ValidationError

    from communique.config import Config

    try:
        return Config(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise typer.BadParameter(f"configuration: {name}: {first['msg']}") from None


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
        print(f"{reader.server.model}: {reader.usage}", file=sys.stderr)


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

    faults, config = Faults(), _config(extractor=extractor, llm_url=url, llm_model=model)
    kept: list[Report] = []
    with _reader(config) as reader:
        reports = account(inputs, _options(published, allow_private), config, faults, reader)
        shown = _keeping(reports, kept) if html else reports
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
    from communique.accounts import FusedLedger
    from communique.ledger import LedgerError, open_ledger
    from communique.run import account, record

    faults, config = Faults(), _config(extractor=extractor, llm_url=url, llm_model=model)
    ingested = cli_ingest.Ingested(inputs)
    seen = new = claims = 0
    try:
        with open_ledger(ledger) as opened, _reader(config) as reader:
            reports = account(ingested.others, _options(published, allow_private), config, faults, reader)
            for added in _with_progress(record(chain(ingested.reports(), reports), opened)):
                seen, new, claims = seen + 1, new + added.new, claims + added.claims_new
            opened.record_copies(ingested.copies)
            events = FusedLedger(opened).record()
    except LedgerError as error:
        leave(f"{ledger}: {error}")
    print(f"{seen} reports read, {new} of them new, {claims} new claims, {len(events)} events in {ledger}")
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
    found = places_in(inputs, _options(published, allow_private), _config(), faults)
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

    target = to or _config().gazetteer or default_overlay()
    print(f"{_added(add_places, file, target)} places added to {target}")


@actors.command("add")
def add_to_actors(
    file: Annotated[Path, typer.Argument(help="Actors as CSV or JSON Lines.")],
    to: OwnFile = None,
) -> None:
    """Add actors of your own; they are found at once."""
    from communique.resolve import add_actors, default_actors

    target = to or _config().actors or default_actors()
    print(f"{_added(add_actors, file, target)} actors in {target}")


@ledger_commands.command("check")
def check_ledger(ledger: LedgerFile) -> None:
    """Check that a ledger is whole: hashes, spans against texts, nothing without its report."""
    from communique.ledger import LedgerError, open_ledger

    faults = Faults()
    try:
        with open_ledger(ledger, create=False) as opened:
            for fault in opened.check():
                faults(fault)
            counts = opened.counts()
    except LedgerError as error:
        leave(f"{ledger}: {error}")
    print(", ".join(f"{number} {name}" for name, number in counts.items()), f"in {ledger}")
    print(f"{faults.count} faults" if faults.count else "no fault found")
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
        from rich.console import Console

        from communique.publish.mentions import print_mentions

        print_mentions(found, name, Console())
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
    from rich.console import Console

    from communique.publish.table import print_table

    print_table(reports, Console(), evidence=evidence)


def _write_page(reports: "list[Report]", target: Path) -> None:
    from communique.publish.page import render_page

    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(render_page(reports), encoding="utf-8")
    print(f"The account as a page: {target}", file=sys.stderr)


def _with_progress(steps: "Iterable[Added]") -> "Iterator[Added]":
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(steps, "Reading", console=console, disable=not console.is_terminal, transient=True)


def main() -> None:
    """Run the command line; a broken pipe or an interrupt ends it quietly."""
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
    except KeyboardInterrupt:
        sys.exit(130)
