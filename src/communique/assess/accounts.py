"""What each voice affirms and what it denies, once it has taken back what it took back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from communique.assess.independence import Origin
from communique.assess.speakers import Belongs, first_speaker, same_party
from communique.model import Claim, Statement

__all__ = [
    "CIVILIANS",
    "CIVIL_THINGS",
    "COMBATANTS",
    "MILITARY_THINGS",
    "Account",
    "accounts",
    "blamed",
    "denies",
    "is_party",
    "tells_of_harm",
]

# The codebook's kinds (docs/claims.md). "people" and things of no clear use stand in none of these.
CIVILIANS: Final = frozenset({"civilians", "journalist", "aid-worker"})
COMBATANTS: Final = frozenset({"combatants", "unit"})
CIVIL_THINGS: Final = frozenset({"home", "hospital", "school", "market", "worship"})
MILITARY_THINGS: Final = frozenset(
    {
        "command-post",
        "base",
        "camp",
        "position",
        "depot",
        "plant",
        "armour",
        "artillery",
        "air-defence",
        "aircraft",
        "explosive",
    }
)
_PEOPLE: Final = frozenset({"people"})
_TOLD: Final = ("actual", "probable")
_HARM: Final = ("killed", "injured", "hit")
_ANY: Final = ("hit", "targeted", "damaged", "none")  # a denial of these denies any harm


class Denied(NamedTuple):
    """What is denied: harm of this effect to these kinds; all of it where `kinds` is null."""

    kinds: frozenset[str] | None
    effect: str


@dataclass(frozen=True)
class Account:
    """One voice: what it affirms, what it denies, what it took back later; `interested` if it is blamed."""

    origin: Origin
    affirmed: tuple[Statement, ...]
    denied: tuple[Statement, ...]
    withdrawn: tuple[Statement, ...]
    interested: bool

    @property
    def voice(self) -> str:
        """The id of the voice."""
        return self.origin.voice

    @property
    def credible(self) -> bool:
        """Whether it may support another: any voice that the analyst has not graded E, unreliable."""
        return self.origin.reliability != "E"


def accounts(voices: Sequence[Origin], belongs: Belongs) -> tuple[Account, ...]:
    """Return what each voice says, in the order of the voices."""
    parties = blamed(s for origin in voices for s in origin.statements if s.claim.factuality in _TOLD)
    return tuple(_account(origin, parties, belongs) for origin in voices)


def _account(origin: Origin, parties: frozenset[str], belongs: Belongs) -> Account:
    told = [s for s in origin.statements if s.claim.factuality in _TOLD]
    denying = [s for s in origin.statements if any(True for _ in _denials(s.claim))]
    day = {s.claim.claim_id: origin.told[s.claim.claim_id] for s in origin.statements}

    def later(one: Statement, other: Statement) -> bool:
        return day[one.claim.claim_id] > day[other.claim.claim_id]

    back = [a for a in told if any(denies(d.claim, a.claim) and later(d, a) for d in denying)]
    denials = [d for d in denying if not any(denies(d.claim, a.claim) and later(a, d) for a in told)]
    return Account(
        origin,
        affirmed=tuple(s for s in told if s not in back),
        denied=tuple(denials),
        withdrawn=tuple(back),
        interested=any(is_party(s, parties, belongs) for s in origin.statements),
    )


def blamed(statements: Iterable[Statement]) -> frozenset[str]:
    """Return the ids of the parties that are said to have done it."""
    return frozenset(party.actor_id for s in statements for party in s.claim.actors if party.actor_id)


def is_party(statement: Statement, parties: Iterable[str], belongs: Belongs) -> bool:
    """Return whether the claim's voice is one of the parties, or an organ or spokesman of one."""
    speaker = first_speaker(statement)
    outlet = statement.report.outlet or ""
    identity = speaker.source_id if speaker else belongs.get(outlet)
    return bool(identity) and any(same_party(identity or "", party, belongs) for party in parties)


def tells_of_harm(claim: Claim) -> bool:
    """Return whether the claim tells of civilians killed, injured or hit as fact, or as likely."""
    return claim.factuality in _TOLD and any(t.kind in CIVILIANS and t.effect in _HARM for t in claim.targets)


def denies(denial: Claim, other: Claim) -> bool:
    """Return whether the first claim denies what the second affirms.

    A denial without targets denies the happening. "No civilians were killed" denies civilians killed, but
    neither people of whom nothing more is said, nor wounded; "nobody was hurt" denies both.
    """
    if other.factuality not in _TOLD:
        return False
    return any(_denied_by(denied, denial, other) for denied in _denials(denial))


def _denials(claim: Claim) -> Iterator[Denied]:
    negated = claim.factuality == "negated"
    if negated and not claim.targets:
        yield Denied(None, "none")
    for target in claim.targets:
        unharmed = claim.factuality == "actual" and claim.event == "ASSAULT" and target.effect == "none"
        if negated or (unharmed and target.kind in CIVILIANS | COMBATANTS | _PEOPLE):
            yield Denied(_meant(target.kind), target.effect)


def _meant(kind: str) -> frozenset[str]:
    if kind in CIVILIANS:
        return CIVILIANS if kind == "civilians" else frozenset({kind})
    if kind == "people":
        return CIVILIANS | COMBATANTS | _PEOPLE
    return COMBATANTS if kind == "combatants" else frozenset({kind})


def _denied_by(denied: Denied, denial: Claim, other: Claim) -> bool:
    if denied.kinds is None:
        return denial.event == other.event
    return any(
        target.kind in denied.kinds
        and target.effect != "none"
        and (denied.effect in _ANY or denied.effect == target.effect)
        for target in other.targets
    )
