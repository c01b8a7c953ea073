"""Scores and judgements → clusters: a pure function, whatever the order in which they came."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from communique.fuse.score import FLOOR
from communique.model import Judgement, Withdrawal

__all__ = ["JOINED", "Groups", "Judged", "Pair", "clusters", "in_force"]

JOINED: Final = 0.0
"""Log-odds from which two tellings are joined: more likely one happening than two."""
Pair = tuple[str, str]


class Groups:
    """A forest of joined names (union-find); the least name of a group stands for it."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def find(self, name: str) -> str:
        """Return the name that stands for the group of `name`."""
        root = name
        while (above := self._above.get(root, root)) != root:
            root = above
        while (above := self._above.get(name, name)) != root:
            self._above[name], name = root, above
        return root

    def join(self, left: str, right: str) -> None:
        """Make two groups one."""
        low, high = sorted((self.find(left), self.find(right)))
        self._above[high] = low


class Judged:
    """The judgements that count: which claims must stand together, which must not.

    The latest judgement on a pair counts. Where some contradict each other by way of a third claim (a with b,
    b with c, a not with c) the later ones hold, and the others are named in `overruled`.
    """

    def __init__(self, judgements: Iterable[Judgement] = (), withdrawals: Iterable[Withdrawal] = ()) -> None:
        self.together: dict[str, set[str]] = defaultdict(set)
        self.apart: dict[str, set[str]] = defaultdict(set)
        self.overruled: list[Judgement] = []
        groups, parted = Groups(), list[Pair]()
        for judgement in in_force(judgements, withdrawals):
            left, right = groups.find(judgement.left), groups.find(judgement.right)
            if judgement.verdict == "positive":
                met = {left, right}
                if left != right and any({groups.find(a), groups.find(b)} == met for a, b in parted):
                    self.overruled.append(judgement)
                    continue
                groups.join(left, right)
                _add(self.together, judgement)
            elif judgement.verdict == "negative":
                if left == right:
                    self.overruled.append(judgement)
                    continue
                parted.append((judgement.left, judgement.right))
                _add(self.apart, judgement)


def in_force(judgements: Iterable[Judgement], withdrawals: Iterable[Withdrawal] = ()) -> list[Judgement]:
    """Return the judgements that are not withdrawn, the latest of each pair, newest first."""
    gone = {withdrawal.judgement_id for withdrawal in withdrawals}
    standing = [j for j in judgements if j.judgement_id not in gone]
    newest: dict[Pair, Judgement] = {}
    for judgement in sorted(standing, key=lambda j: (j.at, j.judgement_id), reverse=True):
        newest.setdefault((judgement.left, judgement.right), judgement)
    return list(newest.values())


def _add(sides: dict[str, set[str]], judgement: Judgement) -> None:
    sides[judgement.left].add(judgement.right)
    sides[judgement.right].add(judgement.left)


def clusters(
    members: Iterable[str], odds: Mapping[Pair, float], together: Iterable[Pair], apart: Iterable[Pair]
) -> list[tuple[str, ...]]:
    """Return the members by cluster, sorted: a partition that depends on nothing but the arguments.

    Pairs are taken from the surest on; their clusters are joined if the mean log-odds over all their pairs is
    at least `JOINED` and nothing in them must be `apart`. Then the clusters of what must be `together` are
    joined, however unlike they are. If that would join what must be apart, these pairs come first instead,
    and the scores settle the rest: a judgement outweighs every score.

    `odds` holds each pair once, the lesser name first; a pair that is not in it has the log-odds `FLOOR`.
    """
    names, parted, wanted = list(members), list(apart), sorted(together)
    ranked = [pair for _, pair in sorted((-value, pair) for pair, value in odds.items() if value >= JOINED)]
    first: list[Pair] = []
    while True:
        state = _State(names, odds, parted)
        for left, right in first:
            state.join(left, right)
        for left, right in ranked:
            if state.fits(left, right):
                state.join(left, right)
        failed = [pair for pair in wanted if not state.join_whole(*pair)]
        if not failed or set(failed) <= set(first):
            return state.partition()
        first = sorted({*first, *failed})


class _State:
    """Clusters as they grow, with the sum of the log-odds between each two that are linked."""

    def __init__(self, members: Iterable[str], odds: Mapping[Pair, float], apart: Iterable[Pair]) -> None:
        self._groups = Groups()
        self._inside: dict[str, list[str]] = {member: [member] for member in members}
        self._between: dict[str, dict[str, float]] = defaultdict(dict)
        self._apart: dict[str, set[str]] = defaultdict(set)
        for (left, right), value in odds.items():
            # above the floor, so that pairs without a link add nothing
            self._between[left][right] = self._between[right][left] = max(value, FLOOR) - FLOOR
        for left, right in apart:
            self._apart[left].add(right)
            self._apart[right].add(left)

    def fits(self, left: str, right: str) -> bool:
        """Whether the clusters of two members may be joined."""
        one, other = self._groups.find(left), self._groups.find(right)
        if one == other or other in self._apart[one]:
            return False
        pairs = len(self._inside[one]) * len(self._inside[other])
        return self._between[one].get(other, 0.0) / pairs + FLOOR >= JOINED

    def join(self, left: str, right: str) -> None:
        """Make the clusters of two members one."""
        one, other = sorted((self._groups.find(left), self._groups.find(right)))
        if one == other:
            return
        self._groups.join(one, other)
        self._inside[one] += self._inside.pop(other)
        for near, value in self._between.pop(other, {}).items():
            self._between[near].pop(other, None)
            if near != one:
                self._between[one][near] = self._between[near][one] = (
                    self._between[one].get(near, 0.0) + value
                )
        self._between[one].pop(other, None)
        for far in self._apart.pop(other, set()):
            self._apart[far].discard(other)
            self._apart[far].add(one)
            self._apart[one].add(far)

    def join_whole(self, left: str, right: str) -> bool:
        """Make the clusters of two members one; return whether nothing had to keep them apart."""
        one, other = self._groups.find(left), self._groups.find(right)
        if other in self._apart[one]:
            return False
        self.join(one, other)
        return True

    def partition(self) -> list[tuple[str, ...]]:
        """Return the clusters, each sorted, in the order of their first members."""
        return sorted(tuple(sorted(inside)) for inside in self._inside.values())
