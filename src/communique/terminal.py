"""What every command says on the terminal in the same way: how much of it, why it cannot go on, and where to.

Results go to standard output, all else to standard error. `--quiet` leaves out what tells only that all went
well, `--verbose` adds what is done meanwhile; both go before the command or behind it.
"""

import inspect
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from communique.config import Config
    from communique.ledger import Ledger
    from communique.model import Fault, Report

__all__ = [
    "BROKEN",
    "QUIET",
    "Commands",
    "Faults",
    "begin",
    "config_of",
    "console",
    "detail",
    "explain",
    "leave",
    "ledger_at",
    "level",
    "note",
    "printable",
    "say",
    "told",
    "with_progress",
]

QUIET, PLAIN, VERBOSE = -1, 0, 1
BROKEN: Final = 70
"""The exit status of a fault in Communique itself (EX_SOFTWARE of sysexits.h)."""
CUT_SHORT: Final = 141
"""The exit status of a command whose reader went away (128 and the number of SIGPIPE)."""
_level = PLAIN
_Step = TypeVar("_Step")
_Function = TypeVar("_Function", bound=Callable[..., Any])


def level() -> int:
    """Return how much the running command says: `QUIET`, `PLAIN` or `VERBOSE`."""
    return _level


Quiet = Annotated[
    bool,
    typer.Option("--quiet", "-q", help="Say nothing where all goes well; results and faults are still told."),
]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Tell what is done, and the whole of an unforeseen fault.")
]


def begin(quiet: Quiet = False, verbose: Verbose = False) -> None:
    """Begin a command line as loudly as it asks before its command; for the callback of the whole."""
    global _level
    _level = PLAIN
    _ask(quiet, verbose)


def _ask(quiet: bool, verbose: bool) -> None:
    global _level
    if quiet and verbose:
        raise typer.BadParameter("--quiet and --verbose exclude each other; give one of them")
    if quiet or verbose:
        _level = QUIET if quiet else VERBOSE


class Commands(typer.Typer):
    """A group of commands that all take `--quiet` and `--verbose`."""

    def command(self, *given: Any, **named: Any) -> Callable[[_Function], _Function]:
        """Add a command, as typer does."""
        add = super().command(*given, **named)

        def added(function: _Function) -> _Function:
            add(_mannered(function))
            return function

        return added


