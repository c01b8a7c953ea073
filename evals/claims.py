"""Claims: the whole pipeline against annotated reports, by the scorer that lies beside the annotation."""

import json
from collections import Counter
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from communique.config import Config
from communique.model import Report, report_to_json
from communique.run import claims_of

FILES: tuple[str, ...] = ("claims/dev.jsonl", "claims/score.py")
_GROUP_OF_REPORTS = 3


def measure(data: Path) -> dict[str, float]:
    """Return F1 of every slot, precision and recall of the summaries, and F1 a group of origins."""
    gold = [json.loads(line) for line in (data / FILES[0]).read_text(encoding="utf-8").splitlines()]
    predicted = predict(gold)
    scorer = scorer_of(data / FILES[1])
    table = scorer.score(gold, predicted)
    figures: dict[str, float] = {"size": sum(len(report["claims"]) for report in gold)}
    for slot in ("all slots", "claims", "whole claims"):
        row = table.pop(slot)
        figures |= {f"{slot} P": row["precision"], f"{slot} R": row["recall"], slot: row["f1"]}
    figures |= {slot: row["f1"] for slot, row in table.items()}
    for group, reports in _groups(gold).items():
        figures[f"all slots: {group}"] = scorer.score(reports, predicted)["all slots"]["f1"]
    return figures


def predict(gold: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the pipeline's claims for annotated reports, by the reports' ids, in the output contract."""
    reports = [Report(id=r["id"], title=r["title"], published=r["published"], text=r["text"]) for r in gold]
    return {r.id: json.loads(report_to_json(r))["claims"] for r in claims_of(reports, Config())}


def scorer_of(path: Path) -> ModuleType:
    """Return the measure in a file."""
    spec = spec_from_file_location("claims_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _groups(gold: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the reports by the first part of their origin; origins of few reports stand together."""
    origins = {r["id"]: r["origin"].split(",")[0].split(" (")[0] for r in gold}
    often = Counter(origins.values())
    groups: dict[str, list[dict[str, Any]]] = {}
    for report in gold:
        origin = origins[report["id"]]
        groups.setdefault(origin if often[origin] >= _GROUP_OF_REPORTS else "others", []).append(report)
    return groups
