"""What a user may set for a reading run, and the limits that hold where nothing is set."""

from dataclasses import dataclass
from datetime import date

__all__ = [
    "MAX_BYTES",
    "MAX_ELEMENTS",
    "MAX_REDIRECTS",
    "TIMEOUT_SECONDS",
    "ReadOptions",
]

# The largest page, text, line of JSON Lines or answer of a server that is read. An ordinary news page has
# 0.2 MB. A page of 10 MB, all of it paragraphs, took 20 s and 0.4 GB.
MAX_BYTES = 20_000_000
# The most elements a page may have: a page of 100,000, made to be hard, took 7 to 16 s. Ordinary news pages
# have 500 to 5,000.
MAX_ELEMENTS = 100_000
MAX_REDIRECTS = 5
TIMEOUT_SECONDS = 30.0


@dataclass(frozen=True)
class ReadOptions:
    """How to read: pass it to `read` where the defaults do not do.

    `published` is the ISO day (`YYYY-MM-DD`) that the user gives as publication date. It stands above
    whatever a page or a text seems to tell, and fills in where a JSON Lines record has none.
    `timeout` is in seconds and holds for the whole of one address, redirects included. `allow_private`
    permits addresses of the local and private network. Raises `ValueError` where `published` is no day.
    """

    published: str | None = None
    allow_private: bool = False
    timeout: float = TIMEOUT_SECONDS
    max_bytes: int = MAX_BYTES
    max_elements: int = MAX_ELEMENTS
    max_redirects: int = MAX_REDIRECTS

    def __post_init__(self) -> None:
        if self.published is not None and not _is_day(self.published):
            raise ValueError(f"{self.published!r} is not a day written YYYY-MM-DD")


def _is_day(words: str) -> bool:
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False
