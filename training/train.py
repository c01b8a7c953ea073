"""The training loop: seeded, resumable, on two cores."""

import json
import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from communique.extract.features import LABELS, MENTION_TYPES, Spans, Window, tagged_spans
from training.augment import Augmenter
from training.examples import IGNORE, Example, Span, examples
from training.network import Graph, Linker, Tagger

Candidates = tuple[list[Span], list[tuple[Span, int]]]
WEIGHTS = {"tags": 1.0, "event": 1.0, "factuality": 0.5, "role": 1.0, "effect": 0.5, "kind": 0.5,
           "means_kind": 0.3, "relation": 0.3, "count": 0.7}
TRIGGER_THRESHOLD = 0.15  # low: the linker, which sees these candidates in training, refuses the rest
MENTION_THRESHOLD = 0.15
MOST_TRIGGERS = 40  # of a window, and of each mention type: bounds what a noisy text can cost
MOST_MENTIONS = 40


@dataclass(frozen=True)
class Settings:
    """What a training run depends on besides the data."""

    seed: int = 1
    epochs: int = 24
    batch: int = 8
    encoder_rate: float = 1.5e-4
    head_rate: float = 8e-4
    layer_decay: float = 0.9
    warmup: float = 0.08
    average: float = 0.995
    augment: float = 0.4


class Network(nn.Module):
    """Tagger and linker, trained together."""

    def __init__(self) -> None:
        super().__init__()
        self.tagger, self.linker = Tagger(), Linker()


def train(reports: list[dict[str, Any]], tokenizer: Tokenizer, encoder: Path, settings: Settings, out: Path,
          augmenter: Augmenter | None = None) -> Network:
    """Train on the reports; a checkpoint in `out` from a broken run with the same settings is taken up."""
    torch.manual_seed(settings.seed)
    random.seed(settings.seed)
    network = Network()
    network.tagger.encoder.load_pretrained(encoder)
    average = Average(network, settings.average)
    plain = list(examples(reports, tokenizer))
    steps = settings.epochs * math.ceil(len(plain) / settings.batch)
    optimizer = _optimizer(network, settings)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: _rate(n, steps, settings.warmup))
    first = _resume(out, settings, network, average, optimizer, schedule)
    for epoch in range(first, settings.epochs):
        rng = random.Random(f"{settings.seed}-{epoch}")
        torch.manual_seed(settings.seed * 1000 + epoch)
        varied = reports if augmenter is None else [augmenter.vary(r, rng) for r in reports]
        drawn = list(examples(varied, tokenizer) if augmenter else plain)
        started, losses = time.time(), {}
        rng.shuffle(drawn)
        for start in range(0, len(drawn), settings.batch):
            batch = drawn[start : start + settings.batch]
            optimizer.zero_grad()
            for name, value in backward(network, batch, explore=epoch > 1).items():
                losses[name] = losses.get(name, 0.0) + value
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            average.update(network)
        shown = " ".join(f"{k} {v / len(drawn):.3f}" for k, v in losses.items())
        print(f"epoch {epoch + 1}/{settings.epochs}  {time.time() - started:.0f} s  {shown}", flush=True)
        _save(out, settings, epoch + 1, network, average, optimizer, schedule)
    average.copy_to(network)
    return network.eval()


def backward(network: Network, batch: list[Example], explore: bool) -> dict[str, float]:
    """Add the gradients of a batch; return each part's loss, summed over the batch's windows.

    Windows are read one by one: on a processor that is faster than padding them to one length.
    """
    losses: dict[str, float] = {}
    for example in batch:
        scores, states = network.tagger(*inputs(example.window))
        parts = {"tags": _tag_loss(scores, example)}
        predicted = candidates(scores.detach().numpy()) if explore else ([], [])
        parts |= _link_losses(network.linker, states, example, predicted)
        for name, value in parts.items():
            losses[name] = losses.get(name, 0.0) + float(value.detach())
        total = torch.stack([WEIGHTS[name] * value for name, value in parts.items()]).sum()
        (total / len(batch)).backward()
    return losses


def inputs(window: Window) -> tuple[Tensor, Tensor, Tensor]:
    """Return the tagger's inputs."""
    return torch.from_numpy(window.pieces), torch.from_numpy(window.shapes), torch.from_numpy(window.first)


def candidates(scores: np.ndarray) -> Candidates:
    """Return the trigger and mention spans that tagging scores (W, 1 + types, 3) propose."""
    triggers = tagged_spans(scores[:, 0], TRIGGER_THRESHOLD, MOST_TRIGGERS)
    mentions = [
        (span, kind)
        for kind in range(len(MENTION_TYPES))
        for span in tagged_spans(scores[:, 1 + kind], MENTION_THRESHOLD, MOST_MENTIONS)
    ]
    return triggers, mentions


def _tag_loss(scores: Tensor, example: Example) -> Tensor:
    gold = np.zeros(scores.shape[:2], dtype=np.int64)
    for span, kind in sorted(example.echoes, key=lambda e: e[0]):
        gold[span[0] : span[1], 1 + kind] = IGNORE
    spans = [(span, 0) for span in example.triggers]
    spans += [(span, 1 + kind) for span, kind in example.mentions]
    for span, row in sorted(spans, key=lambda s: s[0][1] - s[0][0]):  # the longest is drawn last and wins
        gold[span[0] : span[1], row] = 2
        gold[span[0], row] = 1
    flat = nn.functional.cross_entropy(
        scores.reshape(-1, 3), torch.from_numpy(gold.reshape(-1)), ignore_index=IGNORE, reduction="sum"
    )
    return flat / 40  # a window holds some forty gold spans: the scale of the other losses


