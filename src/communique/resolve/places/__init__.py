"""Which place a name means: from the gazetteer, by the name's wording and what else the report names."""

from communique.resolve.places.geoparse import geoparse
from communique.resolve.places.rank import Clues
from communique.resolve.places.reports import resolve_mentions, resolve_places, resolver_with
from communique.resolve.places.resolver import Answer, Resolver

__all__ = ["Answer", "Clues", "Resolver", "geoparse", "resolve_mentions", "resolve_places", "resolver_with"]
