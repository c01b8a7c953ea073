"""The public pages in a real browser: map, timeline, accessibility, and the site as plain files."""

import functools
import http.server
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from math import hypot
from pathlib import Path
from typing import Any

import pytest
from serving import Served
from told import three_happenings

from communique.ledger import Ledger
from communique.serve.freezing import freeze

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
if not Path(CHROMIUM).exists():
    pytest.skip("Chromium is not installed (apt-get install chromium)", allow_module_level=True)

from playwright.sync_api import Browser, Page, expect, sync_playwright  # noqa: E402

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text("utf-8")
AS_ROOT = ["--no-sandbox"]
PATIENCE_MS = 60_000
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=AS_ROOT)
        yield opened
        opened.close()


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    list(ledger.add(three_happenings()))
    return ledger


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page that may ask its own host only; errors in it fail the test."""
    wrong: list[str] = []
    contexts: list[Any] = []

    def opened(origin: str, path: str = "/", **options: object) -> Page:
        contexts.append(browser.new_context(**{"viewport": {"width": 1200, "height": 900}, **options}))
        contexts[-1].set_default_timeout(PATIENCE_MS)
        page = contexts[-1].new_page()
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: wrong.append(asked.url) if not own(asked.url, origin) else None)
        page.goto(f"{origin}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def own(address: str, origin: str) -> bool:
    return address.startswith((origin, "blob:", "data:"))


def drawn(page: Page) -> None:
    expect(page.locator("#map")).to_have_attribute("data-ready", "yes", timeout=PATIENCE_MS)


def test_map_and_timeline_are_drawn_and_choosing_a_time_filters(
    filled: Ledger, site: Served, visit: Callable[..., Page]
) -> None:
    page = visit(site.origin)
    drawn(page)
    expect(page.locator("#map canvas").first).to_be_visible()
    over = page.locator("#timeline .u-over").bounding_box()
    assert over is not None
    page.mouse.move(over["x"] + 2, over["y"] + 20)
    page.mouse.down()
    page.mouse.move(over["x"] + over["width"] / 2, over["y"] + 20, steps=5)
    page.mouse.up()
    page.wait_for_url("**since=*until=*")
    expect(page.locator("h1")).to_have_text(re.compile(r"^\d+ of \d+ events"))


def mark_on(page: Page) -> None:
    """Move the mouse over the map, from its middle outwards, until it lies over a mark."""
    box = page.locator("#map").bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    steps = [(9 * east, 9 * south) for east in range(-12, 13) for south in range(-12, 13)]
    for right, down in sorted(steps, key=lambda step: hypot(*step)):
        page.mouse.move(middle[0] + right, middle[1] + down)
        if page.locator("#map canvas.leaflet-interactive").count():
            return
    raise AssertionError("no mark is near the middle of the map")


def test_a_mark_on_the_map_leads_to_its_event(
    filled: Ledger, site: Served, visit: Callable[..., Page]
) -> None:
    entry = next(e for e in site.app.state.site.desk.catalogue().entries if e.latitude is not None)
    page = visit(site.origin, f"/?place={entry.place}&since={entry.start}&until={entry.start}")
    drawn(page)
    mark_on(page)
    page.mouse.down()
    page.mouse.up()
    popup = page.locator(".leaflet-popup-content a").first
    expect(popup).to_be_visible()
    popup.click()
    expect(page.get_by_role("heading", name="Who claims what")).to_be_visible()


def test_the_list_works_without_javascript(filled: Ledger, site: Served, visit: Callable[..., Page]) -> None:
    page = visit(site.origin, java_script_enabled=False)
    page.get_by_label("Grade").select_option("Contested")
    page.get_by_role("button", name="Find").click()
    page.wait_for_url("**grade=Contested*")
    page.locator("table.events a").first.click()
    expect(page.get_by_role("heading", name="Where sources differ")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 360])
def test_no_page_hinders_anybody(
    scheme: str, width: int, filled: Ledger, site: Served, visit: Callable[..., Page]
) -> None:
    entry = next(e for e in site.app.state.site.desk.catalogue().entries if e.differs)
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}, "bypass_csp": True}
    for path in (
        "/",
        f"/events/{entry.event_id}",
        f"/reports/{entry.reports[0]}",
        "/sources",
        "/actors",
        "/about",
    ):
        page = visit(site.origin, path, **options)
        page.evaluate(AXE)
        found = page.evaluate("levels => axe.run({ runOnly: levels })", LEVELS)
        told = [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found["violations"]]
        assert told == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), f"{path} is too wide"
        page.close()


@pytest.fixture
def files(filled: Ledger, tmp_path: Path) -> Iterator[str]:
    """The site as files, handed out by a server that knows nothing of it."""
    freeze(filled, tmp_path / "site", "http://localhost")
    handler = functools.partial(Quiet, directory=str(tmp_path / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def test_map_and_search_work_on_plain_files(files: str, visit: Callable[..., Page]) -> None:
    page = visit(files)
    drawn(page)
    every = page.locator("#rows tr").count()
    page.get_by_label("Grade").select_option("Contested")
    page.get_by_role("button", name="Find").click()
    page.wait_for_url("**grade=Contested*")
    expect(page.locator("h1")).to_have_text(re.compile(r"^\d+ of \d+ events"))
    assert 0 < page.locator("#rows tr").count() < every
    page.locator("#rows a").first.click()
    expect(page.get_by_role("heading", name="Who claims what")).to_be_visible()