def _link_losses(linker: Linker, states: Tensor, example: Example, predicted: Candidates) -> dict[str, Tensor]:
    triggers, owner = _with_gold(predicted[0], example.triggers)
    if not triggers:
        return {}
    mentions = _mentions(example, predicted[1])
    spans = Spans.of(triggers, [(span, kind) for span, kind, _ in mentions])
    graph = Graph(**{k: torch.from_numpy(v) for k, v in spans.linker_inputs(example.window).items()})
    scores = linker(states, graph)
    gold = _gold_pairs(example, owner, mentions)
    losses = {}
    events = torch.tensor([0 if o is None else example.events[o] for o in owner])
    facts = torch.tensor([IGNORE if o is None else example.factuality[o] for o in owner])
    losses["event"] = _loss(scores["event"], events) / 5
    losses["factuality"] = _loss(scores["factuality"], facts) / 5
    for name, labels in gold.items():
        losses[name] = _loss(scores[name], torch.from_numpy(labels)) / 20
    counted = _count_loss(scores["count"], example, mentions, spans)
    return losses | ({} if counted is None else {"count": counted / 5})


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


def _mentions(example: Example, predicted: list[tuple[Span, int]]) -> list[tuple[Span, int, Span | None]]:
    """Return (span, type, gold span) of gold mentions and predicted ones, near hits taken for the gold one."""
    result: list[tuple[Span, int, Span | None]] = []
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


def _gold_pairs(example: Example, owner: list[int | None], mentions: Sequence[tuple[Span, int, Span | None]]) -> dict[str, np.ndarray]:
    """Return label arrays (T, 1 + M) of roles and of what a role brings along; the anchor's are ignored."""
    shape = (len(owner), 1 + len(mentions))
    gold = {name: np.full(shape, IGNORE, dtype=np.int64) for name in ("role", "effect", "kind", "means_kind", "relation")}
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


def _count_loss(scores: Tensor, example: Example, mentions: Sequence[tuple[Span, int, Span | None]], spans: Spans) -> Tensor | None:
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


class Average:
    """An exponential moving average of the trained weights: steadier than their last values."""

    def __init__(self, network: nn.Module, decay: float) -> None:
        self.decay, self.steps = decay, 0
        self.weights = {n: p.detach().clone() for n, p in network.named_parameters() if p.requires_grad}

    def update(self, network: nn.Module) -> None:
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 10))
        with torch.no_grad():
            for name, weight in network.named_parameters():
                if weight.requires_grad:
                    self.weights[name].lerp_(weight, 1 - decay)

    def copy_to(self, network: nn.Module) -> None:
        with torch.no_grad():
            for name, weight in network.named_parameters():
                if name in self.weights:
                    weight.copy_(self.weights[name])


def _optimizer(network: Network, settings: Settings) -> torch.optim.Optimizer:
    groups: dict[float, list[nn.Parameter]] = {}
    depth = len(network.tagger.encoder.layers)
    for name, weight in network.named_parameters():
        if not weight.requires_grad:
            continue
        rate = settings.head_rate
        if name.startswith("tagger.encoder."):
            part = name.split(".")
            level = int(part[3]) + 1 if part[2] == "layers" else 0
            rate = settings.encoder_rate * settings.layer_decay ** (depth - level)
            rate = settings.head_rate if part[2] == "shapes" else rate
        groups.setdefault(rate, []).append(weight)
    return torch.optim.AdamW([{"params": p, "lr": r} for r, p in groups.items()], weight_decay=0.01)


def _rate(step: int, steps: int, warmup: float) -> float:
    done = step / steps
    return done / warmup if done < warmup else max(0.02, (1 - done) / (1 - warmup))


def _save(out: Path, settings: Settings, epoch: int, network: Network, average: Average, optimizer: torch.optim.Optimizer, schedule: Any) -> None:
    out.mkdir(parents=True, exist_ok=True)
    state = {
        "settings": settings.__dict__, "epoch": epoch, "network": network.state_dict(), "average": average.weights,
        "average_steps": average.steps, "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(),
    }
    torch.save(state, out / "checkpoint.new")
    (out / "checkpoint.new").replace(out / "checkpoint.pt")


def _resume(out: Path, settings: Settings, network: Network, average: Average, optimizer: torch.optim.Optimizer, schedule: Any) -> int:
    file = out / "checkpoint.pt"
    if not file.exists():
        return 0
    state = torch.load(file, weights_only=True)
    if state["settings"] != settings.__dict__:
        return 0
    network.load_state_dict(state["network"])
    average.weights, average.steps = state["average"], state["average_steps"]
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    print(f"taken up after epoch {state['epoch']}", flush=True)
    return int(state["epoch"])


def read_reports(file: Path) -> list[dict[str, Any]]:
    """Return the reports of a claims file."""
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
