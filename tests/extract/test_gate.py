from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from communique.extract.features import Window, windows
from communique.extract.gate import Gate, open_gate
from communique.extract.sentences import split_sentences


def window(text: str, tokenizer: Tokenizer) -> Window:
    (found,) = windows(text, split_sentences(text), tokenizer)
    return found


@pytest.fixture
def gate(tokenizer: Tokenizer) -> Gate:
    """One that looks for the letter w at most four pieces away."""
    table = np.zeros((tokenizer.get_vocab_size(), 1), dtype=np.float16)
    table[tokenizer.token_to_id("w")] = 1
    every = np.ones((5, 1), dtype=np.float32)
    none = np.zeros(1, dtype=np.float32)
    return Gate(table, every, none, every, none, np.ones(1, dtype=np.float32), none[0], threshold=12.0)


def test_what_passes_depends_on_the_window_alone(gate: Gate, tokenizer: Tokenizer) -> None:
    assert gate.passes(window("a b w c " * 50, tokenizer))
    assert not gate.passes(window("a b c d " * 50, tokenizer))


def test_a_short_window_always_passes(gate: Gate, tokenizer: Tokenizer) -> None:
    assert gate.passes(window("a b c d", tokenizer))


def test_a_piece_is_judged_with_its_neighbours(gate: Gate, tokenizer: Tokenizer) -> None:
    scores = gate.scores(window("a a a a a a w a a a a a a", tokenizer))
    assert scores.argmax() == 7
    assert scores[3] > 0
    assert scores[2] == scores[12] == 0


def test_weights_come_back_from_their_file(gate: Gate, tokenizer: Tokenizer, tmp_path: Path) -> None:
    arrays = {name: value for name, value in vars(gate).items() if name != "threshold"}
    np.savez_compressed(tmp_path / "gate.npz", **arrays)
    again = open_gate(tmp_path / "gate.npz", 8.0)
    seen = window("no w here", tokenizer)
    assert (again.scores(seen) == gate.scores(seen)).all()
