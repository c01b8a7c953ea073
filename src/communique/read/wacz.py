"""Saved pages as WACZ: a ZIP archive with the WARC files of a crawl and the list of its pages.

WACZ 1.1.1: https://specs.webrecorder.net/wacz/1.1.1/. Of the list only addresses are taken; what the
pages say is read from the records themselves.
"""

import json
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final, cast
from urllib.parse import urldefrag, urljoin

from communique.model import Fault, Report
from communique.read.document import Document, UnreadableError
from communique.read.options import ReadOptions
from communique.read.warc import (
    MAX_RATIO,
    SWOLLEN,
    Answer,
    Inflated,
    answers_in,
    is_page,
    needs_library,
    page_of,
)

__all__ = ["read_wacz"]

MAX_DIRECTORY: Final = 20_000_000
"""Bytes of a ZIP's list of members, more than 100,000 of them: a crawl of pages has some ten."""
_MAX_SPOOLED: Final = 2_000_000_000  # bytes of an archive that comes in a stream
_MAX_LIST: Final = 50_000_000  # bytes of a list of pages, unpacked
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, struct.error)
_END, _END64 = b"PK\x05\x06", b"PK\x06\x06"
_AGAIN: Final = "save the pages again"


def read_wacz(document: Document, options: ReadOptions) -> Iterator[Report | Fault]:
    """Yield a report for each saved page, a fault for each page, record or member that cannot be read.

    Where the archive lists its pages, only these are read, and those that they led to; of one that was
    saved several times, each time.
    """
    needs_library()
    with _seekable(document.stream) as stream:
        _check_directory(stream)
        try:
            with zipfile.ZipFile(stream) as opened:
                yield from _pages(opened, document.location, options)
        except _BROKEN as error:
            raise UnreadableError(f"the ZIP archive is broken: {error}", _AGAIN) from None


def _pages(opened: zipfile.ZipFile, location: str, options: ReadOptions) -> Iterator[Report | Fault]:
    archives = [i for i in opened.infolist() if i.filename.startswith("archive/") and not i.is_dir()]
    if not archives:
        raise UnreadableError(
            "a ZIP archive without web archives in it", "give a WACZ file, or unpack it and give its reports"
        )
    listed = _listed(opened)
    wanted, found = set(listed), set[str]()
    for member in archives:
        where = f"{location}!{member.filename}"
        for answer in _answers(opened, member, where, options):
            if isinstance(answer, Fault):
                yield answer
                continue
            url = urldefrag(answer.url).url
            if url in wanted and answer.location and 300 <= answer.status < 400:
                wanted.add(urldefrag(urljoin(url, answer.location)).url)
                found.add(url)
            elif is_page(answer) and (url in wanted or not listed):
                found.add(url)
                yield from page_of(answer, location, options)
    for url in listed:
        if url not in found:
            yield UnreadableError("listed as saved, but not in the archive", _AGAIN).fault(
                f"{location}#{url}"
            )
    if not found and not listed:
        raise UnreadableError("the archive holds no page", _AGAIN)


def _answers(
    opened: zipfile.ZipFile, member: zipfile.ZipInfo, where: str, options: ReadOptions
) -> Iterator[Answer | Fault]:
    """Yield the answers of one member; a fault in the place of what is broken, locked or not a WARC file."""
    if member.flag_bits & 1:
        yield UnreadableError("the member is locked with a password", "save it without one").fault(where)
        return
    if not member.filename.lower().endswith((".warc", ".warc.gz")):
        yield UnreadableError("not a WARC file").fault(where)
        return
    if member.file_size > max(SWOLLEN, member.compress_size * MAX_RATIO):
        reason = f"the member swells more than {MAX_RATIO} times, as no page does"
        yield UnreadableError(reason, _AGAIN).fault(where)
        return
    try:
        with opened.open(member) as stream:
            yield from answers_in(Inflated(cast(BinaryIO, stream)), where, options)
    except (*_BROKEN, RuntimeError) as error:
        yield UnreadableError(f"the member is broken: {error}", _AGAIN).fault(where)


def _listed(opened: zipfile.ZipFile) -> list[str]:
    """Return the addresses of the pages that the archive lists, each once; none where it lists nothing."""
    found: dict[str, None] = {}
    for member in opened.infolist():
        if member.filename.startswith("pages/") and member.filename.endswith(".jsonl"):
            for line in _lines(opened, member):
                url = line.get("url")
                if isinstance(url, str) and url.startswith(("http://", "https://")):
                    found[urldefrag(url).url] = None
    return list(found)


def _lines(opened: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[dict[str, object]]:
    """Yield the objects of a list; a list that is broken, locked or swollen ends where that shows."""
    try:
        with opened.open(member) as stream:
            text = stream.read(_MAX_LIST)
    except (*_BROKEN, RuntimeError):
        return
    for line in text.splitlines():
        try:
            told = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(told, dict):
            yield told


@contextmanager
def _seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """Hold the stream, or a copy of it on disk where one cannot go back in it, as in standard input."""
    if stream.seekable():
        yield stream
        return
    with tempfile.TemporaryFile() as kept:
        size = 0
        while chunk := stream.read(1 << 20):
            size += len(chunk)
            if size > _MAX_SPOOLED:
                raise UnreadableError(
                    f"too large: more than {_MAX_SPOOLED / 1e9:g} GB in a stream", "give the file itself"
                )
            kept.write(chunk)
        kept.seek(0)
        yield kept


def _check_directory(stream: BinaryIO) -> None:
    """Refuse a list of members that would fill the memory; APPNOTE.TXT of ZIP, sections 4.3.14 and 4.3.16."""
    size = stream.seek(0, 2)
    stream.seek(max(size - 66_000, 0))
    tail = stream.read()
    stream.seek(0)
    at, at64 = tail.rfind(_END), tail.rfind(_END64)
    told = struct.unpack_from("<L", tail, at + 12)[0] if 0 <= at <= len(tail) - 22 else 0
    if 0 <= at64 <= len(tail) - 56:
        told = max(told % 0xFFFFFFFF, struct.unpack_from("<Q", tail, at64 + 40)[0])
    if min(told, size) > MAX_DIRECTORY:
        raise UnreadableError("too large: a ZIP archive of more than 100,000 members", _AGAIN)
