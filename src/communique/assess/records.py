"""What an assessment says: frozen records, each with its grounds in words and the claims behind them."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

__all__ = [
    "Agreement",
    "Assessment",
    "CampaignSum",
    "Chain",
    "Credibility",
    "Difference",
    "Grade",
    "Ground",
    "Position",
    "Reliability",
    "Side",
    "Slot",
    "Toll",
    "Verdict",
    "Voice",
]

# Both parts of the Admiralty scale (NATO AJP-2.1): A reliable … E unreliable, F cannot be judged;
# 1 confirmed, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged.
Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal[1, 2, 3, 4, 5, 6]
# The grades of Airwars' methodology for civilian harm; docs/assessment.md says where the rules depart.
Grade = Literal["Confirmed", "Fair", "Weak", "Contested", "Discounted"]
Slot = Literal["count", "place", "actor", "denial", "target"]
Side = Literal["side_a", "side_b", "civilians", "unknown"]
Verdict = Literal["more than recorded", "within what is recorded", "less than recorded", "cannot be held"]
Ids = tuple[str, ...]
Number = Annotated[int, Field(ge=0)]

_CONFIG = ConfigDict(extra="forbid")


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Ground:
    """Why: the rule's name, what it found in words, and the ids of the claims that it rests on, sorted."""

    rule: str
    words: str
    claims: Ids = ()


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Chain:
    """Through whom a claim came, from the outlet to the first speaker; `named` if that one has a name."""

    claim: str
    speakers: tuple[str, ...]
    named: bool = True

    @property
    def words(self) -> str:
        """The chain as one reads it."""
        return " ← ".join(self.speakers)


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Voice:
    """All claims that go back to one origin. `grounds` say why its claims count once.

    `affirms` and `denies` are those of its claims that tell of the happening as fact (or as likely), and
    those that deny it; what it took back later stands in neither. `interested` is true of a party blamed.
    """

    voice: str
    name: str
    claims: Ids
    reports: Ids
    affirms: Ids
    denies: Ids
    chains: tuple[Chain, ...]
    reliability: Reliability
    interested: bool
    credibility: Credibility
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Toll:
    """How many people of one side, by voices counted once; `low` ≤ `best` ≤ `high`."""

    side: Side
    party: str | None = None
    effect: Literal["killed", "injured"]
    low: Number
    best: Number
    high: Number
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Position:
    """What one voice says on a slot."""

    voice: str
    words: str
    claims: Ids


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Comparison:
    """What two voices say on a slot, side by side."""

    slot: Slot
    words: str
    left: Position
    right: Position

    @property
    def claims(self) -> Ids:
        """The claims of both positions."""
        return tuple(sorted({*self.left.claims, *self.right.claims}))


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Difference(Comparison):
    """Two voices that cannot both be right on a slot."""


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Agreement(Comparison):
    """Two voices that say the same on a slot, independently."""


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class CampaignSum:
    """A sum claimed for a period, beside what is recorded one by one for the same party, place and time."""

    claim: str
    words: str
    claimed_low: Number | None
    claimed_high: Number | None
    recorded_low: Number
    recorded_high: Number
    happenings: Number
    verdict: Verdict
    ground: Ground


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Assessment:
    """What the claims of one event amount to, each finding with its grounds.

    `graded` names the question that grade and credibility answer: whether civilians were harmed, where a
    claim says so, else whether it happened. `grade` is null where nothing is told as having happened.
    """

    graded: Literal["harm to civilians", "the happening"]
    grade: Grade | None
    grade_ground: Ground
    credibility: Credibility
    credibility_ground: Ground
    support: Number
    voices: tuple[Voice, ...]
    tolls: tuple[Toll, ...]
    differences: tuple[Difference, ...]
    agreements: tuple[Agreement, ...]
    sums: tuple[CampaignSum, ...] = ()
