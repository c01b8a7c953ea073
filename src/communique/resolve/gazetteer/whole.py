"""The gazetteer as a whole: the compiled file with a user's own places laid over it."""

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from communique.resolve.gazetteer.store import Entry, Gazetteer

__all__ = ["Layer", "Places"]


class Layer(Protocol):
    """Places that can be asked by key."""

    def named(self, key: str) -> Sequence[Entry]:
        """Return the places that bear a key."""

    def alike(
        self, latin_key: str, countries: Collection[str], near: Callable[[str], bool]
    ) -> Sequence[tuple[str, Sequence[Entry]]]:
        """Return the keys with the same skeleton that `near` lets pass, with their bearers in the
        countries."""


class Places:
    """A compiled gazetteer and the layers over it; a layer's place stands before the gazetteer's."""

    def __init__(self, base: Gazetteer, layers: Sequence[Layer] = ()) -> None:
        self.base, self.layers = base, tuple(layers)

    def named(self, key: str) -> list[Entry]:
        """Return the places that bear this key, the user's own first, then the weightiest."""
        own = [entry for layer in self.layers for entry in layer.named(key)]
        return own + [self.base[number] for number in self.base.named(key)]

    def alike(
        self, latin_key: str, countries: Collection[str], near: Callable[[str], bool]
    ) -> list[tuple[str, Sequence[Entry]]]:
        """Return the keys that sound like this one and that `near` lets pass, with their bearers there."""
        found: list[tuple[str, Sequence[Entry]]] = []
        for layer in self.layers:
            found += layer.alike(latin_key, countries, near)
        for other, numbers in self.base.alike(latin_key, countries, near):
            found.append((other, [self.base[number] for number in numbers]))
        return found
