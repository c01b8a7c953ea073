"""Who belongs to whom: organs and spokesmen to their states, as the actor list tells, for the assessment."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from communique.model import Statement
from communique.resolve import default_actors
from communique.resolve.actors import ActorList, actor_list, resolve_actor

__all__ = ["belonging"]


def belonging(statements: Iterable[Statement]) -> dict[str, str]:
    """Return of each id, and of each outlet's name, that the statements hold, to which id it belongs.

    A ministry belongs to its state, a spokesman to whom he speaks for, and an outlet that is an organ itself
    ("Ministry of Defence of …") to that organ. What the actor list does not know is left out.
    """
    found: dict[str, str] = {}
    for statement in statements:
        for identity in _ids(statement):
            found |= _above(identity)
        outlet = statement.report.outlet
        if outlet and (organ := _organ(outlet)):
            found |= {outlet: organ, **_above(organ)}
    return found


def _ids(statement: Statement) -> Iterator[str]:
    claim = statement.claim
    named = [party.actor_id for party in (*claim.actors, *claim.recipients)]
    yield from filter(None, (*named, *(source.source_id for source in claim.sources)))


@lru_cache(100_000)
def _above(identity: str) -> dict[str, str]:
    """Return an id's parent, and the parent's, up to the one that has none."""
    found: dict[str, str] = {}
    while identity not in found:
        try:
            parent = _actors()[identity].parent
        except KeyError:
            return found
        if parent is None:
            return found
        found[identity], identity = parent, parent
    return found


@lru_cache(100_000)
def _organ(outlet: str) -> str | None:
    """Return the id of the organ of a state that an outlet is, null for what only reports."""
    actor = resolve_actor(outlet, actors=_actors()).actor
    return actor.id if actor is not None and actor.parent is not None else None


def _actors() -> ActorList:
    own = default_actors()
    return actor_list(own if own.exists() else None)
