"""One document before it is read: where it lies, its bytes, and what its transport says of it."""

import io
from dataclasses import dataclass
from typing import BinaryIO

from communique.model import Fault

__all__ = ["HEAD_BYTES", "Document", "UnreadableError", "printable", "rewound"]

HEAD_BYTES = 16_384  # enough for a charset declaration behind a long head, and to tell the format


class UnreadableError(Exception):
    """A document that cannot be read; its reason and hint become the `Fault` that the user sees."""

    def __init__(self, reason: str, hint: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint

    def fault(self, location: str) -> Fault:
        """Return the fault that names this at `location`."""
        return Fault(location=printable(location), reason=printable(self.reason), hint=self.hint)


@dataclass(frozen=True)
class Document:
    """An open document: `stream` stands at its beginning, `head` is its first bytes.

    `url` is the address it was fetched from; `charset` what the server said of its encoding.
    """

    location: str
    stream: BinaryIO
    head: bytes
    url: str | None = None
    charset: str | None = None

    def whole(self, limit: int) -> bytes:
        """Return all of the document's bytes; raise `UnreadableError` above `limit` bytes or when empty."""
        body = self.stream.read(limit + 1)
        if len(body) > limit:
            raise UnreadableError(
                f"too large: more than {limit / 1_000_000:g} MB in one document",
                "cut it into single reports, or save the page without its embedded media",
            )
        return body


def rewound(location: str, stream: BinaryIO) -> Document:
    """Return the document of a stream whose head was read and put back; when it cannot be sought too."""
    head = stream.read(HEAD_BYTES)
    if stream.seekable():
        stream.seek(0)
        return Document(location, stream, head)
    return Document(location, io.BufferedReader(_PutBack(head, stream)), head)


class _PutBack(io.RawIOBase):
    """A stream that gives `head` first, then the rest."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        chunk = chunk or self._rest.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)


def printable(words: str) -> str:
    """Return the words without lone surrogates, as file names of another encoding carry them."""
    return words.encode("utf-8", "backslashreplace").decode()
