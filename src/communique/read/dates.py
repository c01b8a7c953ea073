"""A page's day of publication: every kind of evidence for itself, then what they agree on.

The day is kept as the page writes it, in the outlet's own time zone where that is told. A guess that
nothing supports is left out: a wrong date would make every "yesterday" of the report wrong.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any

from htmldate import find_date
from lxml.html import HtmlElement, document_fromstring

__all__ = ["MIN_CONFIDENCE", "Published", "find_published", "url_day"]

MIN_CONFIDENCE = 0.8
EARLIEST = date(1990, 1, 1)  # before the web; earlier values are software defaults such as 1970-01-01
VALUE_CHARACTERS = 100  # a date is shorter
MAX_TIMES = 100  # `time` elements that are looked at; lists of other stories have more
# Where a dateline may stand, in elements around the page's heading, and what it may hold beside the date.
ELEMENTS_ABOVE = 25
ELEMENTS_BELOW = 60
BODY_CHARACTERS = 200
DATELINE_LETTERS = 30
_NO_DATELINE = ("script", "style", "title", "option", "figcaption")
ONE_DAY = timedelta(days=1)  # evidence a day apart is one moment in two time zones


@dataclass(frozen=True)
class Published:
    """A day of publication (ISO), how it was found, and the share of such finds that are right."""

    day: str
    method: str
    confidence: float


# How sure a day is. On 181 news pages (`evals/pages.py` reads the same), each kind of evidence named the day
# that the page's other kinds agreed on in 98 to 100 % of the cases, a day's difference of time zones allowed:
# JSON-LD 100 of 102, meta 113 of 114, microdata 51 of 51, time elements 65 of 66, addresses 49 of 50, dates
# beside the heading 108 of 110. Alone, without anything that supports it, each is trusted a little less.
# The order is the one in which they are believed.
_ALONE = {"json-ld": 0.97, "meta": 0.97, "microdata": 0.95, "time": 0.95, "url": 0.97, "text": 0.9}
_AGREED = 0.99
_MOSTLY_AGREED = 0.95
_DISPUTED = 0.6

# Names of `meta` elements for the day of publication; those for changes are left out on purpose.
_META_NAMES = """
    article.published article:published article:published_date article:published_time article:post_date
    article:publicationdate article_date_original analyticsattributes.articledate bt:pubdate citation_date
    citation_publication_date cxenseparse:recs:publishtime date date_published datepublished dateposted
    dc.date dc.date.issued dc.date.publication dc:date dcsext.articlefirstpublished dcterms.date
    dcterms.issued
    displaydate mediator_published_time og:article:published og:article:published_time og:datepublished
    og:pubdate og:publish_date og:published_time originalpublicationdate parsely-pub-date pdate ptime pubdate
    publication_date publicationdate publish-date publish_date publish_time publishdate published-date
    published_date published_time publisheddate rbpubdate rnews:datepublished sailthru.date
    shareaholic:article_published_time twt-published-at vr:published_time
