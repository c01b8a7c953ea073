"""What a document is, told from its first bytes before its name; or that it is none that is read."""

import codecs
import re
import zlib
from contextlib import suppress
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from communique.read.document import Document, UnreadableError
from communique.read.headers import table_of

__all__ = ["looks_binary", "plain_head", "sniff", "suffix_of"]

# First bytes of the binary formats that lie beside reports (file(1), "Magic numbers").
_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF sound, image or film"),
    (b"OggS", "an Ogg sound or film"),
    (b"ID3", "an MP3 sound"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet table"),
    (b"{\\rtf", "a rich-text document"),
)
# Control characters that text never holds: all of C0 but tab, line feed, form feed, carriage return and
# escape, which stands in ISO-2022 text.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1b")) + b"\x7f"
MAX_CONTROLS = 0.01  # a stray control character or two in the head is a damaged text, more is no text
_PLAIN_SUFFIXES = {".txt", ".text", ".md", ".log"}
_FORMAT_SUFFIXES = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".jsonlines": "jsonl",
}  # fmt: skip
_LEAD = rb"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*"
_DECLARED_HTML = re.compile(_LEAD + rb"<!doctype\s+html|<(?:html|head|body)[\s>]", re.I | re.S)
_LEADING_TAG = re.compile(
    _LEAD + rb"<(?:article|main|section|div|p|h[1-6]|table|meta|title|span|ul|ol|br|a|b|i|em)[\s>/]",
    re.I | re.S,
)
_FEED = re.compile(_LEAD + rb"<(?:rss|feed|rdf:RDF)[\s>]", re.I | re.S)
_OTHER_XML = re.compile(rb"\A\s*<\?xml", re.I)
_ANY_TAG = re.compile(rb"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.I)
_RECORD = re.compile(rb'\A\s*\{\s*(?:"|\}|\Z)')
_SPREAD_RECORD = re.compile(rb"\A\s*\{[ \t]*\r?\n")
_RECORD_ARRAY = re.compile(rb'\A\s*\[\s*(?:\{\s*"|\])')
# Telegram's export and ActivityStreams' collection, as objects; statuses of Mastodon, as an array.
_MESSAGES = re.compile(
    rb'\A\s*(?:\{[^\[]{0,4000}?"messages"\s*:\s*\[|\{.{0,4000}?"type"\s*:\s*"OrderedCollection"'
    rb'|\[\s*\{.{0,4000}?"created_at"\s*:\s*")',
    re.S,
)


def suffix_of(document: Document) -> str:
    """Return the suffix of the document's file name, in small letters, with its dot."""
    name = urlsplit(document.location).path if document.url else document.location
    return PurePosixPath(name).suffix.lower()


def plain_head(document: Document) -> bytes:
    """Return the document's first bytes as UTF-8 without a byte order mark, to look for patterns in."""
    head = document.head
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-32" if head.startswith(codecs.BOM_UTF32_LE) else "utf-16"
        return head.decode(encoding, "ignore").encode("utf-8", "ignore")
    return head.removeprefix(codecs.BOM_UTF8)


def sniff(document: Document) -> str:
    """Return the name of the document's format, as it stands in the table of readers.

    Raises `UnreadableError` for an empty document, a binary one, and for formats that are told but not read.
    """
    head, suffix = plain_head(document), suffix_of(document)
    if not head.strip():
        raise UnreadableError("the document is empty")
    if head.startswith(b"%PDF-"):
        return "pdf"
    if archive := _archive(document.head, suffix):
        return archive
    _refuse_binary(head)
    if table_of(head):
        return "table"
    if _MESSAGES.search(head):
        return "messages"
    if _FORMAT_SUFFIXES.get(suffix) == "jsonl" or _is_records(head):
        _refuse_spread(head)
        return "jsonl"
    if _FEED.search(head):
        return "feed"
    return "html" if _is_html(head, suffix) else "text"


def _archive(head: bytes, suffix: str) -> str | None:
    """Tell archives of the web from others: a WARC file, plain or gzipped; a ZIP with the parts of a WACZ."""
    if head.startswith(b"\x1f\x8b"):
        with suppress(zlib.error):
            head = zlib.decompressobj(31).decompress(head, 16)
    if head.startswith(b"WARC/"):
        return "warc"
    # the first member of a WACZ is one of these; any other ZIP is refused as what it may be
    parts = (b"archive/", b"pages/", b"indexes/", b"datapackage")
    zipped = head.startswith(b"PK\x03\x04")
    return "wacz" if zipped and (suffix == ".wacz" or head[30:].startswith(parts)) else None


def _refuse_binary(head: bytes) -> None:
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise UnreadableError(f"{what}, not text or HTML", "give the report as text, HTML or JSON Lines")
    if looks_binary(head):
        raise UnreadableError("binary, not text", "give the report as text, HTML or JSON Lines")


def looks_binary(content: bytes) -> bool:
    """Tell whether UTF-8 `content` holds more control characters than a damaged text would."""
    return len(content) - len(content.translate(None, _CONTROLS)) > MAX_CONTROLS * len(content)


def _is_records(head: bytes) -> bool:
    return bool(_RECORD.search(head) or _RECORD_ARRAY.search(head))


def _refuse_spread(head: bytes) -> None:
    if _SPREAD_RECORD.search(head) or _RECORD_ARRAY.search(head):
        raise UnreadableError(
            "JSON, but not one object a line", "turn it into JSON Lines, for example with `jq -c '.[]?'`"
        )


def _is_html(head: bytes, suffix: str) -> bool:
    if _FORMAT_SUFFIXES.get(suffix) == "html":
        return bool(_DECLARED_HTML.search(head) or _ANY_TAG.search(head))
    if _DECLARED_HTML.search(head):
        return True
    return suffix not in _PLAIN_SUFFIXES and bool(_LEADING_TAG.search(head) or _OTHER_XML.search(head))
