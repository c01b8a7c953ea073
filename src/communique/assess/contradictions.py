"""Where voices agree and where they cannot both be right: counts, places, blame, denial, kind of target."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from communique.assess.accounts import (
    CIVIL_THINGS,
    CIVILIANS,
    COMBATANTS,
    MILITARY_THINGS,
    Account,
    denies,
)
from communique.assess.counts import Figure, figures, range_words
from communique.assess.records import Agreement, Difference, Position
from communique.assess.speakers import Belongs, same_party
from communique.earth import distance, reach
from communique.model import Place, Statement, Target

__all__ = ["compare"]

_SHARP: Final = 3  # places as near as a district; provinces that meet say too little to agree on
_CIVIL: Final = CIVILIANS | CIVIL_THINGS
_MILITARY: Final = COMBATANTS | MILITARY_THINGS
Finding = Difference | Agreement


def compare(
    told: Sequence[Account], belongs: Belongs
) -> tuple[tuple[Difference, ...], tuple[Agreement, ...]]:
    """Return the differences and the agreements of every two voices, sorted by slot, then by voice."""
    found: list[Finding] = []
    for left, right in combinations([_said(account, belongs) for account in told], 2):
        found.extend(_counts(left, right))
        found.extend(_places(left, right))
        found.extend(_actors(left, right, belongs))
        found.extend(_denials(left.account, right.account))
        found.extend(_denials(right.account, left.account))
        found.extend(_targets(left, right))
    found.sort(key=lambda f: (f.slot, f.left.voice, f.right.voice, f.words))
    differences = tuple(f for f in found if isinstance(f, Difference))
    return differences, tuple(f for f in found if isinstance(f, Agreement))


@dataclass(frozen=True)
class _Said:
    """What of one voice is compared with each of the others."""

    account: Account
    counted: Mapping[tuple[str, str], Figure]
    located: Sequence[tuple[Place, str]]
    blamed: Collection[str]
    blames: Position
    sides: frozenset[str]
    calls: Position


def _said(account: Account, belongs: Belongs) -> _Said:
    blamed, called = _blaming(account), _called(account)
    return _Said(
        account,
        counted={**figures(account, belongs), **_things(account)},
        located=_located(account),
        blamed=blamed.keys(),
        blames=_blames(account, blamed),
        sides=frozenset(called),
        calls=_calls(account, called),
    )


def _position(account: Account, words: str, claims: Iterable[str]) -> Position:
    return Position(voice=account.voice, words=words, claims=tuple(sorted(set(claims))))


def _things(account: Account) -> dict[tuple[str, str], Figure]:
    """Return what a voice counts besides people: targets by kind and effect, means by their words."""
    found: dict[tuple[str, str], Figure] = {}
    for statement in account.affirmed:
        claim = statement.claim
        people = CIVILIANS | COMBATANTS | {"people"}
        counted = [((t.kind, t.effect), t.count) for t in claim.targets if t.kind not in people]
        counted += [((m.text.casefold(), "counted"), m.count) for m in claim.means if m.kind == "action"]
        for key, count in counted:
            if count and (count.low, count.high) != (None, None):
                figure = Figure(count.low, count.high, (claim.claim_id,))
                known = found.get(key, figure)
                found[key] = max(known, figure, key=lambda f: (f.best, f.top, f.claims))
    return found


def _counts(left: _Said, right: _Said) -> Iterator[Finding]:
    mine, theirs = left.counted, right.counted
    for key in sorted(mine.keys() & theirs.keys()):
        one, other = mine[key], theirs[key]
        what = f"{key[0].removeprefix('party ') or 'combatants'} {key[1]}"
        positions = (
            _position(left.account, f"{range_words(one)} {what}", one.claims),
            _position(right.account, f"{range_words(other)} {what}", other.claims),
        )
        if _excludes(one, other):
            words = f"{what}: {range_words(one)} and {range_words(other)} exclude each other"
            yield Difference(slot="count", words=words, left=positions[0], right=positions[1])
        else:
            words = f"{what}: {range_words(one)} and {range_words(other)} can both be right"
            yield Agreement(slot="count", words=words, left=positions[0], right=positions[1])


def _excludes(one: Figure, other: Figure) -> bool:
    return _below(one, other) or _below(other, one)


def _below(one: Figure, other: Figure) -> bool:
    return one.high is not None and other.low is not None and one.high < other.low


def _located(account: Account) -> list[tuple[Place, str]]:
    return [
        (place, s.claim.claim_id)
        for s in account.affirmed
        for place in s.claim.places
        if place.latitude is not None and place.relation not in ("from", "to")
    ]


def _places(left: _Said, right: _Said) -> Iterator[Finding]:
    """Compare the nearest of both voices' places: they differ only where no two of them could be one."""
    mine, theirs = left.located, right.located
    if not mine or not theirs:
        return
    one, other = min(
        ((p, q) for p, _ in mine for q, _ in theirs),
        key=lambda pair: (distance(*pair) - reach(*pair), _where(pair[0]), _where(pair[1])),
    )
    positions = (_placed(left.account, one, mine), _placed(right.account, other, theirs))
    away = f"{positions[0].words} and {positions[1].words} are {distance(one, other):.0f} km apart"
    if distance(one, other) > reach(one, other):
        words = f"{away}, more than their precision allows ({reach(one, other):.0f} km)"
        yield Difference(slot="place", words=words, left=positions[0], right=positions[1])
    elif max(_prec(one), _prec(other)) <= _SHARP:
        yield Agreement(slot="place", words=away, left=positions[0], right=positions[1])


