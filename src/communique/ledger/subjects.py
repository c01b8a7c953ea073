"""Is there what a decision is about?"""

from sqlalchemy import Column, Connection, exists, select

from communique.ledger.access import members
from communique.ledger.decisions import Decision
from communique.ledger.opening import LedgerError
from communique.ledger.schema import (
    claims,
    corrections,
    judgements,
    moderations,
    ratings,
    removals,
    responses,
)
from communique.model import (
    Appointment,
    Correction,
    Judgement,
    Moderation,
    Removal,
    Response,
    Withdrawal,
)

__all__ = ["check_subjects"]

_WITHDRAWABLE = (
    judgements.c.judgement_id,
    corrections.c.correction_id,
    ratings.c.rating_id,
    moderations.c.moderation_id,
)


def check_subjects(connection: Connection, decision: Decision) -> None:
    """Raise `LedgerError` where the ledger lacks what the decision is about."""
    match decision:
        case Judgement():
            for claim in (decision.left, decision.right):
                _demand(connection, "claim", claim, claims.c.claim_id)
        case Correction():
            _demand(connection, "claim", decision.claim_id, claims.c.claim_id)
        case Withdrawal():
            _demand(connection, "judgement", decision.judgement_id, *_WITHDRAWABLE)
        case Response(claim_id=str() as claim):
            _demand(connection, "claim", claim, claims.c.claim_id)
        case Moderation() | Removal():
            _demand(connection, "response", decision.response_id, responses.c.response_id)
            if _known(connection, removals.c.response_id, decision.response_id):
                raise LedgerError(f"the response {decision.response_id!r} was removed")
        case Appointment():
            _demand(connection, "member", decision.member_id, members.c.member_id)


def _demand(connection: Connection, what: str, name: str, *columns: Column[str]) -> None:
    if not any(_known(connection, column, name) for column in columns):
        raise LedgerError(f"there is no {what} {name!r}")


def _known(connection: Connection, column: Column[str], name: str) -> bool:
    return bool(connection.scalar(select(exists().where(column == name))))
