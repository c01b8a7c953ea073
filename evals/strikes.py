"""Strike lists: lines of official releases whose place and number of strikes are both exactly right."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz import fuzz

from communique.config import Config
from communique.model import Claim, Report
from communique.run import claims_of

# The table's place names are normalised (`Raqqa` for `Ar Raqqah`): articles aside, like spellings are one.
_ALIKE = 75
_ARTICLE = re.compile(r"\b(?:al|ar|as|ash|at|az|ad|an|el)[ -]", re.I)

FILES: tuple[str, ...] = ("data/strikes/2014-2015.jsonl",)


def measure(data: Path) -> dict[str, float]:
    """Return precision, recall and F1 of (place, strikes) over all lines."""
    lines = [json.loads(line) for line in (data / FILES[0]).read_text(encoding="utf-8").splitlines()]
    reports = [Report(id=str(n), published=line["date"], text=line["line"]) for n, line in enumerate(lines)]
    hit = got = 0
    for line, report in zip(lines, claims_of(reports, Config()), strict=True):
        found = {pair for claim in report.claims for pair in _strikes(claim)}
        got += len(found)
        hit += any(n == line["strikes"] and _alike(place, line["place"]) for place, n in found)
    precision, recall = hit / max(got, 1), hit / len(lines)
    f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
    return {"size": len(lines), "exact P": precision, "exact R": recall, "exact": f1}


def _alike(place: str, other: str) -> bool:
    plain = (_ARTICLE.sub("", name).casefold() for name in (place, other))
    return fuzz.ratio(*plain) >= _ALIKE


def _strikes(claim: Claim) -> Iterator[tuple[str, int]]:
    """Yield each place of an air attack with the number of strikes there."""
    numbers = {m.count.low for m in claim.means if m.kind == "action" and m.count and m.count.low}
    for place in claim.places:
        for number in numbers:
            yield place.text, number
