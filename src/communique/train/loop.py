"""The training loop: seeded, resumable, on two cores."""

import json
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from communique.extract.features import CAPITAL, CAPITALS, SMALL, Window
from communique.train.examples import Example, examples
from communique.train.losses import candidates, link_losses, tag_loss
from communique.train.network import Encoder, Linker, Tagger

WEIGHTS = {
    "tags": 1.0,
    "event": 1.0,
    "factuality": 0.5,
    "role": 1.0,
    "effect": 0.5,
    "kind": 0.5,
    "means_kind": 0.3,
    "relation": 0.3,
    "count": 0.7,
}


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
    augment: float = 0.5
    variants: int = 4
    frozen: int = 3  # layers
    blind: float = 0.08  # the share of word pieces that are not shown
    rounded: bool = False  # whether the encoder rounds as 8-bit integers will
    caseless: float = 0.15  # the share of windows whose capitals are not shown
    explore_from: int = 2  # the epoch from which the linker also sees spans that the tagger proposes


class Network(nn.Module):
    """Tagger and linker, trained together."""

    def __init__(self) -> None:
        super().__init__()
        self.tagger, self.linker = Tagger(), Linker()


@dataclass(frozen=True)
class Source:
    """What is trained on: annotated reports; `vary` gives variants of one, as data augmentation does."""

    reports: list[dict[str, Any]]
    tokenizer: Tokenizer
    vary: Callable[[dict[str, Any], random.Random], dict[str, Any]] = lambda report, _: report


def _print(words: str) -> None:
    print(words, flush=True)


def train(
    network: Network,
    source: Source,
    settings: Settings,
    out: Path,
    tell: Callable[[str], None] = _print,
) -> Network:
    """Train a network further; a checkpoint in `out` from a broken run with the same settings is taken up.

    `tell` is told how far it is, in words.
    """
    _prepare(network, settings)
    average = Average(network, settings.average)
    variants = _variants(source, settings)
    lower = LowerStates(network.tagger.encoder)
    steps = settings.epochs * math.ceil(len(variants[0]) / settings.batch) + 10
    optimizer = _optimizer(network, settings)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: _rate(n, steps, settings.warmup))
    first = _resume(out, settings, network, average, optimizer, schedule)
    if first:
        tell(f"taken up after epoch {first}")
    for epoch in range(first, settings.epochs):
        rng = random.Random(f"{settings.seed}-{epoch}")
        torch.manual_seed(settings.seed * 1000 + epoch)
        drawn = variants[epoch % len(variants)]
        started = time.time()
        losses: dict[str, float] = {}
        explore = epoch >= settings.explore_from
        for start, batch in enumerate(_batches(drawn, settings.batch, rng)):
            optimizer.zero_grad()
            for name, value in backward(network, batch, lower, settings, explore).items():
                losses[name] = losses.get(name, 0.0) + value
            if start % 20 == 0:
                tell(f"  {start * settings.batch}/{len(drawn)} windows, {time.time() - started:.0f} s")
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            average.update(network)
        shown = " ".join(f"{k} {v / len(drawn):.3f}" for k, v in losses.items())
        tell(f"epoch {epoch + 1}/{settings.epochs}  {time.time() - started:.0f} s  {shown}")
        _save(out, settings, epoch + 1, network, average, optimizer, schedule)
    average.copy_to(network)
    return network.eval()


def _prepare(network: Network, settings: Settings) -> None:
    torch.manual_seed(settings.seed)
    network.tagger.encoder.freeze(settings.frozen)
    network.tagger.encoder.round(settings.rounded)
    network.train()


def _variants(source: Source, settings: Settings) -> list[list[Example]]:
    """Return the examples as they are, then with names exchanged: one set an epoch, in turn."""
    variants = [list(examples(source.reports, source.tokenizer))]
    for number in range(1, settings.variants):
        rng = random.Random(f"{settings.seed}-{number}")
        varied = [source.vary(report, rng) for report in source.reports]
        variants.append(list(examples(varied, source.tokenizer)))
    return variants


