"""What the network sees of a report: word pieces, their shapes, words, and how spans lie to each other.

Training and run time share this module, so that both show the network the same thing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from communique.model import EFFECTS, EVENT_MODES, FACTUALITIES, MEANS_KINDS, RELATIONS, TARGET_KINDS

__all__ = [
    "EVENT_LABELS",
    "LABELS",
    "MENTION_TYPES",
    "Spans",
    "Window",
    "pair_features",
    "tagged_spans",
    "windows",
]

Ints = NDArray[np.int64]

# Each mention type has its own tagging layer, since the same words can be a place and a target.
MENTION_TYPES: Final = ("party", "target", "means", "place", "time", "source", "cue", "count")
ANCHOR_TYPE: Final = len(MENTION_TYPES)  # the type of the empty mention that stands for "nothing"
EVENT_LABELS: Final = ("none", *(f"{e}/{m}" for e, ms in EVENT_MODES.items() for m in (ms or ("",))))
LABELS: Final[dict[str, tuple[str, ...]]] = {
    "event": EVENT_LABELS,
    "factuality": FACTUALITIES,
    "role": ("none", "first", "second"),  # second: the recipient among parties
    "effect": EFFECTS,
    "kind": TARGET_KINDS,
    "means_kind": MEANS_KINDS,
    "relation": RELATIONS,
}

MAX_PIECES: Final = 512  # the encoder's position embeddings
OVERLAP_PIECES: Final = 160  # about five sentences, so that a claim sees its neighbours in one window
SHAPES: Final = 6
SMALL, CAPITAL, CAPITALS = 1, 2, 3
DISTANCE_BUCKETS: Final = 21
SENTENCE_BUCKETS: Final = 9
RANK_BUCKETS: Final = 6
DEPTH_BUCKETS: Final = 8  # sentences from the beginning of the window
ORDER_BUCKETS: Final = 6  # mentions of the same type from there


@dataclass(frozen=True)
class Window:
    """A stretch of a report that the encoder reads at once.

    `pieces` and `shapes` are (P,); `first` (W,) is the index of each word's first piece; `starts` and
    `ends` (W,) are character offsets of the words in the report; `sentences` (W,) numbers the sentence.
    """

    pieces: Ints
    shapes: Ints
    first: Ints
    starts: Ints
    ends: Ints
    sentences: Ints


def shape(word: str) -> int:
    """Return the class of a word's letters, which the uncased vocabulary does not show."""
    if word.islower():
        return SMALL
    if word.isupper() and len(word) > 1:
        return CAPITALS
    if word[:1].isupper():
        return CAPITAL
    if word.isdigit():
        return 4
    return 5


def windows(
    text: str, sentences: Sequence[tuple[int, int]], tokenizer: Tokenizer, limit: int = MAX_PIECES
) -> Iterator[Window]:
    """Yield the windows of a text; one where it fits, else overlapping ones that begin at a sentence."""
    encoded = tokenizer.encode(text, add_special_tokens=False)
    words = _words(encoded)
    if not len(words):
        return
    sentence_of = np.searchsorted([s for s, _ in sentences], words[:, 2], side="right") - 1
    special = (tokenizer.token_to_id("[CLS]") or 0, tokenizer.token_to_id("[SEP]") or 0)
    pieces = np.asarray(encoded.ids, dtype=np.int64)
    for low, high in _stretches(words, sentence_of, limit - 2):
        yield _window(text, pieces, words[low:high], sentence_of[low:high], special)


def _words(encoded: Any) -> Ints:
    """Return (W, 4): first piece, end piece, start and end character of each word."""
    found: list[list[int]] = []
    last = None
    for at, (word, (start, end)) in enumerate(zip(encoded.word_ids, encoded.offsets, strict=True)):
        if word == last and found:
            found[-1][1], found[-1][3] = at + 1, end
        else:
            found.append([at, at + 1, start, end])
        last = word
    return np.asarray(found, dtype=np.int64).reshape(-1, 4)


def _stretches(words: Ints, sentence_of: Ints, limit: int) -> Iterator[tuple[int, int]]:
    low = 0
    while True:
        high = int(np.searchsorted(words[:, 1], words[low, 0] + limit, side="right"))
        high = max(high, low + 1)
        yield low, high
        if high >= len(words):
            return
        target = int(np.searchsorted(words[:, 0], words[high - 1, 1] - OVERLAP_PIECES))
        starts = np.flatnonzero(np.diff(sentence_of[low:target], prepend=sentence_of[low]))
        following = low + int(starts[-1]) if len(starts) else target
        low = max(following, low + 1) if following > low else max(target, low + 1)


