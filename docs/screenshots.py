"""Make the pictures of the site anew: `python -m docs.screenshots` writes them into docs/images.

A ledger of the example reports, and one of the tutorial's, are served to Debian's Chromium. Needs the extra
`serve` and the development group.
"""

import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright
from tests.pages import TUTORIAL, blocks_of, run

import communique
from communique.config import Config
from communique.ledger import Ledger, open_ledger
from communique.serve import create_app

ROOT: Final = Path(__file__).parents[1]
IMAGES: Final = ROOT / "docs" / "images"
CHROMIUM: Final = shutil.which("chromium") or "/usr/bin/chromium"
OPTIONS: Final = ["--no-sandbox", "--disable-lcd-text"]
WIDE: Final = {"width": 1000, "height": 760}
TALL: Final = {"width": 960, "height": 1000}
PHONE: Final = {"width": 390, "height": 780}
PATIENCE_MS: Final = 120_000
RESPONSE: Final = (
    "I live two streets from the market. There were three impacts within a minute, shortly before sunset, "
    "and no soldiers were near it."
)


def main() -> None:
    """Write every picture; paths of reports that can be seen in them begin at the repository."""
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as made, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        account(browser, Path(made))
        for name, inputs in (("examples", Path("examples")), ("tutorial", tutorial_reports(Path(made)))):
            with communique.open_ledger(Path(made) / f"{name}.db", create=True) as ledger:
                ledger.add(sorted(inputs.glob("*.html")))
                event = disputed(ledger)
            with open_ledger(Path(made) / f"{name}.db") as opened, served(opened) as (origin, link):
                if name == "tutorial":
                    shot(browser, f"{origin}/events/{event}", "tutorial-event")
                else:
                    examples(browser, origin, link, event)
        browser.close()


def disputed(ledger: communique.OpenLedger) -> str:
    """Return the id of the event with the most dead of those about which reports contradict each other."""
    found = max(
        ledger.contradictions(),
        key=lambda event: max((t["best"] for t in event["assessment"]["tolls"]), default=0),
    )
    return str(found["event_id"])


def account(browser: Browser, folder: Path) -> None:
    """Write the picture of the page that `communique read --html` writes."""
    communique.read("examples/blog-page.html").to_html(folder / "account.html")
    shot(browser, (folder / "account.html").as_uri(), "account")


def tutorial_reports(folder: Path) -> Path:
    """Write the reports of the tutorial as its reader does, and return their folder."""
    blocks = blocks_of(TUTORIAL.read_text(encoding="utf-8"))
    run(next(block for block in blocks if "<title>" in block.code), folder)
    return folder / "reports"


@contextmanager
def served(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Serve a ledger; give the site's origin and an address that makes whoever opens it its admin."""
    with socket.create_server(("127.0.0.1", 0)) as bound:
        origin = f"http://localhost:{bound.getsockname()[1]}"
        app = create_app(ledger, Config(guests=True, guest_work=8, requests_per_minute=0), origin)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        token = ledger.access.make_link("admin", timedelta(hours=1))
        yield origin, f"{origin}/sign-in/link/{token}"
        server.should_exit = True
        thread.join()


def examples(browser: Browser, origin: str, link: str, event: str) -> None:
    """Write the pictures of the example reports' site: as readers, then as an analyst sees it."""
    address = f"{origin}/events/{event}"
    for ending, scheme in (("", "light"), ("-dark", "dark")):
        shot(browser, origin, f"site-map{ending}", scheme, TALL)
        shot(browser, address, f"site-event{ending}", scheme)
    shot(browser, origin, "site-map-phone", size=PHONE)
    shot(browser, address, "site-event-phone", size=PHONE)
    page = opened(browser, address, size={"width": 1000, "height": 560})
    page.locator("#voices").evaluate("heading => heading.scrollIntoView()")
    kept(page, "site-voices")
    page = opened(browser, address, size={"width": 1000, "height": 560})
    report = page.locator('main a[href*="/reports/"]').first.get_attribute("href") or ""
    page.goto(origin + report.partition("#")[0])
    kept(page, "site-report")
    respond(opened(browser, f"{address}/respond"))
    analyst = opened(browser, link)
    analyst.get_by_label("The name under which you decide").fill("Ana Example")
    analyst.get_by_role("button", name="Go on").click()
    for path, name in (("/review", "site-review"), ("/review/responses", "site-responses")):
        analyst.goto(origin + path)
        kept(analyst, name)
    analyst.goto(f"{origin}/review")
    analyst.locator('main a[href*="/review/claims/"]').first.click()
    analyst.set_viewport_size({"width": 1000, "height": 660})
    kept(analyst, "site-claim")


def respond(page: Page) -> None:
    """Send a reader's response as a guest, whose browser does its proof of work."""
    page.get_by_label("What do you want to say?").fill(RESPONSE)
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/responses/**")


def shot(
    browser: Browser, address: str, name: str, scheme: str = "light", size: dict[str, int] = WIDE
) -> None:
    """Write the picture of one page as it stands before anybody scrolls."""
    page = opened(browser, address, scheme, size)
    if page.locator("#map").count():
        page.locator("#map[data-ready=yes]").wait_for()
        page.wait_for_timeout(1000)
    kept(page, name)


def opened(browser: Browser, address: str, scheme: str = "light", size: dict[str, int] = WIDE) -> Page:
    """Open a page with a browser that keeps nothing of the others."""
    page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    return page


def kept(page: Page, name: str) -> None:
    """Write a picture of what is on the page's screen, and tell its size."""
    page.wait_for_load_state()
    taken = page.screenshot()
    print(f"{name}.png: {len(taken) / 1000:.0f} kB", flush=True)
    (IMAGES / f"{name}.png").write_bytes(taken)


if __name__ == "__main__":
    main()
