"""The words of a report that tell one happening from another: rare ones weigh more than common ones."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from math import fsum, hypot, log
from sys import intern
from typing import Final

from communique.weights import BUILT_IN

__all__ = ["MOST", "NAME", "RARE", "Bag", "bag", "rarity", "shared_words", "similarity", "tokens"]

RARE: Final = 5.5
"""Words that stand in fewer than about one report in 250 are rare: names, mostly."""
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_SHORTEST: Final = 3
NAME: Final = 6.0
"""Words that stand in so few reports are names, or as telling as these."""
_COMMON: Final = 1.5
MOST: Final = 48
"""Words of a text that are kept: with more of them likeness tells no more."""
_RAREST: Final = 8
_MARKS = str.maketrans("", "", "'’ʿʾ`ʼ")


class Bag(dict[str, float]):
    """The telling words of a text, each with its share of a vector of length one.

    A word weighs by its rarity and by how often it is said (1 + log n). `rare` are the heaviest of those
    that are rare, the heaviest first; `names` are rarer still.
    """

    __slots__ = ("names", "rare")
    rare: tuple[str, ...]
    names: frozenset[str]


def tokens(text: str) -> list[str]:
    """Return the words of a text of three characters or more, folded."""
    return [
        intern(word.translate(_MARKS))
        for word in _TOKEN.findall(text.casefold())
        if len(word) >= _SHORTEST and not word.isdigit()
    ]


def bag(words: Iterable[str]) -> Bag:
    """Return the `MOST` heaviest words as a bag; those that stand in most reports are left out."""
    weights = {word: (1 + log(count)) * rarity(word) for word, count in Counter(words).items()}
    ranked = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
    kept = [(word, weight) for word, weight in ranked if rarity(word) > _COMMON][:MOST]
    length = hypot(*(weight for _, weight in kept))
    made = Bag((word, weight / length) for word, weight in kept)
    made.rare = tuple(word for word, _ in kept if rarity(word) >= RARE)[:_RAREST]
    made.names = frozenset(word for word, _ in kept if rarity(word) >= NAME)
    return made


def rarity(word: str) -> float:
    """Return log(N/n) of a word that stands in n of the N reports that the table was counted on."""
    known, most = _table()
    return known.get(word, most)


def shared_words(left: Bag, right: Bag) -> list[str]:
    """Return the words that both hold, the most telling of the left one first."""
    return sorted(left.keys() & right.keys(), key=lambda word: (-left[word], word))


def similarity(left: Bag, right: Bag) -> float:
    """Return the cosine of two bags: 0 to 1."""
    if len(right) < len(left):
        left, right = right, left
    # an exact sum, so that the order of the words does not change its last digit
    return min(1.0, fsum([weight * right[word] for word, weight in left.items() if word in right]))


@cache
def _table() -> tuple[dict[str, float], float]:
    counted = json.loads((BUILT_IN / "fusion.json").read_text("utf-8"))["words"]
    total = counted["reports"]
    known = {
        intern(word): log(total / count)
        for count, words in counted["in_reports"].items()
        for word, count in ((word, int(count)) for word in words.split())
    }
    return known, log(total / 2)
