"""How many of each side and of civilians, by rules of the kind that UCDP GED counts deaths by."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from communique.assess.accounts import CIVILIANS, COMBATANTS, Account
from communique.assess.persons import is_one_person
from communique.assess.records import Ground, Side, Toll
from communique.assess.speakers import Belongs, top
from communique.model import Claim, Party, Statement, Target

__all__ = ["Figure", "figures", "range_words", "tolls"]

_EFFECTS: Final[tuple[Literal["killed", "injured"], ...]] = ("killed", "injured")
_PARTS = re.compile(r"\b(?:including|includes|included|among|of (?:them|whom|which))\b", re.IGNORECASE)
_TIERS: Final = {"A": 0, "B": 0, "C": 0, "D": 1, "F": 1, "E": 2}
_NO_PARTY: Final = ""


class Figure(NamedTuple):
    """A voice's range for one group and effect; `high` is null where open. `claims` give it."""

    low: int | None
    high: int | None
    claims: tuple[str, ...]

    @property
    def best(self) -> int:
        """The number to take it for: the lower bound where there is one ("at least 40" is 40), else none."""
        return self.low or 0

    @property
    def top(self) -> int:
        """The largest number that it tells."""
        return self.best if self.high is None else self.high


Group = tuple[str, str]
"""Whose (`civilians`, `people`, or the id of a party, empty where unknown) and the effect."""


