"""Thresholds, chosen on the development reports by coordinate ascent on the all-slots F1."""

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from types import ModuleType
from typing import Any

from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer

from communique.extract.assemble import Reading, Thresholds, read_window
from communique.extract.features import Window, windows
from communique.extract.network import Network
from communique.extract.sentences import split_sentences
from communique.extract.trained import own_stretch
from communique.model import Claim, Report, evolve, report_to_json

GRID = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8)
CHOSEN = ("happening", "party", "target", "means", "place", "time", "source")


@dataclass
class Read:
    """One report as the network read it once; claims follow for any thresholds."""

    report: Report
    sentences: list[tuple[int, int]]
    windows: list[Window]
    readings: list[Reading | None]

    def claims(self, thresholds: Thresholds) -> Iterator[Claim]:
        """Yield the claims that the thresholds let pass."""
        for number, reading in enumerate(self.readings):
            if reading is not None:
                low, high = own_stretch(self.windows, number)
                for claim in reading.claims(self.sentences, thresholds, "training"):
                    if low <= claim.trigger_start < high:
                        yield claim


def read_all(reports: list[dict[str, Any]], network: Network, tokenizer: Tokenizer) -> list[Read]:
    """Run the network once over each report."""
    read = []
    for raw in reports:
        report = Report(id=raw["id"], title=raw["title"], published=raw["published"], text=raw["text"])
        sentences = split_sentences(report.text)
        found = list(windows(report.text, sentences, tokenizer))
        readings = [read_window(report, window, network, Thresholds()) for window in found]
        read.append(Read(report, sentences, found, readings))
    return read


def as_plain(report: Report, claims: list[Claim]) -> list[dict[str, Any]]:
    """Return claims as the plain objects of the output contract."""
    found: list[dict[str, Any]] = json.loads(report_to_json(evolve(report, claims=tuple(claims))))["claims"]
    return found


def choose(
    read: list[Read], gold: list[dict[str, Any]], measure: ModuleType, start: Thresholds
) -> Thresholds:
    """Return the thresholds with the best all-slots F1, searched slot by slot, twice."""

    def value(thresholds: Thresholds) -> float:
        predicted = {r.report.id: as_plain(r.report, list(r.claims(thresholds))) for r in read}
        return float(measure.score(gold, predicted)["all slots"]["f1"])

    best, reached = start, value(start)
    for _ in range(2):
        for name in CHOSEN:
            best, reached = _along(name, best, reached, value)
    return best


def _along(
    name: str, best: Thresholds, reached: float, value: Callable[[Thresholds], float]
) -> tuple[Thresholds, float]:
    for grid in GRID:
        tried = replace(best, **{name: grid})
        found = value(tried)
        if found > reached + 1e-4:
            best, reached = tried, found
    return best, reached


def calibrate(
    read: list[Read], gold: list[dict[str, Any]], measure: ModuleType, chosen: Thresholds
) -> Thresholds:
    """Return the thresholds with a logistic fit of the claims' chance of being right (Platt 1999)."""
    odds, right = [], []
    raw = replace(chosen, slope=1.0, shift=0.0)
    for one, report in zip(read, gold, strict=True):
        claims = list(one.claims(raw))
        plain = as_plain(one.report, claims)
        pairs = {j: i for i, j in measure.pair_claims(report, plain)}
        for j, claim in enumerate(plain):
            chance = min(max(claim["confidence"], 0.005), 0.995)
            odds.append([math.log(chance / (1 - chance))])
            right.append(j in pairs and report["claims"][pairs[j]]["event"] == claim["event"])
    model = LogisticRegression(C=1.0).fit(odds, right)
    return replace(
        chosen, slope=round(float(model.coef_[0][0]), 3), shift=round(float(model.intercept_[0]), 3)
    )


def figures(
    read: list[Read], gold: list[dict[str, Any]], measure: ModuleType, thresholds: Thresholds
) -> dict[str, float]:
    """Return the F1 of each slot on the development reports, before resolution."""
    predicted = {r.report.id: as_plain(r.report, list(r.claims(thresholds))) for r in read}
    return {slot: round(row["f1"], 4) for slot, row in measure.score(gold, predicted).items()}


def as_values(thresholds: Thresholds) -> dict[str, float]:
    """Return thresholds as the manifest lists them."""
    return {field.name: getattr(thresholds, field.name) for field in fields(thresholds)}
