"""Whom a mention means: from the actor list, by the words of the mention and the theatre of the report."""

from communique.resolve.actors.actor_list import Actor, ActorList
from communique.resolve.actors.context import Theatre, theatre_of
from communique.resolve.actors.own import ActorListError, actor_list, add_actors, read_actors
from communique.resolve.actors.resolver import (
    NO_PARTY,
    Resolution,
    resolve_actor,
    resolve_actors,
    resolve_source,
)

__all__ = [
    "NO_PARTY",
    "Actor",
    "ActorList",
    "ActorListError",
    "Resolution",
    "Theatre",
    "actor_list",
    "add_actors",
    "read_actors",
    "resolve_actor",
    "resolve_actors",
    "resolve_source",
    "theatre_of",
]
