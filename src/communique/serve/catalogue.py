"""What lists, maps and searches know of each event: a line of it in memory; and the filters over lines."""

import threading
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import accumulate
from typing import Any, Final, Self, TypeVar, cast

from communique.publish import words as plain

__all__ = ["Catalogue", "Entry", "Filters", "entry_of", "place_of", "searched", "without_marks"]

Page = Mapping[str, Any]
"""An event as `communique.accounts.event_pages` gives it."""
_MOST_DAYS: Final = 120
_LONG: Final = 31  # days
_KEPT: Final = 60
"""Answers kept in memory, by question."""
T = TypeVar("T")
GRADES: Final = ("Confirmed", "Fair", "Weak", "Contested", "Discounted")


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in a line. `killed` is low, best, high; `sources` are voices; `text` is what is searched."""

    event_id: str
    event: str
    mode: str | None
    what: str
    start: str | None
    end: str | None
    date_prec: int | None
    place: str | None
    region: str
    country: str | None
    latitude: float | None
    longitude: float | None
    where_prec: int | None
    grade: str | None
    differs: bool
    killed: tuple[int, int, int] | None
    sources: tuple[str, ...]
    actors: tuple[tuple[str, str], ...]
    claims: int
    reports: tuple[str, ...]
    text: str


def entry_of(page: Page) -> Entry:
    """Return the line of an event."""
    statements, assessed = page["statements"], page["assessment"]
    tolls = [t for t in assessed["tolls"] if t["effect"] == "killed"]
    parties = {
        p["actor_id"] or p["name"]: p["name"]
        for s in statements
        for p in (*s["claim"]["actors"], *s["claim"]["recipients"])
    }
    searched = {s["claim"]["quote"] for s in statements} | {s["title"] or "" for s in statements}
    region = ", ".join(filter(None, (page["adm_1"], page["country"])))
    return Entry(
        event_id=page["event_id"],
        event=page["event"],
        mode=page["mode"],
        what=happening(page),
        start=page["date_start"],
        end=page["date_end"],
        date_prec=page["date_prec"],
        place=place_of(page),
        region=region,
        country=page["country"],
        latitude=page["latitude"],
        longitude=page["longitude"],
        where_prec=page["where_prec"],
        grade=page["grade"],
        differs=bool(assessed["differences"]),
        killed=tuple(sum(t[k] for t in tolls) for k in ("low", "best", "high")) if tolls else None,
        sources=tuple(dict.fromkeys(voice["name"] for voice in assessed["voices"])),
        actors=tuple(sorted(parties.items())),
        claims=len(page["claims"]),
        reports=tuple(page["reports"]),
        text=" ".join([*sorted(searched), region, *parties.values()]).casefold(),
    )


def place_of(page: Page) -> str | None:
    """Return an event's place by its name in the gazetteer."""
    name = page["where_coordinates"] or page["where_description"]
    return without_marks(name) if name else None


def without_marks(name: str) -> str:
    """Return a place's name without the marks of letters that English does not write at its beginning."""
    return name.lstrip("`'‘’ʿ")


def happening(page: Page) -> str:
    """Return what happened in plain words, without place and day."""
    return plain.kind_of(page["event"], page["mode"])


def searched(entry: Entry) -> dict[str, Any]:
    """Return what a search in the browser needs of an event, as plain values."""
    killed = None
    if entry.killed:
        low, best, high = entry.killed
        killed = str(best) if low == high else f"{best} ({low}–{high})"
    names = ("event", "what", "start", "end", "place", "region", "grade", "differs", "text")
    told = {name: getattr(entry, name) for name in names}
    actors = [name for _, name in entry.actors]
    return {"id": entry.event_id, **told, "killed": killed, "actors": actors, "sources": list(entry.sources)}


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

    def keep(self, entry: Entry) -> bool:
        """Say whether an event is among those asked for. An event without a day passes no bound of days."""
        return (
            self._when(entry)
            and (not self.event or f"{entry.event}/{entry.mode or ''}".startswith(self.event))
            and (not self.grade or self.grade == (entry.grade or "none"))
            and (not self.differs or entry.differs)
            and (not self.place or self.place.casefold() in f"{entry.place}, {entry.region}".casefold())
            and (not self.actor or any(self.actor in (key, name) for key, name in entry.actors))
            and (not self.source or self.source in entry.sources)
            and all(word in entry.text for word in self.q.casefold().split())
        )

    def _when(self, entry: Entry) -> bool:
        if not self.since and not self.until:
            return True
        start, end = entry.start or entry.end, entry.end or entry.start
        return bool(start and end and end >= self.since and (not self.until or start <= self.until))


