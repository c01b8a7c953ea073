"""Fusing as reports come in: a new report touches only what lies near it; all of it is in memory."""

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from communique.fuse.event import claim_of_event, event_of, id_of
from communique.fuse.match import asked_keys, own_keys
from communique.fuse.merge import JOINED, Judged, Pair, clusters
from communique.fuse.profile import Profile, context_of, pooled, profile_of
from communique.fuse.score import FLOOR, explained, log_odds
from communique.fuse.tellings import Telling, tellings
from communique.model import Event, Judgement, Link, Statement, Withdrawal

__all__ = ["Change", "Fusion", "fuse", "tellings_of"]

_ONE_TELLING: Final = 8.0
"""Log-odds of claims of one telling that judgements name one by one: only a judgement parts them."""

_DOUBTFUL: Final = 3.0
"""Log-odds from those of a link on from which a pair is sure: nobody has to look at it."""


@dataclass(frozen=True)
class Change:
    """What a new report or judgement did: ids of the events that are no more, and the events made anew."""

    gone: tuple[str, ...]
    made: tuple[Event, ...]


def fuse(
    statements: Iterable[Statement],
    judgements: Iterable[Judgement] = (),
    withdrawals: Iterable[Withdrawal] = (),
) -> Iterator[Event]:
    """Yield the events that the statements tell of, by id; the order of the statements changes nothing."""
    fusion = Fusion(judgements, withdrawals)
    reports = defaultdict(list)
    for statement in statements:
        reports[statement.report.id].append(statement)
    for of_report in reports.values():
        fusion.take(of_report)
    yield from fusion.events()


def tellings_of(statements: Sequence[Statement]) -> list[Telling]:
    """Return what the statements of one report tell of, happening by happening."""
    if not statements:
        return []
    about = context_of(statements[0].report)
    return tellings([profile_of(statement, about) for statement in statements])


def _two_rows(one: Profile, other: Profile) -> bool:
    """Tell whether both are rows of one coded table, whose makers counted them as two happenings."""
    return one.table is not None and one.table == other.table


