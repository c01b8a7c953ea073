"""The pipeline: read → extract → resolve → record → fuse → assess → publish. It knows every stage.

Fusing and assessing lie in `communique.account`, so that reading need not load them.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from communique.config import Config
from communique.extract import Extractor, extract
from communique.model import Fault, Report, evolve
from communique.read import ReadOptions, read
from communique.resolve import RESOLVER, geoparse, resolve, resolver_with, times

if TYPE_CHECKING:
    from communique.ledger import Added, Ledger

__all__ = [
    "FaultSink",
    "Found",
    "account",
    "claims_of",
    "places_in",
    "record",
    "times_in",
]

FaultSink = Callable[[Fault], None]
Found = dict[str, Any]


def account(
    inputs: Iterable[str],
    options: ReadOptions,
    config: Config,
    on_fault: FaultSink,
    extractor: Extractor | None = None,
) -> Iterator[Report]:
    """Yield each report of the inputs with its resolved claims; faults go to `on_fault`, the run goes on."""
    return claims_of(_reports(read(inputs, options), on_fault), config, on_fault, extractor)


def claims_of(
    reports: Iterable[Report],
    config: Config,
    on_fault: FaultSink | None = None,
    extractor: Extractor | None = None,
) -> Iterator[Report]:
    """Yield the reports, in their order, with the claims that they make.

    One that could not be read for claims goes to `on_fault`; where there is none, that is an error.
    """
    read = _reports(extract(reports, config, extractor), on_fault or _refuse)
    return map(partial(_confident, config), resolve(read, config))


def places_in(
    inputs: Iterable[str], options: ReadOptions, config: Config, on_fault: FaultSink
) -> Iterator[Found]:
    """Yield the toponyms of each input's text and the places that they mean."""
    return geoparse(_texts(inputs, options, on_fault), resolver_with(config.gazetteer))


def times_in(inputs: Iterable[str], options: ReadOptions, on_fault: FaultSink) -> Iterator[Found]:
    """Yield the time expressions of each input's text and the days that they mean."""
    return times(_texts(inputs, options, on_fault))


def record(reports: Iterable[Report], ledger: "Ledger") -> "Iterator[Added]":
    """Record each report whole or not at all; yield what was new of it."""
    return ledger.add(reports, resolver=RESOLVER)


def _texts(inputs: Iterable[str], options: ReadOptions, on_fault: FaultSink) -> Iterator[Found]:
    for report in _reports(read(inputs, options), on_fault):
        yield {"id": report.id, "text": report.text, "published": report.published}


def _reports(outcomes: Iterable[Report | Fault], on_fault: FaultSink) -> Iterator[Report]:
    for outcome in outcomes:
        if isinstance(outcome, Fault):
            on_fault(outcome)
        else:
            yield outcome


def _refuse(fault: Fault) -> None:
    raise RuntimeError(f"{fault.location}: {fault.reason}")


def _confident(config: Config, report: Report) -> Report:
    kept = tuple(claim for claim in report.claims if claim.confidence >= config.min_confidence)
    return report if len(kept) == len(report.claims) else evolve(report, claims=kept)
