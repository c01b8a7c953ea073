"""Attribution: sources of claims in news articles of PolNeAR, whose every attribution is annotated.

The articles are about politics at home, so most of their attributions carry no claim in scope: what is
measured is whether the claims that are read have the source, and the cue, of the attribution around their
trigger, and none where there is no attribution.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.config import Config
from communique.model import Claim, Report
from communique.run import claims_of

FILES: tuple[str, ...] = ("data/attribution/polnear-dev.jsonl",)
Spans = list[list[int]]


@dataclass
class _Tally:
    attributed: int = 0  # claims within the content of an attribution
    sourced: int = 0  # of these, with a source in the report
    source: int = 0  # of these, with a source that overlaps the annotated one
    cue: int = 0
    plain: int = 0  # claims outside every attribution
    silent: int = 0  # of these, without a source


def measure(data: Path) -> dict[str, float]:
    """Return precision and recall of sources and the recall of cues, over the claims read."""
    articles = [json.loads(line) for line in (data / FILES[0]).open(encoding="utf-8")]
    reports = [Report(id=str(n), text=article["text"]) for n, article in enumerate(articles)]
    tally = _Tally()
    for article, report in zip(articles, claims_of(reports, Config()), strict=True):
        for claim in report.claims:
            _count(tally, claim, article["attributions"])
    given = tally.sourced + tally.plain - tally.silent
    precision, recall = tally.source / max(given, 1), tally.source / max(tally.attributed, 1)
    return {
        "size": tally.attributed + tally.plain,
        "source P": precision,
        "source R": recall,
        "source": 2 * precision * recall / max(precision + recall, 1e-9),
        "cue R": tally.cue / max(tally.attributed, 1),
        "author's own voice": tally.silent / max(tally.plain, 1),
    }


def _count(tally: _Tally, claim: Claim, attributions: list[dict[str, Any]]) -> None:
    around = [a for a in attributions if _overlap(a["content"], claim.trigger_start, claim.trigger_end)]
    if not around:
        tally.plain += 1
        tally.silent += not claim.sources
        return
    tally.attributed += 1
    tally.sourced += bool(claim.sources)
    tally.source += any(_overlap(a["source"], s.start, s.end) for a in around for s in claim.sources)
    if claim.cue_start is not None and claim.cue_end is not None:
        tally.cue += any(_overlap(a["cue"], claim.cue_start, claim.cue_end) for a in around)


def _overlap(spans: Iterable[list[int]], start: int, end: int) -> bool:
    return any(low < end and start < high for low, high in spans)
