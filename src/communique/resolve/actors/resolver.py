"""Actors and sources: whom a mention means, by the actor list and the report's theatre; else why not."""

from collections.abc import Sequence
from dataclasses import dataclass

from communique.model import Claim, Party, Report, Source, evolve
from communique.resolve.actors.actor_list import Actor, ActorList, Country, Match, Organ
from communique.resolve.actors.context import Theatre, antecedent, is_at_home, theatre_of
from communique.resolve.actors.match import Reading, read_mention
from communique.resolve.actors.own import actor_list
from communique.resolve.actors.words import GENERIC, OFFICES, TITLES, clean, key
from communique.resolve.wordlists import word_set

__all__ = ["NO_PARTY", "Resolution", "resolve_actor", "resolve_actors", "resolve_source"]

NO_PARTY = "names no particular party"
NOT_LISTED = "is not in the actor list"
PERSON = "a person who is not in the actor list"
WHOSE = "the report does not tell clearly which state this belongs to"
SEVERAL = "can be several actors"
NO_ANTECEDENT = "points to a group that the report does not name"
NO_COALITION = "the report does not tell which coalition this is"
ELSEWHERE = "so short or general a name is known only from countries that the report does not name"
TWO_PARTIES = "names more than one party"
OFFICE = "names an office without telling whose"
UNNAMED = "an unnamed source"

SHORT = 5  # letters: up to here an abbreviation stands for many things
_UNNAMED = word_set(
    """
    source sources activist activists witness witnesses eyewitness eyewitnesses
    """
)
_SPEAKING = frozenset({"media", "monitor"})
# Which coalition "the coalition" is, by the countries that the report is about.
_COALITIONS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"SY", "IQ"}), "us-led-coalition"),
    (frozenset({"IQ"}), "multi-national-force-iraq"),
    (frozenset({"YE"}), "saudi-led-coalition"),
    (frozenset({"AF"}), "international-security-assistance-force"),
)
_PAST = frozenset({"multi-national-force-iraq"})  # meant only in reports whose date tells so
_COALITION_TAILS = word_set(
    """
    forces aircraft warplanes jets troops members partners military planes fighter airstrikes strikes
    drone drones helicopters nations officials spokesman partner air international led warplane force
    artillery command advisers personnel countries commanders foreign defense ministers ministries and joint
    member states state allies nation
    """
)


@dataclass(frozen=True, slots=True)
class Resolution:
    """Whom a mention means: the actor and its common name, or no actor and the reason."""

    name: str
    actor: Actor | None = None
    actor_type: str | None = None
    reason: str | None = None


def resolve_actors(report: Report, actors: ActorList | None = None) -> Report:
    """Return the report with the parties and sources of its claims resolved; quotes stay as they are."""
    if not report.claims:
        return report
    actors = actors or actor_list()
    theatre = theatre_of(report, actors)
    claims = tuple(_claim(claim, theatre, actors) for claim in report.claims)
    return evolve(report, claims=claims)


def _claim(claim: Claim, theatre: Theatre, actors: ActorList) -> Claim:
    return evolve(
        claim,
        actors=tuple(_party(party, theatre, actors) for party in claim.actors),
        recipients=tuple(_party(party, theatre, actors) for party in claim.recipients),
        sources=tuple(_source(source, theatre, actors) for source in claim.sources),
    )


def _party(party: Party, theatre: Theatre, actors: ActorList) -> Party:
    found = resolve_actor(party.text, theatre, party.start, actors)
    actor_id = found.actor.id if found.actor else None
    return evolve(
        party,
        name=found.name or party.text,
        actor_id=actor_id,
        actor_type=found.actor_type,
        reason=found.reason,
    )


def _source(source: Source, theatre: Theatre, actors: ActorList) -> Source:
    found = resolve_source(source.text, theatre, source.start, actors)
    return evolve(
        source, name=found.name, source_id=found.actor.id if found.actor else None, reason=found.reason
    )


def resolve_actor(
    mention: str, theatre: Theatre | None = None, at: int | None = None, actors: ActorList | None = None
) -> Resolution:
    """Return whom a mention means; `theatre` and `at` (its offset) let "the army" find its state."""
    actors, theatre = actors or actor_list(), theatre or Theatre()
    reading = read_mention(mention, actors)
    if reading.options:
        return _chosen(reading, theatre, at)
    if reading.organ is not None:
        return _of_theatre(reading, reading.organ, theatre, at, actors)
    return _by_context(mention, reading, theatre, at, actors)


def resolve_source(
    mention: str, theatre: Theatre | None = None, at: int | None = None, actors: ActorList | None = None
) -> Resolution:
    """Return who speaks: an outlet, a ministry, a monitor, a person or whom an official speaks for."""
    actors, theatre = actors or actor_list(), theatre or Theatre()
    words = key(mention).split()
    if _UNNAMED.intersection(words):
        named = " ".join(
            word for word in words if word not in _UNNAMED and word not in ("reliable", "in", "of")
        )
        found = resolve_actor(named, theatre, at, actors) if named else None
        if found and found.actor and found.actor.type in _SPEAKING:
            return found
        return Resolution(clean(mention), reason=UNNAMED)
    reading = read_mention(mention, actors)
    if reading.kind == "person" and reading.speaks_for:
        spoken = _chosen(Reading(reading.name, reading.speaks_for), theatre, at)
        return spoken if spoken.actor else Resolution(reading.name, reason=PERSON)
    return resolve_actor(mention, theatre, at, actors)


