"""Report → claims quoting spans. An extractor is anything with the members of `Extractor`."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Protocol

from communique.config import Config
from communique.model import Claim, Report, evolve
from communique.weights import open_weights

__all__ = ["Extractor", "extract", "open_extractor"]


class Extractor(Protocol):
    """Finds the claims of reports; a report's claims never depend on the reports beside it."""

    @property
    def origin(self) -> str:
        """Name and version, written into every claim."""

    def claims(self, reports: list[Report]) -> list[tuple[Claim, ...]]:
        """Return the claims of each report, in the order of their triggers."""


def extract(
    reports: Iterable[Report], config: Config, extractor: Extractor | None = None
) -> Iterator[Report]:
    """Yield each report with the claims found in it, in order; reads `config.batch_reports` at a time."""
    extractor = extractor or open_extractor(config.model, config.threads)
    stream = iter(reports)
    while batch := list(islice(stream, config.batch_reports)):
        for report, claims in zip(batch, extractor.claims(batch), strict=True):
            yield evolve(report, claims=claims)


@cache
def open_extractor(model: Path | None = None, threads: int = 0) -> Extractor:
    """Open the trained model in a folder, or the one in the package; `threads` 0 takes every core.

    Raises `WeightsError` where the folder holds no whole model.
    """
    from communique.extract.trained import open_trained

    return open_trained(open_weights(model or "claims"), threads)
