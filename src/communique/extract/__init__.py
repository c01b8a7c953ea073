"""Report → claims quoting spans. An extractor is anything with the members of `Extractor`."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Protocol

from communique.config import Config
from communique.model import Claim, Fault, Report, evolve
from communique.weights import open_weights

__all__ = ["Extractor", "extract", "open_extractor"]


class Extractor(Protocol):
    """Finds the claims of reports; a report's claims never depend on the reports beside it."""

    @property
    def origin(self) -> str:
        """Name and version, written into every claim."""

    def claims(self, reports: list[Report]) -> Sequence[tuple[Claim, ...] | Fault]:
        """Return the claims of each report, in the order of their triggers, or why it could not be read."""


def extract(
    reports: Iterable[Report], config: Config, extractor: Extractor | None = None
) -> Iterator[Report | Fault]:
    """Yield each report with the claims found in it, in order; reads `config.batch_reports` at a time.

    A report that brings its claims along, as a row of a coded table does, is passed on as it is.
    """
    stream = iter(reports)
    while batch := list(islice(stream, config.batch_reports)):
        unread = [report for report in batch if not report.claims]
        if unread:
            extractor = extractor or open_extractor(config)
        found = iter(extractor.claims(unread) if extractor and unread else ())
        for report in batch:
            claims: tuple[Claim, ...] | Fault = report.claims or next(found)
            yield claims if isinstance(claims, Fault) else evolve(report, claims=claims)


def open_extractor(config: Config) -> Extractor:
    """Open the extractor that the configuration names.

    Raises `WeightsError` where the folder of a model of your own holds no whole model.
    """
    if config.extractor == "trained":
        return _open_trained(config.model, config.threads)
    from communique.extract.llm import open_llm

    return open_llm(config)


@cache
def _open_trained(model: Path | None, threads: int) -> Extractor:
    from communique.extract.trained import open_trained

    return open_trained(open_weights(model or "claims"), threads)