def _batches(drawn: Sequence[Example], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """Yield batches of windows of similar length, in random order."""
    order = sorted(range(len(drawn)), key=lambda i: len(drawn[i].window.pieces) + rng.uniform(-30, 30))
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(groups)
    for group in groups:
        yield [drawn[i] for i in group]


def backward(
    network: Network, batch: list[Example], lower: "LowerStates", settings: Settings, explore: bool
) -> dict[str, float]:
    """Add the gradients of a batch; return each part's loss, summed over the batch's windows."""
    losses: dict[str, float] = {}
    total: Tensor = torch.zeros(())
    encoded = _encode(network.tagger.encoder, batch, lower, settings)
    for example, states in zip(batch, encoded, strict=True):
        scores = network.tagger.tag(states)
        parts = {"tags": tag_loss(scores, example)}
        predicted = candidates(scores.detach().numpy()) if explore else ([], [])
        parts |= link_losses(network.linker, states, example, predicted)
        for name, value in parts.items():
            losses[name] = losses.get(name, 0.0) + float(value.detach())
            total = total + WEIGHTS[name] * value
    (total / len(batch)).backward()
    return losses


class LowerStates:
    """What the frozen layers make of each window, computed once."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.kept: dict[bytes, Tensor] = {}

    @torch.no_grad()
    def of(self, window: Window) -> Tensor:
        """Return the states (P, 384) of a window."""
        key = window.pieces.tobytes()
        if key not in self.kept:
            self.kept[key] = self.encoder.lower(torch.from_numpy(window.pieces)[None])[0]
        return self.kept[key]


def _encode(encoder: Encoder, batch: list[Example], lower: LowerStates, settings: Settings) -> list[Tensor]:
    """Return the word states (W, 384) of each window, encoded side by side, some of their input unseen."""
    states = nn.utils.rnn.pad_sequence([lower.of(e.window) for e in batch], batch_first=True)
    states = states * (torch.rand(*states.shape[:2], 1) >= settings.blind)
    shapes = nn.utils.rnn.pad_sequence([torch.from_numpy(e.window.shapes) for e in batch], batch_first=True)
    capitals = (shapes == CAPITAL) | (shapes == CAPITALS)
    shapes[capitals & (torch.rand(len(batch), 1) < settings.caseless)] = SMALL
    lengths = torch.tensor([len(e.window.pieces) for e in batch])
    mask = (torch.arange(states.shape[1])[None] < lengths[:, None])[:, None, None]
    upper = encoder.upper(states, shapes, mask)
    return [upper[row, torch.from_numpy(e.window.first)] for row, e in enumerate(batch)]


def inputs(window: Window) -> tuple[Tensor, Tensor, Tensor]:
    """Return the tagger's inputs."""
    return torch.from_numpy(window.pieces), torch.from_numpy(window.shapes), torch.from_numpy(window.first)


class Average:
    """An exponential moving average of the trained weights: steadier than their last values."""

    def __init__(self, network: nn.Module, decay: float) -> None:
        self.decay, self.steps = decay, 0
        self.weights = {n: p.detach().clone() for n, p in network.named_parameters() if p.requires_grad}

    def update(self, network: nn.Module) -> None:
        """Move the average towards the weights of this step."""
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 10))
        with torch.no_grad():
            for name, weight in network.named_parameters():
                if weight.requires_grad:
                    self.weights[name].lerp_(weight, 1 - decay)

    def copy_to(self, network: nn.Module) -> None:
        """Put the average in the place of the weights."""
        with torch.no_grad():
            for name, weight in network.named_parameters():
                if name in self.weights:
                    weight.copy_(self.weights[name])


def mean(folders: Sequence[Path]) -> dict[str, Tensor]:
    """Return the mean of the weights that training runs ended with, after their checkpoints."""
    total: dict[str, Tensor] = {}
    for folder in folders:
        kept = torch.load(folder / "checkpoint.pt", weights_only=True)
        for name, weight in (kept["network"] | kept["average"]).items():
            total[name] = total[name] + weight / len(folders) if name in total else weight / len(folders)
    return total


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


def _save(
    out: Path,
    settings: Settings,
    epoch: int,
    network: Network,
    average: Average,
    optimizer: torch.optim.Optimizer,
    schedule: Any,
) -> None:
    out.mkdir(parents=True, exist_ok=True)
    state = {
        "settings": settings.__dict__,
        "epoch": epoch,
        "network": network.state_dict(),
        "average": average.weights,
        "average_steps": average.steps,
        "optimizer": optimizer.state_dict(),
        "schedule": schedule.state_dict(),
    }
    torch.save(state, out / "checkpoint.new")
    (out / "checkpoint.new").replace(out / "checkpoint.pt")


def _resume(
    out: Path,
    settings: Settings,
    network: Network,
    average: Average,
    optimizer: torch.optim.Optimizer,
    schedule: Any,
) -> int:
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
    return int(state["epoch"])


def read_reports(file: Path) -> list[dict[str, Any]]:
    """Return the reports of a claims file."""
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
