"""Whether a sentence of a page tells of conflict: a linear model over its words and pairs of words.

It judges a page before anything is tokenised for the network. What it is trained on: `training/telling.py`.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np

from communique.weights import BUILT_IN

__all__ = ["BUCKETS", "FILE", "Telling", "features", "open_telling", "sentences"]

FILE: Final = BUILT_IN / "telling.npz"
BUCKETS: Final = 1 << 16
_WORD: Final = re.compile(r"[a-z]+(?:['-][a-z]+)*|[0-9]+")
_BREAK: Final = re.compile(r"(?<=[.!?])[\"')\]]*\s+|\n+")


@dataclass(frozen=True)
class Telling:
    """The model: a weight of each of the `BUCKETS`, a bias, and the log-odds that a page must reach."""

    weights: list[float]
    bias: float
    threshold: float

    def score(self, sentence: str) -> float:
        """Return the log-odds that a claim is told in a sentence."""
        found = features(sentence)
        return sum(self.weights[at] for at in found) / math.sqrt(max(len(found), 1)) + self.bias

    def passes(self, text: str) -> bool:
        """Whether one sentence of a text tells enough."""
        return any(self.score(text[low:high]) >= self.threshold for low, high in sentences(text))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where sentences begin and end, as full stops and lines tell without further care."""
    low = 0
    for found in _BREAK.finditer(text):
        if found.start() > low:
            yield low, found.start()
        low = found.end()
    if low < len(text):
        yield low, len(text)


def features(sentence: str) -> list[int]:
    """Return the buckets, each once and in order, of a sentence's words and pairs of words."""
    words = ["0" if word[0].isdigit() else word for word in _WORD.findall(sentence.lower())]
    pairs = map(" ".join, pairwise(words))
    return sorted({*map(_bucket, words), *(crc32(pair.encode()) % BUCKETS for pair in pairs)})


@lru_cache(maxsize=100_000)
def _bucket(word: str) -> int:
    return crc32(word.encode()) % BUCKETS


@cache
def open_telling(file: Path = FILE) -> Telling:
    """Return the model whose weights training wrote to an `.npz` file."""
    with np.load(file, allow_pickle=False) as arrays:
        weights = arrays["weights"].astype(np.float64).tolist()
        return Telling(weights, float(arrays["bias"]), float(arrays["threshold"]))
