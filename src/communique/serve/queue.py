"""What there is to decide, ordered by what a decision would change: doubt, times the effect."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice
from typing import Any, Final

from communique.account.fused import Doubt, FusedLedger
from communique.account.voices import Page, answers_of
from communique.assess import Assessment, assess
from communique.ledger import Ledger
from communique.model import Event, Statement
from communique.serve.entry import Entry

__all__ = ["KINDS", "Effects", "Item", "effect_without", "queue"]

KINDS: Final = {
    "response": "Responses",
    "claim": "Claims",
    "pair": "One happening or two",
    "source": "Sources",
}
# Candidates that are looked at closely; the rest is less doubtful than all of these.
_EVENTS: Final = 120
_VOICES: Final = 12
"""Where more voices than these tell of a happening, nothing hangs on one claim."""
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


class Effects:
    """What hangs on the claims that are least surely read; reckoned anew where an event's line is another."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Entry, list[Item]]] = {}

    def items(self, fused: FusedLedger, events: Mapping[str, Event], lines: Sequence[Entry]) -> list[Item]:
        """Return an item for each doubtful claim of the events that hold the most doubt."""
        looked_at = (line for line in lines if line.doubts and len(line.sources) <= _VOICES)
        doubtful = nlargest(_EVENTS, looked_at, key=_doubt_of)
        new = [line for line in doubtful if self._line(line.event_id) is not line]
        told = fused.told([events[line.event_id] for line in new])
        made = {line.event_id: (line, _claims(line, those)) for line, those in zip(new, told, strict=True)}
        self._known = {n: one for n, one in self._known.items() if n not in made} | made
        return [item for line in doubtful for item in self._known[line.event_id][1]]

    def _line(self, event_id: str) -> Entry | None:
        return self._known[event_id][0] if event_id in self._known else None


def _doubt_of(line: Entry) -> tuple[float, str]:
    """Return how much doubt an event holds: the fewer tell of it, and the more read of it, the more."""
    heard = (1 + math.log(len(line.reports))) / len(line.sources)
    return (1 - line.doubts[0][1]) * heard, line.event_id


def queue(
    ledger: Ledger,
    events: Mapping[str, Event],
    claims: Iterable[Item],
    pairs: Iterable[tuple[Doubt, str, str]],
    sources: Iterable[Page],
) -> list[Item]:
    """Return what there is to decide, what changes most first.

    A pair comes with the ids of the events that hold its claims; the sources are those most heard.
    """
    found = [*_responses(ledger), *claims, *_pairs(pairs, events), *_sources(sources)]
    return sorted(found, key=lambda item: (-item.weight, item.path))[:_ITEMS]


def _responses(ledger: Ledger) -> Iterator[Item]:
    for answer in answers_of(ledger):
        if answer["status"] == "waiting":
            title = f"Response of {answer['by']}"
            yield Item("response", _PERSON_WAITS, title, "a reader waits", "/review/responses")


def _claims(line: Entry, told: list[Statement]) -> list[Item]:
    whole, by_id = assess(told), {statement.claim.claim_id: statement for statement in told}
    found = []
    for statement in (by_id[claim] for claim, _ in line.doubts if claim in by_id):
        points, words = effect_without(told, whole, statement)
        claim = statement.claim
        title = f"{claim.event.lower()}: {claim.quote}"
        path = f"/review/claims/{claim.claim_id}"
        found.append(Item("claim", (1 - claim.confidence) * points, title, "; ".join(words), path))
    return found


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


def _pairs(pairs: Iterable[tuple[Doubt, str, str]], events: Mapping[str, Event]) -> Iterator[Item]:
    for doubt, one, other in pairs:
        if min(doubt.score, 1 - doubt.score) < _DOUBT:
            continue
        size = len(events[one].reports) + (len(events[other].reports) if one != other else 0)
        weight = 4 * min(doubt.score, 1 - doubt.score) * math.log(1 + size)
        chance = f"one happening by {doubt.score:.0%}"
        effect = f"{chance}: two events would be one" if one != other else f"{chance}: the event may part"
        title = _named(events[one]) if one == other else f"{_named(events[one])} | {_named(events[other])}"
        yield Item("pair", weight, title, effect, f"/review/pairs/{doubt.left}/{doubt.right}")


def _named(event: Event) -> str:
    mode = f" ({event.mode})" if event.mode else ""
    parts = [f"{event.event.capitalize()}{mode}", event.where_coordinates, event.date_start]
    return ", ".join(part for part in parts if part)


def _sources(sources: Iterable[Page]) -> Iterator[Item]:
    for row in islice(sources, _SOURCES):
        if row["reliability"] is None and row["claims"] + row["reports"] > 1:
            effect = f"{row['claims']} claims and {row['reports']} reports would be weighed by it"
            weight = 0.5 * math.log(row["claims"] + row["reports"])
            yield Item("source", weight, row["name"], effect, "/review/sources")
