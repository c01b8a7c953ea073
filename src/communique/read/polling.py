"""Asking a feed again and again without being a burden: only for what changed, later after each failure."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from communique.read.document import HEAD_BYTES, Document, UnreadableError
from communique.read.options import ReadOptions
from communique.read.web import FAILURES, HEADERS, body_of, checked_transport, explained

__all__ = ["FeedState", "Polled", "poll"]

SHORTEST_WAIT: Final = 900  # seconds between two requests for one feed
LONGEST_WAIT: Final = 86_400


@dataclass(frozen=True)
class FeedState:
    """What is remembered of a feed: its version, failures in a row, when it may be asked again (seconds).

    `followed` holds for each link of its entries the tries that are left for the page, 0 where it was read.
    """

    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    next_at: float = 0.0
    followed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Polled:
    """What asking gave: a document where the feed changed, a fault where asking failed, else neither."""

    state: FeedState
    document: Document | None = None
    fault: UnreadableError | None = None


def poll(url: str, state: FeedState, now: float, options: ReadOptions) -> Polled:
    """Ask for the feed at `url` if it changed since `state`; `now` is in seconds since 1970."""
    asked = {"If-None-Match": state.etag, "If-Modified-Since": state.modified}
    headers = {**HEADERS, **{name: value for name, value in asked.items() if value}}
    later = replace(state, failures=0, next_at=now + SHORTEST_WAIT)
    try:
        with (
            httpx.Client(
                transport=checked_transport(options),
                headers=headers,
                timeout=options.timeout,
                follow_redirects=True,
                max_redirects=options.max_redirects,
                trust_env=False,
            ) as client,
            client.stream("GET", url) as answer,
        ):
            if answer.status_code == httpx.codes.NOT_MODIFIED:
                return Polled(later)
            if answer.status_code != httpx.codes.OK:
                wait = _asked_to_wait(answer.headers, now)
                return _failed(state, now, UnreadableError(f"the server answered {answer.status_code}"), wait)
            body = body_of(answer, options)
            etag, modified = answer.headers.get("ETag"), answer.headers.get("Last-Modified")
    except UnreadableError as unreadable:
        return _failed(state, now, unreadable)
    except FAILURES as error:
        return _failed(state, now, explained(error, options))
    document = Document(url, io.BytesIO(body), body[:HEAD_BYTES], url)
    return Polled(replace(later, etag=etag, modified=modified), document)


def _failed(state: FeedState, now: float, fault: UnreadableError, wait: float = 0.0) -> Polled:
    """Wait twice as long after each failure in a row, and at least as long as the server asks."""
    pause = max(wait, min(SHORTEST_WAIT * 2.0 ** min(state.failures, 10), LONGEST_WAIT))
    return Polled(replace(state, failures=state.failures + 1, next_at=now + pause), fault=fault)


def _asked_to_wait(headers: Mapping[str, str], now: float) -> float:
    """Return the seconds of `Retry-After` (RFC 9110, section 10.2.3), at most a day; 0 where not said."""
    said = headers.get("Retry-After", "").strip()
    if said.isdigit():
        return float(min(int(said[:9]), LONGEST_WAIT))
    try:
        at = parsedate_to_datetime(said)
    except ValueError:
        return 0.0
    seconds = (at if at.tzinfo else at.replace(tzinfo=UTC)) - datetime.fromtimestamp(now, UTC)
    return min(max(seconds.total_seconds(), 0.0), LONGEST_WAIT)
