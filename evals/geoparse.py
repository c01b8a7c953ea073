"""TR-News: recognition of place names, and their resolution, given the names and end to end.

No weight was fitted to these articles, but their errors were looked at while rules were written, and some of
the gazetteer's own sites, points of provinces and the least score of a guess were chosen with them in view:
the figures flatter.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

from communique.resolve.places.geoparse import geoparse
from communique.resolve.places.rank import kilometres

__all__ = ["FILES", "measure"]

FILES = ("geoparse/tr-news.jsonl",)
NEAR_KM = 161.0
"""100 miles, the field's measure of a right answer."""

Pair = tuple[dict[str, Any], dict[str, Any] | None]


def measure(data: Path) -> dict[str, float]:
    """Return precision, recall and F1 of recognition, and the shares of right answers."""
    records = [json.loads(line) for line in (data / FILES[0]).read_text(encoding="utf-8").splitlines()]
    plain = [{key: r[key] for key in ("id", "text", "published")} for r in records]
    read = [r["toponyms"] for r in geoparse(plain)]
    gold = [r["toponyms"] for r in records]
    given = [r["toponyms"] for r in geoparse(records)]
    figures: dict[str, float] = {"size": sum(map(len, gold))}
    figures |= _recognition(gold, read)
    figures |= _resolution("given", _paired(gold, given))
    figures |= _resolution("end_to_end", _paired(gold, read))
    return figures


def _recognition(gold: list[list[dict[str, Any]]], read: list[list[dict[str, Any]]]) -> dict[str, float]:
    told = {(n, t["start"], t["end"]) for n, ts in enumerate(gold) for t in ts}
    found = {(n, t["start"], t["end"]) for n, ts in enumerate(read) for t in ts}
    hits = len(told & found)
    precision, recall = hits / max(1, len(found)), hits / max(1, len(told))
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(1e-9, precision + recall),
    }


def _paired(gold: list[list[dict[str, Any]]], read: list[list[dict[str, Any]]]) -> list[Pair]:
    pairs: list[Pair] = []
    for told, found in zip(gold, read, strict=True):
        by_span = {(t["start"], t["end"]): t for t in found}
        pairs += [(t, by_span.get((t["start"], t["end"]))) for t in told if t["latitude"] is not None]
    return pairs


def _resolution(name: str, pairs: list[Pair]) -> dict[str, float]:
    answered = [(t, f) for t, f in pairs if f is not None and f["latitude"] is not None]
    away = [_away(t, f) for t, f in answered]
    sure = [a < 25 for a, (_, f) in zip(away, answered, strict=True) if f["score"] >= 0.9]
    same = sum(str(f["geonameid"]) == str(t["geonameid"]) for t, f in answered)
    return {
        f"{name}_answered": len(answered) / len(pairs),
        f"{name}_within_161km": _share(a < NEAR_KM for a in away) * len(away) / len(pairs),
        f"{name}_answers_within_161km": _share(a < NEAR_KM for a in away),
        f"{name}_exact_id": same / len(pairs),
        f"{name}_median_km": median(away) if away else -1.0,
        f"{name}_calibration_90": _share(sure),
    }


def _away(told: dict[str, Any], found: dict[str, Any]) -> float:
    return kilometres((told["latitude"], told["longitude"]), (found["latitude"], found["longitude"]))


def _share(right: Iterable[bool]) -> float:
    outcomes = list(right)
    return sum(outcomes) / max(1, len(outcomes))