def _window(text: str, pieces: Ints, words: Ints, sentence_of: Ints, special: tuple[int, int]) -> Window:
    begin, finish = int(words[0, 0]), int(words[-1, 1])
    shapes = np.zeros(finish - begin + 2, dtype=np.int64)
    for first, end, start, stop in words.tolist():
        # A word of thousands of characters is noise: its pieces past the limit are dropped below.
        shapes[first - begin + 1 : end - begin + 1] = shape(text[start:stop])
    if np.sum(shapes == CAPITALS) > np.sum(shapes == SMALL):  # a teletype's capitals tell nothing
        shapes[(shapes == CAPITALS) | (shapes == CAPITAL)] = SMALL
    ids = np.concatenate([[special[0]], pieces[begin:finish], [special[1]]])
    return Window(
        pieces=ids[:MAX_PIECES],
        shapes=shapes[:MAX_PIECES],
        first=np.minimum(words[:, 0] - begin + 1, MAX_PIECES - 1),
        starts=words[:, 2],
        ends=words[:, 3],
        sentences=sentence_of - sentence_of[0],
    )


def _bucket(distance: Ints) -> Ints:
    size = np.abs(distance)
    log = np.where(size < 3, size, 2 + np.ceil(np.log2(np.maximum(size, 1) / 2))).astype(np.int64)
    return 10 + np.sign(distance) * np.minimum(log, 10)


def pair_features(window: Window, heads: Ints, mentions: Ints, types: Ints) -> tuple[Ints, Ints, Ints]:
    """Return buckets (T, M) of word distance, sentence distance and rank of each mention to each head.

    `heads` (T, 2) and `mentions` (M, 2) are spans of words, end exclusive. The rank is the number of
    mentions of the same type that lie nearer to the head on the same side.
    """
    after = mentions[None, :, 0] - (heads[:, None, 1] - 1)
    before = (mentions[None, :, 1] - 1) - heads[:, None, 0]
    distance = np.where(after > 0, after, np.where(before < 0, before, 0))
    sentence = window.sentences[mentions[None, :, 0]] - window.sentences[heads[:, None, 0]]
    same = types[:, None] == types[None, :]
    size, side = np.abs(distance), np.sign(distance)
    nearer = (size[:, None, :] < size[:, :, None]) & (side[:, None, :] == side[:, :, None]) & same[None]
    rank = np.minimum(nearer.sum(axis=2), RANK_BUCKETS - 1)
    return _bucket(distance), np.clip(sentence, -4, 4) + 4, rank


@dataclass(frozen=True)
class Spans:
    """Candidate spans of a window, as the linker takes them.

    `triggers` (T, 2) and `mentions` (M, 2) are word ranges, end exclusive; `types` (M,) are indices into
    `MENTION_TYPES`. Mention 0 is the anchor: an empty one that a mention without a count points to.
    """

    triggers: Ints
    mentions: Ints
    types: Ints

    @classmethod
    def of(
        cls, triggers: Sequence[tuple[int, int]], mentions: Sequence[tuple[tuple[int, int], int]]
    ) -> "Spans":
        """Return the arrays for spans given as `(low, high)` and `((low, high), type)`."""
        spans = [(0, 1), *(span for span, _ in mentions)]
        return cls(
            np.asarray(triggers, dtype=np.int64).reshape(-1, 2),
            np.asarray(spans, dtype=np.int64),
            np.asarray([ANCHOR_TYPE, *(kind for _, kind in mentions)], dtype=np.int64),
        )

    def linker_inputs(self, window: Window) -> dict[str, Ints]:
        """Return the linker's inputs by name."""
        named: dict[str, Ints] = {"triggers": self.triggers, "mentions": self.mentions, "types": self.types}
        names = ("distance", "sentence", "rank")
        for prefix, heads in (("", self.triggers), ("count_", self.mentions)):
            values = pair_features(window, heads, self.mentions, self.types)
            named |= {prefix + name: value for name, value in zip(names, values, strict=True)}
        named["depth"] = _depth(window, self.triggers)
        named["standing"] = _depth(window, self.mentions) * ORDER_BUCKETS + _order(self.mentions, self.types)
        return named


def _depth(window: Window, spans: Ints) -> Ints:
    return np.minimum(window.sentences[spans[:, 0]], DEPTH_BUCKETS - 1)


def _order(mentions: Ints, types: Ints) -> Ints:
    earlier = (mentions[None, :, 0] < mentions[:, None, 0]) & (types[:, None] == types[None, :])
    order: Ints = np.minimum(earlier.sum(axis=1), ORDER_BUCKETS - 1)
    return order


def tagged_spans(scores: NDArray[np.float32], threshold: float, most: int = 64) -> list[tuple[int, int]]:
    """Return, in order, the spans that O, B, I scores (W, 3) draw; of more than `most`, the likeliest.

    `threshold` is the least probability to begin one.
    """
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    outside, begin, inside = (shifted / shifted.sum(axis=1, keepdims=True)).T.tolist()
    spans: list[tuple[int, int]] = []
    at, length = 0, len(outside)
    while at < length:
        if begin[at] < threshold:
            at += 1
            continue
        low = at
        at += 1
        while at < length and inside[at] >= max(outside[at], begin[at]):
            at += 1
        spans.append((low, at))
    return sorted(sorted(spans, key=lambda span: -begin[span[0]])[:most])
