"""What a report tells about its theatre: whose army "the army" is, and which group "the group" is."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from communique.model import Report
from communique.resolve.actors.actor_list import Actor, ActorList, Country, Match
from communique.resolve.actors.words import key
from communique.resolve.wordlists import word_set

__all__ = ["Theatre", "theatre_of"]

# Powers that act in others' wars: their name in a report says little about where it happens.
OUTSIDERS = word_set("US GB FR RU SU TR IR IL SA DE AE QA CN IT AU CA CU VA SE CH ES NL BE JP")
OUTSIDER_WEIGHT = 0.3
PLACE_WEIGHT = 1.0
NAME_WEIGHT = 1.0
GROUP_WEIGHT = 0.8
OPENING_WEIGHT = 2.0  # title and dateline
OPENING = 120
NEAR = 350.0  # characters in which the weight of a word falls to a third
FAR_SHARE = 0.25
STEP = 50  # characters within which the weights are reckoned once
CLEAR = 1.3  # the best theatre must outweigh the second so many times
_WORD = re.compile(r"[^\W_](?:[\w]|['’\-.](?=\w))*")
_MAX_TERM = 5
_POINTING = re.compile(
    r"\b(?:the|this|that|said|same) $|\b(?:the|this|that|said|same) \w{0,5}$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Cue:
    position: int
    countries: tuple[str, ...]
    weight: float


@dataclass(frozen=True, eq=False)
class Theatre:
    """What one report tells of where it plays; its words are looked through when first asked."""

    report: Report | None = None
    actors: ActorList | None = None

    @cached_property
    def year(self) -> int | None:
        """The report's year of publication."""
        return int(self.report.published[:4]) if self.report and self.report.published else None

    @cached_property
    def _found(self) -> tuple[tuple[_Cue, ...], tuple[tuple[int, Match], ...]]:
        if self.report is None or self.actors is None:
            return (), ()
        return _look_through(self.report, _terms_of(self.actors))

    @property
    def cues(self) -> tuple[_Cue, ...]:
        """The words that speak for a country, with their weights, in the order of the text."""
        return self._found[0]

    @property
    def groups(self) -> tuple[tuple[int, Match], ...]:
        """The groups and forces that the report names, with their offsets (-1: in the title)."""
        return self._found[1]

    @cached_property
    def _weights(self) -> dict[int, dict[str, float]]:
        return {}

    def weights(self, at: int | None) -> dict[str, float]:
        """Return how much speaks for each country (ISO code), near words more than far ones."""
        step = -1 if at is None else at // STEP
        if step not in self._weights:
            self._weights[step] = self._weighed(None if at is None else step * STEP)
        return self._weights[step]

    def _weighed(self, at: int | None) -> dict[str, float]:
        total: dict[str, float] = {}
        for cue in self.cues:
            near = 1.0 if at is None else FAR_SHARE + math.exp(-abs(at - cue.position) / NEAR)
            for iso in cue.countries:
                total[iso] = total.get(iso, 0.0) + cue.weight * near / len(cue.countries)
        return total

    def country(self, at: int | None) -> str | None:
        """Return the country that "the army" at this place of the text belongs to, if that is clear."""
        ranked = sorted(self.weights(at).items(), key=lambda item: -item[1])
        if not ranked or (len(ranked) > 1 and ranked[0][1] < CLEAR * ranked[1][1]):
            return None
        return ranked[0][0]

    def rank(self, options: tuple[Match, ...], at: int | None) -> list[tuple[float, Match]]:
        """Return the options with what speaks for each, the best first."""
        weights = self.weights(at)
        named = {match.actor.id for _, match in self.groups}
        scored = []
        for match in options:
            homes = match.actor.theatres or ((match.actor.country,) if match.actor.country else ())
            score = sum(weights.get(iso, 0.0) for iso in homes) / max(1, len(homes)) ** 0.5
            if self.year is not None and not match.actor.active_in(self.year):
                score -= 1.0
            scored.append((score + (0.5 if match.actor.id in named else 0.0), match))
        return sorted(scored, key=lambda pair: -pair[0])

    def is_definite(self, at: int | None) -> bool:
        """Whether the words before `at` point back ("the", "this"), as far as they are known."""
        text = self.report.text if self.report else ""
        return at is None or bool(_POINTING.search(text[max(0, at - 12) : at + 5]))

    def group_before(self, at: int | None, kinds: frozenset[str]) -> Match | None:
        """Return the group of these types that the report named last before `at`."""
        last = None
        for position, match in self.groups:
            if at is not None and position >= at:
                break
            if match.actor.type in kinds:
                last = match
        return last

    def only_group(self, iso: str, kinds: frozenset[str]) -> Match | None:
        """Return the one group of these types fighting in the country that the report names, if it is one."""
        found = {
            m.actor.id: m
            for _, m in self.groups
            if m.actor.type in kinds and iso in m.actor.theatres and m.actor.id not in NO_REBELS
        }
        roots = {m.actor.parent or actor_id for actor_id, m in found.items()}
        return next(iter(found.values())) if len(found) == 1 or (found and len(roots) == 1) else None


