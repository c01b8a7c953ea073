"""Annotated reports to train on: lines in the form of the annotation guide, as review exports them."""

import hashlib
import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from communique.extract.features import LABELS
from communique.train.examples import trigger_at

__all__ = ["DataError", "digest_of", "gold_trigger", "parted", "read_annotated"]

_SLOTS = ("actors", "recipients", "targets", "means", "places")
_CODED = {"targets": (("kind", "kind"), ("effect", "effect")), "means": (("kind", "means_kind"),),
          "places": (("relation", "relation"),)}  # fmt: skip


class DataError(ValueError):
    """A line that is no annotated report; the message says where and why."""


def read_annotated(source: Path) -> list[dict[str, Any]]:
    """Return the reports of a file, or of all `.jsonl` files of a folder. Raises `DataError`, `OSError`."""
    files = sorted(source.glob("*.jsonl")) if source.is_dir() else [source]
    found = [report for file in files for report in _lines(file)]
    if not any(report["claims"] for report in found):
        raise DataError(f"{source} holds no annotated claim")
    return list({report["id"]: report for report in found}.values())


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    yield _checked(json.loads(line))
                except (ValueError, KeyError, TypeError, AttributeError) as error:
                    raise DataError(f"{file}, line {number}: {_said(error)}") from None


def _said(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def _checked(report: Any) -> dict[str, Any]:
    """Return a report whose claims quote it and keep to the closed lists; raise `ValueError` else."""
    text = report["text"]
    for claim in report["claims"]:
        if claim["quote"] not in text or claim["trigger"] not in claim["quote"]:
            raise ValueError(f"the trigger {claim['trigger']!r} does not stand in a quote of the text")
        _listed("event", f"{claim['event']}/{claim['mode'] or ''}")
        _listed("factuality", claim["factuality"])
        for slot in _SLOTS:
            for filler in claim[slot]:
                if filler["text"] not in text:
                    raise ValueError(f"{filler['text']!r} does not stand in the text")
                for name, label in _CODED.get(slot, ()):
                    _listed(label, filler[name])
    return {"title": None, "published": None, **report, "id": str(report["id"])}


def _listed(label: str, value: str) -> None:
    if value not in LABELS[label]:
        raise ValueError(f"{value!r} is no {label}")


def parted(
    reports: Iterable[dict[str, Any]], share: float, seed: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the reports to train on, and those held out: a share of the ones that were judged whole."""
    every = sorted(reports, key=lambda report: report["id"])
    whole = [report["id"] for report in every if report.get("complete", True)]
    random.Random(seed).shuffle(whole)
    held = set(whole[: round(share * len(whole))])
    return [r for r in every if r["id"] not in held], [r for r in every if r["id"] in held]


def digest_of(*told: Any) -> str:
    """Return 16 hexadecimal digits that differ where anything of it does."""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def gold_trigger(report: dict[str, Any], claim: dict[str, Any]) -> tuple[int, int]:
    """Return the span of an annotated claim's trigger in the text."""
    start = report["text"].find(claim["quote"]) + trigger_at(claim)
    return start, start + len(claim["trigger"])
