"""Feeds watched for a ledger: which are due, what they remember, and what of them is recorded."""

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from communique.model import Fault, Report
from communique.read import Document, ReadOptions, UnreadableError, read_document
from communique.read.feed import read_entries
from communique.read.following import Follower
from communique.read.polling import FeedState, poll

__all__ = ["Watch", "feeds_of"]

_PAUSE_SECONDS = 1.0  # between two requests of one pass


def feeds_of(named: Iterable[str]) -> list[str]:
    """Return addresses of feeds, each once: those named, and in the place of a file those on its lines."""
    found: list[str] = []
    for name in named:
        if name.startswith(("http://", "https://")):
            found.append(name)
            continue
        lines = (line.strip() for line in Path(name).read_text("utf-8").splitlines())
        found += [line for line in lines if line and not line.startswith("#")]
    return list(dict.fromkeys(found))


class Watch:
    """Feeds and what is remembered of them in the file `memory`; raises `ValueError` where that is broken.

    With `pages`, the pages of entries that carry only a summary are fetched.
    """

    def __init__(
        self, feeds: Sequence[str], memory: Path, options: ReadOptions, *, pages: bool = False
    ) -> None:
        self._feeds, self._memory, self._options, self._pages = feeds, memory, options, pages
        self._states: dict[str, FeedState] = {}
        if memory.exists():
            try:
                kept = json.loads(memory.read_text("utf-8"))
                self._states = {feed: FeedState(**state) for feed, state in kept.items()}
            except (TypeError, AttributeError) as error:
                raise ValueError(f"not the state of feeds: {error}") from None

    def run(self, record: Callable[[Iterable[Report | Fault]], None]) -> None:
        """Ask each feed that is due, and hand `record` what it holds; remember it when that is recorded."""
        follower = Follower(self._options) if self._pages else None
        for number, feed in enumerate(self._due()):
            if number:
                time.sleep(_PAUSE_SECONDS)
            polled = poll(feed, self._states.get(feed, FeedState()), time.time(), self._options)
            state = polled.state
            if polled.fault is not None:
                record([polled.fault.fault(feed)])
            elif polled.document is not None:
                found, state = self._read(polled.document, state, follower)
                record(found)
            self._states[feed] = state
            self._keep()

    def _read(
        self, document: Document, state: FeedState, follower: Follower | None
    ) -> tuple[Iterable[Report | Fault], FeedState]:
        """Return what the feed gives, its entries' pages in their place where these are followed."""
        if follower is None:
            return read_document(document, self._options), state
        try:
            found, followed = follower.follow(read_entries(document, self._options), state.followed)
        except UnreadableError as unreadable:
            return [unreadable.fault(document.location)], state
        if any(followed.values()):
            state = replace(state, etag=None, modified=None)  # what failed is tried with the next reading
        return found, replace(state, followed=followed)

    def seconds_to_next(self) -> float:
        """Return the seconds until the next feed is due."""
        times = [self._states.get(feed, FeedState()).next_at for feed in self._feeds]
        return max(min(times, default=0.0) - time.time(), 0.0)

    def _due(self) -> Iterator[str]:
        now = time.time()
        return (feed for feed in self._feeds if self._states.get(feed, FeedState()).next_at <= now)

    def _keep(self) -> None:
        new = self._memory.with_name(self._memory.name + ".new")
        states = {feed: asdict(state) for feed, state in self._states.items()}
        new.write_text(json.dumps(states, indent=1), "utf-8")
        os.replace(new, self._memory)
