"""The same pages by what one would run instead: trafilatura alone, and spaCy's entity ruler behind it.

Neither finds claims: trafilatura's text is where all reading begins, and the ruler marks a list of words.
"""

import time
from pathlib import Path
from typing import Any

from trafilatura import extract as main_text

from communique.ingest.raw import Raw
from communique.ingest.settings import Settings
from communique.ingest.shard import process_shard, records_of, warm_up
from communique.ingest.shards import shards_of
from communique.ingest.sieve import BEGINNINGS
from evals.bench.wording import SIDES

__all__ = ["measure"]

_PAGES = 300


def measure(folder: Path, pages: int) -> dict[str, Any]:
    """Return pages a second of one process, of the processor's time, for each."""
    (shard, *_) = shards_of([str(folder / str(pages))])
    raws = [r for r in records_of(shard, 5_000_000) if isinstance(r, Raw)][:_PAGES]
    began = time.process_time()
    texts = [main_text(raw.body, include_comments=False) or "" for raw in raws]
    read = time.process_time() - began
    figures = {"pages": len(raws), "trafilatura": len(raws) / read}
    if (ruled := _ruler(texts)) is not None:
        figures["trafilatura and spaCy's entity ruler"] = len(raws) / (read + ruled)
    settings, out = Settings(), folder / "rivals"
    out.mkdir(exist_ok=True)
    warm_up(settings)
    for left in out.iterdir():
        left.unlink()
    began = time.process_time()
    outcome = process_shard(shard, out, settings)
    figures["communique ingest"] = outcome.records / (time.process_time() - began)
    return figures


def _ruler(texts: list[str]) -> float | None:
    """Return the seconds of spaCy's blank English pipeline with a ruler; null where spaCy is not there."""
    try:
        import spacy
    except ImportError:
        return None
    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    lists = {"SIDE": SIDES, "WORD": BEGINNINGS.split()}
    ruler.add_patterns(
        [{"label": label, "pattern": words} for label, several in lists.items() for words in several]
    )
    began = time.process_time()
    list(pipeline.pipe(texts))
    return time.process_time() - began