"""
_META = frozenset(_META_NAMES.split())
_ARTICLE = re.compile(r"Article|Posting|Report|WebPage|Blog|Statement|PressRelease", re.I)
_PUBLISHED = re.compile(
    r"(?:^|[\s_-])(?:entry-date|post-date|posted-on|published|date-published|pub-?date|publish-date|dt-published)",
    re.I,
)
_UPDATED = re.compile(r"updated|modified|aktualisiert|mis à jour|actualizado|обновлен|оновлен|تحديث", re.I)
_FULL_DATE = re.compile(
    r"""
    \d{1,2}(?:st|nd|rd|th|\.)?\s(?:de\s)?[^\W\d_]{3,}[.,]?\s(?:de\s)?\d{4}
    | [^\W\d_]{3,}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}
    | \d{4}[-./]\d\d?[-./]\d\d? | \d\d?[-./]\d\d?[-./]\d{4}
    """,
    re.X,
)
_ISO_DAY = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?!\d)")
_URL_DAY = re.compile(r"[/_-]((?:199|20[0-4])\d)[/_-]([01]?\d|[a-z]{3})[/_-]([0-3]?\d)(?=[/_.-]|$)", re.I)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
# `03/04/2019`: the day and the month cannot be told apart
_AMBIGUOUS = re.compile(r"\D*(?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|1[0-2])[./-]\d{2,4}(?!\d)")


def find_published(page: HtmlElement, url: str | None) -> Published | None:
    """Return when `page` was published, or null where it does not tell or its evidence disagrees.

    `page` is without readers' comments, whose dates would count as its own.
    """
    evidence = {kind: day for kind, day in _evidence(page, url) if day is not None}
    if not evidence:
        return None
    method = min(evidence, key=list(_ALONE).index)
    day = evidence[method]
    if "url" in evidence and abs(evidence["url"] - day) <= ONE_DAY:
        day = evidence["url"]  # an address carries the outlet's own day, a time stamp often that of Greenwich
    agreed = sum(abs(other - day) <= ONE_DAY for other in evidence.values())
    confidence = _ALONE[method] if len(evidence) == 1 else _confidence(agreed / len(evidence))
    return Published(day.isoformat(), method, confidence) if confidence >= MIN_CONFIDENCE else None


def _confidence(agreed: float) -> float:
    return _AGREED if agreed == 1 else _MOSTLY_AGREED if agreed > 0.5 else _DISPUTED


def _evidence(page: HtmlElement, url: str | None) -> Iterator[tuple[str, date | None]]:
    language = page.get("lang", "")[:2].lower()
    yield "json-ld", _first(_json_ld(page))
    yield "meta", _first(_meta(page))
    yield "microdata", _first(_microdata(page), language)
    yield "time", _time(page, language)
    yield "url", url_day(url)
    yield "text", _beside_heading(page, language)


def _first(values: Iterator[str], language: str | None = None) -> date | None:
    return next((day for value in values if (day := _day(value[:VALUE_CHARACTERS], language))), None)


@lru_cache(maxsize=4096)
def _day(value: str, language: str | None = None) -> date | None:
    """The day that a value states in full, or null; a month or a year alone gets no invented day."""
    if found := _ISO_DAY.match(value):
        return _real(*map(int, found.groups()))
    stated = _FULL_DATE.search(" ".join(value.split()))
    if stated is None or _AMBIGUOUS.match(stated[0]):
        return None
    return _written_day(stated[0]) or (_foreign_day(stated[0], language) if language else None)


def _written_day(words: str) -> date | None:
    snippet = document_fromstring("<html><head><meta name='date'></head><body></body></html>")
    snippet.find(".//meta").set("content", words)
    # without its extensive search, which loads every language that dateparser knows: seconds
    found = find_date(snippet, original_date=True, extensive_search=False, min_date=EARLIEST.isoformat())
    day = date.fromisoformat(found) if found else None
    return day if day and str(day.day) in [n.lstrip("0") for n in re.findall(r"\d+", words)] else None


def _foreign_day(words: str, language: str) -> date | None:
    import dateparser  # type: ignore[import-untyped]

    try:
        found = dateparser.parse(words, languages=[language], settings={"STRICT_PARSING": True})
    except ValueError:  # a language that it does not know
        return None
    return _real(found.year, found.month, found.day) if found else None


def _real(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found <= date.today() + ONE_DAY else None


def _meta(page: HtmlElement) -> Iterator[str]:
    for element in page.iter("meta"):
        names = (element.get("property"), element.get("name"), element.get("itemprop"))
        if any(name and name.strip().lower() in _META for name in names):
            yield element.get("content", "")


def _microdata(page: HtmlElement) -> Iterator[str]:
    for element in page.iterfind(".//*[@itemprop]"):
        if element.get("itemprop", "").lower() == "datepublished":
            yield element.get("content") or element.get("datetime") or element.text_content()


def _time(page: HtmlElement, language: str) -> date | None:
    """The day of the `time` elements said to be of publication, or of all of them where they agree."""
    elements = [e for e in islice(page.iter("time", "abbr"), MAX_TIMES) if not _is_update(e)]
    dated = [(e, day) for e in elements if (day := _day(_stamp(e), language))]
    said = [day for e, day in dated if e.get("pubdate") is not None or _PUBLISHED.search(e.get("class", ""))]
    days = said[:1] or list({day for e, day in dated if e.tag == "time"})
    return days[0] if len(days) == 1 else None


def _stamp(element: HtmlElement) -> str:
    return str(element.get("datetime") or element.get("title") or element.text_content())[:VALUE_CHARACTERS]


def _is_update(element: HtmlElement) -> bool:
    names = element.get("class", "")
    return bool(_UPDATED.search(names)) and not _PUBLISHED.search(names)


def _beside_heading(page: HtmlElement, language: str) -> date | None:
    """The one day that stands, almost alone in its line, shortly above or below the page's heading."""
    elements = list(page.iter("*"))
    heading = next((i for i, e in enumerate(elements) if e.tag == "h1" and e.text_content().strip()), None)
    if heading is None:
        return None
    days = set()
    for element in elements[max(0, heading - ELEMENTS_ABOVE) : heading + ELEMENTS_BELOW]:
        if element.tag in _NO_DATELINE or _is_update(element):
            continue
        lines = [" ".join(line.split()) for line in (element.text, element.tail) if line]
        if any(len(line) > BODY_CHARACTERS for line in lines):
            break  # here the report's own text begins, with dates of what it tells
        days |= {day for line in lines if (day := _dateline(line, language))}
    return days.pop() if len(days) == 1 else None


def _dateline(line: str, language: str) -> date | None:
    found = _FULL_DATE.search(line)
    if found is None or _UPDATED.search(line):
        return None
    rest = line[: found.start()] + line[found.end() :]
    return _day(found[0], language) if sum(map(str.isalpha, rest)) <= DATELINE_LETTERS else None


def url_day(url: str | None) -> date | None:
    """Return the day that an address carries in its path, or null."""
    found = _URL_DAY.search(url or "")
    if found is None:
        return None
    month = _MONTHS.get(found[2].lower()) or (int(found[2]) if found[2].isdigit() else 0)
    return _real(int(found[1]), month, int(found[3]))


def _json_ld(page: HtmlElement) -> Iterator[str]:
    for script in page.iter("script"):
        if script.get("type", "").strip().lower() == "application/ld+json":
            try:
                yield from _dates_of(json.loads(script.text or "", strict=False))
            except (ValueError, RecursionError):
                continue


def _dates_of(node: Any) -> Iterator[str]:
    """The dates of publication of the article that a JSON-LD node describes; not of those it lists."""
    if isinstance(node, list):
        for part in node:
            yield from _dates_of(part)
    elif isinstance(node, dict):
        published = node.get("datePublished")
        if isinstance(published, str) and _ARTICLE.search(str(node.get("@type"))):
            yield published
        for field in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _dates_of(node.get(field))
