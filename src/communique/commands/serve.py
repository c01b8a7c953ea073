"""The commands that open the site on a ledger, and that write its public part as files."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EADDRINUSE
from pathlib import Path
from typing import Annotated

import typer

from communique.commands.events import LEDGER_HELP
from communique.terminal import Commands, config_of, console, leave, ledger_at, level, say

__all__ = ["app"]

app = Commands()


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
    config = config_of()
    origin = config.site_address or f"http://localhost:{port}"
    with ledger_at(ledger) as opened, _listening(host, port) as listening:
        link = new_link(opened.access, origin, always=admin_link)
        say(f"The site is at {origin}; Ctrl+C ends it.")
        if link is not None:
            print(f"This link makes you its admin, once, within a day: {link}", flush=True)
        server = uvicorn.Server(
            uvicorn.Config(
                create_app(opened, config, origin),
                log_level="info" if level() > 0 else "warning",
                ws="none",
                server_header=False,
                proxy_headers=proxy is not None,
                forwarded_allow_ips=proxy or "",
            )
        )
        server.run(sockets=[listening])


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """Hold a socket that listens; leave where the port is taken or the address is not of this machine."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        then = "choose another with --port" if error.errno == EADDRINUSE else "choose another with --host"
        leave(f"{host}, port {port}: {error.strerror}", then)
    with listening:
        yield listening


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
    from rich.progress import Progress

    shown = console(stderr=True)
    still = not shown.is_terminal or level() < 0
    try:
        with ledger_at(ledger) as opened, Progress(console=shown, disable=still, transient=True) as progress:
            task = progress.add_task("Writing pages", total=None)
            events = freeze(opened, folder, address.rstrip("/"), lambda: progress.advance(task))
    except NotASiteError as error:
        leave(str(error))
    except OSError as error:
        leave(f"{folder}: {error.strerror or error}")
    number = f"{events} event{'' if events == 1 else 's'}"
    say(f"{number} published in {folder}; look at it with: python3 -m http.server -d {folder} 8000")
