"""Claims → the same claims with identities beside their quotes; a quote is never edited.

Each resolver also works alone: `geoparse` and `times` read plain text, `add_places` and `add_actors` extend
what is known.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from communique.config import Config
from communique.model import Report
from communique.resolve.actors import actor_list, add_actors, resolve_actors
from communique.resolve.dates import resolve_times, times
from communique.resolve.gazetteer.importer import add_places
from communique.resolve.gazetteer.overlay import default_overlay
from communique.resolve.places import geoparse, resolve_places, resolver_with

__all__ = [
    "RESOLVER",
    "add_actors",
    "add_places",
    "default_actors",
    "default_overlay",
    "geoparse",
    "resolve",
    "resolver_with",
    "times",
]

RESOLVER = "communique-resolve 1"
"""Name and version of the resolvers, recorded with every resolution; raised whenever answers may change."""


def default_actors() -> Path:
    """Return where your own actors lie unless the configuration names another file."""
    return default_overlay().with_name("actors.jsonl")


def resolve(reports: Iterable[Report], config: Config) -> Iterator[Report]:
    """Yield each report with the places, times and actors of its claims resolved, or the reason why not."""
    own = config.actors or default_actors()
    actors = actor_list(own if own.exists() else None)
    places = resolver_with(config.gazetteer)
    for report in reports:
        yield resolve_places(resolve_actors(resolve_times(report), actors), places)
