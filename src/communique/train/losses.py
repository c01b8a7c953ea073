"""What the network is held to: tags of words, labels of triggers, pairs and counts."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from communique.extract.features import MENTION_TYPES, Spans, tagged_spans
from communique.train.examples import IGNORE, Example, Span
from communique.train.network import Graph, Linker

Candidates = tuple[list[Span], list[tuple[Span, int]]]
Mention = tuple[Span, int, Span | None]  # span, type, and the gold span that it stands for
TRIGGER_THRESHOLD = 0.2  # low: the linker, which sees these candidates in training, refuses the rest
MENTION_THRESHOLD = 0.2
MOST_TRIGGERS = 16  # of a window, and of each mention type: bounds what an unripe tagger costs
MOST_MENTIONS = 20
GOLD_PER_WINDOW = {"tags": 40, "event": 5, "pairs": 20, "count": 5}  # about: brings losses to one scale


def candidates(scores: np.ndarray) -> Candidates:
    """Return the trigger and mention spans that tagging scores (W, 1 + types, 3) propose."""
    triggers = tagged_spans(scores[:, 0], TRIGGER_THRESHOLD, MOST_TRIGGERS)
    mentions = [
        (span, kind)
        for kind in range(len(MENTION_TYPES))
        for span in tagged_spans(scores[:, 1 + kind], MENTION_THRESHOLD, MOST_MENTIONS)
    ]
    return triggers, mentions


def tag_loss(scores: Tensor, example: Example) -> Tensor:
    """Return the loss of O, B, I scores (W, 1 + types, 3), without other occurrences of a mention's words."""
    gold = np.zeros(scores.shape[:2], dtype=np.int64)
    for span, kind in sorted(example.echoes, key=lambda e: e[0]):
        gold[span[0] : span[1], 1 + kind] = IGNORE
    spans = [(span, 0) for span in example.triggers]
    spans += [(span, 1 + kind) for span, kind in example.mentions]
    for span, row in sorted(spans, key=lambda s: s[0][1] - s[0][0]):  # the longest is drawn last and wins
        gold[span[0] : span[1], row] = 2
        gold[span[0], row] = 1
    if example.unjudged is not None:
        gold[example.unjudged] = IGNORE
    flat = nn.functional.cross_entropy(
        scores.reshape(-1, 3), torch.from_numpy(gold.reshape(-1)), ignore_index=IGNORE, reduction="sum"
    )
    return flat / GOLD_PER_WINDOW["tags"]


def link_losses(linker: Linker, states: Tensor, example: Example, predicted: Candidates) -> dict[str, Tensor]:
    """Return the losses of the linker on gold and predicted spans together, as it will meet them."""
    triggers, owner = _with_gold(predicted[0], example.triggers)
    if not triggers:
        return {}
    mentions = _mentions(example, predicted[1])
    spans = Spans.of(triggers, [(span, kind) for span, kind, _ in mentions])
    graph = Graph(**{k: torch.from_numpy(v) for k, v in spans.linker_inputs(example.window).items()})
    scores = linker(states, graph)
    gold = _gold_pairs(example, owner, mentions)
    losses = {}
    events = torch.tensor([_event(example, o, span) for o, span in zip(owner, triggers, strict=True)])
    facts = torch.tensor([IGNORE if o is None else example.factuality[o] for o in owner])
    losses["event"] = _loss(scores["event"], events) / GOLD_PER_WINDOW["event"]
    losses["factuality"] = _loss(scores["factuality"], facts) / GOLD_PER_WINDOW["event"]
    for name, labels in gold.items():
        losses[name] = _loss(scores[name], torch.from_numpy(labels)) / GOLD_PER_WINDOW["pairs"]
    counted = _count_loss(scores["count"], example, mentions)
    return losses | ({} if counted is None else {"count": counted / GOLD_PER_WINDOW["count"]})


