"""RSS and Atom: a report for each entry, with the text that the feed itself carries."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import feedparser

from communique.model import Fault, Report, content_id
from communique.read.document import Document, UnreadableError, printable
from communique.read.language import language_of
from communique.read.markup import plain
from communique.read.options import ReadOptions

__all__ = ["Entry", "entries_of", "read_entries", "read_feed"]


def read_feed(document: Document, options: ReadOptions) -> Iterator[Report | Fault]:
    """Yield a report for each entry that carries text, a fault for each that carries none."""
    return (entry.outcome for entry in read_entries(document, options))


class Entry(NamedTuple):
    """An entry: what the feed itself gives, the page that it links to, and whether its text is whole."""

    outcome: Report | Fault
    link: str | None
    whole: bool


def read_entries(document: Document, options: ReadOptions) -> Iterator[Entry]:
    """Yield the entries of a feed; one has its whole text where the feed gives more than a summary."""
    feed = entries_of(document.whole(options.max_bytes))
    outlet = plain(feed["feed"].get("title", "")) or None
    for number, entry in enumerate(feed["entries"], start=1):
        place = f"{document.location}#{number}"
        link = str(entry.get("link") or "")
        link = link if link.startswith(("http://", "https://")) else ""
        outcome: Report | Fault | None = _report(entry, outlet, place, options)
        if outcome is None:
            hint = f"read its page: {printable(link)[:200]}" if link else None
            outcome = UnreadableError("the feed's entry carries no text", hint).fault(place)
        yield Entry(outcome, link or None, bool(entry.get("content")))


def entries_of(body: bytes) -> Any:
    """Return the feed as feedparser gives it; raise `UnreadableError` where nothing can be read of it."""
    # a stream: of a string feedparser would ask the network or the disk
    feed = feedparser.parse(io.BytesIO(body))
    if not feed["entries"]:
        broken = feed.get("bozo_exception") if feed.get("bozo") else None
        raise UnreadableError(
            f"the feed is broken: {broken}" if broken else "the feed lists nothing", "give its pages instead"
        )
    return feed


def _report(entry: Any, outlet: str | None, place: str, options: ReadOptions) -> Report | None:
    title = " ".join(plain(entry.get("title", "")).split()) or None
    bodies = [part.get("value", "") for part in entry.get("content", ())] or [entry.get("summary", "")]
    text = "\n\n".join(found for body in bodies if (found := plain(body)))
    if not text:
        return None
    day, link = _day(entry), entry.get("link") or None
    published = options.published or day
    return Report(
        id=content_id(link or "", title or "", text),
        title=title,
        published=published,
        published_method=("given" if options.published else "feed") if published else None,
        published_confidence=1.0 if published else None,
        text=text,
        language=language_of(text),
        outlet=outlet,
        author=entry.get("author") or None,
        url=link,
        location=place,
    )


def _day(entry: Any) -> str | None:
    """Return the day (UTC) on which the entry says that it was published; not that of its last change."""
    # .get of feedparser would give the date of an update in the place of a missing one
    stamp = dict.get(entry, "published_parsed")
    try:
        return date(*stamp[:3]).isoformat() if stamp else None
    except ValueError:
        return None
