"""All events in lines, in memory, and the filters over them."""

import threading
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from heapq import nsmallest
from typing import Any, Final, Self, TypeVar, cast

from communique.serve.entry import Entry
from communique.serve.finding import Index, Numbers

__all__ = ["Catalogue", "Filters"]

_MOST_DAYS: Final = 120
_LONG: Final = 31  # days
_KEPT: Final = 60
"""Answers kept in memory, by question."""
_MOST_CHOICES: Final = 200
_NOWHERE: Final = 2**32 - 1
Search = Callable[[str], Iterable[str]]
T = TypeVar("T")
GRADES: Final = ("Confirmed", "Fair", "Weak", "Contested", "Discounted")


@dataclass(frozen=True)
class Filters:
    """What is asked for; every field is a parameter of the address, and empty where nothing is asked."""

    q: str = ""
    since: str = ""
    until: str = ""
    place: str = ""
    event: str = ""
    actor: str = ""
    source: str = ""
    grade: str = ""
    differs: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Self:
        """Return the filters of an address's parameters; the others are not looked at."""
        return cls(**{f.name: given[f.name].strip()[:200] for f in fields(cls) if f.name in given})

    @property
    def set(self) -> dict[str, str]:
        """The filters that ask for something, by name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name)}

    def keep(self, entry: Entry, told: Collection[str] = ()) -> bool:
        """Say whether an event is among those asked for. An event without a day passes no bound of days.

        All words stand in what its claims say, or one of its reports is among those `told` to hold them.
        """
        return (
            self._when(entry)
            and (not self.event or f"{entry.event}/{entry.mode or ''}".startswith(self.event))
            and (not self.grade or self.grade == (entry.grade or "none"))
            and (not self.differs or entry.differs)
            and (not self.place or self.place.casefold() in f"{entry.place}, {entry.region}".casefold())
            and (not self.actor or any(self.actor in (key, name) for key, name in entry.actors))
            and (not self.source or self.source in entry.sources)
            and (
                all(word in entry.text for word in self.words)
                or any(report in told for report in entry.reports)
            )
        )

    @property
    def words(self) -> list[str]:
        """The words or pieces of words that are looked for."""
        return self.q.casefold().split()

    def _when(self, entry: Entry) -> bool:
        if not self.since and not self.until:
            return True
        start, end = entry.start or entry.end, entry.end or entry.start
        return bool(start and end and end >= self.since and (not self.until or start <= self.until))


class Catalogue:
    """All events in lines, the latest first; those without a day last. What was found once is kept.

    `search` returns the reports that hold some words; `index` is one that former lists were found in.
    """

    def __init__(
        self, entries: Iterable[Entry], search: Search = lambda _: (), index: Index | None = None
    ) -> None:
        self.entries = sorted(entries, key=lambda e: (e.start or e.end or "", e.event_id), reverse=True)
        self.by_id = {entry.event_id: entry for entry in self.entries}
        self.index = (index or Index()).bring(self.entries)
        self._search = search
        self._places = _places(self.entries, self.index)
        self._choosing = threading.Lock()
        self._kept = dict[tuple[str, object], _Answer]()

    def find(self, filters: Filters) -> list[Entry]:
        """Return the events asked for, the latest first."""
        if not filters.set:
            return self.entries
        return self.kept("find", filters, lambda: self._find(filters))

    def kept(self, name: str, asked: object, make: Callable[[], T]) -> T:
        """Return what was made for the same question before; what was made longest ago is forgotten.

        What is made of all events stays.
        """
        key = (name, None if asked == Filters() else asked)
        with self._choosing:
            answer = self._kept.setdefault(key, _Answer())
            if len(self._kept) > _KEPT:
                del self._kept[next(one for one in self._kept if one[1] is not None)]
        return cast(T, answer.made(make))

    def _find(self, filters: Filters) -> list[Entry]:
        """Return what all lists hold; days and frequent words are looked at in each event."""
        told = self._told(filters)
        lists, look = self._lists(filters, told)
        if lists:
            shortest, *others = sorted(lists, key=len)
            among: Iterable[Entry] = self._at(set(shortest).intersection(*others))
        elif filters.since or filters.until:
            days = self.kept("days", None, lambda: _Days(self.entries))
            among = (self.entries[at] for at in days.around(filters.since, filters.until))
        else:
            among = self.entries
        return [entry for entry in among if filters.keep(entry, told)] if look else list(among)

    def _told(self, filters: Filters) -> Collection[str]:
        """Return the reports that hold the words asked for."""
        return self.kept("told", filters.q, lambda: frozenset(self._search(filters.q))) if filters.q else ()

    def _lists(self, filters: Filters, told: Collection[str]) -> tuple[list[Numbers], bool]:
        """Return the numbers of the events by each thing asked for, and whether some of it has no list."""
        asked = {name: getattr(filters, name) for name in ("actor", "source", "grade")}
        asked["differs"] = "1" if filters.differs else ""
        lists: list[Numbers | None] = [self.index.valued(*pair) for pair in asked.items() if pair[1]]
        if filters.event:
            lists.append(self.index.kinds(filters.event))
        if filters.place:
            lists.append(self.index.placed(filters.place.casefold()))
        if filters.words:
            lists.append(self._worded(filters.words, told))
        known = [numbers for numbers in lists if numbers is not None]
        return known, len(known) < len(lists) or bool(filters.since or filters.until)

    def _worded(self, words: Iterable[str], told: Collection[str]) -> Numbers | None:
        lists = [self.index.worded(word) for word in set(words)]
        known = sorted((set(numbers) for numbers in lists if numbers is not None), key=len)
        if len(known) < len(lists):
            return None
        return set.intersection(*known) | self.index.reported(told)

    def _at(self, numbers: Iterable[int]) -> Iterator[Entry]:
        """Yield the events of some numbers in order; numbers of other times are passed over."""
        known = len(self._places)
        places = (self._places[number] for number in numbers if number < known)
        for at in sorted(place for place in places if place != _NOWHERE):
            yield self.entries[at]

    def times(self, filters: Filters) -> list[tuple[str, int]]:
        """Return how many events asked for begin on each day, in order; in each month where days are many."""
        return self.kept("times", filters, lambda: _times(self.find(filters)))

    def choices(self) -> dict[str, list[tuple[str, int]]]:
        """Return what can be asked for in each list, with the number of events, the most frequent first."""
        return self.kept("choices", None, lambda: _counted(self.index.counts))


def _places(entries: Sequence[Entry], index: Index) -> "array[int]":
    """Return at which place in the list the event of each number stands."""
    places = array("I", [_NOWHERE]) * len(index.held)
    for at, entry in enumerate(entries):
        places[index.number_of[entry.event_id]] = at
    return places


class _Answer:
    """What is made once: who asks first makes it, who asks meanwhile waits for it."""

    def __init__(self) -> None:
        self._making = threading.Lock()
        self._made: list[Any] = []

    def made(self, make: Callable[[], Any]) -> Any:
        if not self._made:
            with self._making:
                if not self._made:
                    self._made.append(make())
        return self._made[0]


class _Days:
    """The days of events that are in order, the latest first; those that last long are looked at apart."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._rising = [entry.start or entry.end or "" for entry in reversed(entries)]
        self._long = [number for number, entry in enumerate(entries) if _lasts(entry) > _LONG]

    def around(self, since: str, until: str) -> Sequence[int]:
        """Return the numbers of the events that may lie between two days, each empty where open."""
        most = len(self._rising)
        try:
            from_day = (date.fromisoformat(since) - timedelta(_LONG)).isoformat() if since else "0"
        except (ValueError, OverflowError):
            return range(most)
        low = bisect_left(self._rising, from_day)
        high = bisect_right(self._rising, until) if until else most
        found = range(most - high, max(most - low, most - high))
        if late := [number for number in self._long if number not in found]:
            return sorted([*found, *late])
        return found


def _lasts(entry: Entry) -> int:
    if not entry.start or not entry.end:
        return 0
    return (date.fromisoformat(entry.end) - date.fromisoformat(entry.start)).days


def _times(found: Iterable[Entry]) -> list[tuple[str, int]]:
    days = Counter(e.start for e in found if e.start)
    if days and (date.fromisoformat(max(days)) - date.fromisoformat(min(days))).days > _MOST_DAYS:
        return sorted(Counter(day[:7] for day in days.elements()).items())
    return sorted(days.items())


def _counted(counts: Mapping[str, Counter[str]]) -> dict[str, list[tuple[str, int]]]:
    return {name: _often(dict(counted)) for name, counted in counts.items()}


def _often(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    standing = (pair for pair in counted.items() if pair[1])
    return nsmallest(_MOST_CHOICES, standing, key=lambda pair: (-pair[1], pair[0]))
