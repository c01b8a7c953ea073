"""Every decision that was made, as one list: what, by whom, when, why, and whether it was taken back."""

from collections.abc import Iterator
from dataclasses import dataclass

from communique.ledger import Ledger

__all__ = ["Told", "by_claim", "decisions"]


@dataclass(frozen=True, slots=True)
class Told:
    """A decision in words. Decisions of one `act` were made together and are taken back together."""

    decision_id: str
    kind: str
    words: str
    by: str
    at: str
    why: str
    claims: tuple[str, ...] = ()
    slot: str | None = None
    withdrawn: str | None = None

    @property
    def act(self) -> tuple[str, str]:
        """Who decided, and the moment."""
        return self.by, self.at


def decisions(ledger: Ledger) -> list[Told]:
    """Return all judgements, corrections, ratings and moderations, newest first."""
    back = {w.judgement_id: f"{w.by}, {w.at[:16].replace('T', ' ')}" for w in ledger.withdrawals()}
    found = [
        Told(key, kind, words, by, at, why, claims, slot, back.get(key))
        for key, kind, words, by, at, why, claims, slot in _told(ledger)
    ]
    return sorted(found, key=lambda told: (told.at, told.decision_id), reverse=True)


def by_claim(ledger: Ledger) -> dict[str, list[Told]]:
    """Return the decisions about claims, by claim."""
    found: dict[str, list[Told]] = {}
    for told in decisions(ledger):
        for claim in told.claims:
            found.setdefault(claim, []).append(told)
    return found


_Row = tuple[str, str, str, str, str, str, tuple[str, ...], str | None]


def _told(ledger: Ledger) -> Iterator[_Row]:
    verdicts = {"positive": "one happening", "negative": "two happenings", "unsure": "unsure whether one"}
    for j in ledger.judgements():
        pair = (j.left, j.right)
        yield j.judgement_id, "pair", verdicts[j.verdict], j.by, j.at, j.why, pair, None
    for c in ledger.corrections():
        words = f"{c.slot} corrected" if c.slot else c.verdict
        yield c.correction_id, "claim", words, c.by, c.at, c.why, (c.claim_id,), c.slot
    for r in ledger.ratings():
        yield r.rating_id, "source", f"{r.source}: {r.reliability}", r.by, r.at, r.why, (), None
    for m in ledger.moderations():
        yield m.moderation_id, "response", m.verdict, m.by, m.at, m.why, (), None
