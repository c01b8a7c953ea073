"""What each stage costs, beside the least that its physics allows on the same machine."""

import gc
import time
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from lxml.html import document_fromstring

from communique.config import Config
from communique.extract import open_extractor
from communique.extract.features import windows
from communique.extract.sentences import split_sentences
from communique.ingest.raw import Raw
from communique.ingest.shard import HEAD_BYTES, records_of
from communique.ingest.shards import shards_of
from communique.ingest.sieve import Sieve, fast_text, tells_of_conflict
from communique.model import Report
from communique.read import ReadOptions, read_document
from communique.read.language import language_of
from communique.run import claims_of

__all__ = ["measure"]

_READ = 60  # pages and reports that the dear stages are measured on
_ENCODER_LAYERS, _WIDTH = 6, 384
_OPERATIONS = 2 * _ENCODER_LAYERS * 12 * _WIDTH * _WIDTH  # a word piece, attention over the others left out


def measure(folder: Path, pages: int) -> dict[str, Any]:
    """Return milliseconds of the processor a page, by stage, and the limits: see `docs/scale.md`."""
    shards = shards_of([str(folder / str(pages))])
    raws, opened = _timed(lambda: [r for s in shards for r in records_of(s, 5_000_000) if isinstance(r, Raw)])
    config = Config(threads=1, batch_reports=1)
    extractor = open_extractor(config)
    texts, text = _timed(lambda: [fast_text(raw) for raw in raws])
    _, language = _timed(lambda: [language_of(t) for t in texts])
    _, words = _timed(lambda: [tells_of_conflict(t) for t in texts])
    sieve = Sieve(extractor, ["en"])
    kept, sieved = _timed(lambda: [raw for raw in raws if sieve.refusal(raw) is None])
    reports, read = _timed(lambda: [r for raw in kept[:_READ] for r in _reports(raw)])
    list(claims_of(reports[:2], config))
    told, claimed = _timed(lambda: list(claims_of(reports, config)))
    _, found = _timed(lambda: extractor.claims(reports))
    several = len(raws)
    return {
        "pages": several,
        "kept": len(kept) / several,
        "bytes_a_page": sum(len(raw.body) for raw in raws) / several,
        "open_ms": 1e3 * opened / several,
        "fast_text_ms": 1e3 * text / several,
        "language_ms": 1e3 * language / several,
        "words_ms": 1e3 * words / several,
        "sieve_ms": 1e3 * sieved / several,
        "read_ms_a_kept_page": 1e3 * read / max(1, len(kept[:_READ])),
        "claims_ms_a_report": 1e3 * claimed / len(reports),
        "extract_ms_a_report": 1e3 * found / len(reports),
        "resolve_ms_a_report": 1e3 * (claimed - found) / len(reports),
        "claims_a_report": sum(len(report.claims) for report in told) / len(reports),
    } | _limits(raws, reports, extractor)


def _limits(raws: list[Raw], reports: list[Report], extractor: Any) -> dict[str, float]:
    """Return what decompression alone, lxml's parsing alone and the encoder's arithmetic alone take."""
    packed = [zlib.compress(raw.body, wbits=31) for raw in raws]
    _, inflated = _timed(lambda: [zlib.decompress(p, 31) for p in packed])
    _, parsed = _timed(lambda: [document_fromstring(raw.body) for raw in raws[:_READ]])
    pieces = [w for r in reports for w in windows(r.text, split_sentences(r.text), extractor.tokenizer)]
    passing = sum(len(w.pieces) for w in pieces if extractor.gate is None or extractor.gate.passes(w))
    return {
        "limit_inflate_ms": 1e3 * inflated / len(raws),
        "limit_parse_ms": 1e3 * parsed / len(raws[:_READ]),
        "word_pieces_a_report": passing / len(reports),
        "limit_encoder_ms_a_report": 1e3 * passing / len(reports) * _OPERATIONS / _operations_a_second(),
    }


def _operations_a_second() -> float:
    """Return what a product of two matrices in single precision reaches on one core."""
    left = np.ones((512, _WIDTH), np.float32)
    right = np.ones((_WIDTH, 4 * _WIDTH), np.float32)
    left @ right
    _, taken = _timed(lambda: [left @ right for _ in range(50)])
    return 50 * 2 * 512 * _WIDTH * 4 * _WIDTH / taken


def _reports(raw: Raw) -> Iterable[Report]:
    found = read_document(raw.document(HEAD_BYTES), ReadOptions())
    return [report for report in found if isinstance(report, Report)]


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    gc.collect()
    began = time.process_time()
    done = work()
    return done, time.process_time() - began
