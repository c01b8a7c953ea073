"""The pipeline: read → extract → resolve → record → publish. It alone knows every stage."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from communique.config import Config
from communique.extract import extract
from communique.ledger import Added, Ledger
from communique.model import Fault, Report, evolve
from communique.read import ReadOptions, read
from communique.resolve import resolve

__all__ = ["FaultSink", "account", "claims_of", "record"]

FaultSink = Callable[[Fault], None]


def account(
    inputs: Iterable[str], options: ReadOptions, config: Config, on_fault: FaultSink
) -> Iterator[Report]:
    """Yield each report of the inputs with its resolved claims; faults go to `on_fault`, the run goes on."""
    return claims_of(_reports(read(inputs, options), on_fault), config)


def claims_of(reports: Iterable[Report], config: Config) -> Iterator[Report]:
    """Yield the reports, in their order, with the claims that they make."""
    return map(partial(_confident, config), resolve(extract(reports, config), config))


def record(reports: Iterable[Report], ledger: Ledger) -> Iterator[Added]:
    """Record each report whole or not at all; yield what was new of it."""
    return ledger.add(reports)


def _reports(outcomes: Iterable[Report | Fault], on_fault: FaultSink) -> Iterator[Report]:
    for outcome in outcomes:
        if isinstance(outcome, Fault):
            on_fault(outcome)
        else:
            yield outcome


def _confident(config: Config, report: Report) -> Report:
    kept = tuple(claim for claim in report.claims if claim.confidence >= config.min_confidence)
    return report if len(kept) == len(report.claims) else evolve(report, claims=kept)
