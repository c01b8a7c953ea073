"""Where events stand by their words, places, parties, voices and grades: lists that grow with the events.

An event has a number here. One that changes gets a further number, and its former one is a gap; what finds
leaves gaps out. So a change costs as much as it changes, however many events there are.
"""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Final, TypeVar

from communique.serve.entry import Entry

__all__ = ["Index", "Numbers"]

_TOO_MANY: Final = 4
"""More entries in lists than so many times the events: to look at each event is as fast."""
Numbers = Collection[int]
T = TypeVar("T")


class Index:
    """The lists of all events. One thread brings them up to date; others may look things up meanwhile."""

    def __init__(self) -> None:
        self.held: list[Entry] = []
        self.number_of: dict[str, int] = {}
        self.counts: dict[str, Counter[str]] = {
            name: Counter() for name in ("event", "actor", "source", "grade")
        }
        self._values: dict[tuple[str, str], array[int]] = {}
        self._words, self._places, self._kinds = _Pieces(), _Pieces(), _Pieces()

    def bring(self, entries: Collection[Entry]) -> "Index":
        """Take in what is new among all events, and let go what is gone; a new index where gaps are many."""
        fresh = [entry for entry in entries if not self.holds(entry)]
        gone = self.number_of.keys() - {entry.event_id for entry in entries}
        if len(self.held) + len(fresh) > 2 * len(entries) + 1000:
            return Index().bring(entries)
        for name in gone:
            self._drop(name)
        for entry in fresh:
            self._drop(entry.event_id)
            self._put(entry)
        return self

    def holds(self, entry: Entry) -> bool:
        """Say whether it holds an event just as it is here."""
        number = self.number_of.get(entry.event_id)
        return number is not None and self.held[number] is entry

    def valued(self, name: str, value: str) -> Numbers:
        """Return the events that have a value: an actor's id or name, a source, a grade, a report."""
        return self._values.get((name, value), ())

    def reported(self, report_ids: Iterable[str]) -> set[int]:
        """Return the events that any of these reports tells of."""
        return {number for name in report_ids for number in self._values.get(("report", name), ())}

    def worded(self, word: str) -> Numbers | None:
        """Return the events whose text holds a word or piece of a word; null where these are very many."""
        return self._words.holding(word, _TOO_MANY * len(self.number_of))

    def placed(self, piece: str) -> Numbers | None:
        """Return the events in whose place and region a piece of text stands; null as above."""
        return self._places.holding(piece, _TOO_MANY * len(self.number_of))

    def kinds(self, beginning: str) -> Numbers:
        """Return the events of which type and mode, `ASSAULT/aerial`, begin so."""
        return self._kinds.beginning(beginning)

    def _put(self, entry: Entry) -> None:
        number = len(self.held)
        self.held.append(entry)
        for value in set(_values(entry)):
            _note(self._values, value, number)
        self._kinds.put((f"{entry.event}/{entry.mode or ''}",), number)
        self._places.put((f"{entry.place}, {entry.region}".casefold(),), number)
        self._words.put(set(entry.text.split()), number)
        self.number_of[entry.event_id] = number
        self._count(entry, 1)

    def _drop(self, event_id: str) -> None:
        number = self.number_of.pop(event_id, None)
        if number is not None:
            self._count(self.held[number], -1)

    def _count(self, entry: Entry, by: int) -> None:
        self.counts["event"][entry.event] += by
        self.counts["grade"][entry.grade or "none"] += by
        for source in entry.sources:
            self.counts["source"][source] += by
        for _, name in entry.actors:
            self.counts["actor"][name] += by


def _note(lists: "dict[T, array[int]]", key: T, number: int) -> None:
    numbers = lists.get(key)
    if numbers is None:
        lists[key] = array("I", (number,))
    else:
        numbers.append(number)


def _values(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "grade", entry.grade or "none"
    if entry.differs:
        yield "differs", "1"
    for source in entry.sources:
        yield "source", source
    for actor in entry.actors:
        yield "actor", actor[0]
        yield "actor", actor[1]
    for report in entry.reports:
        yield "report", report


class _Pieces:
    """Texts, each once, with the numbers of the events that have it."""

    def __init__(self) -> None:
        self._numbers: dict[str, array[int]] = {}

    def put(self, texts: Iterable[str], number: int) -> None:
        """Note that an event has these texts."""
        for text in texts:
            _note(self._numbers, text, number)

    def holding(self, piece: str, most: int) -> Numbers | None:
        """Return the events with a text that holds the piece; null where the lists to join are too long."""
        found = [self._numbers[text] for text in list(self._numbers) if piece in text]
        if len(found) == 1:
            return found[0]
        return None if sum(map(len, found)) > most else set[int]().union(*found)

    def beginning(self, piece: str) -> Numbers:
        """Return the events with a text that begins so."""
        known = [numbers for text, numbers in list(self._numbers.items()) if text.startswith(piece)]
        return set[int]().union(*known)
