"""Inputs → shards: a file, or a piece of a large one that can be read from the middle."""

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from communique.ingest.manifest import MANIFEST
from communique.ingest.settings import IngestError
from communique.model import content_id

__all__ = ["PIECE_BYTES", "Shard", "part_of", "shards_of"]

PIECE_BYTES: Final = 64_000_000
"""Larger files are cut, so that several processes share one file and a broken run repeats little."""

_FORMATS: Final = {
    ".warc": "warc", ".warc.gz": "warc", ".warc.zst": "warc",
    ".wet.gz": "warc", ".wet": "warc",
    ".parquet": "parquet", ".pq": "parquet",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".jsonl.gz": "jsonl", ".ndjson.gz": "jsonl",
    ".jsonl.zst": "jsonl", ".ndjson.zst": "jsonl",
}  # fmt: skip
_CUT: Final = (".warc.gz", ".warc.zst", ".wet.gz", ".jsonl", ".ndjson")

Item = TypeVar("Item")


@dataclass(frozen=True)
class Shard:
    """A piece of an input: bytes from `start` to `end` of `path`, of which records begin there.

    `name` is how locations call the file: its path below the input that was given.
    """

    path: str
    name: str
    format: str
    start: int
    end: int

    def table(self, out: Path) -> Path:
        """Return where the shard's table is written."""
        return out / f"{self._stem}.parquet"

    def manifest(self, out: Path) -> Path:
        """Return where the shard's manifest is written."""
        return out / f"{self._stem}{MANIFEST}"

    @property
    def _stem(self) -> str:
        plain = "".join(c if c.isalnum() or c in ".-_" else "_" for c in self.name)[-120:]
        return f"{plain}.{self.start:013}.{content_id(self.name, self.start, self.end)[:8]}"

    def as_json(self) -> dict[str, Any]:
        """Return the shard as plain values."""
        return asdict(self)


def shards_of(inputs: Iterable[str], piece_bytes: int = PIECE_BYTES) -> list[Shard]:
    """Return the shards of files, folders and globs, always in the same order.

    Raises `IngestError` for an input that is not there or that has no file to ingest.
    """
    found: dict[str, Shard] = {}
    for given in inputs:
        files = list(_files(given))
        if not files:
            raise IngestError(f"{given}: no WARC, Parquet or JSON Lines file is there")
        for path, name in files:
            for shard in _pieces(path, name, piece_bytes):
                found.setdefault(f"{shard.path}\x1f{shard.start:020}", shard)
    return [found[key] for key in sorted(found)]


def part_of(shards: Sequence[Item], number: int, of: int) -> list[Item]:
    """Return part `number` of `of` equal ones, counted from 1, as `--shard 1/4` means it."""
    return list(shards[number - 1 :: of])


def _files(given: str) -> Iterator[tuple[str, str]]:
    path = Path(given)
    if path.is_dir():
        for folder, below, names in os.walk(path):
            below[:] = sorted(name for name in below if not name.startswith("."))
            for name in sorted(names):
                whole = os.path.join(folder, name)
                if not name.startswith(".") and suffix_of(name):
                    yield os.path.abspath(whole), os.path.relpath(whole, path)
    elif path.is_file():
        if not suffix_of(given):
            raise IngestError(f"{given}: neither WARC, Parquet nor JSON Lines, by its name")
        yield os.path.abspath(given), path.name
    else:
        for match in sorted(glob.glob(given, recursive=True)):
            yield from _files(match)


def suffix_of(name: str) -> str | None:
    """Return the suffix that tells a file's format and compression, null where it is none of ours."""
    lowered = name.lower()
    return next((s for s in sorted(_FORMATS, key=len, reverse=True) if lowered.endswith(s)), None)


def _pieces(path: str, name: str, piece_bytes: int) -> Iterator[Shard]:
    suffix = suffix_of(path) or ""
    size = os.path.getsize(path)
    step = piece_bytes if suffix in _CUT else max(size, 1)
    for start in range(0, max(size, 1), step):
        yield Shard(path, name, _FORMATS[suffix], start, min(start + step, size))
