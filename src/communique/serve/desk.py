"""The events as an analyst works on them: kept in memory, brought up to date after each decision."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError
from contextlib import suppress
from heapq import nlargest
from math import inf
from typing import Final, TypeVar

from communique.account.fused import Doubt, FusedLedger
from communique.account.pages import whole_page
from communique.account.voices import Heard, Page, judgements_in_force, reliability_of, source_table
from communique.ledger import Ledger, LedgerError
from communique.ledger.decisions import Decision
from communique.model import Event, Report, Statement
from communique.serve.catalogue import Catalogue, Filters
from communique.serve.entry import Entry
from communique.serve.history import Told, by_claim
from communique.serve.lines import Lines
from communique.serve.queue import Effects, Item, queue

__all__ = ["Desk"]

_PATIENCE_S: Final = 5.0
"""How long a decision waits for its effect; on a large ledger the effect shows a little later."""
_FRESH_S: Final = 1.0
"""How long what others add to the ledger may stay unseen."""
T = TypeVar("T")


class Fusing:
    """All claims of a ledger being fused by a thread of their own."""

    def __init__(self, ledger: Ledger) -> None:
        self.fused: FusedLedger | None = None
        """What is fused; null while it goes on, and where it failed."""
        self._ledger = ledger
        self._begun = time.monotonic()
        self._thread = threading.Thread(target=self._fuse, name="fusing", daemon=True)
        self._thread.start()

    def wait(self, since_begun: float | None = None) -> bool:
        """Wait until it is over, or has gone on for so many seconds; say whether it is over."""
        left = None if since_begun is None else max(0.0, self._begun + since_begun - time.monotonic())
        self._thread.join(left)
        return not self._thread.is_alive()

    def _fuse(self) -> None:
        fused = FusedLedger(self._ledger, anew=True)
        with suppress(LedgerError):
            fused.learn()
            self.fused = fused


class Desk:
    """A ledger's events in memory. All work on them is done by one thread, in order.

    Where all claims must be fused first, another thread does that, and what was recorded is shown meanwhile.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="desk")
        self._lock = threading.Lock()
        self._waiting: Future[bool] | None = None
        self._fusing: Fusing | None = None
        self._fused = FusedLedger(ledger)
        self._events: dict[str, Event] | None = None
        self._queue: list[Item] | None = None
        self._catalogue: Catalogue | None = None
        self._sources: list[Page] | None = None
        self._heard: tuple[int, list[Heard]] | None = None
        self._changed: dict[str, str] | None = None
        self._decided: dict[str, list[Told]] | None = None
        self._looked = -inf
        self._rated: Page = {}
        self._lines = Lines(ledger, self._fused)
        self._effects = Effects()

    def close(self) -> None:
        """Finish what is being done and stop."""
        self._worker.shutdown(cancel_futures=True)

    def decide(self, *decisions: Decision) -> bool:
        """Record decisions, and the events as they are then; say whether these are up to date already."""
        self._ledger.decide(*decisions)
        return self.refresh()

    def refresh(self) -> bool:
        """Bring the events up to date with the ledger; say whether that is done already."""
        with self._lock:
            if self._waiting is None or self._waiting.running() or self._waiting.done():
                self._waiting = self._worker.submit(self._record)
            due = self._waiting
        try:
            return due.result(_PATIENCE_S)
        except TimeoutError:
            return False

    def event(self, event_id: str) -> tuple[Event, list[Statement]] | None:
        """Return an event, by an id that it has or once had, with its claims; null where there is none."""

        def find() -> tuple[Event, list[Statement]] | None:
            event = self._known(event_id)
            return None if event is None else (event, self._fused.statements(event))

        return self._do(find)

    def page(self, event_id: str) -> Page | None:
        """Return an event with its assessment, as `communique.account.pages.event_pages` gives it."""

        def made() -> Page | None:
            event = self._known(event_id)
            return None if event is None else whole_page(self._ledger, self._fused, event)

        return self._do(made)

    def catalogue(self) -> Catalogue:
        """Return a line of each event; only what changed since the last time is assessed again."""
        return self._do(self._lined)

    def warm(self) -> Catalogue:
        """Return the same before anybody asks; the first who does asks the ledger for what came since."""

        def made() -> Catalogue:
            catalogue = self._lined()
            if self._queue is None and self._fused.doubts() is not None:
                self._queue = self._queued()
            self._looked = -inf
            return catalogue

        return self._do(made)

    def _lined(self) -> Catalogue:
        events = self._current()
        if self._catalogue is None:
            self._catalogue = self._lines.catalogue(events)
        return self._catalogue

    def lately(self, filters: Filters, most: int) -> list[tuple[Entry, str]]:
        """Return the events asked for that changed last, each with when, the last first."""

        def found() -> list[tuple[Entry, str]]:
            catalogue = self._lined()
            if self._changed is None:
                self._changed = self._ledger.changed_at()
            dated = ((entry, self._changed.get(entry.event_id, "")) for entry in catalogue.find(filters))
            return nlargest(most, dated, key=lambda pair: pair[1])

        return self._do(found)

    def report(self, report_id: str) -> Report | None:
        """Return a report with its claims as corrected."""

        def found() -> Report | None:
            self._current()
            return self._fused.report(report_id)

        return self._do(found)

    def reports_holding(self, words: str, start: int, most: int) -> tuple[int, Sequence[Report]]:
        """Return how many reports hold all words, and some of them, those last published first.

        Without words, these are all reports.
        """

        def made() -> Sequence[str]:
            return self._ledger.newest(self._ledger.reports_holding(words) if words.strip() else None)

        named = self.catalogue().kept("reports", words or None, made)
        return len(named), self._do(lambda: self._fused.reports(named[start : start + most]))

    def event_of(self, claim_id: str) -> str | None:
        """Return the id of the event that holds a claim."""

        def find() -> str | None:
            self._current()
            return self._fused.now_called(f"e-{claim_id}")

        return self._do(find)

    def decided(self, claims: Iterable[str]) -> list[Told]:
        """Return the decisions about some claims, each once, oldest first."""

        def found() -> list[Told]:
            self._current()
            if self._decided is None:
                self._decided = by_claim(self._ledger)
            told = {d.decision_id: d for claim in claims for d in self._decided.get(claim, ())}
            return sorted(told.values(), key=lambda d: (d.at, d.decision_id))

        return self._do(found)

    def sources(self) -> list[Page]:
        """Return who says something, as `communique.account.voices.source_table` gives it."""

        def made() -> list[Page]:
            self._current()
            return self._sources_now()

        return self._do(made)

    def _sources_now(self) -> list[Page]:
        if self._sources is None:
            number = self._fused.extent.reading_count
            if self._heard is None or self._heard[0] != number:
                self._heard = number, list(self._ledger.sources())
            self._sources = source_table(self._ledger, self._heard[1])
        return self._sources

    def queue(self) -> list[Item]:
        """Return what there is to decide, what changes most first."""

        def made() -> list[Item] | Fusing:
            self._current()
            if self._queue is None:
                if self._fused.doubts() is None and (fusing := self._fuse()) is not None:
                    return fusing
                self._queue = self._queued()
            return self._queue

        while isinstance(found := self._do(made), Fusing):
            found.wait()
        return found

    def _queued(self) -> list[Item]:
        events, lines = self._current(), self._lined().entries
        claims = self._effects.items(self._fused, events, lines)
        return queue(self._ledger, events, claims, self._open_pairs(), self._sources_now())

    def _open_pairs(self) -> Iterator[tuple[Doubt, str, str]]:
        """Yield what is in doubt and was not judged since it was fused, with the events of both claims."""
        judged = {frozenset((j["left"], j["right"])) for j in judgements_in_force(self._ledger)}
        for doubt in self._fused.doubts() or ():
            one, other = (self._fused.now_called(f"e-{claim}") for claim in (doubt.left, doubt.right))
            if one is not None and other is not None and frozenset((doubt.left, doubt.right)) not in judged:
                yield doubt, one, other

    def _do(self, work: Callable[[], T]) -> T:
        return self._worker.submit(work).result()

    def _known(self, event_id: str) -> Event | None:
        """Return an event by an id that it has or once had; the ledger is asked again for one not known."""
        for _ in range(2):
            event = self._current().get(self._fused.now_called(event_id) or "")
            if event is not None:
                return event
            self._looked = -inf
        return None

    def _current(self) -> dict[str, Event]:
        # what others added to the ledger meanwhile is taken in as well
        if self._events is not None and time.monotonic() - self._looked < _FRESH_S:
            return self._events
        self._looked = time.monotonic()
        if self._events is None or not self._fused.is_current():
            self._record()
        if (rated := reliability_of(self._ledger)) != self._rated:
            self._rated, self._catalogue, self._sources = rated, None, None
        assert self._events is not None
        return self._events

    def _fuse(self) -> "Fusing | None":
        """Have all claims fused; return what does that, null where it is done."""
        if self._fusing is None:
            self._fusing = Fusing(self._ledger)
        if not self._fusing.wait(_PATIENCE_S):
            return self._fusing
        fused, self._fusing = self._fusing.fused, None
        if fused is None:
            raise LedgerError("the ledger could not be fused; check the ledger")
        self._lines.changed(self._fused.take_over(fused))
        self._take()
        return None

    def _record(self) -> bool:
        """Take in and record what is new; say whether that is done."""
        if self._fused.must_fuse() and self._fuse() is not None:
            return False
        try:
            self._lines.changed(self._fused.update())
        except LedgerError:
            self._lines = Lines(self._ledger, self._fused)  # what was fused before it failed is not told
            raise
        self._take()
        return True

    def _take(self) -> None:
        self._events = {event.event_id: event for event in self._fused.events()}
        self._queue = self._catalogue = self._decided = self._sources = self._changed = None

    def reread(self) -> None:
        """Forget the queue: something that is no judgement changed, such as a response."""
        self._queue = None
