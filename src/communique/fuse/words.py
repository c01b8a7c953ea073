"""The words of a report that tell one happening from another: rare ones weigh more than common ones."""

import json
import re
from collections.abc import Iterable
from functools import cache
from math import fsum, log, sqrt
from sys import intern
from typing import Final

from communique.weights import BUILT_IN

__all__ = ["RARE", "Bag", "bag", "rarity", "shared_words", "similarity", "tokens"]

RARE: Final = 5.5
"""Words that stand in fewer than about one report in 250 are rare: names, mostly."""
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_SHORTEST: Final = 3
_COMMON: Final = 1.5
_RAREST: Final = 8
_MARKS = str.maketrans("", "", "'’ʿʾ`ʼ")


class Bag(dict[str, float]):
    """Different words of a text, each with its squared rarity.

    `weight` is the root of their sum, `rare` its rarest words, the rarest first.
    """

    __slots__ = ("rare", "weight")
    weight: float
    rare: tuple[str, ...]


def tokens(text: str) -> list[str]:
    """Return the words of a text of three characters or more, folded."""
    return [
        intern(word.translate(_MARKS))
        for word in _TOKEN.findall(text.casefold())
        if len(word) >= _SHORTEST and not word.isdigit()
    ]


def bag(words: Iterable[str]) -> Bag:
    """Return the words as a bag; those that stand in most reports are left out."""
    ranked = sorted({word: rarity(word) for word in words}.items(), key=lambda pair: (-pair[1], pair[0]))
    made = Bag((word, value * value) for word, value in ranked if value > _COMMON)
    made.weight = sqrt(fsum(made.values()))
    made.rare = tuple(word for word, value in ranked[:_RAREST] if value >= RARE)
    return made


def rarity(word: str) -> float:
    """Return log(N/n) of a word that stands in n of the N reports that the table was counted on."""
    known, most = _table()
    return known.get(word, most)


def shared_words(left: Bag, right: Bag) -> list[str]:
    """Return the words that both hold, the rarest first."""
    return sorted(left.keys() & right.keys(), key=lambda word: (-left[word], word))


def similarity(left: Bag, right: Bag) -> float:
    """Return the cosine of two bags, each word weighed by its rarity: 0 to 1."""
    if not left or not right:
        return 0.0
    if len(right) < len(left):
        left, right = right, left
    # an exact sum, so that the order of the words does not change its last digit
    common = fsum([value for word, value in left.items() if word in right])
    return min(1.0, common / (left.weight * right.weight))


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