@dataclass(frozen=True, slots=True)
class _Term:
    countries: tuple[str, ...]
    weight: float
    match: Match | None
    acronym: bool


class _Terms:
    """The words that the scan looks for, by their key; `starts` lets most words pass at one look."""

    def __init__(self, actors: ActorList) -> None:
        self.terms: dict[str, _Term] = {}
        for name, matches in actors.names.items():
            self._add_actor(name, matches)
        for country in actors.countries.values():
            self._add_country(country)
        self.starts: dict[str, int] = {}
        for name in self.terms:
            first, length = name.split(" ", 1)[0], name.count(" ") + 1
            self.starts[first] = max(length, self.starts.get(first, 0))

    def _add_actor(self, name: str, matches: tuple[Match, ...]) -> None:
        actor = matches[0].actor
        if len(matches) > 1 or actor.type in ("media", "state", "person") or name.count(" ") >= _MAX_TERM:
            return
        homes = actor.theatres if len(actor.theatres) <= 3 else ()
        acronym = " " not in name and len(name) <= 5
        if len(name) <= 3:
            homes = ()  # as likely something else: it is no evidence of a theatre
        self.terms[name] = _Term(homes, GROUP_WEIGHT, matches[0], acronym)

    def _add_country(self, country: Country) -> None:
        own = OUTSIDER_WEIGHT if country.iso in OUTSIDERS else NAME_WEIGHT
        words = (country.name, *country.demonyms, *country.aliases, *(d + "s" for d in country.demonyms))
        for word, weight in (
            *((word, own) for word in words),
            *((word, own) for word in country.capitals),
            *((word, PLACE_WEIGHT) for word in country.cues),
        ):
            name = key(word)
            known = self.terms.get(name)
            others = known.countries if known and known.match is None else ()
            codes = tuple(dict.fromkeys((*others, country.iso)))
            self.terms[name] = _Term(codes, weight, None, len(name) <= 2)


@lru_cache(maxsize=4)
def _terms_of(actors: ActorList) -> _Terms:
    return _Terms(actors)


def theatre_of(report: Report, actors: ActorList) -> Theatre:
    """Return what the report's title and text tell of its theatre."""
    return Theatre(report, actors)


def _look_through(report: Report, terms: _Terms) -> tuple[tuple[_Cue, ...], tuple[tuple[int, Match], ...]]:
    cues: list[_Cue] = []
    groups: list[tuple[int, Match]] = []
    in_title = [(-1, term) for _, term in _scan(report.title or "", terms)]
    for position, term in in_title + _scan(report.text, terms):
        if term.countries:
            weight = term.weight * (OPENING_WEIGHT if position < OPENING else 1.0)
            cues.append(_Cue(max(0, position), term.countries, weight))
        if term.match is not None:
            groups.append((position, term.match))
    return tuple(cues), tuple(groups)