def figures(account: Account, belongs: Belongs) -> dict[Group, Figure]:
    """Return a voice's figures for each group: those that it told last, copies dated by what they copy."""
    latest: dict[Group, str] = {}
    ranges: dict[Group, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for statement in account.affirmed:
        day = account.origin.told[statement.claim.claim_id]
        for group, figure in _claimed(statement, belongs):
            if day > latest.get(group, ""):
                latest[group] = day
                ranges[group].clear()
            if day == latest[group]:
                ranges[group][statement.report.id].append(figure)
    return {
        group: _spanning([_largest(f) for f in found.values()]) for group, found in sorted(ranges.items())
    }


def _claimed(statement: Statement, belongs: Belongs) -> Iterator[tuple[Group, Figure]]:
    """Yield a claim's figures; what it counts apart ("3 women and 2 children") is added up, parts are not."""
    claim = statement.claim
    counted: dict[Group, list[Target]] = defaultdict(list)
    for target in claim.targets:
        if target.effect in _EFFECTS and (_is_counted(target) or is_one_person(target)):
            counted[_whose(claim, target, belongs), target.effect].append(target)
    for group, targets in counted.items():
        yield group, _added(claim, targets)


def _is_counted(target: Target) -> bool:
    return target.count is not None and (target.count.low, target.count.high) != (None, None)


def _whose(claim: Claim, target: Target, belongs: Belongs) -> str:
    if target.kind in CIVILIANS:
        return "civilians"
    if target.kind not in COMBATANTS:
        return "people"
    parties = {_identity(party, belongs) for party in claim.recipients}
    return f"party {parties.pop()}" if len(parties) == 1 else "party "


def _identity(party: Party, belongs: Belongs) -> str:
    return top(party.actor_id, belongs) if party.actor_id else party.name


def _added(claim: Claim, targets: Sequence[Target]) -> Figure:
    """Return the sum of the counts; a person told of alone counts one, like each of a list of names."""
    counts = dict(_count_of(target) for target in targets)
    ranges = [Figure(low, high, (claim.claim_id,)) for low, high in counts.values()]
    between = claim.quote[
        max(0, min(s for s, _ in counts) - claim.start) : max(e for _, e in counts) - claim.start
    ]
    bounded = all(r.low is not None and r.high is not None for r in ranges)
    if len(ranges) == 1 or not bounded or _PARTS.search(between):
        return _largest(ranges)
    return Figure(sum(r.low or 0 for r in ranges), sum(r.high or 0 for r in ranges), (claim.claim_id,))


def _count_of(target: Target) -> tuple[tuple[int, int], tuple[int | None, int | None]]:
    """Return where the number of a target is told, or the target where it is one person, and its bounds."""
    if target.count and _is_counted(target):
        return (target.count.start, target.count.end), (target.count.low, target.count.high)
    return (target.start, target.end), (1, 1)


def _largest(ranges: Iterable[Figure]) -> Figure:
    """Return the largest of the figures of one report: the total, in which the parts lie."""
    found = list(ranges)
    chief = max(found, key=lambda f: (f.best, f.top, f.high is None))
    return chief._replace(claims=_ids(f.claims for f in found if (f.low, f.high) == (chief.low, chief.high)))


def _spanning(ranges: Sequence[Figure]) -> Figure:
    lows = [f.low for f in ranges if f.low is not None]
    highs = [f.high for f in ranges]
    high = None if None in highs else max(h for h in highs if h is not None)
    return Figure(min(lows) if lows else None, high, _ids(f.claims for f in ranges))


def _ids(several: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(sorted({claim for claims in several for claim in claims}))


def range_words(figure: Figure) -> str:
    """Return a figure as one says it."""
    low, high = figure.low, figure.high
    if low == high:
        return str(low)
    if high is None:
        return f"{low} or more"
    return f"up to {high}" if low is None else f"{low} to {high}"


def tolls(told: Sequence[Account], belongs: Belongs) -> tuple[Toll, ...]:
    """Return low, best and high for both sides, civilians and those of unknown side, killed and injured."""
    sides = _sides(told, belongs)
    by_voice = [(account, _by_side(figures(account, belongs), sides)) for account in told]
    found = []
    order: tuple[Side, ...] = ("side_a", "side_b", "civilians", "unknown")
    for effect in _EFFECTS:
        for side in order:
            voiced = [(a, given[side, effect]) for a, given in by_voice if (side, effect) in given]
            if voiced:
                found.append(_toll(side, sides.get(side), effect, voiced))
    return tuple(found)


def _sides(told: Sequence[Account], belongs: Belongs) -> dict[Side, str]:
    """Return side A, the party that most voices blame, and side B, the one to whom most say it was done."""
    did = Counter(name for a in told for name in _named(a, "actors", belongs))
    suffered = Counter(name for a in told for name in _named(a, "recipients", belongs))
    sides: dict[Side, str] = {}
    if did:
        sides["side_a"] = min(did, key=lambda name: (-did[name], name))
    others = {name: n for name, n in suffered.items() if name != sides.get("side_a")}
    if others:
        sides["side_b"] = min(others, key=lambda name: (-others[name], name))
    return sides


def _named(account: Account, slot: str, belongs: Belongs) -> set[str]:
    parties = (party for s in account.affirmed for party in getattr(s.claim, slot))
    return {_identity(party, belongs) for party in parties}


def _by_side(given: Mapping[Group, Figure], sides: Mapping[Side, str]) -> dict[tuple[Side, str], Figure]:
    """Return a voice's figures by side; people of whom no more is said are a total if none counts more."""
    named: dict[tuple[Side, str], list[Figure]] = defaultdict(list)
    for (whose, effect), figure in given.items():
        if whose != "people":
            named[_side(whose, sides), effect].append(figure)
    found = {key: _sum(several) for key, several in named.items()}
    for effect in _EFFECTS:
        if people := given.get(("people", effect)):
            rest = _rest(people, [f for (_, e), f in found.items() if e == effect])
            if rest is not None:
                known = found.get(("unknown", effect))
                found["unknown", effect] = rest if known is None else _sum([known, rest])
    return found


def _side(whose: str, sides: Mapping[Side, str]) -> Side:
    if whose == "civilians":
        return "civilians"
    party = whose.removeprefix("party ")
    return next((side for side, name in sides.items() if party and party == name), "unknown")


def _sum(several: Sequence[Figure]) -> Figure:
    if len(several) == 1:
        return several[0]
    high = None if any(f.high is None for f in several) else sum(f.high or 0 for f in several)
    return Figure(sum(f.best for f in several), high, _ids(f.claims for f in several))


def _rest(people: Figure, named: Sequence[Figure]) -> Figure | None:
    """Return those of a total whose side is not told; null where the total is told in full."""
    known = sum(f.best for f in named)
    if not named or people.top < known:
        return people
    low = max(0, people.best - known)
    high = None if people.high is None else max(low, people.high - known)
    return None if high == 0 else Figure(low, high, people.claims)


def _toll(
    side: Side, party: str | None, effect: Literal["killed", "injured"], voiced: list[tuple[Account, Figure]]
) -> Toll:
    best, ground = _best(voiced)
    given = [figure for _, figure in voiced]
    low = min(f.best for f in given)
    high = max(f.top for f in given)
    ends = (
        Ground(
            rule="low", words=f"the least that a voice tells is {low}", claims=_giving(given, "best", low)
        ),
        ground,
        Ground(
            rule="high", words=f"the most that a voice tells is {high}", claims=_giving(given, "top", high)
        ),
    )
    return Toll(side=side, party=party, effect=effect, low=low, best=best, high=high, grounds=ends)


def _giving(given: Iterable[Figure], end: str, number: int) -> tuple[str, ...]:
    return _ids(f.claims for f in given if getattr(f, end) == number)


def _best(voiced: list[tuple[Account, Figure]]) -> tuple[int, Ground]:
    """Return the figure that most of the most reliable voices tell; of several such, the lowest."""
    tier = min(_TIERS[account.origin.reliability] for account, _ in voiced)
    among = [f for account, f in voiced if _TIERS[account.origin.reliability] == tier]
    votes = Counter(f.best for f in among)
    best = min(votes, key=lambda number: (-votes[number], number))
    who = f"{votes[best]} of {len(among)} voice{'s'[: len(among) > 1]}"
    graded = " graded A to C" if tier == 0 else " graded E" if tier == 2 else ""
    words = f"{who}{graded} tell{'s'[: votes[best] == 1]} {best}"
    if list(votes.values()).count(votes[best]) > 1:
        words += ", the lowest of several told as often"
    return best, Ground(rule="best", words=words, claims=_giving(among, "best", best))
