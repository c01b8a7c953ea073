"""The relevance gate: a small convolution that spares the network what tells of no conflict."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from communique.extract.features import Window

__all__ = ["Gate", "open_gate"]

Floats = NDArray[np.float32]
SHORT: Final = 160  # word pieces
REACH: Final = 2  # word pieces to each side that a convolution sees


@dataclass(frozen=True)
class Gate:
    """Weights of the gate; with D dimensions a piece and H features.

    `table` (V, D) embeds the pieces; `first` (5·D, H) and `second` (5·H, H), each with a bias, are
    convolutions over five pieces; `out` (H,) and `bias` judge each piece.
    """

    table: NDArray[np.float16]
    first: Floats
    first_bias: Floats
    second: Floats
    second_bias: Floats
    out: Floats
    bias: Floats
    threshold: float

    def scores(self, window: Window) -> Floats:
        """Return for each word piece (P,) the log-odds that a claim is told around it."""
        states = self.table[window.pieces].astype(np.float32)
        states = np.maximum(_stacked(states) @ self.first + self.first_bias, 0)
        states = np.maximum(_stacked(states) @ self.second + self.second_bias, 0)
        found: Floats = states @ self.out + self.bias
        return found

    def relevance(self, window: Window) -> float:
        """Return how much tells of claims: a soft sum over the pieces, by the root of their number."""
        scores = self.scores(window)
        return float(np.logaddexp(0, scores).sum() / np.sqrt(len(scores)))

    def passes(self, window: Window) -> bool:
        """Whether the window may hold a claim; short ones always may, since reading them costs little."""
        return len(window.pieces) < SHORT or self.relevance(window) >= self.threshold


def _stacked(states: Floats) -> Floats:
    """Return (P, D) as (P, 5·D): every piece beside its neighbours."""
    length = len(states)
    padded = np.pad(states, ((REACH, REACH), (0, 0)))
    return np.concatenate([padded[at : at + length] for at in range(2 * REACH + 1)], axis=1)


def open_gate(file: Path, threshold: float) -> Gate:
    """Return the gate whose weights training wrote to an `.npz` file."""
    with np.load(file, allow_pickle=False) as arrays:
        return Gate(**{name: arrays[name] for name in arrays.files}, threshold=threshold)
