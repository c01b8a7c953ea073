"""The commands that open the site on a ledger, and that write its public part as files."""

from pathlib import Path
from typing import Annotated

import typer

from communique.cli_events import LEDGER_HELP
from communique.terminal import leave

__all__ = ["app"]

app = typer.Typer()


@app.command()
def serve(
    ledger: Annotated[str, typer.Argument(metavar="LEDGER", help=LEDGER_HELP)],
    host: Annotated[str, typer.Option("--host", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="The port to listen at.")] = 8000,
    admin_link: Annotated[
        bool, typer.Option("--admin-link", help="Print a one-time link that makes a further admin.")
    ] = False,
    proxy: Annotated[
        str | None,
        typer.Option("--proxy", metavar="ADDRESS", help="Believe what this proxy says of its clients."),
    ] = None,
) -> None:
    """Open the site: read, review, respond. The first time it prints a link that makes you its admin."""
    try:
        import uvicorn

        from communique.serve import create_app
        from communique.serve.signin import admin_link as new_link
    except ModuleNotFoundError:
        leave("the site needs the extra: pip install 'communique[serve]'")
    from communique.config import Config
    from communique.ledger import LedgerError, open_ledger

    try:
        with open_ledger(ledger, create=False) as opened:
            config = Config()
            origin = config.site_address or f"http://localhost:{port}"
            link = new_link(opened.access, origin, always=admin_link)
            print(f"The site is at {origin}; Ctrl+C ends it.")
            if link is not None:
                print(f"This link makes you its admin, once, within a day: {link}", flush=True)
            uvicorn.run(
                create_app(opened, config, origin),
                host=host,
                port=port,
                log_level="warning",
                ws="none",
                server_header=False,
                proxy_headers=proxy is not None,
                forwarded_allow_ips=proxy or "",
            )
    except LedgerError as error:
        leave(f"{ledger}: {error}")


@app.command()
def publish(
    ledger: Annotated[str, typer.Argument(metavar="LEDGER", help=LEDGER_HELP)],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Replaced whole, where it is a site.")],
    address: Annotated[
        str,
        typer.Option(
            "--address", metavar="URL", help="Where the site will be; feeds name it, links begin there."
        ),
    ] = "http://localhost:8000",
) -> None:
    """Write the site's public part as files: pages, map and feeds, for any plain file server."""
    try:
        from communique.serve.freezing import NotASiteError, freeze
    except ModuleNotFoundError:
        leave("the site needs the extra: pip install 'communique[serve]'")
    from rich.console import Console
    from rich.progress import Progress

    from communique.ledger import LedgerError, open_ledger

    console = Console(stderr=True)
    try:
        with (
            open_ledger(ledger, create=False) as opened,
            Progress(console=console, disable=not console.is_terminal, transient=True) as progress,
        ):
            task = progress.add_task("Writing pages", total=None)
            events = freeze(opened, folder, address.rstrip("/"), lambda: progress.advance(task))
    except LedgerError as error:
        leave(f"{ledger}: {error}")
    except NotASiteError as error:
        leave(str(error))
    except OSError as error:
        leave(f"{folder}: {error.strerror or error}")
    print(f"{events} events published in {folder}; look at it with: python3 -m http.server -d {folder} 8000")
