"""The commands that take a ledger's account elsewhere, and back."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.publish.tables import FORMATS
from communique.terminal import Commands, leave, ledger_at, say

if TYPE_CHECKING:
    from communique.ledger import Added

__all__ = ["app"]

app = Commands()
ExportFormat = StrEnum("ExportFormat", {name: name for name in ("package", *FORMATS)})  # type: ignore[misc]
_ABOUT = "; ".join(f"{name}: {chosen.about}" for name, chosen in FORMATS.items())


@app.command()
def export(
    ledger: Annotated[str, typer.Argument(metavar="LEDGER", help="A file, or a PostgreSQL address.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The file, or the folder.")],
    names: Annotated[
        list[ExportFormat] | None,
        typer.Option(
            "--format",
            help="May be given several times: then the files go into the folder, in one pass. "
            f"package (the default): a folder with the tables, described and hashed; {_ABOUT}.",
        ),
    ] = None,
    no_quotes: Annotated[
        bool, typer.Option("--no-quotes", help="Leave out the reports' sentences, for copyright.")
    ] = False,
    mask_names: Annotated[
        bool, typer.Option("--mask-names", help="Write [name] in the place of the names of persons.")
    ] = False,
) -> None:
    """Write a ledger's claims and events in the forms that other tools work in."""
    from communique.exports import export as write
    from communique.exports import export_package
    from communique.publish.tables import Manner, MissingLibraryError

    manner = Manner(quotes=not no_quotes, mask_names=mask_names)
    chosen = [str(name) for name in names or ()] or ["package"]
    if "package" in chosen and len(chosen) > 1:
        leave("a package holds its own tables: write it apart from other formats")
    try:
        with ledger_at(ledger) as opened:
            if chosen == ["package"]:
                export_package(opened, output, manner)
            elif len(chosen) == 1:
                write(opened, {chosen[0]: output}, manner)
            else:
                write(opened, {name: output / FORMATS[name].file for name in chosen}, manner)
    except MissingLibraryError as error:
        leave(str(error))
    except OSError as error:
        leave(f"{output}: {error.strerror or error}")
    say(f"{', '.join(chosen)} written to {output}")


@app.command("import")
def import_package(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A package that `export` wrote.")],
    ledger: Annotated[str, typer.Option(metavar="FILE-or-URL", help="The ledger; made where there is none.")],
) -> None:
    """Record an exported package in a ledger: its reports, decisions and events, never twice."""
    from communique.exports import PackageError, take_up

    try:
        with ledger_at(ledger, create=True) as opened:
            taken: list[Added] = list(take_up(folder, opened))
    except PackageError as error:
        leave(str(error))
    say(f"{len(taken)} reports read, {sum(added.new for added in taken)} of them new, in {ledger}")
