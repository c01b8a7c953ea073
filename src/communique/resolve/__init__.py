"""Claims → the same claims with identities beside their quotes; a quote is never edited."""

from collections.abc import Iterable, Iterator

from communique.config import Config
from communique.model import Report
from communique.resolve.actors import resolve_actors
from communique.resolve.dates import resolve_times
from communique.resolve.places import resolve_places

__all__ = ["resolve"]


def resolve(reports: Iterable[Report], config: Config) -> Iterator[Report]:
    """Yield each report with the places, times and actors of its claims resolved, or the reason why not."""
    for report in reports:
        yield resolve_places(resolve_actors(resolve_times(report)))
