"""Names made of parts: `Turkish police`, `the armed forces of Myanmar`, `President Barco's government`."""

import re
from dataclasses import dataclass, replace

from communique.resolve.actors.actor_list import ActorList, Country, Match, Organ
from communique.resolve.actors.words import BLOCKING, LEADING, MIDDLE, OFFICES, TITLES, TRAILING, key
from communique.resolve.wordlists import word_set

__all__ = ["Reading", "by_parts", "direct", "organ_alone", "person_in", "unit"]

_GOVERNING = word_set("government administration regime cabinet")
_BETWEEN = word_set("of in from")
_BEFORE = word_set(
    """
    senior top former local new current ousted exiled high ranking joint elite special several some two
    three four other many leading retired unnamed the special heavily armed masked uniformed so called
    democratically elected and regular additional allied remaining ruling members member of elements
    units group fellow national provincial regional federal local young visiting deceased exiled royal
    """
)
_SHIPS = word_set("frigate destroyer corvette cruiser submarine carrier minesweeper warship gunboat")
_OF_ORGAN = word_set(
    """
    members member no number and personnel general staff units unit command forces troops officers
    """
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a mention's own words tell: the actors it can be, or an organ whose state the context must give.

    `name` is the mention cleaned of determiners, or the person's bare name; `speaks_for` holds whom an
    unlisted person or official speaks for.
    """

    name: str
    options: tuple[Match, ...] = ()
    organ: Organ | None = None
    kind: str = "unknown"
    speaks_for: tuple[Match, ...] = ()


def direct(name: str, actors: ActorList) -> tuple[Match, ...]:
    """Return the actors of exactly this name, given as its key."""
    return actors.names.get(name, ()) if name else ()


def by_parts(words: list[str], name: str, actors: ActorList) -> Reading | None:
    """A country's name with a noun: `Turkish police`, `the armed forces of Myanmar`."""
    skip = 0
    while skip < len(words) - 1 and _goes_before(words[skip]) and words[skip] not in actors.adjectives:
        skip += 1
    for start in dict.fromkeys((0, skip)):
        reading = _country_first(words[start:], name, actors) or _country_last(words[start:], name, actors)
        if reading:
            return reading
    return _government_of_person(words, name, actors)


def _goes_before(word: str) -> bool:
    return word in _BEFORE or word[0].isdigit()


def _country_first(words: list[str], name: str, actors: ActorList) -> Reading | None:
    for length in range(min(6, len(words)), 0, -1):
        countries = actors.adjectives.get(" ".join(words[:length]))
        if not countries:
            continue
        rest = words[length:]
        organ, noun = _organ(rest, name, actors) if rest else (None, "")
        if organ:
            return _organ_of(countries, organ, rest, noun, name, actors)
        if not rest:
            return Reading(name, tuple(Match(actors.actors[c.id], c.name) for c in countries), kind="actor")
    return None


def _country_last(words: list[str], name: str, actors: ActorList) -> Reading | None:
    for at in range(1, len(words) - 1):
        if words[at] not in _BETWEEN:
            continue
        right = words[at + 1 :]
        right = right[1:] if right[0] == "the" else right
        countries = actors.adjectives.get(" ".join(right), ())
        organ, noun = _organ(words[:at], name, actors) if countries else (None, "")
        if organ:
            return _organ_of(countries, organ, words[:at], noun, name, actors)
    return None


def _organ_of(
    countries: tuple[Country, ...], organ: Organ, words: list[str], noun: str, name: str, actors: ActorList
) -> Reading:
    """The organ of the country, under the listed name where it has one: `Israel's army` is `Israeli army`."""
    phrase = " ".join(words)
    for country in countries if len(countries) == 1 else ():
        for demonym in country.demonyms:
            listed = direct(f"{key(demonym)} {phrase}", actors)
            if listed:
                return Reading(name, listed, kind="actor")
    shown = name if not organ.name or _is_office(noun) else ""
    options = tuple(_named(actors.compose(country, organ), shown) for country in countries)
    return Reading(name, options, kind="actor")


def _named(match: Match, shown: str) -> Match:
    return replace(match, name=shown) if shown else match


def _is_office(noun: str) -> bool:
    return any(word in OFFICES for word in noun.split())


def _organ(rest: list[str], name: str, actors: ActorList) -> tuple[Organ | None, str]:
    """The organ that the words after a country's name tell, and the noun that told it."""
    for start in range(len(rest)):
        noun = " ".join(rest[start:])
        organ = actors.organ_words.get(noun)
        if organ and _own(rest[:start], organ, name, actors):
            return organ, noun
    for end in range(len(rest) - 1, 0, -1):
        noun = " ".join(rest[:end])
        organ = actors.organ_words.get(noun)
        if organ and all(word in TRAILING or word in OFFICES for word in rest[end:]):
            return organ, " ".join(rest)
    return _organ_of_ship(rest, name, actors), ""


def _organ_of_ship(rest: list[str], name: str, actors: ActorList) -> Organ | None:
    """A ship by its class, whatever its name: `anti-submarine frigate FS Surcouf`."""
    for at, word in enumerate(rest[:-1]):
        organ = actors.organ_words.get(word) if word in _SHIPS else None
        if organ and _own(rest[:at], organ, name, actors):
            return organ
    return None


_OTHERS = word_set("backed led proxy linked affiliated allied anti pro supported sponsored aligned and")


def _own(middle: list[str], organ: Organ, name: str, actors: ActorList) -> bool:
    """Whether words between a country's name and a noun leave the noun the country's own.

    A "Salvadoran special police" is, a "Sudanese Liberation Army" is not: what is not known to be harmless
    must be in lower case in a text that has capitals.
    """
    if any(word in actors.adjectives for word in middle):
        return False
    if not organ.name:
        return not _OTHERS.intersection(middle)
    cased = not name.islower()
    return all(
        word in MIDDLE or word[0].isdigit() or (cased and word not in BLOCKING and word in name.split())
        for word in middle
    )


def _government_of_person(words: list[str], name: str, actors: ActorList) -> Reading | None:
    """`President Barco's government`: the government of the state that the person leads."""
    if len(words) < 2 or (words[-1] not in _GOVERNING and words[0] not in _GOVERNING):
        return None
    rest = words[:-1] if words[-1] in _GOVERNING else [w for w in words[1:] if w not in ("of", "the")]
    people = (person_in(rest[:end], actors) for end in range(len(rest), max(0, len(rest) - 3), -1))
    for match in next((found for found in people if found), ()):
        state = actors.actors.get(actors.party(match.actor.id))
        if state is not None and state.type == "state":
            return Reading(name, (Match(state, f"Government of {state.name}"),), kind="actor")
    return None


# Designations that only one state's forces use, on keys; a foreign one with its country's name is composed.
_UNITS = (
    (
        r"\b\d+\w* (?:air )?expeditionary\b|\bexpeditionary (?:fighter|air|force|unit|wing|group|brigade)\b|"
        r"\b(?:air|army) national guard\b|\b\d+\w* marines\b|\bmarine (?:expeditionary|aircraft|regiment)\b|"
        r"\bbrigade combat team\b|\bstryker\b|\bcarrier strike group\b|\bcarrier air wing\b|^uss \w+|"
        r"\b\d+\w* (?:airborne division|cavalry|fighter wing|fighter squadron|airlift|air wing|bomb wing|"
        r"air refueling|military police|aeg|aew|mountain division)\b|\barmy rangers?\b|\bnavy seals?\b",
        "united-states-armed-forces",
    ),
    (r"^hms \w+|\b\d+\w* (?:squadron raf|commando royal)\b|\braf \w+", "united-kingdom-armed-forces"),
)
_DESIGNATIONS = tuple((re.compile(pattern), actor_id) for pattern, actor_id in _UNITS)


def unit(words: list[str], name: str, actors: ActorList) -> tuple[Match, ...]:
    """A unit whose designation tells whose it is: it keeps its name, and counts as that state's forces."""
    whole = " ".join(words)
    for pattern, actor_id in _DESIGNATIONS:
        if pattern.search(whole):
            return (Match(actors[actor_id], name),)
    return ()


def organ_alone(words: list[str], actors: ActorList) -> Organ | None:
    """An organ without its state: `the army`, `members of the armed forces`."""
    organ = actors.organs_alone.get(" ".join(words))
    for at in range(1, len(words) - 1) if not organ else ():
        if words[at] in ("of", "for") and all(word in LEADING for word in words[:at]):
            organ = actors.organs_alone.get(" ".join(words[at + 1 :]).removeprefix("the "))
    for end in range(len(words) - 1, 0, -1) if not organ else ():
        known = actors.organs_alone.get(" ".join(words[:end]))
        if (
            known
            and known.organ
            and all(w in _OF_ORGAN or w in actors.organs_alone or w.isdigit() for w in words[end:])
        ):
            return known
    return organ


def person_in(words: list[str], actors: ActorList) -> tuple[Match, ...]:
    """A listed person behind titles: `President Cristiani`, `UN Secretary-General António Guterres`."""
    for start in range(len(words)):
        found = tuple(m for m in direct(" ".join(words[start:]), actors) if m.actor.type == "person")
        if found and (start == 0 or any(word in TITLES for word in words[:start])):
            return found
    return ()
