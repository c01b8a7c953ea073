"""What the cheap stages of ingest keep of reports that make claims, and of other news; and what each costs.

Texts go in as rows of a table, so the figures are of language, words and gate, not of reading a page. A
report on conflict that is passed over is lost, so the share kept matters most. Times are of the processor.
"""

import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

from communique.config import Config
from communique.extract import open_extractor
from communique.ingest.raw import Raw
from communique.ingest.sieve import Sieve, tells_of_conflict

FILES: tuple[str, ...] = (
    "claims/dev.jsonl",
    "claims/train.jsonl",
    "data/fusion/news-clusters.jsonl",
    "data/pages/article-extraction-benchmark.jsonl",
)
_OTHER_NEWS = {"sports", "technology", "entertainment", "science", "business"}


def measure(data: Path) -> dict[str, float]:
    """Return shares kept of each kind of text, by words alone and by all stages, and milliseconds a text."""
    dev, train, news, pages = (_lines(data / name) for name in FILES)
    claims = [r["text"] for r in (*dev, *train) if r["claims"]]
    held = [r["text"] for r in dev if r["claims"]]
    other = [n["text"] for n in news if n["category"] in _OTHER_NEWS]
    figures: dict[str, float] = {"size": len(claims) + len(other) + len(pages)}
    figures["reports with claims that have words of conflict"] = _share(claims)
    figures["of them not trained on"] = _share(held)
    figures["all stages keep of the latter"] = _kept(held, figures)
    figures["other news that has words of conflict"] = _share(other)
    figures["all stages keep of other news"] = _kept(other, figures)
    figures["all stages keep of general news pages"] = _kept([p["text"] for p in pages], figures)
    return figures


def _share(texts: list[str]) -> float:
    return sum(map(tells_of_conflict, texts)) / len(texts)


def _kept(texts: list[str], figures: dict[str, float]) -> float:
    sieve = Sieve(open_extractor(Config(threads=1)), ["en"])
    raws = [Raw("", b"", fields={"text": text}) for text in texts]
    began = time.process_time()
    refused = Counter(map(sieve.refusal, raws))
    figures["ms a text"] = 1e3 * (time.process_time() - began) / len(texts)
    return refused[None] / len(texts)


def _lines(file: Path) -> list[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
