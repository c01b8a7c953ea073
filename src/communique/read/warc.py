"""Web archives as reports: a WARC file, plain or gzipped, one report a page.

The records are cut out one by one, within bounds, before a library looks into them, so that a broken or
swollen record costs itself alone. WARC 1.1: https://iipc.github.io/warc-specifications/.
"""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, BinaryIO, Final

from communique.model import Fault, Report
from communique.read.document import HEAD_BYTES, Document, UnreadableError, printable
from communique.read.options import ReadOptions

__all__ = [
    "MAX_RATIO",
    "SWOLLEN",
    "Answer",
    "Inflated",
    "answers_in",
    "is_page",
    "needs_library",
    "page_of",
    "read_warc",
]

MAX_RATIO: Final = 300
"""The most bytes that one compressed byte may become: pages reach 10, a tenth of a bomb's 1,000."""
SWOLLEN: Final = 50_000_000
"""Bytes that may come out whatever the ratio."""
_CHUNK: Final = 1 << 16
_MAX_HEAD: Final = 64_000  # bytes of a record's own header
_KEPT: Final = frozenset((b"response", b"resource"))
_PAGES: Final = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
_DAMAGED: Final = "what lies behind it in this archive is not read"


@dataclass(frozen=True)
class Answer:
    """What a server answered: the address asked for, the status, media type, charset, body, and where to."""

    url: str
    status: int
    media: str
    charset: str | None
    body: bytes
    location: str | None = None


def read_warc(document: Document, options: ReadOptions) -> Iterator[Report | Fault]:
    """Yield a report for each page that the archive holds, a fault for each that cannot be read."""
    needs_library()
    found = 0
    for answer in answers_in(Inflated(document.stream), document.location, options):
        if isinstance(answer, Fault):
            yield answer
        elif is_page(answer):
            found += 1
            yield from page_of(answer, document.location, options)
    if not found:
        raise UnreadableError("the archive holds no page", "archive the page anew, or save it as HTML")


def needs_library() -> None:
    """Raise `UnreadableError` where the library for archives is not installed."""
    if find_spec("fastwarc") is None:
        raise UnreadableError(
            "reading web archives needs the extra `ingest`", "pip install 'communique[ingest]'"
        )


def is_page(answer: Answer) -> bool:
    """Tell whether the answer may be a report: a page, a text or a PDF, sent with success."""
    return answer.status == 200 and answer.media in _PAGES


def page_of(answer: Answer, location: str, options: ReadOptions) -> Iterator[Report | Fault]:
    """Yield what the page of an answer gives, read as if it had just been fetched."""
    from communique.read import read_document  # which imports this module when a document needs it

    where = printable(f"{location}#{answer.url}")
    page = Document(where, io.BytesIO(answer.body), answer.body[:HEAD_BYTES], answer.url, answer.charset)
    if answer.body.startswith((b"PK\x03\x04", b"WARC/", b"\x1f\x8b")):
        yield UnreadableError("an archive in an archive, which is not read").fault(where)
    else:
        yield from read_document(page, options)


