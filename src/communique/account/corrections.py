"""Judgements on single claims: what a claim says once a person corrected it, beside what was extracted."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from communique.model import SLOTS, Claim, Correction, Report, Withdrawal, evolve

__all__ = ["Corrected", "apply", "corrected", "in_force_by_claim", "slot_value", "training_report"]

Corrected = Mapping[str, list[Correction]]
"""Of each claim, the corrections that count: at most one of the whole claim and one of each slot."""
_claim = TypeAdapter(Claim)
# What a slot of a correction holds; every other slot is one field of the claim.
_FIELDS = {"event": ("event", "mode"), "sources": ("sources", "cue", "cue_start", "cue_end")}


def in_force_by_claim(
    corrections: Iterable[Correction], withdrawals: Iterable[Withdrawal] = ()
) -> dict[str, list[Correction]]:
    """Return the corrections that count, by claim; the latest of a slot that is not withdrawn does."""
    gone = {withdrawal.judgement_id for withdrawal in withdrawals}
    newest: dict[tuple[str, str | None], Correction] = {}
    for correction in sorted(corrections, key=lambda c: (c.at, c.correction_id)):
        if correction.correction_id not in gone:
            newest[correction.claim_id, correction.slot] = correction
    found = defaultdict(list)
    for correction in newest.values():
        found[correction.claim_id].append(correction)
    return dict(found)


def slot_value(claim: Claim, slot: str) -> str:
    """Return a slot of a claim as JSON, in the form that a correction has."""
    told = _claim.dump_python(claim, mode="json", include=set(_fields(slot)))
    return json.dumps(told if slot in _FIELDS else told[slot], ensure_ascii=False, sort_keys=True)


def apply(claim: Claim, corrections: Iterable[Correction]) -> Claim | None:
    """Return the claim as corrected, null where it is wrong.

    Raises `ValueError` where a value does not fit.
    """
    changed: dict[str, Any] = {}
    for correction in corrections:
        if correction.verdict == "wrong":
            return None
        if correction.slot is not None and correction.value is not None:
            value = json.loads(correction.value)
            changed |= value if correction.slot in _FIELDS else {correction.slot: value}
    if not changed:
        return claim
    return _claim.validate_python(_claim.dump_python(claim, mode="json") | changed)


def corrected(report: Report, corrections: Corrected) -> Report:
    """Return the report with its claims as persons corrected them, and without those that are wrong.

    A correction that no longer fits its claim, since another slot was corrected since, is passed over.
    """
    if not any(claim.claim_id in corrections for claim in report.claims):
        return report
    return evolve(report, claims=tuple(_applied(report.claims, corrections)))


def _applied(claims: Iterable[Claim], corrections: Corrected) -> Iterator[Claim]:
    for claim in claims:
        try:
            changed = apply(claim, corrections.get(claim.claim_id, ()))
        except (ValueError, TypeError):
            changed = claim
        if changed is not None:
            yield changed


@cache
def _fields(slot: str) -> tuple[str, ...]:
    if slot not in SLOTS:
        raise ValueError(f"a claim has no slot {slot!r} to correct")
    return _FIELDS.get(slot, (slot,))


def training_report(report: Report, corrections: Corrected) -> dict[str, Any] | None:
    """Return a reviewed report with its claims in the form of the annotation guide; null where none is.

    Claims that nobody judged are left out; `complete` says that there are none, so that a learner may take
    what is not annotated for no claim.
    """
    judged = [claim for claim in report.claims if claim.claim_id in corrections]
    if not judged:
        return None
    kept = sorted(_applied(judged, corrections), key=lambda claim: (claim.trigger_start, claim.start))
    return {
        "id": report.id,
        "title": report.title,
        "origin": report.url or report.outlet,
        "licence": None,
        "published": report.published,
        "text": report.text,
        "complete": len(judged) == len(report.claims),
        "claims": [_annotated(claim) for claim in kept],
    }


def _annotated(claim: Claim) -> dict[str, Any]:
    """Return a claim in the form of the annotation guide: words, no spans and no identities."""
    time = claim.time
    return {
        "quote": claim.quote,
        "trigger": claim.trigger,
        "event": claim.event,
        "mode": claim.mode,
        "factuality": claim.factuality,
        "sources": [source.text for source in claim.sources],
        "cue": claim.cue,
        "actors": [{"text": party.text, "name": party.name} for party in claim.actors],
        "recipients": [{"text": party.text, "name": party.name} for party in claim.recipients],
        "targets": [
            {"text": t.text, "kind": t.kind, "effect": t.effect, "count": _counted(t.count)}
            for t in claim.targets
        ],
        "means": [{"text": m.text, "kind": m.kind, "count": _counted(m.count)} for m in claim.means],
        "places": [{"text": p.text, "relation": p.relation, "within": p.within} for p in claim.places],
        "time": time and {"text": time.text, "earliest": time.earliest, "latest": time.latest},
    }


def _counted(count: Any) -> dict[str, Any] | None:
    return count and {"text": count.text, "low": count.low, "high": count.high}
