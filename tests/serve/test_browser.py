"""The site in a real browser: an analyst's way, a reader's response, and content that must not run."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from serving import Served

from communique.config import Provider
from communique.ledger import Ledger
from communique.model import Moderation, Response, evolve
from test_accounts import five

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
if not Path(CHROMIUM).exists():
    pytest.skip("Chromium is not installed (apt-get install chromium)", allow_module_level=True)

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright  # noqa: E402

PATIENCE_MS = 60_000
AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
TEXT = "On 3 May 2017 shelling by government forces killed four civilians in Saraqib, a monitor said."
BAD = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">\u202e"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser of its own; whatever goes wrong in it fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def opened(*, watched: bool = True, **options: object) -> Page:
        contexts.append(browser.new_context(viewport={"width": 1200, "height": 900}, **options))
        contexts[-1].set_default_timeout(PATIENCE_MS)
        page = contexts[-1].new_page()
        if not watched:
            return page
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def enter(page: Page, site: Served, role: str = "analyst") -> Page:
    token = site.ledger.access.make_link(role, timedelta(hours=1))
    page.goto(f"{site.origin}/sign-in/link/{token}")
    page.get_by_label("The name under which you decide").fill("Ana Example")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/review")
    return page


def test_from_a_report_to_a_published_event(site: Served, visit: Callable[..., Page]) -> None:
    analyst = enter(visit(), site)
    analyst.get_by_role("link", name="Add a report").click()
    analyst.get_by_label("Title").fill("Shelling")
    analyst.get_by_label("Who published it").fill("Harim Lanes")
    analyst.get_by_label("When").fill("2017-05-04")
    analyst.get_by_label("Text").fill(TEXT)
    analyst.get_by_role("button", name="Read it").click()
    analyst.wait_for_url("**/review/reports/**")
    analyst.locator("ol.queue li > a").first.click()
    analyst.get_by_role("button", name=re.compile("^Accept")).click()
    expect(analyst.get_by_role("status")).to_have_text(re.compile("Recorded"))
    analyst.get_by_role("link", name="its event").click()
    analyst.get_by_role("link", name="The event's page").click()
    reader = visit()
    reader.goto(analyst.url)
    expect(reader.locator("main")).to_contain_text("four civilians")
    expect(reader.locator("main")).to_contain_text("Harim Lanes")


def test_review_by_keys_with_undo(site: Served, visit: Callable[..., Page]) -> None:
    list(site.ledger.add(five()))
    page = enter(visit(), site)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/**/**")
    page.goto(f"{site.origin}/review/claims/claim-blog")
    page.keyboard.press("w")
    page.wait_for_url(re.compile("done="))
    expect(page.locator("table.decisions")).to_contain_text("wrong")
    assert [c.verdict for c in site.ledger.corrections()] == ["wrong"]
    page.keyboard.press("u")
    expect(page.locator("table.decisions")).to_contain_text("taken back by Ana Example")
    page.keyboard.press("c")
    assert page.evaluate("document.activeElement.name") == "event"
    page.locator("#keys-on").evaluate("element => { element.closest('details').open = true }")
    page.get_by_label("Single-key shortcuts").uncheck()
    page.locator("h1").click()
    page.keyboard.press("w")
    page.wait_for_timeout(300)
    assert len(list(site.ledger.corrections())) == 1


def test_review_without_scripts(site: Served, visit: Callable[..., Page]) -> None:
    list(site.ledger.add(five()))
    page = enter(visit(java_script_enabled=False), site)
    page.goto(f"{site.origin}/review/claims/claim-blog")
    slot = page.locator("#slot-factuality")
    slot.locator("select").select_option("probable")
    slot.get_by_role("button").click()
    page.wait_for_url(re.compile("done="))
    expect(page.locator("#slot-factuality .sides > div")).to_contain_text("actual")
    assert page.locator("#slot-factuality select").input_value() == "probable"
    page.get_by_role("button", name=re.compile("^Undo")).click()
    expect(page.locator("table.decisions")).to_contain_text("taken back")
    assert page.locator("#slot-factuality select").input_value() == "actual"


def test_a_reader_signs_in_responds_and_is_published(
    start: Callable[..., Served], provider: Provider, visit: Callable[..., Page]
) -> None:
    site = start(sign_in=(provider,), guests=False)
    list(site.ledger.add(five()))
    # the provider's own pages ask for what is not there
    reader, analyst = visit(watched=False), enter(visit(), site)
    reader.goto(f"{site.origin}/events/e-claim-blog/respond")
    reader.locator("main").get_by_role("link", name="Sign in").click()
    reader.get_by_role("link", name="Sign in with Test").click()
    reader.get_by_role("button", name="rhea", exact=True).click()
    reader.wait_for_url("**/respond")
    reader.get_by_label("What do you want to say?").fill("I live there. It was two houses.")
    reader.get_by_role("button", name="Send").click()
    reader.wait_for_url("**/responses/**")
    expect(reader.locator("h2")).to_have_text("It waits for an analyst")
    analyst.goto(f"{site.origin}/review/responses")
    analyst.get_by_role("button", name="Publish").click()
    analyst.wait_for_url(re.compile("done="))
    reader.reload()
    expect(reader.locator("h2")).to_have_text("It is published")
    reader.goto(f"{site.origin}/events/e-claim-blog")
    expect(reader.locator("main")).to_contain_text("It was two houses.")


def test_a_guests_browser_works(start: Callable[..., Served], visit: Callable[..., Page]) -> None:
    site = start(guest_work=10)
    list(site.ledger.add(five()))
    guest = visit()
    guest.goto(f"{site.origin}/events/e-claim-blog/respond?claim=claim-blog")
    guest.get_by_label("What do you want to say?").fill("I was there.")
    guest.get_by_role("button", name="Send").click()
    guest.wait_for_url("**/responses/**")
    (told,) = site.ledger.responses()
    assert (told.claim_id, told.by) == ("claim-blog", "A reader")


def hostile(ledger: Ledger) -> None:
    """Fill a ledger with reports and a response that try to run scripts, wherever there are words."""
    for told in five():
        text = f"{told.text} {BAD}"
        ledger_claims = tuple(
            evolve(claim, origin=BAD, sources=tuple(evolve(s, name=BAD) for s in claim.sources))
            for claim in told.claims
        )
        report = evolve(told, title=f"{BAD} {told.id}", outlet=f"{BAD} {told.outlet}", author=BAD, text=text)
        object.__setattr__(report, "claims", ledger_claims)
        list(ledger.add([report]))
    given = {"by": BAD, "at": "2020-01-01T00:00:00Z"}
    made = Response(event_id="e-claim-blog", text=BAD, claim_id="claim-blog", **given)
    waits = Response(event_id="e-claim-blog", text=f"{BAD} again", **given)
    ledger.decide(
        made, waits, Moderation(response_id=made.response_id, verdict="published", why=BAD, **given)
    )


PAGES = [
    "/",
    "/events/e-claim-blog",
    "/events/e-claim-blog/respond?claim=claim-blog",
    "/review",
    "/review/claims/claim-blog",
    "/review/events/e-claim-blog",
    "/review/pairs/claim-blog/claim-local",
    "/review/sources",
    "/review/responses",
    "/review/decisions",
    "/review/reports/blog",
    "/members",
    "/members/refusals",
]


def test_hostile_words_do_not_run(site: Served, visit: Callable[..., Page]) -> None:
    hostile(site.ledger)
    page = enter(visit(), site, "admin")
    for path in PAGES:
        page.goto(f"{site.origin}{path}")
        page.wait_for_timeout(100)
        assert "run" not in page.title(), path
        assert page.locator("main img[onerror]").count() == 0, path
        assert "\u202e" not in page.content(), path
    page.goto(f"{site.origin}/events/e-claim-blog")
    expect(page.locator(".responses")).to_contain_text("<script>")


def test_a_script_that_got_in_would_not_run_either(site: Served, visit: Callable[..., Page]) -> None:
    page = visit(watched=False)  # the refusal stands on the console
    page.goto(f"{site.origin}/sign-in")
    refused = page.evaluate(
        """() => new Promise((done) => {
            document.addEventListener("securitypolicyviolation", (event) => done(event.violatedDirective));
            const script = document.createElement("script");
            script.textContent = "document.title = 'run'";
            document.body.append(script);
            setTimeout(() => done("ran"), 2000);
        })"""
    )
    assert refused.startswith("script-src")
    assert page.title() != "run"


OWN = [*PAGES[2:], "/review/add", "/my-responses", "/sign-in/link/used", "/nowhere"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_review_have_no_fault_that_axe_knows(
    site: Served, visit: Callable[..., Page], scheme: str
) -> None:
    list(site.ledger.add(five()))
    page = enter(visit(watched=False, color_scheme=scheme), site, "admin")
    given = {"by": "Rhea", "at": "2020-01-01T00:00:00Z"}
    site.ledger.decide(Response(event_id="e-claim-blog", text="I was there.", **given))
    page.goto(f"{site.origin}/review/claims/claim-blog")
    page.get_by_role("button", name=re.compile("^Accept")).click()
    page.wait_for_url(re.compile("done="))
    faults = []
    for path in OWN:
        page.goto(f"{site.origin}{path}")
        page.evaluate(AXE)
        found = page.evaluate("axe.run().then(told => told.violations)")
        faults += [(path, f["id"], node["html"]) for f in found for node in f["nodes"]]
    assert faults == []


@pytest.mark.parametrize("width", [320, 390])
def test_pages_of_review_fit_a_phone(site: Served, visit: Callable[..., Page], width: int) -> None:
    list(site.ledger.add(five()))
    page = enter(visit(watched=False), site, "admin")
    page.set_viewport_size({"width": width, "height": 800})
    for path in OWN:
        page.goto(f"{site.origin}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
