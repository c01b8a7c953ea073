"""What there is to decide, ordered by what a decision would change: doubt, times the effect."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from communique.accounts import FusedLedger, answers_of, source_table
from communique.assess import Assessment, assess
from communique.ledger import Ledger
from communique.model import Event, Statement

__all__ = ["KINDS", "Item", "effect_without", "queue"]

KINDS: Final = {
    "response": "Responses",
    "claim": "Claims",
    "pair": "One happening or two",
    "source": "Sources",
}
# Candidates that are looked at closely; the rest is less doubtful than all of these.
_CLAIMS: Final = 200
_PAIRS: Final = 60
_SOURCES: Final = 30
_ITEMS: Final = 150
_DOUBT: Final = 0.05
"""A pair that is surer than this needs nobody to look at it."""
# What a change counts, set by reasoning: a grade is what readers go by, then what is disputed, then figures.
_GRADE: Final = 4.0
_EVENT: Final = 3.0
_DIFFERENCE: Final = 2.0
_TOLL: Final = 2.0
_SUPPORT: Final = 1.0
_PERSON_WAITS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to decide: `effect` says in words what a decision would change, `weight` how much."""

    kind: str
    weight: float
    title: str
    effect: str
    path: str


def queue(ledger: Ledger, fused: FusedLedger, events: Mapping[str, Event]) -> list[Item]:
    """Return what there is to decide, what changes most first."""
    found = [
        *_responses(ledger),
        *_claims(fused, events.values()),
        *_pairs(fused, events),
        *_sources(ledger),
    ]
    return sorted(found, key=lambda item: (-item.weight, item.path))[:_ITEMS]


def _responses(ledger: Ledger) -> Iterator[Item]:
    for answer in answers_of(ledger):
        if answer["status"] == "waiting":
            title = f"Response of {answer['by']}"
            yield Item("response", _PERSON_WAITS, title, "a reader waits", "/review/responses")


def _claims(fused: FusedLedger, events: Iterable[Event]) -> Iterator[Item]:
    doubtful: list[tuple[float, Event, Statement]] = []
    for event in events:
        for statement in fused.statements(event):
            if statement.claim.claim_id not in fused.corrections:
                doubt = 1 - statement.claim.confidence
                doubtful.append((doubt * (1 + math.log(len(event.reports))), event, statement))
    doubtful.sort(key=lambda found: (-found[0], found[2].claim.claim_id))
    assessed: dict[str, tuple[list[Statement], Assessment]] = {}
    for _, event, statement in doubtful[:_CLAIMS]:
        if event.event_id not in assessed:
            told = fused.statements(event)
            assessed[event.event_id] = told, assess(told)
        points, words = effect_without(*assessed[event.event_id], statement)
        claim = statement.claim
        title = f"{claim.event.lower()}: {claim.quote}"
        path = f"/review/claims/{claim.claim_id}"
        yield Item("claim", (1 - claim.confidence) * points, title, "; ".join(words), path)


def effect_without(told: list[Statement], whole: Assessment, left_out: Statement) -> tuple[float, list[str]]:
    """Return how much of an event's assessment hangs on one of its claims, in points and in words."""
    rest = [s for s in told if s.claim.claim_id != left_out.claim.claim_id]
    if not rest:
        return _EVENT, ["the event stands on this claim alone"]
    without, points, words = assess(rest), 0.0, list[str]()
    if without.grade != whole.grade:
        points += _GRADE
        words.append(f"the grade hangs on it: {whole.grade or 'none'}, without it {without.grade or 'none'}")
    fewer = len(whole.differences) - len(without.differences)
    if fewer > 0:
        points += _DIFFERENCE
        words.append(f"it makes {fewer} of {len(whole.differences)} differences between sources")
    if _figures(without) != _figures(whole):
        points += _TOLL
        words.append("a toll hangs on it")
    if without.support != whole.support:
        points += _SUPPORT
        words.append("it is one of the independent voices")
    return (points, words) if words else (0.3, ["little: others say the same"])


def _figures(assessed: Assessment) -> list[tuple[Any, ...]]:
    return sorted((t.side, t.party or "", t.effect, t.low, t.best, t.high) for t in assessed.tolls)


def _pairs(fused: FusedLedger, events: Mapping[str, Event]) -> Iterator[Item]:
    for link in fused.doubtful(_PAIRS):
        one, other = (fused.now_called(f"e-{claim}") for claim in (link.left, link.right))
        if one is None or other is None:
            continue
        if min(link.score, 1 - link.score) < _DOUBT:
            continue
        size = len(events[one].reports) + (len(events[other].reports) if one != other else 0)
        weight = 4 * min(link.score, 1 - link.score) * math.log(1 + size)
        chance = f"one happening by {link.score:.0%}"
        effect = f"{chance}: two events would be one" if one != other else f"{chance}: the event may part"
        title = _named(events[one]) if one == other else f"{_named(events[one])} | {_named(events[other])}"
        yield Item("pair", weight, title, effect, f"/review/pairs/{link.left}/{link.right}")


def _named(event: Event) -> str:
    mode = f" ({event.mode})" if event.mode else ""
    parts = [f"{event.event.capitalize()}{mode}", event.where_coordinates, event.date_start]
    return ", ".join(part for part in parts if part)


def _sources(ledger: Ledger) -> Iterator[Item]:
    for row in source_table(ledger)[:_SOURCES]:
        if row["reliability"] is None and row["claims"] + row["reports"] > 1:
            effect = f"{row['claims']} claims and {row['reports']} reports would be weighed by it"
            weight = 0.5 * math.log(row["claims"] + row["reports"])
            yield Item("source", weight, row["name"], effect, "/review/sources")
