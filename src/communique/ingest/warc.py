"""WARC: pages and texts out of an archive; what is damaged is named, and reading goes on behind it."""

from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from fastwarc.warc import ArchiveIterator, WarcRecordType

from communique.ingest.members import Bytes, compression_of, ends_whole, member_end, next_member
from communique.ingest.raw import PassedOver, Raw
from communique.ingest.shards import Shard
from communique.model import Fault

__all__ = ["read_warc"]

_KEPT: Final = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_TEXT: Final = ("text/html", "application/xhtml+xml", "text/plain", "")
_DAMAGED: Final = "the archive is damaged here: {}"


def read_warc(shard: Shard, page_bytes: int) -> Iterator[Raw | PassedOver | Fault]:
    """Yield the records that begin in the shard's bytes, in their order; a place is `NAME:OFFSET`."""
    with open(shard.path, "rb") as file:
        size = file.seek(0, 2)
        compression = compression_of(file)
        start = next_member(file, shard.start, size, compression) if shard.start else 0
        end = next_member(file, shard.end, size, compression) if shard.end < size else size
        last = None
        for place, record in _records(file, (start, end), compression):
            if isinstance(record, str):
                yield Fault(location=f"{shard.name}:{place}", reason=record)
            else:
                last = place
                yield _taken(record, f"{shard.name}:{place}", page_bytes)
        if last is not None and end == size and not ends_whole(file, last, size, compression):
            yield Fault(location=f"{shard.name}:{last}", reason="the archive is cut off in this record")


def _records(file: BinaryIO, stretch: tuple[int, int], compression: str) -> Iterator[tuple[int, Any]]:
    """Yield each record with its offset, or in its place the words for what is damaged there."""
    at, end = stretch
    while at < end:
        last = None
        try:
            stream = Bytes(file, at, end)
            for record in ArchiveIterator(stream, _KEPT, True, auto_decode="all"):
                last = at + record.stream_pos
                yield last, record
            return
        except OSError as error:
            reason = _DAMAGED.format(error)
        if last is None:
            yield at, reason
            at = next_member(file, at + 1, end, compression)
            continue
        following = next_member(file, last + 1, end, compression)
        if compression == "gzip":
            behind = member_end(file, last, end)
            if behind is not None and behind < following:
                yield behind, reason
        elif compression == "plain":
            yield last, reason
        at = following


def _taken(record: Any, place: str, page_bytes: int) -> Raw | PassedOver | Fault:
    answer = record.http_headers
    media = (record.http_content_type or "") if answer is not None else ""
    if answer is not None and answer.status_code != 200:
        return PassedOver(place, "another answer than 200")
    if media.lower() not in _TEXT:
        return PassedOver(place, "neither a page nor text")
    try:
        body = record.reader.read(page_bytes + 1)
    except OSError as error:  # its content encoding; where the archive itself is damaged, that shows next
        return Fault(location=place, reason=f"the record cannot be unpacked: {error}")
    if len(body) > page_bytes:
        return Fault(location=place, reason=f"too large: more than {page_bytes / 1e6:g} MB in one record")
    if not body.strip():
        return PassedOver(place, "empty")
    return Raw(place, body, record.headers.get("WARC-Target-URI"), record.http_charset)
