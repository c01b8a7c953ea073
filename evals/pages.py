"""How much of a news page's article text is read, and how little else: word-level F1."""

import gzip
import io
import json
import re
import time
from collections import Counter
from pathlib import Path

from communique.model import Report
from communique.read import Document, ReadOptions
from communique.read.html import read_html

__all__ = ["FILES", "measure"]

FILES: tuple[str, ...] = ("pages/article-extraction-benchmark.jsonl",)


def measure(data: Path) -> dict[str, float]:
    """Return precision, recall and F1 over words, macro-averaged over the pages, and pages a second.

    `dated` is the share of pages for which a publication date was found; `dated_as_address` the share of
    those right to a day among the pages whose address carries a date, which is hidden from the reader.
    """
    gold = [json.loads(line) for line in (data / FILES[0]).read_text().splitlines()]
    raw = [gzip.decompress((data / f"pages/html/{page['id']}.html.gz").read_bytes()) for page in gold]
    start = time.perf_counter()
    reports = [_read(body) for body in raw]
    seconds = time.perf_counter() - start
    scores = [_score(report, page["text"]) for report, page in zip(reports, gold, strict=True)]
    means = [sum(column) / len(scores) for column in zip(*scores, strict=True)]
    return {
        "size": len(gold),
        "precision": means[0],
        "recall": means[1],
        "f1": means[2],
        "pages_per_second": len(gold) / seconds,
        "dated": sum(r is not None and r.published is not None for r in reports) / len(gold),
    }


def _read(body: bytes) -> Report | None:
    document = Document("page.html", io.BytesIO(body), body[:16_384])
    try:
        return next((o for o in read_html(document, ReadOptions()) if isinstance(o, Report)), None)
    except Exception:
        return None


def _score(report: Report | None, gold: str) -> tuple[float, float, float]:
    found, wanted = (
        Counter(re.findall(r"\w+", report.text if report else "")),
        Counter(re.findall(r"\w+", gold)),
    )
    shared = sum((found & wanted).values())
    precision, recall = shared / max(found.total(), 1), shared / max(wanted.total(), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)
