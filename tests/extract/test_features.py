from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from communique.extract.features import MAX_PIECES, Spans, Window, pair_features, shape, tagged_spans, windows
from communique.extract.sentences import split_sentences


def words_of(text: str, window: Window) -> list[str]:
    return [text[s:e] for s, e in zip(window.starts, window.ends, strict=True)]


def test_a_short_text_is_one_window_of_its_words(tokenizer: Tokenizer) -> None:
    text = "Rebels shelled Al-Bab. Five died."
    (window,) = windows(text, split_sentences(text), tokenizer)
    assert words_of(text, window) == ["Rebels", "shelled", "Al", "-", "Bab", ".", "Five", "died", "."]
    assert window.sentences.tolist() == [0] * 6 + [1] * 3
    assert len(window.pieces) == len(window.shapes)
    assert window.shapes[window.first].tolist() == [2, 1, 2, 5, 2, 5, 2, 1, 5]


def test_a_long_text_is_read_whole_in_overlapping_windows(tokenizer: Tokenizer) -> None:
    text = " ".join(f"Sentence {n} tells that rebels shelled a town." for n in range(80))
    read = list(windows(text, split_sentences(text), tokenizer))
    assert len(read) > 2
    assert all(len(w.pieces) <= MAX_PIECES for w in read)
    assert read[0].starts[0] == 0
    assert read[-1].ends[-1] == len(text)
    for left, right in pairwise(read):
        assert left.starts[0] < right.starts[0] < left.ends[-1]
        assert text[right.starts[0] :].startswith("Sentence"), "a window begins with a sentence"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab .\n-é١", max_size=3000))
def test_any_text_is_covered_without_failing(tokenizer: Tokenizer, text: str) -> None:
    read = list(windows(text, split_sentences(text), tokenizer, limit=64))
    for window in read:
        assert (window.first < len(window.pieces)).all()
        assert (np.diff(window.starts) > 0).all()
    assert bool(read) == bool(text.strip())


@pytest.mark.parametrize(
    ("word", "expected"), [("town", 1), ("Town", 2), ("ISIS", 3), ("86", 4), ("-", 5), ("A", 2), ("m23", 1)]
)
def test_shapes(word: str, expected: int) -> None:
    assert shape(word) == expected


def test_spans_are_drawn_from_tags() -> None:
    scores = np.full((6, 3), -5.0, dtype=np.float32)
    for at, tag in enumerate([0, 1, 2, 1, 0, 2]):
        scores[at, tag] = 5.0
    assert tagged_spans(scores, 0.5) == [(1, 3), (3, 4)], (
        "a new beginning ends a span; an end alone begins none"
    )
    assert tagged_spans(scores, 0.5, most=1) in ([(1, 3)], [(3, 4)])


def test_pairs_know_distance_sentence_and_rank(tokenizer: Tokenizer) -> None:
    text = "Rebels shelled Idlib. Then Aleppo, Hama and Homs fell."
    (window,) = windows(text, split_sentences(text), tokenizer)
    words = words_of(text, window)
    towns = [((words.index(t), words.index(t) + 1), 3) for t in ("Idlib", "Aleppo", "Hama", "Homs")]
    fell = words.index("fell")
    spans = Spans.of([(fell, fell + 1)], towns)
    distance, sentence, rank = pair_features(window, spans.triggers, spans.mentions, spans.types)
    assert rank[0, 1:].tolist() == [3, 2, 1, 0], "Homs is nearest"
    assert sentence[0, 1] == sentence[0, 4] - 1
    assert distance[0, 1] <= distance[0, 2] < distance[0, 3] < distance[0, 4] < 10
