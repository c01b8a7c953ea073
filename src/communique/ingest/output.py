"""The output: a Parquet table of reports a shard, its claims beside each."""

import contextlib
import json
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import TypeAdapter

from communique.ingest.manifest import MANIFEST
from communique.model import Claim, Comment, Report

__all__ = ["Stored", "Table", "stored_reports"]

_ROW_GROUP: Final = 1_000
_claims = TypeAdapter(tuple[Claim, ...])

# The fields of a report, flat, so that any tool can filter by them; its claims as the JSON of the contract.
_STRINGS: Final = (
    "id",
    "title",
    "published",
    "published_method",
    "language",
    "outlet",
    "author",
    "url",
    "location",
    "text",
)
SCHEMA: Final = pa.schema(
    [
        *((name, pa.string()) for name in _STRINGS),
        ("published_confidence", pa.float64()),
        ("comments", pa.list_(pa.string())),
        ("copy_of", pa.string()),
        ("claim_count", pa.int32()),
        ("claims", pa.string()),
    ]
)


@dataclass(frozen=True)
class Stored:
    """A report as it was ingested; `copy_of` is the id of the report that it only repeats."""

    report: Report
    copy_of: str | None


class Table:
    """Writes reports to a file that bears its name only when it is whole; a context manager."""

    def __init__(self, target: Path) -> None:
        self.target, self.rows = target, 0
        self._partial = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
        self._waiting: list[dict[str, Any]] = []
        self._writer: pq.ParquetWriter | None = None

    def __enter__(self) -> "Table":
        for left in self.target.parent.glob(f".{self.target.name}.*"):  # by a process that was killed
            left.unlink(missing_ok=True)
        self._writer = pq.ParquetWriter(self._partial, SCHEMA, compression="zstd", compression_level=3)
        return self

    def add(self, report: Report, copy_of: str | None) -> None:
        """Add a report's row."""
        row: dict[str, Any] = {name: getattr(report, name) for name in _STRINGS}
        row["published_confidence"] = report.published_confidence
        row["comments"] = [comment.text for comment in report.comments]
        row |= {"copy_of": copy_of, "claim_count": len(report.claims)}
        row["claims"] = _claims.dump_json(report.claims).decode()
        self._waiting.append(row)
        self.rows += 1
        if len(self._waiting) == _ROW_GROUP:
            self._flush()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._flush()
            if self._writer is not None:
                self._writer.close()
            if kind is None:
                os.replace(self._partial, self.target)
        finally:
            with contextlib.suppress(OSError):
                self._partial.unlink(missing_ok=True)

    def _flush(self) -> None:
        if self._writer is not None and self._waiting:
            self._writer.write_table(pa.Table.from_pylist(self._waiting, schema=SCHEMA))
        self._waiting = []


def stored_reports(folder: str | Path) -> Iterator[Stored]:
    """Yield the reports of an ingest's folder, in the order of its shards.

    Tables without a finished manifest are left out: their shard is not done.
    """
    for manifest in sorted(Path(folder).glob(f"*{MANIFEST}")):
        output = json.loads(manifest.read_text("utf-8")).get("output")
        if output is None:
            continue
        with pq.ParquetFile(manifest.with_name(output["name"])) as table:
            for batch in table.iter_batches(batch_size=_ROW_GROUP):
                yield from map(_stored, batch.to_pylist())


def _stored(row: dict[str, Any]) -> Stored:
    fields = {name: row[name] for name in (*_STRINGS, "published_confidence")}
    comments = tuple(Comment(text=words) for words in row["comments"])
    report = Report(**fields, comments=comments, claims=_claims.validate_json(row["claims"]))
    return Stored(report, row["copy_of"])
