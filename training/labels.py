"""Claims that the project annotated on others' texts: kept as offsets, since the texts are not ours to keep.

A label file holds a report a line: its id, a digest of its text, and its claims, with every quoted text as
`[start, end]`. `attach` puts the texts back; `detach` makes a label of an annotated report.
"""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

LABELS = Path(__file__).parent / "labels"
_TEXTS = ("quote", "trigger", "cue")
_FILLERS = ("actors", "recipients", "targets", "means", "places")


def muc_reports(data: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the annotated messages of the MUC-4 training set, with their claims, by label file."""
    with (data / "data" / "muc4" / "train.jsonl").open(encoding="utf-8") as lines:
        messages = {m["docid"].lower(): m["doctext"] for m in map(json.loads, lines)}
    found = {}
    for file in sorted(LABELS.glob("muc4-*.jsonl")):
        labels = map(json.loads, file.read_text(encoding="utf-8").splitlines())
        found[file.stem] = [attach(label, muc_text(messages[label["id"]])) for label in labels]
    return found


def muc_text(raw: str) -> str:
    """Return a message with its paragraphs, which the reduced form marks by wide spaces, set apart."""
    return re.sub(r" {2}", " ", re.sub(r" {3,}", "\n\n", raw.strip()))


def detach(report: dict[str, Any]) -> dict[str, Any]:
    """Return the label of an annotated report: everything of it but its text."""
    text = report["text"]

    def at(quoted: str) -> list[int]:
        exact = re.search(r"(?<!\w)" + re.escape(quoted) + r"(?!\w)", text)
        start = exact.start() if exact else text.index(quoted)
        return [start, start + len(quoted)]

    return {"id": report["id"], "text": _digest(text), "claims": [_mapped(c, at) for c in report["claims"]]}


def attach(label: dict[str, Any], text: str) -> dict[str, Any]:
    """Return the annotated report that a label and a text make. Raises `ValueError` where they do not fit."""
    if label["text"] != _digest(text):
        raise ValueError(f"{label['id']}: the text differs from the annotated one")

    def at(span: list[int]) -> str:
        return text[slice(*span)]

    claims = [_mapped(claim, at) for claim in label["claims"]]
    return {"id": label["id"], "title": "", "published": None, "text": text, "claims": claims}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _mapped(claim: dict[str, Any], at: Any) -> dict[str, Any]:
    """Return a claim with every quoted text, or span, exchanged."""
    mapped = dict(claim)
    for name in _TEXTS:
        mapped[name] = None if claim[name] is None else at(claim[name])
    mapped["sources"] = [at(source) for source in claim["sources"]]
    for slot in _FILLERS:
        mapped[slot] = [_filler(filler, at) for filler in claim[slot]]
    mapped["time"] = None if claim["time"] is None else {"text": at(claim["time"]["text"])}
    return mapped


def _filler(filler: dict[str, Any], at: Any) -> dict[str, Any]:
    mapped = filler | {"text": at(filler["text"])}
    if filler.get("count"):
        mapped["count"] = {"text": at(filler["count"]["text"])}
    return mapped