def _mannered(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function as a command that takes the two options beside its own."""

    @wraps(function)
    def asked(*given: Any, quiet: bool, verbose: bool, **named: Any) -> None:
        _ask(quiet, verbose)
        try:
            function(*given, **named)
            sys.stdout.flush()
        except BrokenPipeError:  # whoever reads the results has enough; typer would call that a failure
            with open(os.devnull, "wb") as nowhere, suppress(OSError, ValueError):
                os.dup2(nowhere.fileno(), sys.stdout.fileno())
            raise typer.Exit(CUT_SHORT) from None

    signature = inspect.signature(function)
    further = inspect.signature(begin).parameters.values()
    own = [*signature.parameters.values(), *further]
    asked.__signature__ = signature.replace(parameters=own)  # type: ignore[attr-defined]
    asked.__annotations__ = {**function.__annotations__, **{p.name: p.annotation for p in further}}
    return asked


def leave(why: str, then: str | None = None) -> NoReturn:
    """Say why a command cannot go on and what to do about it, and leave with status 2."""
    print(f"communique: {printable(why)}{f'; {printable(then)}' if then else ''}", file=sys.stderr)
    raise typer.Exit(2)


def say(words: str) -> None:
    """Tell on standard output that all went well, unless nothing is to be said."""
    if _level > QUIET:
        print(printable(words), flush=True)


def note(words: str) -> None:
    """Tell it on standard error, beside results."""
    if _level > QUIET:
        print(printable(words), file=sys.stderr, flush=True)


def detail(words: str) -> None:
    """Tell what is done meanwhile, where that was asked for."""
    if _level >= VERBOSE:
        print(f"communique: {printable(words)}", file=sys.stderr, flush=True)


def printable(text: str) -> str:
    """Return the text without the characters that would steer the terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def console(*, stderr: bool = False) -> "Console":
    """Return the terminal as rich writes to it; it follows NO_COLOR, FORCE_COLOR and TERM by itself."""
    from rich.console import Console

    return Console(stderr=stderr)


def with_progress(steps: Iterable[_Step], words: str) -> Iterator[_Step]:
    """Yield the steps, with a bar on a terminal that is not to be quiet."""
    from rich.progress import track

    shown = console(stderr=True)
    still = not shown.is_terminal or _level == QUIET
    yield from track(steps, words, console=shown, disable=still, transient=True)


class Faults:
    """Counts what could not be read and names each on standard error."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, fault: "Fault") -> None:
        """Name a fault."""
        self.count += 1
        hint = f" ({printable(fault.hint)})" if fault.hint else ""
        print(f"communique: {printable(fault.location)}: {printable(fault.reason)}{hint}", file=sys.stderr)

    def exit(self) -> None:
        """Leave with status 1 where anything failed."""
        if self.count:
            raise typer.Exit(1)


def told(reports: "Iterable[Report]") -> "Iterator[Report]":
    """Yield the reports; where that was asked for, tell of each that it was read."""
    for report in reports:
        where = report.location or report.id
        detail(f"{where}: {len(report.claims)} claims, published {report.published or 'unknown'}")
        yield report


def config_of(**given: str | None) -> "Config":
    """Return the configuration, with what the command line gives in the place of what is set elsewhere."""
    from pydantic import ValidationError

    from communique.config import Config

    try:
        return Config(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        where = _set_in(str(first["loc"][0]) if first["loc"] else "", given)
        leave(f"configuration: {name}: {first['msg']}", f"correct it {where}")
    except (ValueError, OSError) as error:  # a file that is no TOML, a variable that is no JSON
        leave(f"configuration: {error}", "correct communique.toml, or the COMMUNIQUE_… of the environment")


def _set_in(name: str, given: dict[str, str | None]) -> str:
    if given.get(name) is not None:
        return "on the command line"
    variable = f"COMMUNIQUE_{name.upper()}"
    return f"in the environment, {variable}" if variable in os.environ else "in communique.toml"


@contextmanager
def ledger_at(location: str | Path, *, create: bool = False) -> "Iterator[Ledger]":
    """Hold a ledger open; leave, saying why, where it cannot be opened or cannot do what is asked."""
    from communique.ledger import LedgerError, open_ledger

    try:
        with open_ledger(location, create=create) as opened:
            yield opened
    except LedgerError as error:
        leave(f"{location}: {error}", _after(str(error), str(location)))


def _after(error: str, location: str) -> str | None:
    """Return the next step after an error of a ledger that does not name one itself."""
    if "not a ledger" in error:
        return "name another file; `communique add INPUT… --ledger FILE` makes one"
    if "read-only" in error or "cannot be opened" in error:
        return "look at who may write there, or copy the ledger elsewhere"
    if "damaged" in error or "malformed" in error:
        return f"see what is wrong with: communique ledger check --ledger {location}"
    return None


def explain(error: BaseException) -> int:
    """Say what ended the command unforeseen; return the exit status."""
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        print(f"communique: {printable(f'{where}{error.strerror}')}", file=sys.stderr)
        return 2
    if _level >= VERBOSE:
        traceback.print_exception(error, file=sys.stderr)
    where = "above" if _level >= VERBOSE else "run it again with --verbose for the whole of it"
    told = f"{type(error).__name__}: {error}"
    print(f"communique: a fault of communique itself: {printable(told)}", file=sys.stderr)
    print(f"communique: {where}; please report it, with `communique version`", file=sys.stderr)
    return BROKEN
