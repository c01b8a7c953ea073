"""Parquet and JSON Lines: a report a row, under the names that news dumps use."""

import gzip
import io
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from typing import Any, BinaryIO, Final

import zstandard

from communique.ingest.members import Bytes
from communique.ingest.raw import PassedOver, Raw
from communique.ingest.shards import Shard
from communique.model import Fault

__all__ = ["read_jsonl_shard", "read_parquet"]

# Contract name → the columns that it may stand in, the surest first: those of news-please and of the common
# dumps on Hugging Face, whose names these are.
_COLUMNS: Final = {
    "id": ("id",),
    "title": ("title", "headline"),
    "published": ("published", "date_publish", "published_date", "publish_date", "date"),
    "text": ("text", "maintext", "plain_text", "content", "body"),
    "url": ("url", "requested_url", "link"),
    "outlet": ("outlet", "source_domain", "publisher"),
    "author": ("author",),
    "language": ("language",),
}
_ROWS: Final = 256


def read_parquet(shard: Shard, page_bytes: int) -> Iterator[Raw | PassedOver | Fault]:
    """Yield the rows of a Parquet file; a column `html` is a page, else there is a column for the text."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(shard.path) as table:
        names = set(table.schema_arrow.names)
        wanted = [c for columns in _COLUMNS.values() for c in columns if c in names] + ["html"] * (
            "html" in names
        )
        number = 0
        for batch in table.iter_batches(batch_size=_ROWS, columns=wanted):
            for row in batch.to_pylist():
                number += 1
                yield _row(row, f"{shard.name}:{number}", page_bytes)


def read_jsonl_shard(shard: Shard, page_bytes: int) -> Iterator[Raw | PassedOver | Fault]:
    """Yield the records whose lines begin in the shard's bytes; a place is `NAME:OFFSET`."""
    with open(shard.path, "rb") as file, closing(_opened(file, shard)) as stream:
        at = max(shard.start - 1, 0)
        if shard.start:
            at += _skipped(stream)
        while at < shard.end or _is_compressed(shard):
            line = stream.readline(page_bytes + 1)
            if not line:
                return
            place, at = f"{shard.name}:{at}", at + len(line)
            if len(line) > page_bytes and not line.endswith(b"\n"):
                at += _skipped(stream)
                yield Fault(location=place, reason=f"too large: a line of more than {page_bytes / 1e6:g} MB")
            elif line.strip():
                yield _line(line, place, page_bytes)


def _is_compressed(shard: Shard) -> bool:
    return shard.path.endswith((".gz", ".zst"))


def _opened(file: BinaryIO, shard: Shard) -> Any:
    if shard.path.endswith(".gz"):
        return gzip.GzipFile(fileobj=file)
    if shard.path.endswith(".zst"):
        reader = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
        return io.BufferedReader(reader)
    size = file.seek(0, 2)
    # one byte earlier, so that a line that begins exactly at the start is not taken for the rest of another
    return io.BufferedReader(Bytes(file, max(shard.start - 1, 0), size), 1 << 20)


def _skipped(stream: Any) -> int:
    """Read up to the end of the line in small steps; return how far."""
    passed = 0
    while line := stream.readline(1 << 20):
        passed += len(line)
        if line.endswith(b"\n"):
            break
    return passed


def _line(line: bytes, place: str, page_bytes: int) -> Raw | PassedOver | Fault:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Fault(location=place, reason=f"the line is not JSON: {error}"[:300])
    if not isinstance(record, dict):
        return Fault(location=place, reason="the line is JSON, but not an object")
    return _row(record, place, page_bytes)


def _row(row: dict[str, Any], place: str, page_bytes: int) -> Raw | PassedOver | Fault:
    url = row.get("url")
    if isinstance(html := row.get("html"), str | bytes) and html:
        body = html.encode("utf-8", "replace") if isinstance(html, str) else html
        if len(body) > page_bytes:
            return Fault(location=place, reason=f"too large: more than {page_bytes / 1e6:g} MB in one record")
        return Raw(place, body, url if isinstance(url, str) else None)
    found = {name: value for name, columns in _COLUMNS.items() if (value := _first(row, columns)) is not None}
    if not isinstance(found.get("text"), str) or not found["text"].strip():
        return PassedOver(place, "empty")
    try:
        body = json.dumps(found, ensure_ascii=False).encode()
    except (UnicodeEncodeError, TypeError) as error:
        return Fault(location=place, reason=f"the record cannot be read: {error}"[:300])
    return Raw(place, body, fields=found)


def _first(row: dict[str, Any], columns: tuple[str, ...]) -> Any:
    value = next((row[column] for column in columns if row.get(column) is not None), None)
    return value.isoformat() if isinstance(value, date | datetime) else value