class Fusion:
    """Everything fused so far. Claims of one report are handed over together, and once."""

    def __init__(self, judgements: Iterable[Judgement] = (), withdrawals: Iterable[Withdrawal] = ()) -> None:
        self._judged = Judged(judgements, withdrawals)
        self._tellings: dict[str, Telling] = {}
        self._telling_of: dict[str, str] = {}  # claim → telling
        self._of_report: dict[str, list[str]] = {}  # report → its tellings
        self._found_by: dict[str, list[str]] = defaultdict(list)  # block → tellings
        self._odds: dict[str, dict[str, float]] = {}  # telling → tellings linked with it
        self._event_of: dict[str, str] = {}  # claim → event
        self._kept: dict[
            str, tuple[tuple[tuple[str, ...], ...], Event]
        ] = {}  # event → the claims of its parts, and it

    def add(self, statements: Sequence[Statement]) -> Change:
        """Take in the claims of one report, or its claims anew; return the events that this changes."""
        if not statements:
            return Change((), ())
        report = statements[0].report.id
        if report not in self._of_report:
            return self._settle(self.take(statements))
        dropped = self.drop(report)
        change = self._settle(self.take(statements))
        made = {event.event_id: event for event in (*dropped.made, *change.made)}
        gone = {*dropped.gone, *change.gone} - {e.event_id for e in change.made}
        kept = tuple(event for name, event in sorted(made.items()) if name not in gone)
        return Change(tuple(sorted(gone)), kept)

    def drop(self, report: str) -> Change:
        """Forget the claims of a report; return the events that this changes."""
        held = {c for name in self._of_report.get(report, ()) for c in self._claims(name)}
        gone = {self._event_of[claim] for claim in held & self._event_of.keys()}
        change = self._settle(self._drop(report))
        left = gone - {event.event_id for event in change.made}
        return Change(tuple(sorted({*change.gone, *left})), change.made)

    def take(self, statements: Sequence[Statement]) -> list[str]:
        """Take in the claims of one report and link them; `events` or `settle` tell what comes of it."""
        taken = [self._link(telling) for telling in tellings_of(statements)]
        if taken:
            self._of_report[statements[0].report.id] = taken
        return taken

    def judge(self, judgements: Iterable[Judgement], withdrawals: Iterable[Withdrawal] = ()) -> Change:
        """Put all judgements and withdrawals that there are in place of the former; return what changes."""
        before, self._judged = self._judged, Judged(judgements, withdrawals)
        changed = {
            claim
            for one, other in ((before.together, self._judged.together), (before.apart, self._judged.apart))
            for claim in one.keys() | other.keys()
            if one.get(claim) != other.get(claim)
        }
        return self._settle({self._telling_of[claim] for claim in changed & self._telling_of.keys()})

    def events(self) -> Iterator[Event]:
        """Yield all events, by id."""
        left, made = set(self._tellings), list[Event]()
        for telling in list(self._tellings):
            if telling in left:
                near = self._around([telling])
                left -= near
                made += self._events(near)
        for event in sorted(made, key=lambda event: event.event_id):
            for claim in event.claims:
                self._event_of[claim] = event.event_id
            yield event

    def event_id(self, known: str) -> str | None:
        """Return the id now of the event that was once, or is, called `known`; null where there is none."""
        return self._event_of.get(claim_of_event(known))

    def doubtful(self, limit: int) -> list[Link]:
        """Return the links whose scores are nearest to one half, nearest first; none that is judged."""
        judged = self._judged.together.keys() | self._judged.apart.keys()
        doubtful = (
            (abs(value - JOINED), name, other)
            for name, odds in self._odds.items()
            for other, value in odds.items()
            if name < other and abs(value - JOINED) < _DOUBTFUL
        )
        open_ones = (
            found
            for found in doubtful
            if not judged or not judged & {*self._claims(found[1]), *self._claims(found[2])}
        )
        near = heapq.nsmallest(limit, open_ones)
        return [explained(self._tellings[one].whole, self._tellings[other].whole) for _, one, other in near]

    def _link(self, telling: Telling) -> str:
        name, profile = telling.whole.telling, telling.whole
        self._tellings[name] = telling
        for claim in profile.claims:
            self._telling_of[claim] = name
        odds = self._odds[name] = {}
        near = {other for key in asked_keys(profile) for other in self._found_by.get(key, ())}
        for other in near:
            theirs = self._tellings[other].whole
            if _two_rows(theirs, profile) or theirs.report == profile.report:
                continue
            if (value := log_odds(profile, theirs)) > FLOOR:
                odds[other] = self._odds[other][name] = value
        for key in own_keys(profile):
            self._found_by[key].append(name)
        return name

    def _drop(self, report: str) -> set[str]:
        """Forget the tellings of a report; return those that were linked with them."""
        touched = set[str]()
        for name in self._of_report.pop(report, ()):
            profile = self._tellings[name].whole
            touched |= self._around([name])
            for key in own_keys(profile):
                self._found_by[key].remove(name)
            for other in self._odds.pop(name):
                del self._odds[other][name]
            del self._tellings[name]
            for claim in profile.claims:
                del self._telling_of[claim]
                self._kept.pop(self._event_of.pop(claim, ""), None)
        return touched & self._tellings.keys()

    def _settle(self, touched: Collection[str]) -> Change:
        """Make the events around some tellings anew."""
        # a telling that a judgement no longer binds must be looked for where it was until now
        bound = {self._event_of[c] for t in touched for c in self._claims(t) if c in self._event_of}
        near = self._around(touched)
        gone = bound | {self._event_of[c] for t in near for c in self._claims(t) if c in self._event_of}
        made = self._events(near)
        for event in made:
            for claim in event.claims:
                self._event_of[claim] = event.event_id
        gone -= {event.event_id for event in made}
        for event_id in gone:
            self._kept.pop(event_id, None)
        return Change(tuple(sorted(gone)), tuple(made))

    def _claims(self, telling: str) -> tuple[str, ...]:
        return self._tellings[telling].whole.claims

    def _around(self, starts: Iterable[str]) -> set[str]:
        """Return the tellings that some are bound to, over links and judgements, whatever lies between."""
        seen, to_see = set(starts), list(starts)
        while to_see:
            name = to_see.pop()
            near = [other for other, value in self._odds[name].items() if value >= JOINED]
            for claim in self._claims(name):
                judged = self._judged.together.get(claim, ())
                near.extend(self._telling_of[other] for other in judged if other in self._telling_of)
            for other in near:
                if other not in seen:
                    seen.add(other)
                    to_see.append(other)
        return seen

    def _events(self, near: Collection[str]) -> list[Event]:
        """Return the events of tellings that nothing outside of them is bound to."""
        parts: dict[str, Profile] = {}
        by_telling: dict[str, list[str]] = {}
        for name in near:
            split = self._parts(name)
            parts |= split
            by_telling[name] = list(split)
        odds = dict(self._odds_between(by_telling))
        together = self._judged_pairs(parts, self._judged.together)
        apart = self._judged_pairs(parts, self._judged.apart)
        found = clusters(sorted(parts), odds, together, apart)
        made = [self._event([parts[name] for name in cluster]) for cluster in found]
        return sorted(made, key=lambda event: event.event_id)

    def _event(self, profiles: Sequence[Profile]) -> Event:
        """Return the event of a cluster: the one made before where nothing of it is new."""
        event_id, cluster = id_of(profiles), tuple(profile.claims for profile in profiles)
        kept = self._kept.get(event_id)
        if kept is None or kept[0] != cluster:
            kept = self._kept[event_id] = cluster, event_of(profiles, self._links(profiles))
        return kept[1]

    def _parts(self, name: str) -> dict[str, Profile]:
        """Return a telling whole, or, where a person judged claims of it, these one by one and the rest."""
        whole, claims = self._tellings[name]
        judged = [c for c in claims if c.telling in self._judged.together or c.telling in self._judged.apart]
        if not judged:
            return {name: whole}
        rest = [claim for claim in claims if claim not in judged]
        split = judged + ([pooled(rest)] if rest else [])
        return {part.telling: part for part in split}

    def _odds_between(self, by_telling: dict[str, list[str]]) -> Iterator[tuple[Pair, float]]:
        for name, parts in by_telling.items():
            for number, part in enumerate(parts):
                for fellow in parts[:number]:
                    yield _pair(part, fellow), _ONE_TELLING
            for other, value in self._odds[name].items():
                if name < other and other in by_telling:
                    for part in parts:
                        for theirs in by_telling[other]:
                            yield _pair(part, theirs), value

    def _judged_pairs(self, parts: Collection[str], sides: dict[str, set[str]]) -> list[Pair]:
        return [_pair(one, other) for one in parts for other in sides.get(one, ()) if one < other in parts]

    def _links(self, profiles: Sequence[Profile]) -> list[Link]:
        """Return for each telling of a cluster but the founder its strongest link to another one."""
        names = {self._telling_of[profile.telling] for profile in profiles}
        found = dict[Pair, Link]()
        for name in sorted(names):
            near = [(value, other) for other, value in self._odds[name].items() if other in names]
            if near:
                pair = _pair(name, max(near)[1])
                if pair not in found:
                    found[pair] = explained(self._tellings[pair[0]].whole, self._tellings[pair[1]].whole)
        return list(found.values())


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
