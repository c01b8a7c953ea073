"""Events as they are shown: each assessed beside its claims and the responses to it, as plain values."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, Final

from pydantic import TypeAdapter

from communique.account.belonging import belonging
from communique.account.fused import FusedLedger
from communique.account.voices import PUBLIC_STATUSES, Page, answers_of, reliability_of
from communique.assess import Assessment, assess
from communique.assess.campaign import is_sum
from communique.fuse import claim_of_event
from communique.ledger import Ledger
from communique.model import (
    Claim,
    Event,
    Statement,
)

__all__ = [
    "AT_ONCE",
    "claim_meant",
    "columns_of",
    "each_told",
    "event_page",
    "event_pages",
    "page_of",
    "pages_of",
    "told_plainly",
    "whole_page",
]

AT_ONCE: Final = 200
"""Events whose claims are read at once."""
_event = TypeAdapter(Event)
_claim = TypeAdapter(Claim)
_assessment = TypeAdapter(Assessment)


def event_pages(ledger: Ledger) -> Iterator[Page]:
    """Yield each event, by id: columns, `grade`, `credibility`, `assessment`, `statements`, `responses`."""
    fused = FusedLedger(ledger)
    return pages_of(ledger, fused, fused.catch_up())


def pages_of(ledger: Ledger, fused: FusedLedger, events: Iterable[Event]) -> Iterator[Page]:
    """Yield the same of some events that are fused already."""
    reliability, answers = reliability_of(ledger), _answers(ledger)
    for event, statements in each_told(fused, events):
        yield page_of(event, statements, reliability, answers)


def each_told(fused: FusedLedger, events: Iterable[Event]) -> Iterator[tuple[Event, list[Statement]]]:
    """Yield each event with its claims; those of several events are read at once."""
    left = iter(events)
    while several := list(islice(left, AT_ONCE)):
        yield from zip(several, fused.told(several), strict=True)


def event_page(ledger: Ledger, event_id: str) -> Page | None:
    """Return one event as `event_pages` does, by an id that it has or once had; null where there is none.

    Sums that its claims tell of a period are held against what the ledger records of that time one by one.
    """
    fused = FusedLedger(ledger)
    events = {event.event_id: event for event in fused.catch_up()}
    event = events.get(fused.now_called(event_id) or "")
    return None if event is None else whole_page(ledger, fused, event)


def whole_page(ledger: Ledger, fused: FusedLedger, event: Event) -> Page:
    """Return the page of an event that is fused already, its sums held against the other events."""
    statements = fused.statements(event)
    recorded = [told for s in statements if is_sum(s.claim) for told in fused.told_during(s.claim)]
    return page_of(event, statements, reliability_of(ledger), _answers(ledger), recorded)


def claim_meant(name: str) -> str:
    """Return the claim that an id of a claim, or of an event, stands for in a judgement."""
    return claim_of_event(name)


def _answers(ledger: Ledger) -> dict[str, list[Page]]:
    """Return the responses that the public may read, by the claim that their event is named after."""
    answers = defaultdict(list)
    for answer in answers_of(ledger):
        if answer["status"] in PUBLIC_STATUSES:
            answers[claim_of_event(answer["event_id"])].append(answer)
    return dict(answers)


def page_of(
    event: Event,
    statements: list[Statement],
    reliability: Mapping[str, Any],
    answers: Mapping[str, list[Page]] | None = None,
    recorded: Sequence[Sequence[Statement]] = (),
) -> Page:
    """Return the page of an event with these claims."""
    belongs = belonging([*statements, *chain.from_iterable(recorded)])
    found = assess(statements, dict(reliability), belongs=belongs, recorded=recorded)
    assessed = _assessment.dump_python(found, mode="json")
    return {
        **_event.dump_python(event, mode="json"),
        "grade": assessed["grade"],
        "credibility": assessed["credibility"],
        "assessment": assessed,
        "statements": told_plainly(statements),
        "responses": [answer for claim in event.claims for answer in (answers or {}).get(claim, [])],
    }


def told_plainly(statements: Iterable[Statement]) -> list[Page]:
    """Return claims as a page holds them, as plain values."""
    return [_told(statement) for statement in statements]


def columns_of(event: Event) -> Page:
    """Return an event's columns as plain values."""
    told: Page = _event.dump_python(event, mode="json", exclude={"links"})
    return told


def _told(statement: Statement) -> Page:
    report = statement.report
    return {
        "report": report.id,
        "title": report.title,
        "outlet": report.outlet,
        "published": report.published,
        "url": report.url,
        "claim": _claim.dump_python(statement.claim, mode="json"),
    }
