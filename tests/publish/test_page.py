import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from sample import HOSTILE, bare_report, hostile_report, sample_report
from strategies import reports

from communique.model import Report, evolve
from communique.publish import words
from communique.publish.page import render_page

_VOID = {"meta", "link", "br", "img", "input", "rect", "path", "circle", "use"}


class Elements(HTMLParser):
    """Collects tags, attributes, ids and the text inside the report's words."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if found.get("class") == "words":
            self.texts.append("")
        if tag not in _VOID:
            self.open.append((tag, found.get("class") or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1][0] == tag, f"</{tag}> closes <{self.open[-1][0]}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if any(name == "words" for _, name in self.open):
            self.texts[-1] += data


@settings(max_examples=40, deadline=None)
@given(reports())
def test_without_its_marks_the_text_is_the_reports_text(report: Report) -> None:
    assert Elements(render_page([report])).texts == [words.neutral(report.text, keep_lines=True)]


def test_ordinary_text_comes_back_unchanged() -> None:
    assert Elements(render_page([sample_report(), bare_report()])).texts == [
        sample_report().text,
        bare_report().text,
    ]


@settings(max_examples=30, deadline=None)
@given(reports())
def test_no_input_becomes_markup(report: Report) -> None:
    """Whatever a report holds, the page has the same elements as for harmless words of the same shape."""
    named = evolve(report, title=report.text, outlet=report.text, author=report.text)
    harmless = evolve(named, title="x", outlet="x", author="x")
    assert _shape(named) == _shape(harmless)
    allowed = {"script": 1, "style": 1, "iframe": 0, "img": 0, "link": 0, "object": 0, "base": 0}
    tags = [tag for tag, _ in Elements(render_page([named])).tags]
    assert {tag: tags.count(tag) for tag in allowed} == allowed


def _shape(report: Report) -> list[str]:
    return [tag for tag, _ in Elements(render_page([report])).tags]


def test_hostile_words_stay_words() -> None:
    page = render_page([hostile_report()])
    found = Elements(page)
    assert found.open == []
    assert found.texts == [words.neutral(HOSTILE)]
    assert "<script>alert" not in page
    assert "javascript:" not in "".join(str(attributes.get("href")) for _, attributes in found.tags)
    assert not [name for _, attributes in found.tags for name in attributes if name.startswith("on")]
    assert not [c for c in page if c < " " and c != "\n"]
    assert "\u202e" not in page


def test_nothing_is_asked_for_from_outside() -> None:
    for _, attributes in Elements(render_page([sample_report(), hostile_report()])).tags:
        for name in ("src", "href", "srcset", "action", "data", "xlink:href", "poster"):
            assert (attributes.get(name) or "#").startswith("#"), attributes
        assert "style" not in attributes


def test_the_policy_allows_the_pages_own_parts_and_nothing_else() -> None:
    page = render_page([sample_report()])
    policy = next(a["content"] for _, a in Elements(page).tags if a.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        inner = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        assert inner
        digest = base64.b64encode(hashlib.sha256(inner[1].encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy


def test_every_link_leads_somewhere_and_no_id_stands_twice() -> None:
    found = Elements(render_page([sample_report(), bare_report(), sample_report(), hostile_report()]))
    ids = [attributes["id"] for _, attributes in found.tags if attributes.get("id")]
    assert len(ids) == len(set(ids))
    targets = {a["href"][1:] for _, a in found.tags if (a.get("href") or "").startswith("#")}
    assert targets <= set(ids)
    named = {a["aria-labelledby"] for _, a in found.tags if a.get("aria-labelledby")}
    assert named <= set(ids)


def test_marks_and_cards_belong_together() -> None:
    found = Elements(render_page([sample_report()]))
    cards = {a["id"] for tag, a in found.tags if tag == "li" and (a.get("class") or "").startswith("claim ")}
    assert cards == {f"r1c{number}" for number in range(1, 10)}
    marked = {c for tag, a in found.tags if tag == "span" for c in (a.get("data-claims") or "").split()}
    assert marked == cards


@pytest.mark.parametrize(
    "told",
    [
        *("What one report claims", "Nine claims by five sources", "AFP", "≥ 30", "“at least 30”", "denied"),
        *("12–13 October 2015", "reckoned from the day of publication", "date unknown: the words fix no day"),
        *("Hama, Syria", "within about 25 km", "not placed: 4 places of this name", "low confidence"),
        "Not told: who, when",
    ],
)
def test_the_page_says_what_the_claims_say(told: str) -> None:
    text = re.sub(r"<q[^>]*>(.*?)</q>", r"“\1”", render_page([sample_report()]))
    text = " ".join(re.sub(r"<[^>]+>", "", text).split())
    assert told in text


def test_no_report_at_all_is_a_page_too() -> None:
    assert "What no reports claim" in render_page([])


def test_the_same_reports_give_the_same_page() -> None:
    assert render_page([sample_report()]) == render_page([sample_report()])


def test_text_and_background_differ_enough_to_be_read() -> None:
    """WCAG 2.2 AA, 4.5:1, for every colour of words on every colour that they stand on, in both schemes."""
    page = render_page([sample_report()])
    blocks = re.findall(r":root \{(.*?)\}", page, re.S)
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[0]))
    dark = light | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[1]))
    for scheme in (light, dark):
        for background in ("paper", "raised", "tint", "tint-2", "tint-3"):
            for words_colour in ("ink", "quiet", "accent", "source", "who", "what", "where", "when"):
                ratio = _contrast(scheme[words_colour], scheme[background])
                assert ratio >= 4.5, (words_colour, background, round(ratio, 2))
        assert _contrast(scheme["ink"], scheme["marker"]) >= 4.5
        assert _contrast(scheme["accent"], scheme["marker"]) >= 4.5


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance of sRGB, as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
