"""A line of each event, kept until something of the event changes: claims, corrections, a source's grade."""

from collections.abc import Iterable, Mapping
from typing import Any

from communique.account.fused import FusedLedger
from communique.account.outlines import outlined
from communique.account.voices import reliability_of
from communique.ledger import Ledger
from communique.model import Event
from communique.serve.catalogue import Catalogue
from communique.serve.entry import Entry, entry_of
from communique.serve.finding import Index

__all__ = ["Lines"]


class Lines:
    """The lines of a ledger's events. It is not for several threads at once; the lists that it makes are."""

    def __init__(self, ledger: Ledger, fused: FusedLedger) -> None:
        self._ledger = ledger
        self._fused = fused
        self._lines: dict[str, Entry] = {}
        self._index = Index()
        self._stale: set[str] = set()
        self._corrections: Mapping[str, Any] = {}
        self._reliability: dict[str, Any] = {}

    def changed(self, event_ids: Iterable[str]) -> None:
        """Note which events are new, others than before, or no more."""
        self._stale |= set(event_ids)

    def catalogue(self, events: Mapping[str, Event]) -> Catalogue:
        """Return the list of all events; only what changed since the last list is assessed again."""
        corrections, reliability = self._fused.corrections, reliability_of(self._ledger)
        stale = self._stale | self._corrected(corrections)
        stale |= events.keys() ^ self._lines.keys()
        if rated := _differing(self._reliability, reliability):
            stale |= self._telling(rated, events)
        fresh = [events[name] for name in sorted(stale & events.keys())]
        made = [entry_of(page) for page in outlined(self._ledger, self._fused, fresh)]
        for name in stale:
            self._lines.pop(name, None)
        self._lines |= {entry.event_id: entry for entry in made}
        self._corrections, self._reliability, self._stale = corrections, reliability, set()
        found = Catalogue(self._lines.values(), self._ledger.reports_holding, self._index)
        self._index = found.index
        return found

    def _telling(self, rated: set[str], events: Mapping[str, Event]) -> set[str]:
        """Return the events for which the grade of one of these sources may count."""
        pages = outlined(self._ledger, self._fused, events.values())
        return {page["event_id"] for page in pages if not rated.isdisjoint(page["outline"]["raters"])}

    def _corrected(self, corrections: Mapping[str, Any]) -> set[str]:
        """Return the events of the claims that are corrected otherwise than before."""
        named = (self._fused.now_called(f"e-{claim}") for claim in _differing(self._corrections, corrections))
        return {name for name in named if name is not None}


def _differing(before: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    return {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}
