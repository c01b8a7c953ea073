"""`python -m evals.bench_site [--events N]`: how fast the site answers, how soon its map is there.

A ledger of made-up reports is read and fused for true; its events are then repeated at other days and
places until the list, the map and the search hold as many as asked for. So this measures what answers
cost, not how long the first fusing of a large ledger takes. Readers ask for a page, look at it for a
while, and ask for the next. A time is that from asking until all of the answer is there, in milliseconds.

With `--ledger FILE` that ledger is served as it is. Times of a machine that does other work, too, say little;
therefore the server's processor time a request is measured as well, one request after another.
"""

import argparse
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from communique.ledger import open_ledger
from communique.model import Report, evolve
from communique.serve.catalogue import Catalogue
from communique.serve.entry import Entry
from evals.happenings import reports

if TYPE_CHECKING:
    from playwright.sync_api import Page

_CLAIMS = 1_500  # that are fused for true
_PORT = 8790
_ASKED = 30


def main() -> None:
    """Serve, or ask a server started for it; print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench_site", description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--pause", type=float, default=1.0, help="mean seconds a reader looks at a page")
    parser.add_argument("--ledger", metavar="FILE", help="serve this ledger instead")
    parser.add_argument("--serve", metavar="FILE", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        serve(asked.serve, asked.events)
        return
    with tempfile.TemporaryDirectory() as folder:
        path, number = asked.ledger, 0
        if path is None:
            path, number = str(Path(folder) / "ledger.db"), asked.events
            with open_ledger(path) as ledger:
                list(ledger.add(made(_CLAIMS)))
        command = [sys.executable, "-m", "evals.bench_site", "--serve", path, "--events", str(number)]
        with subprocess.Popen(command) as server:
            try:
                kinds = addresses(_wait(server))
                found = load(kinds, asked.readers, asked.seconds, asked.pause)
                spent = processor_times(kinds, server.pid)
                print(json.dumps(found | {"processor_ms": spent, "map_seconds": map_seconds()}, indent=1))
            finally:
                server.terminate()


def made(claims: int) -> Iterator[Report]:
    """Yield made-up reports that hold their claims."""
    for told in reports(claims):
        yield evolve(told.statements[0].report, claims=tuple(s.claim for s in told.statements))


def repeated(entries: list[Entry], number: int) -> Iterator[Entry]:
    """Yield the events of a list, then the same at other days and places under other ids, up to a number."""
    yield from entries[:number]
    chance = random.Random(1)
    for again in range(number - len(entries)):
        entry = entries[again % len(entries)]
        start = date.fromisoformat(entry.start or "2011-01-01") + timedelta(chance.randrange(5_000))
        moved = replace(entry, latitude=chance.uniform(-30, 55), longitude=chance.uniform(-10, 110))
        yield replace(moved, event_id=f"{entry.event_id}~{again}", start=f"{start}", end=f"{start}")


def serve(path: str, number: int) -> None:
    """Serve a ledger with so many events in its list."""
    import uvicorn

    from communique.config import Config
    from communique.serve import create_app

    with open_ledger(path, create=False) as ledger:
        app = create_app(ledger, Config(requests_per_minute=0), f"http://localhost:{_PORT}")
        desk = app.state.site.desk
        if number:
            entries = repeated(desk.catalogue().entries, number)
            desk._catalogue = Catalogue(entries, ledger.reports_holding)
        uvicorn.run(app, port=_PORT, log_level="warning", ws="none")


def _wait(server: "subprocess.Popen[bytes]") -> dict[str, list[dict[str, str]]]:
    """Return the first events as the read API lists them, once the server answers."""
    while server.poll() is None:
        try:
            _, body = get("/api/events?size=500&page=1")
            return dict(json.loads(body))
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("the server does not start")


def get(address: str) -> tuple[int, bytes]:
    """Ask for an address as a browser does."""
    connection = http.client.HTTPConnection("127.0.0.1", _PORT, timeout=120)
    try:
        connection.request("GET", address, headers={"accept": "text/html", "accept-encoding": "gzip"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def addresses(told: dict[str, list[dict[str, str]]]) -> dict[str, list[str]]:
    """Return addresses to ask for, by kind of page."""
    events = told["events"]
    names = [quote(name) for event in events for name in event["sources"]]
    towns = [quote(event["where_coordinates"]) for event in events if event["where_coordinates"]]
    return {
        "list": ["/", "/?page=2", "/?page=300"],
        "search": [f"/?q={town}" for town in towns],
        "place": [f"/?place={town}" for town in towns],
        "source": [f"/?source={name}" for name in names],
        "days": [f"/?since=2014-0{month}-01&until=2014-0{month + 1}-01" for month in range(1, 9)],
        "event": [f"/events/{event['event_id'].partition('~')[0]}" for event in events],
        "reports": ["/reports", "/reports?page=9", *(f"/reports?q={town}" for town in towns)],
        "report": [f"/reports/{name}" for event in events for name in event["reports"]],
        "sources": ["/sources"],
        "actors": ["/actors"],
        "feed": ["/feed.atom", "/feed.json"],
        "api": [f"/api/events?size=100&page={number}" for number in range(1, 100)],
        "map": ["/map.json"],
        "narrow map": [f"/map.json?q={town}" for town in towns],
        "geojson": ["/map.geojson", *(f"/map.geojson?place={town}" for town in towns)],
    }


def load(kinds: dict[str, list[str]], readers: int, seconds: float, pause: float) -> dict[str, object]:
    """Let readers ask at once; return the number of answers, failures, and the times by kind and of all."""
    before = os.getloadavg()[0]
    times, failed, until = defaultdict[str, list[float]](list), list[str](), time.monotonic() + seconds

    def reader(number: int) -> None:
        chance = random.Random(number)
        time.sleep(chance.uniform(0, pause))
        while time.monotonic() < until:
            kind = chance.choice(list(kinds))
            address = chance.choice(kinds[kind])
            started = time.perf_counter()
            status, _ = get(address)
            times[kind].append(1e3 * (time.perf_counter() - started))
            if status != 200:
                failed.append(address)
            time.sleep(chance.expovariate(1 / pause))

    threads = [threading.Thread(target=reader, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    every = [took for several in times.values() for took in several]
    by_kind = {kind: quantiles(several) for kind, several in sorted(times.items())}
    loads = {"load_before": before, "load_after": os.getloadavg()[0]}
    return {**loads, "failed": failed[:5], "all": quantiles(every), **by_kind}


def processor_times(kinds: dict[str, list[str]], server: int) -> dict[str, float]:
    """Return the mean processor time, in milliseconds, that a request of each kind costs the server."""
    clock = (~server << 3) | 2  # as clock_getcpuclockid(3) of Linux makes it
    chance, spent = random.Random(2), {}
    for kind, several in kinds.items():
        started = time.clock_gettime(clock)
        for _ in range(_ASKED):
            get(chance.choice(several))
        spent[kind] = round(1e3 * (time.clock_gettime(clock) - started) / _ASKED, 1)
    return spent | {"mean of kinds": round(statistics.mean(spent.values()), 1)}


def quantiles(times: list[float]) -> dict[str, float]:
    """Return number, median, 95th percentile and worst of some times."""
    parts = statistics.quantiles([*times, times[-1]], n=20)
    return {
        "answers": len(times),
        "median": round(statistics.median(times), 1),
        "p95": round(parts[-1], 1),
        "worst": round(max(times), 1),
    }


def map_seconds() -> float | None:
    """Return how long a browser takes from asking until marks are drawn and the map follows a drag.

    The best of three; null without a browser.
    """
    from shutil import which

    from playwright.sync_api import sync_playwright

    if (chromium := which("chromium")) is None:
        return None
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        took = min(_until_dragged(browser.new_context().new_page()) for _ in range(3))
        browser.close()
    return round(took, 2)


def _until_dragged(page: "Page") -> float:
    begun = time.perf_counter()
    page.goto(f"http://127.0.0.1:{_PORT}/")
    page.wait_for_selector("#map[data-ready=yes]", timeout=120_000)
    moved = "() => document.querySelector('#map .leaflet-map-pane').style.transform"
    before, box = page.evaluate(moved), page.locator("#map").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 500, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 400, box["y"] + 30, steps=3)
    page.mouse.up()
    page.wait_for_function(f"was => ({moved})() !== was", arg=before, timeout=120_000)
    took = time.perf_counter() - begun
    page.close()
    return took


if __name__ == "__main__":
    main()
