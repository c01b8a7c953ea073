"""The page in a real browser: what hovering, clicking and the keyboard do, and that nothing is fetched."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sample import bare_report, hostile_report, sample_report

from communique.publish.page import render_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
if not Path(CHROMIUM).exists():
    pytest.skip("Chromium is not installed (apt-get install chromium)", allow_module_level=True)

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402 - only where there is a browser

LIT = "element => element.classList.contains('lit')"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(render_page([sample_report(), bare_report(), hostile_report()]), encoding="utf-8")
    return file.as_uri()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    opened = context.new_page()
    opened.goto(address)
    yield opened
    context.close()


def _lit(page: Page, selector: str) -> bool:
    return bool(page.locator(selector).first.evaluate(LIT))


def test_nothing_is_fetched_and_nothing_goes_wrong(browser: Browser, address: str) -> None:
    context = browser.new_context()
    opened = context.new_page()
    asked, said = [], []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("dialog", lambda dialog: said.append(dialog.message))
    opened.goto(address)
    opened.locator("#r1c1 h4").hover()
    opened.wait_for_timeout(200)
    assert asked == [address]
    assert said == []
    context.close()


def test_hovering_a_card_lights_its_words(page: Page) -> None:
    page.locator("#r1c4 h4").hover()
    assert _lit(page, "#r1c4")
    assert _lit(page, "span.m.t:has-text('fighting')")
    assert not _lit(page, "span.m.t:has-text('left')")
    assert "r-who" in (page.locator("span.m:has-text('army')").first.get_attribute("class") or "")


def test_hovering_words_lights_the_card(page: Page) -> None:
    page.locator("span.m.t:has-text('left')").hover()
    assert _lit(page, "#r1c8")
    assert not _lit(page, "#r1c1")


def test_leaving_clears_the_light(page: Page) -> None:
    page.locator("span.m.t:has-text('left')").hover()
    page.locator("h1").hover()
    assert page.locator(".lit").count() == 0


def test_a_click_keeps_the_light_and_escape_ends_it(page: Page) -> None:
    page.locator("span.m.t:has-text('fighting')").click()
    page.mouse.move(5, 5)
    page.mouse.move(9, 9)
    assert _lit(page, "#r1c4")
    page.keyboard.press("Escape")
    assert page.locator(".lit").count() == 0


def test_a_second_click_chooses_the_next_claim_of_the_same_words(page: Page) -> None:
    words = page.locator("span.m.t:has-text('fighting')")
    words.click()
    assert _lit(page, "#r1c4")
    words.click()
    assert _lit(page, "#r1c3")


def test_the_keyboard_goes_from_words_to_card_and_back(page: Page) -> None:
    page.locator("a.ref#r1c7-t").focus()
    assert _lit(page, "#r1c7")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#r1c7"
    page.locator("#r1c7 a.num").focus()
    assert _lit(page, "span.m.t:has-text('hit') >> nth=1")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#r1c7-t"


def test_a_place_on_the_map_lights_its_claims(page: Page) -> None:
    page.locator("svg a.spot[aria-label^='Kafr Nabudah']").focus()
    assert _lit(page, "#r1c3")
    assert _lit(page, "#r1c4")
    assert not _lit(page, "#r1c7")


def test_the_whole_text_stays_to_be_copied(page: Page) -> None:
    shown = page.locator("#r1 .words").evaluate("element => element.textContent")
    assert shown == sample_report().text


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 2200])
def test_nothing_runs_over_the_edge(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    opened = context.new_page()
    opened.goto(address)
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_a_tap_on_a_phone_shows_the_card_under_the_text(browser: Browser, address: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    opened = context.new_page()
    opened.goto(address)
    assert opened.locator(".sheet").is_hidden()
    opened.locator("span.m.t:has-text('fighting')").tap()
    assert "Clash" in opened.locator(".sheet").inner_text()
    opened.locator(".close").tap()
    assert opened.locator(".sheet").is_hidden()
    context.close()


def test_without_scripts_words_and_cards_still_link(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(address)
    opened.locator("a.ref#r1c4-t").click()
    assert opened.url.endswith("#r1c4")
    assert opened.locator("#r1c4").is_visible()
    context.close()
