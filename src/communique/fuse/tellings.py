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


# Points for and against. Their size follows what the answer keys of MUC-4 tell of claims of one message
# (`training/fusion.py`); that another place or day means another happening is set by reasoning, since there
# most differences of place are errors of reading.
_POINTS: Final = {
    "place_same": 1.0,
    "place_within": 0.8,
    "place_apart": -4.0,
    "place_part": -2.5,
    "day_agrees": 0.5,
    "day_apart": -2.5,
    "mode_same": 0.5,
    "mode_differs": -0.7,
    "type_differs": -1.0,
    "actor_same": 0.3,
    "actor_differs": -0.3,
    "recipient_same": 1.0,
    "target_differs": -0.7,
    "count_same": 1.0,
    "count_agrees": 0.5,
    "count_excludes": -0.3,
    "words": 5.0,
}
_START: Final = 1.0
_ONE_SENTENCE: Final = 1.0
_FAR: Final = 4000.0  # characters between claims that count one point against them
_WORDS_AT: Final = 0.1  # similarity of quotes that speaks neither for nor against


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
    # what is planned has not happened, and "most of the strikes" is no telling of one of them
    if left.real != right.real or left.general != right.general:
        return -_START - 2
    away = abs(left.at[0] - right.at[0])
    points = _START - min(away / _FAR, 1.0) + _ONE_SENTENCE * (away == 0)
    for name, value, _ in compare(left, right):
        shift = _WORDS_AT if name == "words" else 0.0
        points += _POINTS.get(name, 0.0) * (value - shift)
    return points
