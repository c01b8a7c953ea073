"""The table of readers: a format's name and the reader that is imported when a document needs it."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from communique.model import Fault, Report
from communique.read.document import Document
from communique.read.options import ReadOptions
from communique.read.sniff import plain_head, sniff, suffix_of

__all__ = ["ENTRY_POINT_GROUP", "READERS", "Format", "Reader", "reader_of"]

Reader = Callable[[Document, ReadOptions], Iterator[Report | Fault]]

ENTRY_POINT_GROUP = "communique.readers"

READERS: dict[str, str] = {
    "feed": "communique.read.feed:read_feed",
    "html": "communique.read.html:read_html",
    "jsonl": "communique.read.jsonl:read_jsonl",
    "messages": "communique.read.messages:read_messages",
    "pdf": "communique.read.pdf:read_pdf",
    "table": "communique.read.tables:read_table",
    "text": "communique.read.text:read_text",
    "wacz": "communique.read.wacz:read_wacz",
    "warc": "communique.read.warc:read_warc",
}


@dataclass(frozen=True)
class Format:
    """A format that another package reads; publish one as an entry point of the group `communique.readers`.

    `reader` is the dotted path `module:function` of a `Reader`. A document has this format when it begins
    with one of `magic`, or else when its name ends in one of `suffixes` (small letters, with the dot).
    """

    name: str
    reader: str
    suffixes: tuple[str, ...] = ()
    magic: tuple[bytes, ...] = ()

    def fits(self, document: Document) -> bool:
        """Tell whether the document has this format."""
        return plain_head(document).startswith(self.magic) or suffix_of(document) in self.suffixes


def reader_of(document: Document) -> Reader:
    """Return the reader for the document; raise `UnreadableError` where it has none."""
    for known in _others():
        if known.fits(document):
            return _load(known.reader)
    return _load(READERS[sniff(document)])


@cache
def _load(path: str) -> Reader:
    module, _, name = path.partition(":")
    reader: Reader = getattr(import_module(module), name)
    return reader


@cache
def _others() -> tuple[Format, ...]:
    found = []
    for point in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda point: point.name):
        try:
            found.append(point.load())
        except Exception as error:  # another package's fault must not end this run
            logging.getLogger(__name__).warning("the reader %s cannot be loaded: %s", point.name, error)
    return tuple(found)
