"""The right of reply: readers respond to an event or a claim, and see what becomes of it."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request
from fastapi import Response as Answer
from limits import parse
from pydantic import ValidationError

from communique.account.voices import answers_of
from communique.ledger.access import Member, Receipt
from communique.model import Event, Response, Statement
from communique.serve.door import Site, Visitor, now, page, redirected, refuse, site_of
from communique.serve.guard import client_of
from communique.serve.work import new_challenge, solved

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
ANONYMOUS: Final = "A reader"
_LONGEST: Final = 5_000
Words = Annotated[str, Form(max_length=_LONGEST)]
Short = Annotated[str, Form(max_length=80)]
Link = Annotated[str, Form(max_length=2_000)]
Proof = Annotated[str, Form(max_length=300)]


@router.get("/events/{event_id}/respond")
def form(request: Request, visitor: Visitor, event_id: str, claim: str = "") -> Answer:
    """Show the form to respond to an event, or to one claim of it."""
    event, told = _event(request, event_id)
    return _form(request, visitor, event, _claim(request, told, claim))


@router.post("/events/{event_id}/respond")
def respond(
    request: Request,
    visitor: Visitor,
    event_id: str,
    text: Words = "",
    link: Link = "",
    name: Short = "",
    claim: Short = "",
    challenge: Proof = "",
    number: Proof = "",
) -> Answer:
    """Take a response; it waits for an analyst. Guests show that their browser worked for it."""
    site = site_of(request)
    event, told = _event(request, event_id)
    answered = _claim(request, told, claim)
    _check_right(request, site, visitor, event_id, (challenge, number))
    given: dict[str, Any] = {"event_id": event.event_id, "by": " ".join(name.split()) or ANONYMOUS}
    claim_id = answered.claim.claim_id if answered else None
    try:
        made = Response(**given, text=text.strip(), link=link.strip() or None, claim_id=claim_id, at=now())
    except ValidationError:
        wrong = "Write what you want to say; a link begins with http:// or https://."
        return _form(request, visitor, event, answered, 422, wrong=wrong, text=text, link=link, name=name)
    site.ledger.decide(made)
    site.desk.reread()
    token = site.access.keep_receipt(made.response_id, visitor.member_id if visitor else None)
    return redirected(f"/responses/{token}")


def _check_right(
    request: Request, site: Site, visitor: Member | None, event_id: str, proof: tuple[str, str]
) -> None:
    """Let members respond, and guests where they may and have worked for it; nobody too often."""
    if visitor is None:
        if not site.config.guests:
            refuse(request, 401, "response without signing in")
        if not solved(site.access, *proof, event_id, site.config.guest_work):
            refuse(request, 403, "response without a proof of work")
    sender = visitor.member_id if visitor else client_of(request.scope)
    if not site.limiter.hit_at_once(parse(f"{site.config.responses_per_day}/day"), "responses", sender):
        refuse(request, 429, "too many responses")


@router.get("/responses/{token}")
def receipt(request: Request, token: str) -> Answer:
    """Show whoever sent a response what became of it."""
    found = site_of(request).access.receipt(token)
    if found is None:
        refuse(request, 404, "guessed or removed receipt")
    answer = page(request, "responses/receipt.html", answers=_answers(request, [found]), token=token)
    answer.headers["cache-control"] = "no-store"
    return answer


@router.post("/responses/{token}/remove")
def ask_removal(request: Request, token: str) -> Answer:
    """Ask for the removal of a response's words and name."""
    site = site_of(request)
    found = site.access.receipt(token)
    if found is None:
        refuse(request, 404, "guessed or removed receipt")
    site.access.ask_removal(found.response_id)
    return redirected(f"/responses/{token}")


@router.get("/my-responses")
def mine(request: Request, visitor: Visitor) -> Answer:
    """Show a member what became of their responses."""
    if visitor is None:
        return redirected("/sign-in?next=/my-responses")
    found = site_of(request).access.receipts_of(visitor.member_id)
    return page(request, "responses/mine.html", answers=_answers(request, found))


@router.post("/my-responses/{response_id}/remove")
def ask_removal_of_mine(request: Request, visitor: Visitor, response_id: str) -> Answer:
    """Ask for the removal of one's own response."""
    if visitor is None:
        refuse(request, 401, "removal without signing in")
    site = site_of(request)
    if response_id not in {found.response_id for found in site.access.receipts_of(visitor.member_id)}:
        refuse(request, 403, "removal of another's response")
    site.access.ask_removal(response_id)
    return redirected("/my-responses")


def _answers(request: Request, found: list[Receipt]) -> list[dict[str, Any]]:
    asked = {receipt.response_id: receipt.asked_at for receipt in found}
    told = answers_of(site_of(request).ledger)
    return [a | {"asked_at": asked[a["response_id"]]} for a in told if a["response_id"] in asked]


def _event(request: Request, event_id: str) -> tuple[Event, list[Statement]]:
    found = site_of(request).desk.event(event_id)
    if found is None:
        refuse(request, 404, "unknown event")
    return found


def _claim(request: Request, told: list[Statement], claim: str) -> Statement | None:
    if not claim:
        return None
    answered = next((s for s in told if s.claim.claim_id == claim), None)
    if answered is None:
        refuse(request, 404, "unknown claim")
    return answered


def _form(
    request: Request,
    visitor: Member | None,
    event: Event,
    answered: Statement | None,
    status: int = 200,
    **written: str,
) -> Answer:
    site = site_of(request)
    about = request.path_params["event_id"]
    guest = visitor is None and site.config.guests
    challenge = new_challenge(site.access, about, site.config.guest_work) if guest else None
    answer = page(
        request,
        "responses/form.html",
        status,
        event=event,
        about=about,
        answered=answered,
        challenge=challenge,
        bits=site.config.guest_work,
        written=written,
    )
    answer.headers["cache-control"] = "no-store"
    return answer
