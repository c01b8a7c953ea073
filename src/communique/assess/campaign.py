"""Sums claimed for a campaign, held against what is recorded one by one for that party, place and time."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from communique.assess.records import CampaignSum, Ground, Verdict
from communique.assess.speakers import Belongs, first_speaker, same_party
from communique.earth import distance, reach
from communique.model import Claim, Count, Place, Statement

__all__ = ["SHORTEST", "campaign_sums", "is_sum"]

SHORTEST: Final = 6
"""Days from which a counted period is a campaign rather than a happening: "in a week" may be six nights."""
_SHARE = re.compile(
    r"^(?:(?:almost|nearly|virtually) )?(?:most|all|half|the majority|the bulk|every|\d+ ?%|\d+ per ?cent)\b",
    re.IGNORECASE,
)


class _Part(NamedTuple):
    """What is counted: the codebook's kind and effect, or for means the last word of their text."""

    kind: str
    effect: str
    text: str
    number: Count


def campaign_sums(
    statements: Sequence[Statement], recorded: Sequence[Sequence[Statement]], belongs: Belongs
) -> tuple[CampaignSum, ...]:
    """Return each sum that the statements claim, beside what is recorded.

    `recorded` holds one sequence of statements for each event. Events that hold the sum itself, and
    claims that are sums themselves, are left out of what is recorded.
    """
    own = {statement.claim.claim_id for statement in statements}
    events = [group for group in recorded if not own & {s.claim.claim_id for s in group}]
    found = [
        _held(statement, part, events, belongs)
        for statement in sorted(statements, key=lambda s: s.claim.claim_id)
        if is_sum(statement.claim)
        for part in _parts(statement.claim)
    ]
    return tuple(found)


def is_sum(claim: Claim) -> bool:
    """Return whether a claim counts what was done over a period, or a share of all that there is."""
    if claim.factuality not in ("actual", "probable"):
        return False
    parts = list(_parts(claim))
    return bool(parts) and (_days(claim) >= SHORTEST or any(_SHARE.match(part.number.text) for part in parts))


def _days(claim: Claim) -> int:
    time = claim.time
    if not time or not time.earliest or not time.latest:
        return 0
    return (date.fromisoformat(time.latest) - date.fromisoformat(time.earliest)).days + 1


def _parts(claim: Claim) -> Iterator[_Part]:
    for target in claim.targets:
        if target.count and target.effect != "none":
            yield _Part(target.kind, target.effect, target.text, target.count)
    for means in claim.means:
        if means.count and means.kind == "action":
            yield _Part("action", means.text.casefold().split()[-1], means.text, means.count)


def _held(
    statement: Statement, part: _Part, events: Sequence[Sequence[Statement]], belongs: Belongs
) -> CampaignSum:
    claim = statement.claim
    why_not = _missing(statement)
    same = [] if why_not else [_matching(event, statement, part, belongs) for event in events]
    held = [found for found in same if found]
    low = sum(min(c.low or 0 for _, c in found) for found in held)
    high = sum(max(_upper(c) for _, c in found) for found in held)
    verdict = "cannot be held" if why_not else _verdict(part.number, low, high)
    claimed = f"{part.number.text} {part.text}"
    span = str(low) if low == high else f"{low} to {high}"
    words = f"claimed: {claimed}; recorded one by one: {span} in {len(held)} happening{'s'[: len(held) != 1]}"
    ids = {claim.claim_id, *(claim_id for found in held for claim_id, _ in found)}
    return CampaignSum(
        claim=claim.claim_id,
        words=f"claimed: {claimed}; {why_not}" if why_not else words,
        claimed_low=part.number.low,
        claimed_high=part.number.high,
        recorded_low=low,
        recorded_high=high,
        happenings=len(held),
        verdict=verdict,
        ground=Ground(rule="campaign sum", words=why_not or _scope(statement), claims=tuple(sorted(ids))),
    )


def _missing(statement: Statement) -> str:
    """Return what is missing to hold a sum against the record; nothing where all is there."""
    time = statement.claim.time
    if not _party(statement):
        return "no party is named that could be looked up"
    if not time or not (time.earliest and time.latest):
        return "no period is told"
    return ""


def _scope(statement: Statement) -> str:
    time = statement.claim.time
    assert time
    places = [place.name or place.text for place in _located(statement.claim)]
    where = ", ".join(places) or "anywhere, as no place is told"
    return f"{_party(statement)}, {where}, {time.earliest} to {time.latest}"


def _party(statement: Statement) -> str:
    """Return the id of who did it; where the claim names none, of who says so of itself."""
    named = sorted(party.actor_id for party in statement.claim.actors if party.actor_id)
    if named:
        return named[0]
    speaker = first_speaker(statement)
    return (speaker.source_id if speaker and not statement.claim.actors else None) or ""


def _matching(
    event: Iterable[Statement], total: Statement, part: _Part, belongs: Belongs
) -> list[tuple[str, Count]]:
    """Return what the claims of one event count of the same thing, with the ids of the claims."""
    return [
        (s.claim.claim_id, other.number)
        for s in event
        if s.claim.factuality in ("actual", "probable") and not is_sum(s.claim) and _within(s, total, belongs)
        for other in _parts(s.claim)
        if (other.kind, other.effect) == (part.kind, part.effect) and other.number.low is not None
    ]


def _within(statement: Statement, total: Statement, belongs: Belongs) -> bool:
    """Return whether a claim lies within a sum's party, period and place."""
    party = _party(statement)
    period, time = total.claim.time, statement.claim.time
    if not party or not same_party(party, _party(total), belongs) or not period or not time:
        return False
    if not time.earliest or not time.latest or not period.earliest or not period.latest:
        return False
    if time.earliest < period.earliest or time.latest > period.latest:
        return False
    wide = _located(total.claim)
    return not wide or any(_inside(one, other) for one in _located(statement.claim) for other in wide)


def _located(claim: Claim) -> list[Place]:
    return [p for p in claim.places if p.latitude is not None and p.relation not in ("from", "to")]


def _inside(place: Place, wide: Place) -> bool:
    """Return whether a place lies in a country or province told by name, else within the reach of a point."""
    if wide.where_prec == 6:
        return place.country == wide.country
    if wide.where_prec == 4 and wide.adm_1:
        return (place.country, place.adm_1) == (wide.country, wide.adm_1)
    return distance(place, wide) <= reach(place, wide)


def _upper(count: Count) -> int:
    return count.high if count.high is not None else count.low or 0


def _verdict(claimed: Count, low: int, high: int) -> Verdict:
    if (claimed.low, claimed.high) == (None, None):
        return "cannot be held"
    if (claimed.low or 0) > high:
        return "more than recorded"
    if claimed.high is not None and claimed.high < low:
        return "less than recorded"
    return "within what is recorded"
