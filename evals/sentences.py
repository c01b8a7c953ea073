"""Sentences: annotated quotes that the splitter gives as exactly one sentence."""

import json
import re
from pathlib import Path

from communique.extract.sentences import split_sentences

FILES: tuple[str, ...] = ("claims/dev.jsonl", "claims/train.jsonl")
# Quotation marks, bullets, final punctuation and citation numbers about a quote are no difference.
_EDGES = re.compile(r"^(?:[\s\"“”'‘’«»–—•*·-]|\[\d+\])+|(?:[\s\"“”'‘’«»–—•*·.;,:?!-]|\[\d+\])+$")


def measure(data: Path) -> dict[str, float]:
    """Return the share of quotes that are one sentence, on dev and on train."""
    size, dev = _share(data / FILES[0])
    return {"size": size, "one sentence": dev, "one sentence, train": _share(data / FILES[1])[1]}


def _share(path: Path) -> tuple[int, float]:
    hits = []
    for report in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        text = report["text"]
        sentences = {_EDGES.sub("", text[start:end]) for start, end in split_sentences(text)}
        hits += [_EDGES.sub("", quote) in sentences for quote in {c["quote"] for c in report["claims"]}]
    return len(hits), sum(hits) / len(hits)