class Catalogue:
    """All events in lines, the latest first; those without a day last. What was found once is kept."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = sorted(entries, key=lambda e: (e.start or e.end or "", e.event_id), reverse=True)
        self.by_id = {entry.event_id: entry for entry in self.entries}
        self._words = _Words([entry.text for entry in self.entries])
        self._places = _Words([f"{entry.place}, {entry.region}".casefold() for entry in self.entries])
        self._days = _Days(self.entries)
        self._lists = _listed(self.entries)
        self._making = threading.RLock()
        self._kept = dict[tuple[str, object], Any]()

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
        if (found := self._kept.get(key)) is None:
            with self._making:  # one makes it, the others wait for it
                found = self._kept.get(key)
                if found is None:
                    found = make()
                    self._kept[key] = found
                if len(self._kept) > _KEPT:
                    del self._kept[next(one for one in self._kept if one[1] is not None)]
        return cast(T, found)

    def _find(self, filters: Filters) -> list[Entry]:
        """Look through the shortest list that holds all events asked for."""
        asked = {name: getattr(filters, name) for name in ("actor", "source", "grade")}
        asked["differs"] = "1" if filters.differs else ""
        lists: list[Sequence[int]] = [self._lists.get(pair, array("I")) for pair in asked.items() if pair[1]]
        if words := filters.q.casefold().split():
            lists.append(self._words.holding(max(words, key=len)))
        if filters.place:
            lists.append(self._places.holding(filters.place.casefold()))
        if filters.since or filters.until:
            lists.append(self._days.around(filters.since, filters.until))
        among = (self.entries[at] for at in min(lists, key=len)) if lists else self.entries
        return [entry for entry in among if filters.keep(entry)]

    def times(self, filters: Filters) -> list[tuple[str, int]]:
        """Return how many events asked for begin on each day, in order; in each month where days are many."""
        return self.kept("times", filters, lambda: _times(self.find(filters)))

    def choices(self) -> dict[str, list[tuple[str, int]]]:
        """Return what can be asked for in each list, with the number of events, the most frequent first."""
        return self.kept("choices", None, lambda: _counted(self.entries))


class _Words:
    """A text of each event, all as one, which is searched at the speed of memory."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        self._text = "\0".join(texts)

    def holding(self, word: str) -> "array[int]":
        """Return the numbers of the events whose text holds a word, or words like it."""
        found, at = array("I"), self._text.find(word)
        while at >= 0:
            found.append(bisect_right(self._starts, at) - 1)
            at = self._text.find(word, self._starts[found[-1] + 1])
        return found


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


def _listed(entries: Iterable[Entry]) -> dict[tuple[str, str], "array[int]"]:
    """Return the numbers of the events by filter and its value; actors by id and by name."""
    lists: defaultdict[tuple[str, str], array[int]] = defaultdict(lambda: array("I"))
    for number, entry in enumerate(entries):
        values = {("grade", entry.grade or "none")} | {("source", name) for name in entry.sources}
        values |= {("actor", word) for actor in entry.actors for word in actor}
        if entry.differs:
            values.add(("differs", "1"))
        for value in values:
            lists[value].append(number)
    return dict(lists)


def _times(found: Iterable[Entry]) -> list[tuple[str, int]]:
    days = Counter(e.start for e in found if e.start)
    if days and (date.fromisoformat(max(days)) - date.fromisoformat(min(days))).days > _MOST_DAYS:
        return sorted(Counter(day[:7] for day in days.elements()).items())
    return sorted(days.items())


def _counted(entries: Iterable[Entry]) -> dict[str, list[tuple[str, int]]]:
    counted: dict[str, Counter[str]] = {name: Counter() for name in ("event", "actor", "source", "grade")}
    for entry in entries:
        counted["event"][entry.event] += 1
        counted["grade"][entry.grade or "none"] += 1
        counted["source"].update(entry.sources)
        counted["actor"].update(name for _, name in entry.actors)
    return {name: list(_often(found)) for name, found in counted.items()}


def _often(counted: Counter[str]) -> Iterator[tuple[str, int]]:
    yield from sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:200]
