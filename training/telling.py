"""`python -m training.telling --data ../shared`: the linear model by which ingest judges sentences of pages.

Sentences that carry a trigger tell; all others do not, those of a report that makes claims by a smaller
weight: they often tell of the same happening without making a claim. The threshold is chosen on reports that
the weights have not seen: each fifth of them is judged by a model of the others.
"""

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from communique.ingest.telling import BUCKETS, FILE, Telling, features, sentences
from communique.train.data import gold_trigger
from training.__main__ import read_corpora

EPOCHS, RATE, BATCH, DROPOUT, DECAY = 12, 5e-3, 512, 0.3, 2e-6
BESIDE = 0.3  # what a sentence without a claim weighs in a report that makes some
FOLDS = 5
RECALL = 0.995  # of the reports with claims, while they are held out


@dataclass(frozen=True)
class Judged:
    """A report's text, and for each of its sentences the buckets and whether it carries a claim."""

    text: str
    corpus: str
    sentences: list[tuple[list[int], bool]]

    @property
    def telling(self) -> bool:
        """Whether the report makes a claim."""
        return any(tells for _, tells in self.sentences)


def judged(report: dict[str, Any], corpus: str) -> Judged:
    """Return a report with its sentences judged by the claims that were annotated."""
    text, triggers = report["text"], [gold_trigger(report, claim)[0] for claim in report["claims"]]
    cut = [(low, high, any(low <= at < high for at in triggers)) for low, high in sentences(text)]
    found = [(features(text[low:high]), tells) for low, high, tells in cut]
    return Judged(text, corpus, [(buckets, tells) for buckets, tells in found if buckets])


def fitted(reports: Sequence[Judged], seed: int = 0) -> Telling:
    """Return a model of the reports; its threshold is not chosen yet."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    weights, bias = nn.EmbeddingBag(BUCKETS, 1, mode="sum"), nn.Parameter(torch.zeros(1))
    nn.init.zeros_(weights.weight)
    optimizer = torch.optim.Adam([weights.weight, bias], lr=RATE)
    rows = [
        (buckets, float(tells), BESIDE if r.telling and not tells else 1.0)
        for r in reports
        for buckets, tells in r.sentences
    ]
    for _ in range(EPOCHS):
        chance.shuffle(rows)
        for at in range(0, len(rows), BATCH):
            optimizer.zero_grad()
            _loss(weights, bias, rows[at : at + BATCH], chance).backward()
            optimizer.step()
    rounded = weights.weight.detach()[:, 0].half().double().tolist()
    return Telling(rounded, float(bias.detach()), 0.0)


def _loss(
    weights: nn.EmbeddingBag,
    bias: torch.Tensor,
    rows: list[tuple[list[int], float, float]],
    chance: random.Random,
) -> torch.Tensor:
    kept = [[b for b in buckets if chance.random() > DROPOUT] or buckets[:1] for buckets, _, _ in rows]
    sizes = torch.tensor([len(buckets) for buckets in kept])
    flat = torch.tensor([b for buckets in kept for b in buckets])
    odds = weights(flat, sizes.cumsum(0) - sizes)[:, 0] / sizes.sqrt() + bias
    gold, weighed = torch.tensor([r[1] for r in rows]), torch.tensor([r[2] for r in rows])
    loss = nn.functional.binary_cross_entropy_with_logits(odds, gold, weight=weighed)
    return loss + DECAY * (weights.weight[flat.unique()] ** 2).sum()


def held_out(reports: Sequence[Judged], seed: int = 5) -> list[tuple[Judged, float]]:
    """Return each report with its best sentence's score by a model that has not seen it."""
    drawn = random.Random(seed).sample(reports, len(reports))
    scored = []
    for fold in range(FOLDS):
        model = fitted([r for at, r in enumerate(drawn) if at % FOLDS != fold])
        scored += [(r, _best(model, r)) for r in drawn[fold::FOLDS]]
    return scored


def _best(model: Telling, report: Judged) -> float:
    return max((model.score(report.text[low:high]) for low, high in sentences(report.text)), default=-np.inf)


def main() -> None:
    """Choose the threshold on reports held out, train on all, write the weights, print what they keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds claims/ and data/")
    parser.add_argument("--out", type=Path, default=FILE)
    args = parser.parse_args()
    corpora = read_corpora(args.data)
    reports = [judged(report, name) for name, several in corpora.items() for report in several]
    scored = held_out(reports)
    telling = [best for report, best in scored if report.telling and report.corpus == "claims"]
    threshold = round(float(np.quantile(telling, 1 - RECALL, method="lower")), 3)
    model = fitted(reports)
    weights = np.asarray(model.weights, np.float16)
    np.savez_compressed(args.out, weights=weights, bias=model.bias, threshold=threshold)
    for name, kept in _kept(scored, threshold).items():
        print(f"{name}: {kept:.4f}")


def _kept(scored: list[tuple[Judged, float]], threshold: float) -> dict[str, float]:
    own = [(r, best >= threshold) for r, best in scored if r.telling and r.corpus == "claims"]
    carried = [(sum(tells for _, tells in r.sentences), kept) for r, kept in own]
    return {
        "threshold": threshold,
        "reports with claims": float(np.mean([kept for _, kept in own])),
        "their sentences with a claim": sum(n * k for n, k in carried) / sum(n for n, _ in carried),
        "reports with claims of all corpora": float(
            np.mean([b >= threshold for r, b in scored if r.telling])
        ),
        "reports without": float(np.mean([b >= threshold for r, b in scored if not r.telling])),
    }


if __name__ == "__main__":
    main()