def _event(example: Example, owner: int | None, trigger: Span) -> int:
    """Return the event label of a candidate; none where nobody judged whether something is told there."""
    if owner is not None:
        return example.events[owner]
    unjudged = example.unjudged is not None and bool(example.unjudged[trigger[0]])
    return IGNORE if unjudged else 0


def _loss(scores: Tensor, gold: Tensor) -> Tensor:
    return nn.functional.cross_entropy(
        scores.reshape(-1, scores.shape[-1]), gold.reshape(-1), ignore_index=IGNORE, reduction="sum"
    )


def _overlap(a: Span, b: Span) -> float:
    both = min(a[1], b[1]) - max(a[0], b[0])
    return both / (max(a[1], b[1]) - min(a[0], b[0])) if both > 0 else 0.0


def _with_gold(predicted: list[Span], gold: list[Span]) -> tuple[list[Span], list[int | None]]:
    """Return predicted spans and the gold ones they miss, each with the index of its gold one or None."""
    spans: list[Span] = []
    owner: list[int | None] = []
    taken = set()
    for span in predicted:
        best = max(range(len(gold)), key=lambda i: _overlap(span, gold[i]), default=None)
        if best is not None and _overlap(span, gold[best]) > 0:
            if best in taken:
                continue
            taken.add(best)
        else:
            best = None
        spans.append(span)
        owner.append(best)
    missed = [i for i in range(len(gold)) if i not in taken]
    return spans + [gold[i] for i in missed], owner + list(missed)


def _mentions(example: Example, predicted: list[tuple[Span, int]]) -> list[Mention]:
    """Return gold mentions and predicted ones, near hits taken for the gold one."""
    result: list[Mention] = []
    covered = set()
    for span, kind in predicted:
        golds = [g for g, k in example.mentions if k == kind]
        best = max(golds, key=lambda g: _overlap(span, g), default=None)
        if best is not None and _overlap(span, best) >= 0.5 and (best, kind) not in covered:
            covered.add((best, kind))
            result.append((span, kind, best))
        else:
            result.append((span, kind, None))
    result += [(g, k, g) for g, k in example.mentions if (g, k) not in covered]
    return result


def _gold_pairs(
    example: Example, owner: list[int | None], mentions: Sequence[Mention]
) -> dict[str, np.ndarray]:
    """Return label arrays (T, 1 + M) of roles and of what a role brings along; the anchor's are ignored."""
    shape = (len(owner), 1 + len(mentions))
    gold = {
        name: np.full(shape, IGNORE, dtype=np.int64)
        for name in ("role", "effect", "kind", "means_kind", "relation")
    }
    texts = [None if g is None else example.mentions[g, k] for _, k, g in mentions]
    for row, trigger in enumerate(owner):
        if trigger is None:
            continue
        filled = {(kind, example.mentions[span, kind]) for t, span, kind in example.links if t == trigger}
        for column, (span, kind, original) in enumerate(mentions, start=1):
            link = None if original is None else example.links.get((trigger, original, kind))
            if link is not None:
                for name in gold:
                    value = getattr(link, name)
                    gold[name][row, column] = IGNORE if value is None else value
            elif kind != MENTION_TYPES.index("count"):
                echo = (span, kind) in example.echoes or (kind, texts[column - 1]) in filled
                gold["role"][row, column] = IGNORE if echo else 0
    return gold


def _count_loss(scores: Tensor, example: Example, mentions: Sequence[Mention]) -> Tensor | None:
    counting = MENTION_TYPES.index("count")
    columns = [0, *(i for i, (_, k, _) in enumerate(mentions, 1) if k == counting)]
    rows, gold = [], []
    for index, (_, kind, original) in enumerate(mentions, 1):
        if MENTION_TYPES[kind] not in ("target", "means") or original is None:
            continue
        right = [
            n for n, c in enumerate(columns[1:], 1) if (mentions[c - 1][2], original, kind) in example.counts
        ]
        rows.append(index)
        gold.append(right[0] if right else 0)
    if not rows:
        return None
    return _loss(scores[rows][:, columns], torch.tensor(gold))
