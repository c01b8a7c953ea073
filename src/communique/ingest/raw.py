"""One record of an archive before it is read, and what becomes of those that are not."""

import io
from dataclasses import dataclass, field
from typing import Any

from communique.read import Document

__all__ = ["PassedOver", "Raw"]


@dataclass(frozen=True)
class PassedOver:
    """A record that holds no report by its kind: an image, a redirection, a request."""

    place: str
    why: str


@dataclass(frozen=True)
class Raw:
    """A record as it was stored: a page or a text as bytes, or a row of a table as `fields`."""

    place: str
    body: bytes
    url: str | None = None
    charset: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)

    def document(self, head_bytes: int) -> Document:
        """Return the record as an open document, for the readers."""
        return Document(self.place, io.BytesIO(self.body), self.body[:head_bytes], self.url, self.charset)
