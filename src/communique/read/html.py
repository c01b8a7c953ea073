"""Web pages: the report's own text, without menus, forms and buttons; readers' comments kept apart."""

import logging
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml.etree import ParserError, XMLSyntaxError
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import bare_extraction, extract_metadata

from communique.model import Comment, Fault, Report, content_id
from communique.read.characters import characters
from communique.read.clutter import cut_clutter
from communique.read.comments import take_comments
from communique.read.dates import Published, find_published
from communique.read.document import Document, UnreadableError
from communique.read.language import language_of
from communique.read.options import ReadOptions

__all__ = ["MAX_ATTRIBUTE_CHARACTERS", "read_html"]

# Longer attributes are embedded images and program state; patterns over them cost seconds and find nothing.
MAX_ATTRIBUTE_CHARACTERS = 4_000
_UNREAD = ("script", "style", "svg", "template", "noscript", "iframe", "object", "canvas")
# What stands around the main text. Not footers and forms: on some sites a form is around the whole page.
_FURNITURE = ("nav", "aside", "menu", "button", "select", "dialog")
_ONLY_LINKS = (
    "//*[self::ul or self::ol or self::div or self::p][not(.//text()[normalize-space()][not(ancestor::a)])]"
)

# Both report every odd page at warning level; what matters of it becomes a fault here.
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


def read_html(document: Document, options: ReadOptions) -> Iterator[Report | Fault]:
    """Yield the one report of a web page.

    Raises `UnreadableError` where the page has no main text, or more than `options.max_elements` elements.
    """
    page = _parsed(characters(document, options, markup=True))
    _lighten(page, options.max_elements)
    comments = take_comments(page)
    told = _metadata(page, document.url)
    url = _address(told.url, document.url)
    published = _published(page, url, options)
    title = told.title
    body = cut_clutter(_main_text(page, title))
    if not body.text:
        raise UnreadableError("the page has no main text", "save the report's text and give it as plain text")
    apart = (*comments, body.comments) if body.comments else comments
    yield Report(
        id=content_id(url or "", title or "", body.text),
        title=title,
        published=published.day if published else None,
        published_method=published.method if published else None,
        published_confidence=published.confidence if published else None,
        text=body.text,
        language=language_of(body.text),
        outlet=told.sitename,
        author=told.author,
        url=url,
        location=document.location,
        comments=tuple(Comment(text=words) for words in apart),
    )


def _parsed(markup: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        # as bytes: lxml refuses characters with an encoding declaration; NUL would end the page
        return document_fromstring(markup.replace("\x00", "").encode(), parser=parser)
    except (ParserError, XMLSyntaxError) as error:
        raise UnreadableError(f"the page has no readable markup: {error}") from error


def _lighten(page: HtmlElement, max_elements: int) -> None:
    """Take out of `page` what is never read but costs time: scripts, styles, embedded data."""
    count = int(page.xpath("count(//*)"))
    if count > max_elements:
        raise UnreadableError(
            f"too large: a page of {count:,} elements, more than {max_elements:,}",
            "cut it into single reports, or save its text",
        )
    for element in page.xpath(f"//*[@*[string-length() > {MAX_ATTRIBUTE_CHARACTERS}]]"):
        for name, value in element.items():
            if len(value) > MAX_ATTRIBUTE_CHARACTERS:
                del element.attrib[name]
    _drop(e for e in page.iter(*_UNREAD) if e.get("type", "").strip().lower() != "application/ld+json")


def _metadata(page: HtmlElement, url: str | None) -> Any:
    # the date is looked for in `dates`; here it shall only not cost time
    return extract_metadata(page, url, {"extensive_search": False, "original_date": True})


def _address(canonical: str | None, fetched: str | None) -> str | None:
    """The page's own address: its canonical one, unless it was fetched from another host."""
    if canonical is None or urlsplit(canonical).scheme not in ("http", "https"):
        return fetched
    same = fetched is None or urlsplit(fetched).hostname == urlsplit(canonical).hostname
    return canonical if same else fetched


def _published(page: HtmlElement, url: str | None, options: ReadOptions) -> Published | None:
    if options.published is not None:
        return Published(options.published, "given", 1.0)
    return find_published(page, url)


def _main_text(page: HtmlElement, title: str | None) -> str:
    """The page's main text, a line for each paragraph, without a first line that repeats the title."""
    _drop(page.iter(*_FURNITURE))
    text = _extracted(page, precise=True)
    if not text:  # a short or plainly made page; the second try takes in all it finds, so leave no menus
        _drop([*page.iter("footer", "form"), *page.xpath(_ONLY_LINKS)])
        text = _extracted(page, precise=False)
    first, _, rest = text.partition("\n")
    return rest.strip() if title and first.split() == title.split() else text


def _extracted(page: HtmlElement, *, precise: bool) -> str:
    found: Any = bare_extraction(page, include_comments=False, favor_precision=precise)
    return (found.text or "").strip() if found is not None else ""


def _drop(elements: Iterable[HtmlElement]) -> None:
    for element in list(elements):
        element.drop_tree()
