"""One shard → its table and manifest: the one function that every driver maps.

The same shard gives the same bytes on any machine, in any order of work, beside any other shard, so a shard
that is done is never done again, and one that broke off is simply repeated.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from communique import __version__
from communique.config import Config
from communique.extract import Extractor, open_extractor
from communique.ingest.copies import Copies
from communique.ingest.manifest import finished, sha256_of, write_manifest
from communique.ingest.outcome import Outcome
from communique.ingest.output import Table
from communique.ingest.raw import PassedOver, Raw
from communique.ingest.settings import FORMAT_VERSION, Settings
from communique.ingest.shards import Shard
from communique.ingest.sieve import Sieve
from communique.model import Fault, Report, evolve
from communique.read import ReadOptions, read_document
from communique.resolve import RESOLVER
from communique.run import claims_of

__all__ = ["Step", "process_shard", "records_of", "warm_up"]

Step = Callable[[Outcome], None]
"""Called before each record with the account so far; `records` is the record's number, from 0."""
HEAD_BYTES: Final = 16_384


def process_shard(
    shard: Shard,
    out: Path,
    settings: Settings,
    skip: Mapping[int, str] | None = None,
    step: Step = lambda _: None,
) -> Outcome:
    """Write the table and the manifest of a shard into the folder `out`, unless they are there.

    `skip` names records, by their number, that must not be touched, and why; they become faults. Raises
    `OSError` where the input cannot be read or the output not be written.
    """
    extractor = open_extractor(settings.config)
    about = _about(shard, settings, extractor)
    found = finished(shard.manifest(out), about)
    if found is not None:
        return found
    outcome = Outcome(shard.name)
    work = _Work(settings, Sieve(extractor, settings.languages), outcome)
    with Table(shard.table(out)) as table:
        for report, original in work.reports(shard, skip or {}, step):
            table.add(report, original)
    write_manifest(shard.manifest(out), about | _account(outcome, table.target))
    return outcome


@cache
def _warm(config: str) -> None:
    report = Report(id="warm up", text="Two soldiers were killed by a shell near Damascus on Monday.")
    list(claims_of([report], Config.model_validate_json(config)))


def warm_up(settings: Settings) -> None:
    """Load all that is needed to read, once a process, so that no record is charged for it."""
    _warm(settings.config.model_dump_json())


class _Work:
    """The stages over the records of one shard."""

    def __init__(self, settings: Settings, sieve: Sieve, outcome: Outcome) -> None:
        self._settings = settings
        self._sieve, self._copies, self._outcome = sieve, Copies(), outcome
        self._options = ReadOptions(max_bytes=settings.page_bytes)
        self._ids: set[str] = set()

    def reports(
        self, shard: Shard, skip: Mapping[int, str], step: Step
    ) -> Iterator[tuple[Report, str | None]]:
        """Yield the shard's reports with their claims, and whose copy each is."""
        outcome = self._outcome
        records = records_of(shard, self._settings.page_bytes)
        while True:
            step(outcome)
            record = self._next(records, shard)
            if record is None:
                return
            refused = skip.get(outcome.records)
            outcome.records += 1
            if refused is not None:
                outcome.faults.append(Fault(location=_place(record), reason=refused))
            elif isinstance(record, Fault):
                outcome.faults.append(record)
            elif isinstance(record, PassedOver):
                outcome.passed_over[record.why] += 1
            else:
                yield from self._safely(record)

    def _next(
        self, records: Iterator[Raw | PassedOver | Fault], shard: Shard
    ) -> Raw | PassedOver | Fault | None:
        with self._timed("open"):
            try:
                return next(records, None)
            except FileNotFoundError:
                raise
            except BaseException as error:  # the input ends here, whatever its library says of it
                _let_through(error)
                return Fault(location=shard.name, reason=f"the rest cannot be read: {_said(error)}")

    def _safely(self, raw: Raw) -> Iterator[tuple[Report, str | None]]:
        try:
            found = list(self._read(raw))
        except MemoryError:
            self._fault(raw, f"needs more than the {self._settings.megabytes} MB that a record may take")
            return
        except BaseException as error:  # a hostile record may break a library, but not the run
            _let_through(error)
            self._fault(raw, f"the record cannot be read: {_said(error)}")
            return
        yield from found

    def _fault(self, raw: Raw, reason: str) -> None:
        self._outcome.faults.append(Fault(location=raw.place, reason=reason))

    def _read(self, raw: Raw) -> Iterator[tuple[Report, str | None]]:
        with self._timed("sieve"):
            refused = self._sieve.refusal(raw)
        if refused is not None:
            self._outcome.passed_over[refused] += 1
            return
        with self._timed("read"):
            read = list(read_document(raw.document(HEAD_BYTES), self._options))
        for report in read:
            if isinstance(report, Fault):
                self._outcome.faults.append(report)
            elif report.id in self._ids:
                self._outcome.passed_over["an id that was there before"] += 1
            else:
                yield self._claimed(evolve(report, location=raw.place))

    def _claimed(self, report: Report) -> tuple[Report, str | None]:
        outcome = self._outcome
        original = self._copies.original(report)
        if original is None:
            with self._timed("extract"):
                report = next(claims_of([report], self._settings.config))
            self._copies.remember(report)
        self._ids.add(report.id)
        outcome.reports += 1
        outcome.claims += len(report.claims)
        outcome.copies += original is not None
        return report, original

    def _timed(self, stage: str) -> "_Timed":
        return _Timed(self._outcome, stage)


class _Timed:
    """Adds the processor time of a block to the account of a stage."""

    def __init__(self, outcome: Outcome, stage: str) -> None:
        self._seconds, self._stage = outcome.seconds, stage

    def __enter__(self) -> None:
        self._began = time.process_time()

    def __exit__(self, *_: object) -> None:
        self._seconds[self._stage] += time.process_time() - self._began


def records_of(shard: Shard, page_bytes: int) -> Iterator[Raw | PassedOver | Fault]:
    """Yield the records of a shard as they are stored."""
    if shard.format == "warc":
        from communique.ingest.warc import read_warc as reader
    elif shard.format == "parquet":
        from communique.ingest.tables import read_parquet as reader
    else:
        from communique.ingest.tables import read_jsonl_shard as reader
    return reader(shard, page_bytes)


def _place(record: Raw | PassedOver | Fault) -> str:
    return record.location if isinstance(record, Fault) else record.place


def _let_through(error: BaseException) -> None:
    """Raise again what ends a program; panics of libraries in Rust are no `Exception` either."""
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
        raise error


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:300]


def _about(shard: Shard, settings: Settings, extractor: Extractor) -> dict[str, Any]:
    """Return what the output depends on."""
    return {
        "format": FORMAT_VERSION,
        "versions": {"communique": __version__, "extractor": extractor.origin, "resolver": RESOLVER},
        "settings": settings.as_json(),
        "input": {
            "name": shard.name,
            "format": shard.format,
            "start": shard.start,
            "end": shard.end,
            "sha256": sha256_of(shard.path, shard.start, shard.end),
        },
    }


def _account(outcome: Outcome, table: Path) -> dict[str, Any]:
    told = outcome.as_json()
    return {
        "counts": outcome.counts,
        "passed_over": told["passed_over"],
        "faults": told["faults"],
        "output": {"name": table.name, "bytes": table.stat().st_size, "sha256": sha256_of(table)},
    }
