"""The public part of the site as files, which any plain file server can hand out."""

import asyncio
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote

from fastapi import FastAPI

from communique.config import Config
from communique.ledger import Ledger
from communique.serve.app import HERE, create_app
from communique.serve.catalogue import Catalogue
from communique.serve.entry import searched

__all__ = ["NotASiteError", "freeze"]

_FILES: Final = ("map.geojson", "map.json", "outlines.geojson", "feed.atom", "feed.json")
_OK: Final = 200
_PAGES: Final = ("", "sources", "actors", "about")


class NotASiteError(ValueError):
    """The folder holds something that this did not write."""


def freeze(ledger: Ledger, folder: Path, origin: str, step: Callable[[], None] = lambda: None) -> int:
    """Write the site into a folder; return the number of event pages. A site that is there is replaced whole.

    `origin` is the address that it will have, with its path: links begin at that path, feeds name it whole.
    Raises `NotASiteError` where the folder holds something else.
    """
    if folder.exists() and not (folder / "static" / "map.js").is_file() and any(folder.iterdir()):
        raise NotASiteError(f"{folder} holds something else; name another folder")
    host, _, path = origin.partition("://")[2].partition("/")
    base = f"/{path.strip('/')}" if path else ""
    app = create_app(ledger, Config(requests_per_minute=0), f"{origin.partition('://')[0]}://{host}",
                     base=base, frozen=True)  # fmt: skip
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".site-") as scratch:
        made = Path(scratch) / "site"
        with ThreadPoolExecutor(1) as own:  # whoever asks may have a loop of events running, as notebooks do
            number = own.submit(lambda: asyncio.run(_written(app, made, host, step))).result()
        shutil.copytree(HERE / "static", made / "static")
        if folder.exists():
            shutil.rmtree(folder)
        made.replace(folder)
    return number


async def _written(app: FastAPI, made: Path, host: str, step: Callable[[], None]) -> int:
    catalogue: Catalogue = app.state.site.desk.catalogue()
    made.mkdir(parents=True)
    lines = [searched(entry) for entry in catalogue.entries]
    (made / "entries.json").write_text(json.dumps(lines, ensure_ascii=False), encoding="utf-8")
    for name in _FILES:
        await _fetch(app, host, f"/{name}", made / name)
    for address, target in _pages(made, catalogue):
        await _fetch(app, host, address, target)
        step()
    return len(catalogue.entries)


def _pages(made: Path, catalogue: Catalogue) -> Iterator[tuple[str, Path]]:
    for name in _PAGES:
        yield f"/{name}", made / name / "index.html"
    reports = set()
    for entry in catalogue.entries:
        yield f"/events/{entry.event_id}", made / "events" / entry.event_id / "index.html"
        reports |= set(entry.reports)
    for report in sorted(reports):
        yield f"/reports/{quote(report, safe='')}", made / "reports" / _file_name(report) / "index.html"


def _file_name(report: str) -> str:
    return quote(report, safe="")


async def _fetch(app: FastAPI, host: str, address: str, target: Path) -> None:
    """Ask the site itself for a page, without a client between, and write what it answers."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(address),
        "raw_path": address.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", host.encode()), (b"accept", b"text/html")],
        "client": ("127.0.0.1", 0),
        "server": (host, None),
    }
    answered: list[MutableMapping[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        answered.append(message)

    await app(scope, receive, send)
    if (status := answered[0]["status"]) != _OK:
        raise RuntimeError(f"{address} cannot be written: the site answers {status}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(b"".join(message.get("body", b"") for message in answered))
