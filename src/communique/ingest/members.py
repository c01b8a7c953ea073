"""Where records begin in a compressed archive, so that it can be cut, and read on behind damage.

WARC files are compressed record by record (WARC 1.1, annexes D and E): a gzip member or a Zstandard frame
whose content begins with `WARC/`.
"""

import io
import zlib
from collections.abc import Callable
from typing import BinaryIO, Final

import zstandard

__all__ = ["Bytes", "compression_of", "ends_whole", "member_end", "next_member"]

_GZIP, _ZSTD, _PLAIN = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"WARC/1."
_MAGIC: Final = {"gzip": _GZIP, "zstd": _ZSTD, "plain": _PLAIN}
_CHUNK: Final = 1 << 20
_PROBE: Final = 4096


class Bytes(io.RawIOBase):
    """The bytes of an open file from `start` to `end`, as a stream of their own."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        self._file, self._start, self._at, self._end = file, start, start, end

    def readable(self) -> bool:  # noqa: D102 - as documented by io
        return True

    def seekable(self) -> bool:  # noqa: D102
        return True

    def tell(self) -> int:  # noqa: D102
        return self._at - self._start

    def seek(self, offset: int, whence: int = 0) -> int:  # noqa: D102
        self._at = (self._start, self._at, self._end)[whence] + offset
        return self.tell()

    def read(self, size: int = -1) -> bytes:  # noqa: D102
        left = max(self._end - self._at, 0)
        self._file.seek(self._at)
        chunk = self._file.read(left if size is None or size < 0 else min(size, left))
        self._at += len(chunk)
        return chunk

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # noqa: D102
        chunk = self.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)


def compression_of(file: BinaryIO) -> str:
    """Return `gzip`, `zstd` or `plain`, by the first bytes."""
    file.seek(0)
    head = file.read(4)
    if head.startswith(_GZIP[:2]):
        return "gzip"
    # a frame of user data in front is the dictionary of a .warc.zst (magic 0x184D2A5?)
    return (
        "zstd"
        if head == _ZSTD or (head[1:] == b"\x2a\x4d\x18" and head[:1] in b"PQRSTUVWXYZ[\\]^_")
        else "plain"
    )


def next_member(file: BinaryIO, at: int, size: int, compression: str) -> int:
    """Return where the first record at or after `at` begins; `size` where there is none."""
    magic = _MAGIC[compression]
    while at < size:
        file.seek(at)
        chunk = file.read(_CHUNK + _PROBE)
        found = chunk.find(magic)
        while 0 <= found < _CHUNK:
            if _begins_record(file, at + found, chunk[found : found + _PROBE], compression):
                return at + found
            found = chunk.find(magic, found + 1)
        at += _CHUNK
    return size


def _begins_record(file: BinaryIO, at: int, probe: bytes, compression: str) -> bool:
    if compression == "plain":
        file.seek(max(at - 4, 0))
        return at == 0 or file.read(4) == b"\r\n\r\n"
    try:
        return _opener(compression)(probe).startswith(b"WARC/")
    except (zlib.error, zstandard.ZstdError):
        return False


def _opener(compression: str) -> Callable[[bytes], bytes]:
    if compression == "gzip":
        return lambda probe: zlib.decompressobj(31).decompress(probe, 16)
    return lambda probe: zstandard.ZstdDecompressor().stream_reader(io.BytesIO(probe)).read(16)


def member_end(file: BinaryIO, at: int, size: int) -> int | None:
    """Return where the gzip member at `at` ends; null where it is damaged or cut off."""
    inflater = zlib.decompressobj(31)
    try:
        while at < size and not inflater.eof:
            file.seek(at)
            chunk = file.read(min(_CHUNK, size - at))
            at += len(chunk)
            while chunk and not inflater.eof:
                inflater.decompress(chunk, 16 * _CHUNK)  # what comes out is not kept: a bomb does no harm
                chunk = inflater.unconsumed_tail
    except zlib.error:
        return None
    return at - len(inflater.unused_data) if inflater.eof else None


def ends_whole(file: BinaryIO, last: int, size: int, compression: str) -> bool:
    """Whether the archive's last record, at `last`, is whole; told for gzip, which most archives use."""
    return compression != "gzip" or member_end(file, last, size) is not None
