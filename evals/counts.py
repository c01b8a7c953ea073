"""Counts: gold texts whose bounds are reproduced exactly, and gold counts that are found in the report."""

import json
from pathlib import Path
from typing import Any

from communique.extract.counts import find_counts, parse_count

FILES: tuple[str, ...] = ("claims/dev.jsonl", "claims/train.jsonl")


def measure(data: Path) -> dict[str, float]:
    """Return the share of exact bounds on dev and train, and the recall of spans and bounds on dev."""
    dev, train = (_reports(data / name) for name in FILES)
    gold = [count for report in dev for count in _counts(report)]
    found = [_found(report) for report in dev]
    return {
        "size": len(gold),
        "counts": _exact(gold),
        "counts_train": _exact([count for report in train for count in _counts(report)]),
        "found": sum(hit for hit, _ in found) / len(gold),
        "found_per_gold": sum(spans for _, spans in found) / len(gold),
    }


def _reports(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _counts(report: dict[str, Any]) -> list[dict[str, Any]]:
    things = (t for claim in report["claims"] for t in (*claim["targets"], *claim["means"]))
    return [thing["count"] for thing in things if thing["count"]]


def _exact(counts: list[dict[str, Any]]) -> float:
    return sum(parse_count(c["text"]) == (c["low"], c["high"]) for c in counts) / len(counts)


def _found(report: dict[str, Any]) -> tuple[int, int]:
    text = report["text"]
    spans = list(find_counts(text, articles=True))
    quoted = {(text[s.start : s.end], s.low, s.high) for s in spans}
    return sum((c["text"], c["low"], c["high"]) in quoted for c in _counts(report)), len(spans)


if __name__ == "__main__":
    import sys

    for name, figure in measure(Path(sys.argv[1])).items():
        print(f"{name:16} {figure:.4f}")