def _chosen(reading: Reading, theatre: Theatre, at: int | None) -> Resolution:
    """The one option, or the one that the report's theatre speaks for clearly."""
    options: Sequence[Match] = reading.options
    if len(options) > 1:
        ranked = theatre.rank(reading.options, at)
        if ranked[0][0] <= 0 or ranked[0][0] <= 1.2 * ranked[1][0]:
            names = ", ".join(f"{match.actor.name} ({match.actor.id})" for match in options[:4])
            return Resolution(reading.name, reason=f"{SEVERAL}: {names}")
        options = [ranked[0][1]]
    match = options[0]
    if _stands_for_many(reading.name, match.actor) and not is_at_home(match.actor, theatre, at):
        return Resolution(reading.name, reason=ELSEWHERE)
    return Resolution(match.name, match.actor, match.actor.type)


def _stands_for_many(name: str, actor: Actor) -> bool:
    """Whether a name is so short or so general that it fits actors of several countries."""
    words = key(name).split()
    if actor.type == "person":
        return len(words) == 1
    short = len(words) == 1 and len(words[0]) <= SHORT and words[0] != key(actor.name)
    return short or all(word in GENERIC or word[0].isdigit() for word in words)


def _of_theatre(
    reading: Reading, organ: Organ, theatre: Theatre, at: int | None, actors: ActorList
) -> Resolution:
    iso = theatre.country(at)
    country: Country | None = actors.countries.get(iso) if iso else None
    if country is None:
        return Resolution(reading.name, actor_type=organ.type, reason=WHOSE)
    match = actors.compose(country, organ)
    return Resolution(match.name if organ.name else reading.name, match.actor, match.actor.type)


def _by_context(
    mention: str, reading: Reading, theatre: Theatre, at: int | None, actors: ActorList
) -> Resolution:
    noun = key(clean(mention, every=True))
    if _is_coalition(noun):
        return _coalition(reading, theatre, at, actors)
    match = antecedent(noun, theatre, at, actors)
    if match is not None:
        return Resolution(match.name, match.actor, match.actor.type)
    if reading.kind == "person":
        return Resolution(reading.name, actor_type="person", reason=PERSON)
    both = _two_parties(mention, theatre, at, actors)
    if both is not None:
        return both
    if reading.kind == "common":
        return Resolution(reading.name, actor_type=_common_type(noun), reason=NO_PARTY)
    office = all(word in OFFICES or word in TITLES for word in noun.split())
    return Resolution(reading.name, reason=OFFICE if office else NOT_LISTED)


def _two_parties(mention: str, theatre: Theatre, at: int | None, actors: ActorList) -> Resolution | None:
    """`X and Y`: no one party, but X where Y only adds what sort of people ("fighters and bombers")."""
    first, joined, second = clean(mention).replace(", ", " and ").partition(" and ")
    if not joined or not second:
        return None
    parts = [resolve_actor(part, theatre, at, actors) for part in (first, second)]
    if all(part.actor for part in parts):
        return Resolution(clean(mention), reason=f"{TWO_PARTIES}: {parts[0].name}; {parts[1].name}")
    return parts[0] if parts[0].actor and parts[1].reason == NO_PARTY else None


def _coalition(reading: Reading, theatre: Theatre, at: int | None, actors: ActorList) -> Resolution:
    weights = theatre.weights(at)
    for _, match in theatre.groups:
        if match.actor.type == "external forces" and "coalition" in match.actor.id:
            return Resolution(match.name, match.actor, match.actor.type)
    year = theatre.year
    scored = [
        (sum(weights.get(iso, 0.0) for iso in homes), actor_id)
        for homes, actor_id in _COALITIONS
        if (actors[actor_id].active_in(year) if year else actor_id not in _PAST)
    ]
    best, actor_id = max(scored, default=(0.0, ""))
    if best <= 0:
        return Resolution(reading.name, reason=NO_COALITION)
    actor = actors[actor_id]
    return Resolution(actor.name, actor, actor.type)


def _is_coalition(noun: str) -> bool:
    words = noun.split()
    return "coalition" in words and all(word == "coalition" or word in _COALITION_TAILS for word in words)


def _common_type(noun: str) -> str | None:
    words = set(noun.split())
    if words & {"protesters", "protestors", "demonstrators"}:
        return "protesters"
    if words & {"rioters", "looters", "mob", "mobs"}:
        return "rioters"
    if words & {"civilians", "citizens", "residents", "villagers", "peasants", "refugees"}:
        return "civilians"
    return None