def _scan(text: str, terms: _Terms) -> list[tuple[int, _Term]]:
    """Return the terms in the text with their positions, the longest at each place."""
    words = [(m.start(), m.group()) for m in _WORD.finditer(text)]
    keys = [_folded(word) for _, word in words]
    lower = not any(c.isupper() for c in text[:2000])
    found: list[tuple[int, _Term]] = []
    taken = 0
    for i, word in enumerate(keys):
        longest = terms.starts.get(word.partition(" ")[0] if " " in word else word)
        if longest is None or i < taken:
            continue
        for length in range(min(longest, len(words) - i), 0, -1):
            term = terms.terms.get(word if length == 1 else " ".join(filter(None, keys[i : i + length])))
            if term and _believed(words[i][1], term, lower):
                found.append((words[i][0], term))
                taken = i + length
                break
    return found


def _believed(first: str, term: _Term, lower: bool) -> bool:
    """Names are capitalised, abbreviations in capitals, unless the whole text is in lower case."""
    if lower:
        return not term.acronym or len(first) >= 4
    return first.isupper() if term.acronym else first[0].isupper() or first[0] == "`" or not first.isascii()


@lru_cache(maxsize=65_536)
def _folded(word: str) -> str:
    return key(word)


GROUPS = frozenset({"rebel group", "political militia", "identity militia", "criminal organisation"})
_BACK = word_set("group organization movement militia faction")
_BACK_KINDS = word_set(
    """
    terror terrorist militant jihadist extremist armed rebel guerrilla islamist
    """
)
_REBELS = word_set("rebel rebels guerrilla guerrillas insurgent insurgents")
_OF_REBELS = word_set(
    """
    forces force fighters groups group units unit columns column urban rural commandos commando movement
    leftist armed members member gunmen leaders of left wing positions
    """
)
_PROXIES = word_set("proxy proxies factions militias mercenaries forces fighters")
# Those that "their proxies" means, by the sponsor that the report named last.
SPONSORED: Mapping[str, str] = {"TR": "turkish-backed-factions", "IR": "iran-backed-militias"}
# "Rebels" never means these, however alone they stand in a report.
NO_REBELS = frozenset({"islamic-state", "al-qaeda"})


def antecedent(noun: str, theatre: Theatre, at: int | None, actors: ActorList) -> Match | None:
    """Return the group that "the group", "the rebels" or "their proxies" points to."""
    words = noun.split()
    if words[-1:] and words[-1] in _BACK and all(word in _BACK_KINDS for word in words[:-1]):
        return theatre.group_before(at, GROUPS) if theatre.is_definite(at) else None
    if words and words[0] in ("proxy", "proxies") and all(word in _PROXIES for word in words):
        return _sponsored(theatre, at, actors)
    if _REBELS.intersection(words) and all(word in _REBELS or word in _OF_REBELS for word in words):
        return _rebels(words, theatre, at, actors)
    return None


def _rebels(words: list[str], theatre: Theatre, at: int | None, actors: ActorList) -> Match | None:
    """The rebels of the theatre: those that its demonym names, the only group named, or none by name."""
    iso = theatre.country(at)
    if iso is None:
        return None
    country = actors.countries[iso]
    noun = next(word for word in words if word in _REBELS)
    noun = noun if noun.endswith("s") else noun + "s"
    for demonym in country.demonyms:
        for match in actors.names.get(key(f"{demonym} {noun}"), ()):
            if theatre.year is None or match.actor.active_in(theatre.year):
                return match
    only = theatre.only_group(iso, frozenset({"rebel group"}))
    if only is not None:
        return only
    organ = actors.organ_words.get(noun)
    shown = f"{(country.demonyms or (country.name,))[0]} {noun}"
    return Match(actors.compose(country, organ).actor, shown) if organ else None


def _sponsored(theatre: Theatre, at: int | None, actors: ActorList) -> Match | None:
    """The factions of the sponsor that the report named last before `at`."""
    before = [cue for cue in theatre.cues if at is None or cue.position < at]
    for cue in reversed(before):
        for iso in cue.countries:
            if iso in SPONSORED:
                actor = actors[SPONSORED[iso]]
                return Match(actor, actor.name)
    return None


def is_at_home(actor: Actor, theatre: Theatre, at: int | None) -> bool:
    """Whether the report says anything of the countries where the actor is at home."""
    if not actor.theatres or actor.type == "state":
        return True
    named = theatre.weights(at).keys()
    return not named - OUTSIDERS or any(iso in named for iso in actor.theatres)
