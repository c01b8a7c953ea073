"""A ledger's events: recorded ones, brought up to date by fusing what is new."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple, Self

from communique import __version__
from communique.account.corrections import corrected, in_force_by_claim
from communique.account.recorded import Recorded, statements_of, told_of
from communique.assess.copies import near_copies
from communique.fuse import Change, Fusion, claim_of_event
from communique.ledger import Extent, Ledger
from communique.ledger.assessed import Assessed
from communique.model import (
    Claim,
    Correction,
    Event,
    Judgement,
    Report,
    Statement,
    Withdrawal,
)

__all__ = ["Doubt", "FusedLedger", "decide", "events_of", "fuser"]

_TRIES: Final = 5
_DOUBTS: Final = 60
"""Pairs of which persons are asked whether they tell of one happening; all others are surer."""
_MUCH_NEW: Final = 4  # everything is fused anew where more than one reading in so many is new
_SHORTEST: Final = 20  # words; shorter texts are alike by chance


@cache
def fuser() -> str:
    """Return the name of what fuses: the version, and a hash of the numbers that it weighs by."""
    numbers = files("communique").joinpath("data", "fusion.json").read_bytes()
    return f"communique-fuse {__version__} {hashlib.sha256(numbers).hexdigest()[:8]}"


class Doubt(NamedTuple):
    """Two claims and the probability that they, and what is told with them, tell of one happening."""

    left: str
    right: str
    score: float


class FusedLedger:
    """A ledger's events; it takes in what this or another process adds.

    As long as the ledger holds nothing that is not fused yet, these are the recorded ones, and claims are
    read when they are asked for. The first thing that is new makes it fuse all claims, in memory; unless
    another process records the events. `anew` makes it fuse from the start. Without `links`, recorded events
    do not tell what holds their claims together, and take a third of the memory.
    """

    def __init__(self, ledger: Ledger, *, anew: bool = False, links: bool = True) -> None:
        self._ledger = ledger
        self._anew, self._links = anew, links
        self._start()

    def _start(self) -> None:
        self._read_of: Recorded | None = None  # what is recorded, until something is fused here
        self._event_of: dict[str, str] = {}
        self._seen: set[str] = set()
        self._latest = 0
        self._reports: dict[str, Report] = {}
        self._readings: dict[str, str] = {}
        self._corrections: Mapping[str, list[Correction]] = {}
        self._fusion = Fusion()
        self._events: dict[str, Event] = {}
        self.extent = Extent(0, 0, 0)
        self._recorded: Extent | None = None
        self._unrecorded: set[str] = set()

    @property
    def has_fused(self) -> bool:
        """Whether all claims are in memory, so that what is new is fused in little time."""
        return bool(self._reports)

    def must_fuse(self) -> bool:
        """Say whether the next change is learnt only by fusing all claims, which takes a while."""
        if self.has_fused or not self._seen:
            return False
        return not self.is_current() and not self._ledger.is_fused(fuser())

    def take_over(self, other: Self) -> set[str]:
        """Become another one, which has fused the same ledger since; return the ids of what differs."""
        before, recorded = self._events, self._recorded
        self.__dict__.update(other.__dict__)
        changed = _other_than(before, self._events)
        self._recorded, self._unrecorded = recorded, set(changed)
        return changed

    def _adopt(self, found: Recorded) -> set[str]:
        """Take the recorded events for those of the ledger; return the ids of what differs."""
        before, self._events = self._events, dict(found.events)
        self._event_of = {claim: event.event_id for event in found.events.values() for claim in event.claims}
        self._read_of, self._corrections = found, found.corrections
        self._seen, self._latest = set(found.seen), found.latest
        self._recorded = self.extent = found.extent
        return _other_than(before, self._events)

    @property
    def event_of(self) -> Mapping[str, str]:
        """The event of each claim, by ids."""
        if self._read_of is None:
            return {claim: event.event_id for event in self._events.values() for claim in event.claims}
        return self._event_of

    def catch_up(self) -> list[Event]:
        """Fuse what the ledger has and this has not yet; return all events, by id.

        Claims are taken as persons corrected them.
        """
        self.learn()
        return self.events()

    def events(self) -> list[Event]:
        """Return all events as last fused, by id."""
        return [self._events[event_id] for event_id in sorted(self._events)]

    def learn(self) -> set[str]:
        """Fuse what the ledger has and this has not yet; return the ids of events new, changed or no more.

        Only what lies near the new reports is made anew, unless most of the ledger is new.
        """
        if not self.has_fused and not self._anew:
            if self._seen and self.is_current():
                return set()
            if (found := Recorded.of(self._ledger, fuser(), links=self._links)) is not None:
                return self._adopt(found)
        if self._read_of is not None:
            return self._fuse_anew()
        return self._learn()

    def _fuse_anew(self) -> set[str]:
        """Fuse all claims in place of what was recorded; return the ids of what differs."""
        other = type(self)(self._ledger, anew=True)
        other.learn()
        return self.take_over(other)

    def _retold(self, before: Mapping[str, str]) -> set[str]:
        """Return the events of the reports that were read anew, even where the event is the same."""
        again = {name for name, reading in self.readings.items() if before.get(name, reading) != reading}
        return {name for name, event in self._events.items() if not again.isdisjoint(event.reports)}

    def _learn(self) -> set[str]:
        self.extent, unseen, self._latest = self._ledger.unseen(self._seen, self._latest)
        whole = len(unseen) * _MUCH_NEW > len(self._seen)
        fresh = not self._seen
        self._seen |= unseen.keys()
        again = dict.fromkeys([*unseen.values(), *self._learn_corrections()])
        changed = set[str]()
        for reading, report in self._ledger.readings() if fresh else self._ledger.last_readings(again):
            self._readings[report.id] = reading
            changed |= self._take(corrected(report, self._corrections), settle=not whole)
        judged = self._fusion.judge(list(self._ledger.judgements()), list(self._ledger.withdrawals()))
        changed |= self._all_anew() if whole else self._apply(judged)
        self._unrecorded |= changed
        return changed

    def _learn_corrections(self) -> list[str]:
        """Take in the corrections that count now; return the reports whose claims they change."""
        known = self._corrections
        self._corrections = in_force_by_claim(self._ledger.corrections(), self._ledger.withdrawals())
        touched = known.keys() | self._corrections.keys()
        changed = {claim for claim in touched if known.get(claim) != self._corrections.get(claim)}
        return sorted(set(self._ledger.reports_with(changed).values()))

    def _take(self, report: Report, *, settle: bool) -> set[str]:
        """Fuse a report; where it is settled at once, return the ids of the events that this changes."""
        told, known = statements_of(report), self._reports.get(report.id)
        self._reports[report.id] = report
        if not told:
            return self._apply(self._fusion.drop(report.id)) if known and known.claims else set()
        if settle or known:
            return self._apply(self._fusion.add(told))
        self._fusion.take(told)
        return set()

    def _apply(self, change: Change) -> set[str]:
        """Put what changed in place of what was; return the ids of what is another than before."""
        changed = {event_id for event_id in change.gone if self._events.pop(event_id, None)}
        for event in change.made:
            if self._events.get(event.event_id) != event:
                self._events[event.event_id] = event
                changed.add(event.event_id)
        return changed

    def _all_anew(self) -> set[str]:
        before, self._events = self._events, {event.event_id: event for event in self._fusion.events()}
        return _other_than(before, self._events)

    def record(self) -> list[Event]:
        """Fuse all that there is and record the events; return them.

        While others go on adding, their last one records; the events returned are those of the moment.
        """
        self.update()
        return self.events()

    def update(self) -> set[str]:
        """Fuse and record what is new; return the ids of the events new, changed, told anew or no more."""
        changed, before = set[str](), dict(self.readings)
        for _ in range(_TRIES):
            changed |= self.learn()
            if self._record():
                break
        if self.has_fused:  # else who recorded the events has found the copies
            self._record_copies(self._events[name] for name in sorted(changed & self._events.keys()))
        return changed | (self._retold(before) if before else set())

    def _record(self) -> bool:
        """Record the events; say whether these are still those of the ledger."""
        if self._recorded == self.extent and not self._unrecorded:
            return True
        done = None
        if self._recorded is not None:
            made = [self._events[name] for name in sorted(self._unrecorded & self._events.keys())]
            gone = sorted(self._unrecorded - self._events.keys())
            done = self._ledger.record_changes(made, gone, (self._recorded, self.extent), fuser())
        if done is None:
            done = self._ledger.record_events(self.events(), self.extent, fuser())
        if done is None:
            return False
        self._recorded, self._unrecorded = self.extent, set()
        if self.has_fused:
            self._record_doubts()
        return True

    def _record_copies(self, events: Iterable[Event]) -> None:
        """Record which reports of one event are near-copies of each other."""
        found = set[tuple[str, str]]()
        for event in events:
            several = {name: self._reports[name].text for name in event.reports}
            if len(several) > 1:
                found |= near_copies(several, shortest=_SHORTEST)
        if found:
            self._ledger.record_copies(found)

    def is_current(self) -> bool:
        """Say whether the ledger has nothing that this has not taken in."""
        return self._ledger.unseen(self._seen, self._latest)[0] == self.extent

    @property
    def corrections(self) -> Mapping[str, list[Correction]]:
        """The corrections that are taken in, by claim."""
        return self._corrections

    def doubts(self) -> list[Doubt] | None:
        """Return the pairs of claims that are least surely of one happening or of two, the least sure first.

        Null where only fusing all claims would tell.
        """
        if self.has_fused:
            return self._doubts()
        for found in self._ledger.assessments.of([_basis_of_doubts(self.extent)]):
            return [Doubt(*told) for told in json.loads(found.content)]
        return None

    def _doubts(self) -> list[Doubt]:
        return [Doubt(one.left, one.right, round(one.score, 3)) for one in self._fusion.doubtful(_DOUBTS)]

    def _record_doubts(self) -> None:
        basis, told = _basis_of_doubts(self.extent), json.dumps(self._doubts())
        self._ledger.assessments.record([Assessed(basis=basis, rated="", event_id="", content=told)])

    def report(self, report_id: str) -> Report | None:
        """Return a report with its claims as corrected."""
        return self._reports.get(report_id) if self._read_of is None else self._read_of.report(report_id)

    def reports(self, report_ids: Iterable[str]) -> list[Report]:
        """Return these reports with their claims as corrected, those that are known, in this order."""
        if self._read_of is None:
            return [self._reports[name] for name in report_ids if name in self._reports]
        wanted = list(report_ids)
        held = {report.id: report for report in self._read_of.reports(wanted)}
        return [held[name] for name in wanted if name in held]

    @property
    def readings(self) -> Mapping[str, str]:
        """The reading of each report that is taken in, by id; it stands for all that the report says."""
        return self._readings if self._read_of is None else self._read_of.readings

    def now_called(self, event_id: str) -> str | None:
        """Return the id that an event has now, by an id that it once had; null where there is none."""
        if self._read_of is None:
            return self._fusion.event_id(event_id)
        return self._event_of.get(claim_of_event(event_id))

    def told_during(self, claim: Claim) -> list[list[Statement]]:
        """Return the claims of each event that lies within the time that a claim tells."""
        time = claim.time
        if not time or not time.earliest or not time.latest:
            return []
        within = [
            event
            for event in self._events.values()
            if event.date_start
            and event.date_end
            and time.earliest <= event.date_start
            and event.date_end <= time.latest
        ]
        return self.told(within)

    def statements(self, event: Event) -> list[Statement]:
        """Return the claims of an event, each with its report, in the order of publication."""
        return self.told([event])[0]

    def told(self, events: Sequence[Event]) -> list[list[Statement]]:
        """Return the same of several events."""
        if self._read_of is not None:
            return self._read_of.statements(events)
        return [told_of(event, (self._reports[name] for name in event.reports)) for event in events]


def _basis_of_doubts(extent: Extent) -> str:
    """Return a hash of all that doubts are made of: what fuses, and how much; nothing is ever taken away."""
    told = json.dumps(["doubts", fuser(), *(getattr(extent, name) for name in Extent.__slots__)])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _other_than(before: Mapping[str, Event], now: Mapping[str, Event]) -> set[str]:
    return {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}


def events_of(ledger: Ledger) -> list[Event]:
    """Return the events of a ledger, by id: those recorded where nothing was added since, else fused anew."""
    return FusedLedger(ledger).catch_up()


def decide(ledger: Ledger, decision: Judgement | Withdrawal) -> list[Event]:
    """Record a judgement or its withdrawal, and the events as they are then; return them."""
    ledger.decide(decision)
    return FusedLedger(ledger).record()
