"""Review of events: their claims side by side, parted or brought together by judgements."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from communique.account.voices import judgements_in_force
from communique.fuse import claim_of_event
from communique.ledger import LedgerError
from communique.model import Event, Judgement, Statement
from communique.serve.door import NEEDS_ANALYST, Analyst, Text, now, page, redirected, refuse, site_of
from communique.serve.history import decisions

__all__ = ["router"]

router = APIRouter(prefix="/review", include_in_schema=False)
Claims = Annotated[list[str], Form(max_length=200)]
_MOST_PAIRS = 400


@router.get("/events/{event_id}", dependencies=[NEEDS_ANALYST])
def event(request: Request, event_id: str) -> Response:
    """Show an event's claims, to part some from it or to bring it together with another one."""
    found, told = _event(request, event_id)
    claims = set(found.claims)
    kept = [d for d in decisions(site_of(request).ledger) if claims & set(d.claims)]
    return page(request, "review/event.html", event=found, statements=told, decisions=kept)


@router.post("/events/{event_id}/merge")
def merge(request: Request, analyst: Analyst, event_id: str, other: Text, why: Text = "") -> Response:
    """Bring an event together with another one: a claim of each tells of one happening.

    So do the pairs that were judged apart before; taking this back lets the former judgements stand again.
    """
    one, _ = _event(request, event_id)
    two, _ = _event(request, other.strip())
    if one.event_id == two.event_id:
        refuse(request, 400, "these are one event already")
    founders = (claim_of_event(one.event_id), claim_of_event(two.event_id))
    parted = [
        (judged["left"], judged["right"])
        for judged in judgements_in_force(site_of(request).ledger)
        if judged["verdict"] == "negative" and _across(one, two, judged["left"], judged["right"])
    ]
    pairs = sorted({(min(pair), max(pair)) for pair in [founders, *parted]})
    _judge(request, pairs, "positive", analyst.signature, why)
    return redirected(f"/review/events/{one.event_id}?done=recorded")


@router.post("/events/{event_id}/split")
def split(request: Request, analyst: Analyst, event_id: str, claims: Claims, why: Text = "") -> Response:
    """Part the chosen claims from an event; they stay together as an event of their own."""
    found, _ = _event(request, event_id)
    chosen = sorted(set(claims) & set(found.claims))
    rest = [claim for claim in found.claims if claim not in chosen]
    if not chosen or not rest:
        refuse(request, 400, "choose some of the claims, not all")
    apart = [(one, other) for one in chosen for other in rest]
    if len(apart) > _MOST_PAIRS:
        refuse(request, 400, "too many claims at once")
    together = [(chosen[0], other) for other in chosen[1:]]
    _judge(request, apart, "negative", analyst.signature, why, together)
    return redirected(f"/review/events/e-{rest[0]}?done=recorded")


@router.get("/pairs/{left}/{right}", dependencies=[NEEDS_ANALYST])
def pair(request: Request, left: str, right: str) -> Response:
    """Show two claims side by side: one happening or two?"""
    desk = site_of(request).desk
    sides = []
    for claim_id in (left, right):
        event_id = desk.event_of(claim_id)
        if event_id is None:
            refuse(request, 404, "unknown claim")
        found, told = _event(request, event_id)
        report = next(s.report.id for s in told if s.claim.claim_id == claim_id)
        sides.append((found, [s for s in told if s.report.id == report]))
    kept = [d for d in decisions(site_of(request).ledger) if {left, right} == set(d.claims)]
    return page(request, "review/pair.html", left=left, right=right, sides=sides, decisions=kept)


@router.post("/pairs/{left}/{right}")
def judge(
    request: Request, analyst: Analyst, left: str, right: str, verdict: Text, why: Text = ""
) -> Response:
    """Decide whether two claims tell of one happening."""
    if verdict not in ("positive", "negative", "unsure"):
        refuse(request, 422, "malformed body")
    _judge(request, [(left, right)], verdict, analyst.signature, why)
    return redirected(f"/review/pairs/{left}/{right}?done=recorded")


def _across(one: Event, two: Event, left: str, right: str) -> bool:
    return (left in one.claims and right in two.claims) or (left in two.claims and right in one.claims)


def _judge(
    request: Request,
    pairs: list[tuple[str, str]],
    verdict: Any,
    by: str,
    why: str,
    together: list[tuple[str, str]] | None = None,
) -> None:
    given: dict[str, Any] = {"by": by, "at": now(), "why": why}
    try:
        made = [Judgement(left=one, right=other, verdict=verdict, **given) for one, other in pairs]
        made += [Judgement(left=a, right=b, verdict="positive", **given) for a, b in together or []]
        site_of(request).desk.decide(*made)
    except (LedgerError, ValueError) as error:
        refuse(request, 400, str(error))


def _event(request: Request, event_id: str) -> tuple[Event, list[Statement]]:
    found = site_of(request).desk.event(event_id)
    if found is None:
        refuse(request, 404, "unknown event")
    return found