def _placed(account: Account, place: Place, located: Iterable[tuple[Place, str]]) -> Position:
    same = (claim for other, claim in located if _where(other) == _where(place))
    return _position(account, place.name or place.text, same)


def _where(place: Place) -> tuple[float, float, str]:
    return (place.latitude or 0.0, place.longitude or 0.0, place.name or place.text)


def _prec(place: Place) -> int:
    return place.where_prec or 7


def _actors(left: _Said, right: _Said, belongs: Belongs) -> Iterator[Finding]:
    """Compare whom both blame; who is not resolved ("jets", "militants") may be anyone."""
    if not left.blamed or not right.blamed:
        return
    positions = (left.blames, right.blames)
    shared = any(same_party(one, other, belongs) for one in left.blamed for other in right.blamed)
    names = f"{positions[0].words} and {positions[1].words}"
    if shared:
        who = names if positions[0].words != positions[1].words else positions[0].words
        words = f"both say that it was {who}"
        yield Agreement(slot="actor", words=words, left=positions[0], right=positions[1])
    else:
        yield Difference(slot="actor", words=f"blamed: {names}", left=positions[0], right=positions[1])


def _blaming(account: Account) -> dict[str, tuple[str, list[str]]]:
    """Return the ids of the parties blamed, each with its name and the claims that say so."""
    found: dict[str, tuple[str, list[str]]] = {}
    for statement in account.affirmed:
        for party in statement.claim.actors:
            if party.actor_id:
                found.setdefault(party.actor_id, (party.name, []))[1].append(statement.claim.claim_id)
    return found


def _blames(account: Account, found: Mapping[str, tuple[str, list[str]]]) -> Position:
    names = ", ".join(sorted({name for name, _ in found.values()}))
    return _position(account, names, (claim for _, claims in found.values() for claim in claims))


def _denials(denier: Account, other: Account) -> Iterator[Finding]:
    """Compare one voice's denials with what the other affirms, and with what the other denies."""
    hit = [(d, a) for d in denier.denied for a in other.affirmed if denies(d.claim, a.claim)]
    if not hit:
        return
    denying, affirming = {d.claim.claim_id for d, _ in hit}, {a.claim.claim_id for _, a in hit}
    who = f"{denier.origin.name}, the party blamed," if denier.interested else denier.origin.name
    yield Difference(
        slot="denial",
        words=f"{who} denies what {other.origin.name} tells",
        left=_position(denier, f"denied: {_quoted(d for d, _ in hit)}", denying),
        right=_position(other, f"told: {_quoted(a for _, a in hit)}", affirming),
    )


def _quoted(statements: Iterable[Statement]) -> str:
    first = min(statements, key=lambda s: s.claim.claim_id)
    return f"“{first.claim.quote}”"


def _targets(left: _Said, right: _Said) -> Iterator[Finding]:
    if not left.sides or not right.sides:
        return
    shared = left.sides & right.sides
    positions = (left.calls, right.calls)
    if not shared:
        words = f"{positions[0].words} by one voice, {positions[1].words} by the other"
        yield Difference(slot="target", words=words, left=positions[0], right=positions[1])
    else:
        words = f"both tell of {' and '.join(sorted(shared))} targets"
        yield Agreement(slot="target", words=words, left=positions[0], right=positions[1])


def _called(account: Account) -> dict[str, list[tuple[Target, str]]]:
    """Return what the voice calls civilian and what military among what was struck."""
    found: dict[str, list[tuple[Target, str]]] = {}
    for statement in account.affirmed:
        for target in statement.claim.targets:
            if target.effect != "none":
                side = "civilian" if target.kind in _CIVIL else "military" if target.kind in _MILITARY else ""
                if side:
                    found.setdefault(side, []).append((target, statement.claim.claim_id))
    return found


def _calls(account: Account, found: Mapping[str, list[tuple[Target, str]]]) -> Position:
    words = "; ".join(
        f"{side} ({', '.join(sorted({target.text for target, _ in named}))})"
        for side, named in sorted(found.items())
    )
    return _position(account, words, (claim for named in found.values() for _, claim in named))
