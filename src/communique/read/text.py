"""Plain text: one report a document, with its first line as title where it looks like one."""

import re
from collections.abc import Iterator

from communique.model import Comment, Fault, Report, content_id
from communique.read.characters import characters
from communique.read.clutter import cut_clutter
from communique.read.document import Document, UnreadableError
from communique.read.language import language_of
from communique.read.options import ReadOptions

__all__ = ["read_text", "split_title"]

MAX_TITLE_CHARACTERS = 200
_HEADLINE = re.compile(r"([^\r\n]{1,400})\r?\n[ \t]{0,80}\r?\n")
# Lines that stand first and are no title: a date, a greeting, a dateline, an address, a list entry, a prompt.
_NO_TITLE = re.compile(
    r"""
    (?:\w+,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+\w+,?\s+\d{4}
    | \w+\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})[\s\d:.]*
    | [\d\s./:-]+ | \W* | https?:.* | [-*•–]\s.* | by\s+\S+(?:\s+\S+){0,3}
    """,
    re.I | re.X,
)


def read_text(document: Document, options: ReadOptions) -> Iterator[Report | Fault]:
    """Yield the one report of a plain-text document; its text is an unchanged piece of the document."""
    whole = characters(document, options)
    if "\x00" in whole:
        raise UnreadableError("binary, not text: it holds NUL characters")
    title, rest = split_title(whole)
    body = cut_clutter(rest)
    if not body.text:
        raise UnreadableError("no text is left below the title and above the reply form")
    yield Report(
        id=content_id(document.url or "", title or "", body.text),
        title=title,
        published=options.published,
        published_method="given" if options.published else None,
        published_confidence=1.0 if options.published else None,
        text=body.text,
        language=language_of(body.text),
        url=document.url,
        location=document.location,
        comments=(Comment(text=body.comments),) if body.comments else (),
    )


def split_title(text: str) -> tuple[str | None, str]:
    """Return the title and the rest, where the first line stands alone above a blank one and reads like one.

    A title has no full stop, comma or colon at its end and is no date, address, byline or list entry.
    """
    found = _HEADLINE.match(text, len(text) - len(text.lstrip()))
    if found is None:
        return None, text
    line, rest = found[1].strip(), text[found.end() :].lstrip()
    if not rest or len(line) > MAX_TITLE_CHARACTERS or line.endswith((".", ",", ";", ":", "،", "。")):
        return None, text
    return (None, text) if _NO_TITLE.fullmatch(line) else (line, rest)
