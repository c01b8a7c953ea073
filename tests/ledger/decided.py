"""Decisions and events by number, so that every table of a ledger has rows."""

from communique.ledger import Ledger
from communique.ledger.assessed import Assessed
from communique.model import (
    Appointment,
    Correction,
    Event,
    Judgement,
    Moderation,
    Rating,
    Removal,
    Report,
    Response,
    Withdrawal,
    evolve,
)

FUSER = "synthetic fuser 1"


def moment(minute: int) -> str:
    return f"2020-01-01T00:{minute:02d}:00Z"


def judgement(one: Report, other: Report, minute: int = 1, verdict: str = "positive") -> Judgement:
    return Judgement(
        left=one.claims[0].claim_id,
        right=other.claims[0].claim_id,
        verdict=verdict,
        by="Ana \x00",
        at=moment(minute),
        why="the same depot",
    )


def event(*reports: Report) -> Event:
    """Return an event of the first claim of each report."""
    claims = sorted(report.claims[0].claim_id for report in reports)
    return Event(
        event_id=f"e-{reports[0].claims[0].claim_id}",
        claims=tuple(claims),
        reports=tuple(sorted(report.id for report in reports)),
        event="ASSAULT",
        mode="aerial",
    )


def fill(ledger: Ledger, one: Report, other: Report) -> None:
    """Add two reports, decide something of every kind, record an event, its assessment, and a copy."""
    list(ledger.add([one, other], resolver="resolver 1"))
    made = judgement(one, other)
    ledger.decide(made)
    ledger.decide(Withdrawal(judgement_id=made.judgement_id, by="Ben", at=moment(2), why="a slip"))
    ledger.decide(Rating(source="Ministry of Defence", reliability="D", by="Ana", at=moment(3)))
    response = Response(event_id=event(one).event_id, text="I was there.", by="Reader", at=moment(4))
    ledger.decide(response)
    ledger.decide(
        Correction(claim_id=one.claims[0].claim_id, verdict="wrong", by="Ana", at=moment(5), why="a tank")
    )
    ledger.decide(
        Moderation(response_id=response.response_id, verdict="published", by="Ana", at=moment(6)),
        removed := evolve(response, text="Call me.", at=moment(7)),
        Removal(response_id=removed.response_id, event_id=removed.event_id, by="Ana", at=moment(8)),
    )
    member = ledger.access.enroll("local", "ana", "Ana")
    ledger.decide(Appointment(member_id=member.member_id, role="analyst", by="Ben", at=moment(9)))
    ledger.record_events([event(one, other)], ledger.unseen()[0], FUSER)
    ledger.record_copies([(other.id, one.id)])
    told = Assessed(basis="b" * 32, rated="r" * 32, event_id=event(one).event_id, content='{"reports":[]}')
    ledger.assessments.record([told])
