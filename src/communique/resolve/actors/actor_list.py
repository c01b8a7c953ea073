"""The actor list: who can take part in a conflict or speak about it, under which names."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from communique.resolve.actors.words import key, loose_key

__all__ = [
    "ACLED_INTER",
    "ACTOR_TYPES",
    "UCDP_SIDES",
    "Actor",
    "ActorList",
    "Country",
    "Match",
    "Organ",
    "actor_of",
]

# ACLED's `inter` codes (ACLED codebook, 2023): 1 state forces, 2 rebel groups, 3 political militias,
# 4 identity militias, 5 rioters, 6 protesters, 7 civilians, 8 external and other forces. None: no party to
# the fighting.
ACLED_INTER: dict[str, int | None] = {
    "state": 1, "state forces": 1, "government": 1, "rebel group": 2, "political militia": 3,
    "criminal organisation": 3, "identity militia": 4, "rioters": 5, "protesters": 6, "civilians": 7,
    "external forces": 8, "political party": None, "civil society": None,
    "non-governmental organisation": None, "international organisation": None, "media": None,
    "monitor": None, "person": None,
}  # fmt: skip
ACTOR_TYPES = tuple(ACLED_INTER)
# What the actor is as a side of a UCDP conflict (UCDP GED codebook 23.1, `type_of_violence`).
UCDP_SIDES = {
    "state": "state", "state forces": "state", "government": "state", "rebel group": "non-state",
    "political militia": "non-state", "criminal organisation": "non-state", "identity militia": "non-state",
    "external forces": "state", "civilians": "civilians",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Actor:
    """One identity. `parent` is the id of the actor it belongs to, `country` and `theatres` are ISO 3166.

    `first` and `last` are years of activity where they are known; `ucdp` is UCDP's name of the side and
    `ucdp_id` its actor id.
    """

    id: str
    name: str
    type: str
    parent: str | None = None
    country: str | None = None
    theatres: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    ucdp: str | None = None
    ucdp_id: int | None = None
    aliases: tuple[str, ...] = ()

    @property
    def acled_inter(self) -> int | None:
        """ACLED's `inter` code at home; forces abroad are ACLED's 8. Null where it takes no part."""
        return ACLED_INTER.get(self.type)

    @property
    def ucdp_side(self) -> str | None:
        """`state`, `non-state` or `civilians`, as UCDP tells sides apart."""
        return UCDP_SIDES.get(self.type)

    def active_in(self, year: int) -> bool:
        """Whether the years of activity, as far as they are known, allow `year`."""
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last + 1)


@dataclass(frozen=True, slots=True)
class Country:
    """A state with the words that stand for it, and the places that betray a report about it."""

    id: str
    name: str
    iso: str
    demonyms: tuple[str, ...]
    aliases: tuple[str, ...]
    capitals: tuple[str, ...]
    cues: tuple[str, ...]
    ucdp: str


@dataclass(frozen=True, slots=True)
class Organ:
    """What a country's name composes with: `army` with `Turkish` gives the Turkish army.

    `name` is a pattern of `{d}` (demonym) and `{c}` (country); empty where the mention's words stay.
    """

    organ: str
    name: str
    type: str
    parent: str
    words: tuple[str, ...]
    alone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """An actor and the common name under which the mention speaks of it."""

    actor: Actor
    name: str


@dataclass(frozen=True, eq=False)
class ActorList:
    """Actors by id and by name; composed forces and ministries are made on demand from their country."""

    actors: Mapping[str, Actor]
    countries: Mapping[str, Country]
    organs: tuple[Organ, ...]
    _composed: dict[tuple[str, str], Actor] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_lines(cls, lines: Iterable[str]) -> "ActorList":
        """Build the list from the compiled JSON Lines."""
        entries = [json.loads(line) for line in lines]
        countries = {e["iso"]: _country(e) for e in entries if e["kind"] == "country"}
        organs = tuple(_organ(e) for e in entries if e["kind"] == "organ")
        actors = {c.id: _state(c) for c in countries.values()}
        for entry in entries:
            if entry["kind"] == "actor":
                _join(actors, actor_of(entry))
        return cls(actors, countries, organs)

    def extended(self, more: Iterable[Actor]) -> "ActorList":
        """Return a list with your own actors added; one with a known id adds its names to that actor."""
        actors = dict(self.actors)
        for actor in more:
            _join(actors, actor)
        return ActorList(actors, self.countries, self.organs)

    def __getitem__(self, actor_id: str) -> Actor:
        """Return the actor with this id, composed ones too; raise `KeyError` where there is none."""
        if actor_id in self.actors:
            return self.actors[actor_id]
        for country in self.countries.values():
            if actor_id.startswith(country.id + "-"):
                for organ in self.organs:
                    if organ.organ and actor_id == f"{country.id}-{organ.organ}":
                        return self.compose(country, organ).actor
        raise KeyError(actor_id)

    def compose(self, country: Country, organ: Organ) -> Match:
        """Return the organ of that country, with the state as its parent."""
        if organ.organ == "rebels":
            named = self.names.get(key(_pattern("{d} rebels", country)), ())
            for match in named[:1]:
                return match
        known = self._composed.get((country.iso, organ.organ))
        if known is None:
            known = self._compose(country, organ)
            self._composed[country.iso, organ.organ] = known
        name = _pattern(organ.name, country) if not organ.organ else known.name
        return Match(known, name)

    def _compose(self, country: Country, organ: Organ) -> Actor:
        if not organ.organ:
            return self.actors[country.id]
        actor_id = f"{country.id}-{organ.organ}"
        if actor_id in self.actors:
            return self.actors[actor_id]
        # Rebels and civilians are of a country, but they are not its government's.
        own = organ.type in _OF_STATE
        parent = f"{country.id}-{organ.parent}" if organ.parent else country.id
        names = (other.name for other in self.organs if other.organ == organ.organ and other.name)
        name = _pattern(next(names, "{d} " + organ.organ), country)
        return Actor(actor_id, name, organ.type, parent if own else None, country.iso, (country.iso,))

    def party(self, actor_id: str) -> str:
        """Return the id of the party at the top: the state of an army, a ministry or a president."""
        for _ in range(8):
            parent = self[actor_id].parent
            if parent is None:
                return actor_id
            actor_id = parent
        return actor_id

    @cached_property
    def names(self) -> Mapping[str, tuple[Match, ...]]:
        """Every actor under the key of each of its names."""
        table: dict[str, list[Match]] = {}
        states = {country.id: country for country in self.countries.values()}
        for actor in self.actors.values():
            for alias in (actor.name, *actor.aliases):
                _add(table, key(alias), Match(actor, _shown(actor, alias, states)))
        for country in self.countries.values():
            for word in _all_names(country):
                _add(table, key(word), Match(self.actors[country.id], country.name))
        table.pop("", None)
        return {name: tuple(matches) for name, matches in table.items()}

    @cached_property
    def loose_names(self) -> Mapping[str, tuple[Match, ...]]:
        """The same under the key that transliterations share; only names long enough for it."""
        table: dict[str, list[Match]] = {}
        for name, matches in self.names.items():
            folded = loose_key(name)
            for match in matches if folded else ():
                _add(table, folded, match)
        return {name: tuple(matches) for name, matches in table.items()}

    @cached_property
    def long_names(self) -> Mapping[str, list[str]]:
        """Keys of two and more words and 12 letters, by their first letter: where typos are sought."""
        table: dict[str, list[str]] = {}
        for name in self.names:
            if len(name) >= 12 and " " in name:
                table.setdefault(name[0], []).append(name)
        return table

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of every name: a word that is in here is no typo."""
        return frozenset(word for name in self.names for word in name.split())

    @cached_property
    def adjectives(self) -> Mapping[str, tuple[Country, ...]]:
        """Countries by the key of the words that can stand before a noun (`Turkish`, `Turkey's`, `US`)."""
        table: dict[str, list[Country]] = {}
        for country in self.countries.values():
            for word in (*_all_names(country), *(d + "s" for d in country.demonyms)):
                found = table.setdefault(key(word), [])
                if country not in found:
                    found.append(country)
        return {word: tuple(found) for word, found in table.items()}

    @cached_property
    def organ_words(self) -> Mapping[str, Organ]:
        """Organs by the key of the words that follow a country's name."""
        return {key(word): organ for organ in self.organs for word in organ.words}

    @cached_property
    def organs_alone(self) -> Mapping[str, Organ]:
        """Organs by the key of the words that name them alone, within a report's theatre."""
        return {key(word): organ for organ in self.organs for word in organ.alone}


