"""From a feed's entries to the pages that they link to: by the site's rules for robots, one after another.

RFC 9309: a `robots.txt` that is not there allows all; where the server fails, nothing is asked of it.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from communique.model import Fault, Report, evolve
from communique.read.document import UnreadableError
from communique.read.feed import Entry
from communique.read.options import ReadOptions
from communique.read.web import FAILURES, HEADERS, USER_AGENT, body_of, checked_transport, fetch

__all__ = ["Follower"]

PAUSE_SECONDS: Final = 2.0
"""Between two requests to one host, unless its robots.txt asks for more."""
LONGEST_PAUSE: Final = 300.0
TRIES: Final = 3  # times that a page is asked for, once a reading of its feed
MOST_PAGES: Final = 100  # of one feed in one reading; the others wait for the next
_NOTHING: Final = ("User-agent: *", "Disallow: /")
_PUT_OFF: Final = ("the server answered 429", "the server answered 503")


class Follower:
    """Fetches the pages of entries that carry only a summary; make one for a pass over feeds."""

    def __init__(self, options: ReadOptions, sleep: Callable[[float], None] = time.sleep) -> None:
        self._options, self._sleep = options, sleep
        self._rules: dict[str, RobotFileParser] = {}
        self._asked: dict[str, float] = {}
        self._put_off: set[str] = set()

    def follow(
        self, entries: Iterator[Entry], tried: Mapping[str, int]
    ) -> tuple[list[Report | Fault], dict[str, int]]:
        """Return what the entries and their pages give, and how often each link has been tried.

        `tried` is what the last reading of the feed returned: what was read then, 0 there, is passed over.
        A page that fails is tried at the next readings, too; then the summary stands for it.
        """
        found: list[Report | Fault] = []
        after: dict[str, int] = {}
        pages = 0
        for entry in entries:
            link = entry.link
            if entry.whole or link is None:
                found.append(entry.outcome)
            elif tried.get(link) == 0:
                after[link] = 0
            elif pages < MOST_PAGES:
                pages += 1
                given, left = self._page(entry, link, tried.get(link, TRIES))
                found += given
                after[link] = left
        return found, after

    def _page(self, entry: Entry, link: str, tries: int) -> tuple[list[Report | Fault], int]:
        from communique.read import read_document

        try:
            self._wait_for(link)
            outcomes = list(read_document(fetch(link, self._options), self._options))
        except UnreadableError as unreadable:
            fault = unreadable.fault(link)
            if unreadable.reason.startswith(_PUT_OFF):
                self._put_off.add(_origin(link))
            final = tries == 1 or isinstance(unreadable, _ForbiddenError)
            return ([fault, entry.outcome] if final else [fault]), (0 if final else tries - 1)
        reports = [outcome for outcome in outcomes if isinstance(outcome, Report)]
        faults: list[Report | Fault] = [outcome for outcome in outcomes if isinstance(outcome, Fault)]
        if not reports:
            return [*faults, entry.outcome], 0
        return [*faults, *(_completed(report, entry.outcome) for report in reports)], 0

    def _wait_for(self, link: str) -> None:
        """Wait until the page may be asked for; raise `UnreadableError` where it may not."""
        origin = _origin(link)
        if origin in self._put_off:
            raise UnreadableError("its server asked to be left alone for now")
        if origin not in self._rules:
            self._rules[origin] = self._robots(origin)
        rules = self._rules[origin]
        if not rules.can_fetch(USER_AGENT, link):
            raise _ForbiddenError("the site's robots.txt keeps readers like this one out", "open it yourself")
        asked_for = rules.crawl_delay(USER_AGENT) or 0
        pause = min(max(PAUSE_SECONDS, float(asked_for)), LONGEST_PAUSE)
        left = self._asked.get(origin, 0.0) + pause - time.monotonic()
        if origin in self._asked and left > 0:
            self._sleep(left)
        self._asked[origin] = time.monotonic()

    def _robots(self, origin: str) -> RobotFileParser:
        rules = RobotFileParser()
        try:
            with (
                httpx.Client(
                    transport=checked_transport(self._options),
                    headers=HEADERS,
                    timeout=self._options.timeout,
                    follow_redirects=True,
                    max_redirects=self._options.max_redirects,
                    trust_env=False,
                ) as client,
                client.stream("GET", f"{origin}/robots.txt") as answer,
            ):
                if answer.is_success:
                    rules.parse(body_of(answer, self._options).decode("utf-8", "replace").splitlines())
                elif answer.is_client_error:
                    rules.parse([])
                else:
                    rules.parse(_NOTHING)
        except (*FAILURES, UnreadableError):
            rules.parse(_NOTHING)
        return rules


class _ForbiddenError(UnreadableError):
    """A page that may not be asked for: trying again helps nothing."""


def _origin(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.scheme}://{parts.netloc}"


def _completed(page: Report, entry: Report | Fault) -> Report:
    """Return the page's report; the feed's own word on date and outlet counts first."""
    if isinstance(entry, Fault):
        return page
    dated = entry.published is not None
    return evolve(
        page,
        title=page.title or entry.title,
        outlet=entry.outlet or page.outlet,
        author=page.author or entry.author,
        published=entry.published if dated else page.published,
        published_method=entry.published_method if dated else page.published_method,
        published_confidence=entry.published_confidence if dated else page.published_confidence,
    )