class Inflated(io.RawIOBase):
    """The bytes of a stream, unpacked where they are gzip: member after member, never more than is sound.

    Raises `UnreadableError` where they are damaged, or where they swell beyond `MAX_RATIO`.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._input, self._output = stream, stream.read(_CHUNK), b""
        self._inflater = zlib.decompressobj(31) if self._input.startswith(b"\x1f\x8b") else None
        self._in, self._out = len(self._input), 0

    def readable(self) -> bool:  # noqa: D102 - as documented by io
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # noqa: D102
        if not self._output:
            self._output = self._next()
        chunk, self._output = self._output[: len(buffer)], self._output[len(buffer) :]
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def _next(self) -> bytes:
        if self._inflater is None:
            chunk, self._input = self._input, self._stream.read(_CHUNK)
            return chunk
        while True:
            if self._inflater.eof:
                self._input = self._inflater.unused_data or self._input
                if not self._input.strip(b"\0") and not self._more():
                    return b""
                self._inflater = zlib.decompressobj(31)
            if not self._input and not self._more():
                raise UnreadableError("the archive is cut off")
            chunk = self._unpacked(self._inflater)
            if chunk:
                return chunk

    def _unpacked(self, inflater: "zlib._Decompress") -> bytes:
        try:
            chunk = inflater.decompress(self._input, _CHUNK)
        except zlib.error as error:
            raise UnreadableError(f"the archive is damaged: {error}") from None
        self._input = inflater.unconsumed_tail
        self._out += len(chunk)
        if self._out > SWOLLEN and self._out > self._in * MAX_RATIO:
            raise UnreadableError(f"the archive swells more than {MAX_RATIO} times, as no page does")
        return chunk

    def _more(self) -> bool:
        self._input = self._stream.read(_CHUNK)
        self._in += len(self._input)
        return bool(self._input)


def answers_in(stream: io.RawIOBase, location: str, options: ReadOptions) -> Iterator[Answer | Fault]:
    """Yield what servers answered, in the archive's order; a fault for each record that cannot be read."""
    opened = io.BufferedReader(stream)
    number = 0
    try:
        while head := _head(opened):
            number += 1
            where = f"{location}, record {number}"
            length = _length(head)
            if _field(head, b"warc-type").lower() not in _KEPT:
                _skip(opened, length)
            elif length > options.max_bytes:
                _skip(opened, length)
                reason = f"too large: a record of more than {options.max_bytes / 1_000_000:g} MB"
                yield UnreadableError(reason).fault(where)
            else:
                yield _answer(head, _exactly(opened, length), where, options.max_bytes)
    except UnreadableError as error:
        yield UnreadableError(error.reason, _DAMAGED).fault(f"{location}, behind record {number}")


def _head(stream: BinaryIO) -> bytes:
    """Return the next record's header; nothing at the end of the archive."""
    while (line := stream.readline(_MAX_HEAD)) in (b"\r\n", b"\n"):
        pass
    if not line:
        return b""
    if not line.startswith(b"WARC/"):
        raise UnreadableError("the archive is damaged: no record begins where one should")
    lines = [line]
    size = len(line)
    while (line := stream.readline(_MAX_HEAD)) not in (b"\r\n", b"\n"):
        size += len(line)
        if not line or size > _MAX_HEAD:
            raise UnreadableError("the archive is damaged: a record's header does not end")
        lines.append(line)
    return b"".join(lines)


def _field(head: bytes, name: bytes) -> bytes:
    for line in head.split(b"\n")[1:]:
        found, colon, value = line.partition(b":")
        if colon and found.strip().lower() == name:
            return value.strip()
    return b""


def _length(head: bytes) -> int:
    said = _field(head, b"content-length")
    if not said.isdigit() or len(said) > 15:
        raise UnreadableError("the archive is damaged: a record does not say its length")
    return int(said)


def _exactly(stream: BinaryIO, length: int) -> bytes:
    body = stream.read(length)
    if len(body) < length:
        raise UnreadableError("the archive is cut off")
    return body


def _skip(stream: BinaryIO, length: int) -> None:
    while length > 0:
        length -= len(_exactly(stream, min(length, _CHUNK)))


def _answer(head: bytes, payload: bytes, where: str, limit: int) -> Answer | Fault:
    """Return what one record holds, its encodings undone within `limit` bytes."""
    from fastwarc.warc import ArchiveIterator

    try:
        whole = io.BytesIO(head + b"\r\n" + payload + b"\r\n\r\n")
        record: Any = next(ArchiveIterator(whole, parse_http=True, auto_decode="all"))
        body = record.reader.read(limit + 1)
    except (OSError, ValueError, StopIteration) as error:
        return UnreadableError(f"the record cannot be unpacked: {error}").fault(where)
    if len(body) > limit:
        return UnreadableError(f"too large: more than {limit / 1_000_000:g} MB in one record").fault(where)
    http = record.http_headers
    own = _field(head, b"content-type").decode("ascii", "replace")
    media = (record.http_content_type or "") if http is not None else own
    return Answer(
        url=_field(head, b"warc-target-uri").strip(b"<>").decode("utf-8", "replace"),
        status=http.status_code or 0 if http is not None else 200,
        media=media.partition(";")[0].strip().lower(),
        charset=record.http_charset if http is not None else None,
        body=body,
        location=http.get("Location") if http is not None else None,
    )
