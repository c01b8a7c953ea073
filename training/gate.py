"""Trains the relevance gate: which sentences carry a claim, from their word pieces alone."""

import random
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from communique.extract.features import Window
from communique.extract.gate import REACH, SHORT, Gate
from communique.train.examples import Example

DIMENSIONS, FEATURES = 32, 48
EPOCHS, RATE, BATCH = 8, 2e-3, 16
HELD_OUT = 0.2  # of the reports: the threshold is chosen on them
RECALL = 0.995  # of the sentences with a claim in long windows, there
SPAN = 2 * REACH + 1


class GateNetwork(nn.Module):
    """The gate as it is trained: (P,) pieces → (P,) log-odds."""

    def __init__(self, embeddings: Tensor) -> None:
        super().__init__()
        centred = embeddings - embeddings.mean(dim=0)
        _, _, axes = torch.pca_lowrank(centred, q=DIMENSIONS, niter=4)
        reduced = centred @ axes
        self.table = nn.Embedding.from_pretrained(reduced / reduced.std(), freeze=False)
        self.first, self.second = nn.Linear(SPAN * DIMENSIONS, FEATURES), nn.Linear(SPAN * FEATURES, FEATURES)
        self.out = nn.Linear(FEATURES, 1)
        self.dropout = nn.Dropout(0.3)

    def forward(self, pieces: Tensor) -> Tensor:
        """(P,) → (P,)."""
        states = self.dropout(self.table(pieces))
        for layer in (self.first, self.second):
            states = self.dropout(torch.relu(layer(_stacked(states))))
        found: Tensor = self.out(states)[:, 0]
        return found

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the weights under the names that the gate at run time has for them."""
        named = {
            "table": self.table.weight.half(),
            "first": self.first.weight.T,
            "first_bias": self.first.bias,
            "second": self.second.weight.T,
            "second_bias": self.second.bias,
            "out": self.out.weight[0],
            "bias": self.out.bias[0],
        }
        return {name: np.ascontiguousarray(value.detach().numpy()) for name, value in named.items()}


def _stacked(states: Tensor) -> Tensor:
    length = len(states)
    padded = nn.functional.pad(states, (0, 0, REACH, REACH))
    return torch.cat([padded[at : at + length] for at in range(SPAN)], dim=1)


def train_gate(examples: list[Example], embeddings: Tensor, seed: int) -> Gate:
    """Train on most of the examples; choose the threshold on the others."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    drawn = rng.sample(examples, len(examples))
    held = drawn[: int(HELD_OUT * len(drawn))]
    network = GateNetwork(embeddings)
    optimizer = torch.optim.AdamW(
        [{"params": [network.table.weight], "lr": RATE / 4},
         {"params": [p for n, p in network.named_parameters() if n != "table.weight"]}],
        lr=RATE, weight_decay=0.01,
    )  # fmt: skip
    kept = drawn[len(held) :]
    for _ in range(EPOCHS):
        rng.shuffle(kept)
        for start in range(0, len(kept), BATCH):
            optimizer.zero_grad()
            for example in kept[start : start + BATCH]:
                _loss(network, example).backward()
            optimizer.step()
    gate = Gate(**network.eval().arrays(), threshold=0.0)
    return Gate(**network.arrays(), threshold=_threshold(gate, held))


def _loss(network: GateNetwork, example: Example) -> Tensor:
    """Return the loss of the sentences' scores, each the soft maximum of its pieces'."""
    scores = network(torch.from_numpy(example.window.pieces))
    of = torch.from_numpy(sentence_of_pieces(example.window))
    gold = torch.zeros(int(of.max()) + 1)
    gold[list(telling(example))] = 1.0
    sums = torch.zeros(len(gold)).index_add(0, of, scores.clamp(max=20).exp())
    return nn.functional.binary_cross_entropy_with_logits(sums.clamp_min(1e-6).log(), gold, reduction="sum")


def sentence_of_pieces(window: Window) -> np.ndarray:
    """Return (P,): the sentence of each piece of a window."""
    word = np.searchsorted(window.first, np.arange(len(window.pieces)), side="right") - 1
    return window.sentences[np.clip(word, 0, None)]


def telling(example: Example) -> set[int]:
    """Return the sentences that carry a claim."""
    return {int(example.window.sentences[low]) for low, _ in example.triggers}


def _threshold(gate: Gate, held: Iterable[Example]) -> float:
    """Return the highest threshold that lets the share RECALL of the telling sentences pass."""
    long = [e for e in held if len(e.window.pieces) >= SHORT]
    best = [gate.relevance(e.window) for e in long for _ in telling(e)]
    return round(float(np.quantile(best, 1 - RECALL, method="lower")), 3)


def recall(gate: Gate, examples: Iterable[Example]) -> float:
    """Return the share of the sentences with a claim that lie in windows that pass."""
    kept = total = 0
    for example in examples:
        total += len(telling(example))
        kept += len(telling(example)) * gate.passes(example.window)
    return round(kept / max(total, 1), 4)


def save_gate(gate: Gate, file: Path) -> None:
    """Write the weights of a gate; its threshold belongs to the manifest."""
    arrays = {name: value for name, value in vars(gate).items() if name != "threshold"}
    np.savez_compressed(file, **arrays)
