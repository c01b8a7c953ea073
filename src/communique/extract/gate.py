"""The relevance gate: a linear model of words that spares the network what tells of no conflict."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["Gate", "gate_words", "open_gate"]

_WORD: Final = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Gate:
    """Weights of words; a stretch of text passes where a sentence's sum reaches the threshold."""

    weights: dict[str, float]
    bias: float
    threshold: float

    def score(self, sentence: str) -> float:
        """Return the log-odds that the sentence carries a claim."""
        weights = self.weights
        return self.bias + sum(weights.get(word, 0.0) for word in set(gate_words(sentence)))

    def passes(self, sentences: Iterable[str]) -> bool:
        """Whether any of the sentences may carry a claim; wrongly no for under one claim in a hundred."""
        return any(self.score(sentence) >= self.threshold for sentence in sentences)


def gate_words(sentence: str) -> list[str]:
    """Return the words that the gate weighs: letters only, in lower case."""
    return _WORD.findall(sentence.lower())


def open_gate(file: Path) -> Gate:
    """Return the gate that training wrote."""
    return Gate(**json.loads(file.read_text("utf-8")))
