"""Kinds of errors on the development reports: `python -m evals.errors FOLDER` prints two tables.

What became of each annotated claim, and of each filler of those that were found: never proposed, or
proposed but refused by the linker; in the sentence of the trigger, or elsewhere in the report.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from rich.console import Console
from rich.table import Table

from communique.config import Config
from communique.extract import open_extractor
from communique.extract.assemble import Reading
from communique.extract.features import MENTION_TYPES
from communique.extract.sentences import split_sentences
from communique.extract.trained import TrainedExtractor
from communique.model import Report
from evals.claims import predict, scorer_of

SLOTS = {
    "sources": "source",
    "actors": "party",
    "recipients": "party",
    "targets": "target",
    "means": "means",
    "places": "place",
}
Kinds = Counter[tuple[str, str]]


def analyse(data: Path) -> tuple[Kinds, Kinds]:
    """Return (outcome, group of origin) of claims and (slot, outcome) of fillers, each with its number."""
    gold = [json.loads(line) for line in (data / "claims" / "dev.jsonl").open(encoding="utf-8")]
    scorer, predicted = scorer_of(data / "claims" / "score.py"), predict(gold)
    extractor = open_extractor(Config())
    assert isinstance(extractor, TrainedExtractor)
    claims, fillers = Kinds(), Kinds()
    for report in gold:
        read = Report(id=report["id"], text=report["text"])
        readings = [reading for reading, _ in extractor.readings(read, split_sentences(read.text))]
        found = predicted[report["id"]]
        pairs = dict(scorer.pair_claims(report, found))
        for number, claim in enumerate(report["claims"]):
            if number not in pairs:
                claims[_why_missed(report, claim, readings), _group(report)] += 1
                continue
            right = found[pairs[number]]
            same = claim["event"] == right["event"]
            claims["found" if same else "found as another event", _group(report)] += 1
            fillers.update(_fillers(claim, right, readings, scorer))
        quotes = [c["quote"] for c in report["claims"]]
        for j, claim in enumerate(found):
            if j not in pairs.values():
                inside = any(claim["quote"] in q or q in claim["quote"] for q in quotes)
                kind = "one more in a sentence with a claim" if inside else "in a sentence without"
                claims[f"invented: {kind}", _group(report)] += 1
    return claims, fillers


def _group(report: dict[str, Any]) -> str:
    origin = str(report["origin"])
    known = ("MUC-4", "Airwars archive", "Airwars", "re3d", "CASE", "news cluster")
    return next((name for name in known if origin.startswith(name)), "monitors, news sites")


def _why_missed(report: dict[str, Any], claim: dict[str, Any], readings: list[Reading]) -> str:
    at = report["text"].find(claim["quote"]) + claim["quote"].find(claim["trigger"])
    end = at + len(claim["trigger"])
    proposed = any(
        low < end and at < high
        for reading in readings
        for low, high in map(reading.place, reading.spans.triggers)
    )
    return "missed: proposed, then refused" if proposed else "missed: no trigger proposed"


def _fillers(
    claim: dict[str, Any],
    right: dict[str, Any],
    readings: list[Reading],
    scorer: ModuleType,
) -> Iterator[tuple[str, str]]:
    """Yield slot and outcome of each filler of an annotated claim, and of each too many."""
    for slot, kind in SLOTS.items():
        gold = [f if isinstance(f, str) else f["text"] for f in claim[slot]]
        read = [f["text"] for f in right[slot]]
        pairs = scorer.pair_up(gold, read, scorer.same)
        hit = {i for i, _ in pairs}
        for number, text in enumerate(gold):
            if number in hit:
                yield slot, "right"
                continue
            where = "its sentence" if text in claim["quote"] else "elsewhere"
            proposed = any(scorer.same(text, other) for other in _proposed(readings, kind))
            yield slot, f"{where}: {'not linked' if proposed else 'not proposed'}"
        yield from [(slot, "too many")] * (len(read) - len(pairs))


def _proposed(readings: list[Reading], kind: str) -> Iterator[str]:
    wanted = MENTION_TYPES.index(kind)
    for reading in readings:
        for mention, of_kind in enumerate(reading.spans.types.tolist()):
            if of_kind == wanted:
                yield reading.quoted(mention)["text"]


def show(kinds: Kinds, title: str) -> None:
    """Print numbers as a table: the first part of each key down, the second across."""
    rows, columns = (sorted({key[part] for key in kinds}) for part in (0, 1))
    table = Table(title, *columns, box=None)
    for row in rows:
        table.add_row(row, *(str(kinds[row, column] or "") for column in columns))
    Console(width=150).print(table)


def main(folder: str) -> None:
    """Print both tables."""
    claims, fillers = analyse(Path(folder))
    show(claims, "claims")
    show(fillers, "fillers of claims that were found")


if __name__ == "__main__":
    main(*sys.argv[1:])