def _all_names(country: Country) -> tuple[str, ...]:
    return (country.name, *country.demonyms, *country.aliases, *country.capitals)


def _shown(actor: Actor, alias: str, states: Mapping[str, Country]) -> str:
    """The name shown for an alias: a state spoken of as a regime is its government."""
    if actor.id in states and alias != actor.name:
        return f"Government of {states[actor.id].name}"
    return _BRACKETED.sub("", actor.name)


_OF_STATE = frozenset({"state", "state forces", "government"})
_BRACKETED = re.compile(r" \([^()]*\)$")  # tells actors of one name apart in the list, not in a report


def _add(table: dict[str, list[Match]], name: str, match: Match) -> None:
    found = table.setdefault(name, [])
    if all(match.actor.id != other.actor.id for other in found):
        found.append(match)


def _pattern(name: str, country: Country) -> str:
    demonym = country.demonyms[0] if country.demonyms else country.name
    return name.format(d=demonym, c=country.name)


def _country(entry: Mapping[str, Any]) -> Country:
    lists = {name: tuple(entry[name]) for name in ("demonyms", "aliases", "capitals", "cues")}
    return Country(id=entry["id"], name=entry["name"], iso=entry["iso"], ucdp=entry["ucdp"], **lists)


def _organ(entry: Mapping[str, Any]) -> Organ:
    words, alone = tuple(entry["words"]), tuple(entry["alone"])
    return Organ(entry["organ"], entry["name"], entry["type"], entry["parent"], words, alone)


def _state(country: Country) -> Actor:
    return Actor(country.id, country.name, "state", None, country.iso, (country.iso,),
                 ucdp=country.ucdp)  # fmt: skip


def actor_of(entry: Mapping[str, Any]) -> Actor:
    """Return the actor that one entry of the compiled list, or of a file of your own, describes."""
    theatres = tuple(entry.get("theatres") or ())
    return Actor(
        id=entry["id"],
        name=entry["name"],
        type=entry["type"],
        parent=entry.get("parent") or None,
        country=entry.get("country") or (theatres[0] if len(theatres) == 1 else None),
        theatres=theatres,
        first=entry.get("from"),
        last=entry.get("to"),
        ucdp=entry.get("ucdp"),
        ucdp_id=entry.get("ucdp_id"),
        aliases=tuple(entry.get("aliases") or ()),
    )


def _join(actors: dict[str, Actor], actor: Actor) -> None:
    known = actors.get(actor.id)
    if known is None:
        actors[actor.id] = actor
    else:
        names = dict.fromkeys((*known.aliases, actor.name, *actor.aliases))
        actors[actor.id] = replace(known, aliases=tuple(names))
