"""How much of a news page's article text is read, how little else, and how well the page is dated."""

import gzip
import io
import json
import re
import time
from collections import Counter
from datetime import date
from pathlib import Path

from communique.model import Report
from communique.read import Document, ReadOptions, UnreadableError
from communique.read.dates import url_day
from communique.read.html import read_html

__all__ = ["FILES", "measure"]

FILES: tuple[str, ...] = ("pages/article-extraction-benchmark.jsonl", "pages/html")
# Where a page says its own address: hidden, so that the address can tell whether the date is right.
_OWN_ADDRESS = re.compile(rb"canonical|og:url|twitter:url", re.I)


def measure(data: Path) -> dict[str, float]:
    """Return the figures over all pages of the benchmark.

    `precision`, `recall` and `f1` are over words, macro-averaged over the pages. `dated` is the share of
    pages with a publication date; `dated_right` the share of right ones, to a day, among the dated pages
    whose address carries a date, with that address hidden. `pages_per_second` counts processor time.
    """
    gold = [json.loads(line) for line in (data / FILES[0]).read_text(encoding="utf-8").splitlines()]
    raw = [gzip.decompress((data / FILES[1] / f"{page['id']}.html.gz").read_bytes()) for page in gold]
    start = time.process_time()
    reports = [_read(_OWN_ADDRESS.sub(b"hidden", body)) for body in raw]
    seconds = time.process_time() - start
    scores = [_score(report, page["text"]) for report, page in zip(reports, gold, strict=True)]
    precision, recall, f1 = (sum(column) / len(scores) for column in zip(*scores, strict=True))
    days = [report.published if report else None for report in reports]
    right = [_same(day, url_day(page["url"])) for day, page in zip(days, gold, strict=True)]
    known = [verdict for verdict in right if verdict is not None]
    return {
        "size": len(gold),
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "dated": sum(day is not None for day in days) / len(days),
        "dated_right": sum(known) / len(known),
        "dated_right_size": len(known),
        "pages_per_second": len(gold) / seconds,
    }


def _read(body: bytes) -> Report | None:
    document = Document("page.html", io.BytesIO(body), body[:16_384])
    try:
        return next(
            (found for found in read_html(document, ReadOptions()) if isinstance(found, Report)), None
        )
    except UnreadableError:
        return None


def _score(report: Report | None, gold: str) -> tuple[float, float, float]:
    found, wanted = _words(report.text if report else ""), _words(gold)
    shared = (found & wanted).total()
    precision, recall = shared / max(found.total(), 1), shared / max(wanted.total(), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def _same(day: str | None, truth: date | None) -> bool | None:
    """Whether the day is right, a day's difference of time zones allowed; null where one is not known."""
    if day is None or truth is None:
        return None
    return abs((date.fromisoformat(day) - truth).days) <= 1
