"""Calibration: how often claims of a given confidence are right, on the annotated development reports.

A claim is right where it pairs with an annotated one of the same event type. The expected calibration error
is the mean distance of confidence and frequency over ten bins, weighted by their claims (Naeini et al. 2015).
"""

import json
from dataclasses import dataclass
from pathlib import Path

from evals.claims import predict, scorer_of

FILES: tuple[str, ...] = ("claims/dev.jsonl", "claims/score.py")
BINS = 10


@dataclass(frozen=True)
class Bin:
    """The claims of one tenth of confidence: how many, their mean confidence, the share that is right."""

    size: int
    confidence: float
    right: float


def measure(data: Path) -> dict[str, float]:
    """Return the expected calibration error, and the share of right claims among the surest."""
    outcomes = judged(data)
    sure = [right for confidence, right in outcomes if confidence >= 0.8]
    return {
        "size": len(outcomes),
        "expected calibration error": expected_error(outcomes),
        "confidence of .8 and more": len(sure) / max(len(outcomes), 1),
        "right of these": sum(sure) / max(len(sure), 1),
    }


def judged(data: Path) -> list[tuple[float, bool]]:
    """Return confidence and rightness of every claim read in the development reports."""
    gold = [json.loads(line) for line in (data / FILES[0]).open(encoding="utf-8")]
    scorer, predicted = scorer_of(data / FILES[1]), predict(gold)
    outcomes = []
    for report in gold:
        claims = predicted[report["id"]]
        pairs = {j: report["claims"][i]["event"] for i, j in scorer.pair_claims(report, claims)}
        outcomes += [(c["confidence"], pairs.get(j) == c["event"]) for j, c in enumerate(claims)]
    return outcomes


def bins_of(outcomes: list[tuple[float, bool]]) -> list[Bin]:
    """Return the bins that hold any claim, from unsure to sure."""
    found = []
    for number in range(BINS):
        inside = [(c, right) for c, right in outcomes if min(int(c * BINS), BINS - 1) == number]
        if inside:
            size = len(inside)
            found.append(Bin(size, sum(c for c, _ in inside) / size, sum(r for _, r in inside) / size))
    return found


def expected_error(outcomes: list[tuple[float, bool]]) -> float:
    """Return the expected calibration error."""
    total = max(len(outcomes), 1)
    return sum(b.size * abs(b.confidence - b.right) for b in bins_of(outcomes)) / total
