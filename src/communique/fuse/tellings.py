"""The claims of one report, brought together where they tell of the same happening.

Inside a report the question is another one than between reports: its claims share place and day unless it
says otherwise, so they belong together unless something speaks against it.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Final, NamedTuple

from communique.fuse.match import compare
from communique.fuse.profile import Profile, pooled

__all__ = ["Telling", "tellings"]


class Telling(NamedTuple):
    """A happening as one report tells it: the claims, and what they say taken together."""

    whole: Profile
    claims: tuple[Profile, ...]


# Points for and against, set by reasoning: a claim that differs in place or day from another of its report
# tells of another happening; one that only adds to it (its victims, its means) does not differ.
_POINTS: Final = {
    "place_same": 2.0,
    "place_near": 0.5,
    "place_within": 0.5,
    "place_apart": -4.0,
    "day_agrees": 1.0,
    "day_apart": -4.0,
    "mode_same": 1.0,
    "mode_differs": -1.5,
    "type_differs": -3.0,
    "actor_same": 0.5,
    "actor_differs": -1.0,
    "recipient_differs": -0.5,
    "count_same": 1.0,
    "count_excludes": -1.0,
    "words": 3.0,
}
_START: Final = 2.0
_FAR: Final = 1500.0  # characters between claims that count one point against them
_WORDS_AT: Final = 0.25  # similarity of quotes that speaks neither for nor against


def tellings(claims: Sequence[Profile]) -> list[Telling]:
    """Return the claims of one report brought together by happening, in the order of their founders.

    Starts from each claim alone and joins the two groups that fit best, by the mean over their claims, as
    long as two fit.
    """
    ordered = sorted(claims, key=lambda claim: claim.founder)
    sums = {(i, j): _points(ordered[i], ordered[j]) for i, j in combinations(range(len(ordered)), 2)}
    groups = {number: [claim] for number, claim in enumerate(ordered)}
    while sums:
        fit, one, other = max(
            (value / (len(groups[i]) * len(groups[j])), -i, -j) for (i, j), value in sums.items()
        )
        if fit <= 0:
            break
        _join(groups, sums, -one, -other)
    return [Telling(pooled(group), tuple(group)) for group in groups.values()]


def _join(groups: dict[int, list[Profile]], sums: dict[tuple[int, int], float], one: int, other: int) -> None:
    """Make two groups one, under the lesser number; sum up what lies between it and the rest."""
    groups[one] += groups.pop(other)
    del sums[one, other]
    for rest in groups:
        if rest != one:
            sums[min(rest, one), max(rest, one)] += sums.pop((min(rest, other), max(rest, other)))


def _points(left: Profile, right: Profile) -> float:
    if left.real != right.real:
        return -_START - 2
    points = _START - min(abs(left.at[0] - right.at[0]) / _FAR, 2.0)
    for name, value, _ in compare(left, right):
        shift = _WORDS_AT if name == "words" else 0.0
        points += _POINTS.get(name, 0.0) * (value - shift)
    return points
