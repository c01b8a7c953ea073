"""Who speaks in a ledger, and who answers: sources with their grades, judgements in force, responses."""

from collections.abc import Iterable
from typing import Any, Final

from pydantic import TypeAdapter

from communique.fuse import in_force
from communique.ledger import Ledger
from communique.model import (
    Judgement,
    Removal,
    Response,
)

__all__ = [
    "PUBLIC_STATUSES",
    "Heard",
    "Page",
    "answers_of",
    "judgements_in_force",
    "reliability_of",
    "source_table",
]

Page = dict[str, Any]
"""An event with its assessment, its claims and what readers answered, as plain values: see `event_pages`."""
Heard = tuple[str | None, str, int, int]
"""A source's id and name, and the numbers of its claims and reports."""
_judgement = TypeAdapter(Judgement)
_response = TypeAdapter(Response)
_removal = TypeAdapter(Removal)
PUBLIC_STATUSES: Final = frozenset({"published", "claimed", "removed"})
"""Responses of which readers see something."""


def judgements_in_force(ledger: Ledger) -> list[Page]:
    """Return the judgements that count, newest first, each with its `judgement_id`."""
    standing = in_force(ledger.judgements(), ledger.withdrawals())
    return [{"judgement_id": j.judgement_id, **_judgement.dump_python(j)} for j in standing]


def source_table(ledger: Ledger, heard: Iterable[Heard] | None = None) -> list[Page]:
    """Return each source: `source_id`, `name`, `claims`, `reports`, and the `reliability` given to it.

    `heard` is what the ledger tells of its sources where that was asked before.
    """
    given = reliability_of(ledger)
    rows = [
        {
            "source_id": source_id,
            "name": name,
            "claims": claims,
            "reports": reports,
            "reliability": given.get(name) or given.get(source_id or "") or None,
        }
        for source_id, name, claims, reports in (ledger.sources() if heard is None else heard)
    ]
    return sorted(
        rows, key=lambda row: (-row["claims"] - row["reports"], row["name"], row["source_id"] or "")
    )


def reliability_of(ledger: Ledger) -> dict[str, Any]:
    """Return the letter that counts of each source that was rated, by the name or id that it was rated by."""
    gone = {withdrawal.judgement_id for withdrawal in ledger.withdrawals()}
    return {rating.source: rating.reliability for rating in ledger.ratings() if rating.rating_id not in gone}


def answers_of(ledger: Ledger) -> list[Page]:
    """Return every response with its `status`, oldest first.

    A status is `waiting`, `published`, `refused`, `claimed` or, where nothing but the tombstone is left,
    `removed`.
    """
    gone = {withdrawal.judgement_id for withdrawal in ledger.withdrawals()}
    standing = [m for m in ledger.moderations() if m.moderation_id not in gone]
    moderated = {m.response_id: m for m in standing}
    found = []
    for response in ledger.responses():
        moderation = moderated.get(response.response_id)
        status = moderation.verdict if moderation else "waiting"
        by_whom = {"moderated_by": moderation.by, "moderated_at": moderation.at} if moderation else {}
        told = {"response_id": response.response_id, **_response.dump_python(response)}
        found.append({**told, "status": status, "why": moderation.why if moderation else "", **by_whom})
    found += [
        {**_removal.dump_python(removal), "text": "", "status": "removed"} for removal in ledger.removals()
    ]
    return sorted(found, key=lambda answer: (answer["at"], answer["response_id"]))
