"""For analysts: responses moderated, taken up as claims or removed; reports added."""

from dataclasses import replace
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Form, Request, Response

from communique.account.voices import answers_of
from communique.fuse import claim_of_event
from communique.ledger import LedgerError
from communique.ledger.removing import claimed_report_id
from communique.model import (
    EVENT_MODES,
    Claim,
    Correction,
    Judgement,
    Moderation,
    Removal,
    Report,
    content_id,
)
from communique.serve.door import NEEDS_ANALYST, Analyst, Site, Text, now, page, redirected, refuse, site_of

__all__ = ["router"]

router = APIRouter(prefix="/review", include_in_schema=False)
Moderated = Annotated[Literal["published", "refused"], Form()]
LongText = Annotated[str, Form(max_length=500_000)]
_NAMELESS: Final = "A reader's response"


@router.get("/responses", dependencies=[NEEDS_ANALYST])
def responses(request: Request) -> Response:
    """List the responses, those that wait and those whose removal is asked for first."""
    site = site_of(request)
    asked = {receipt.response_id: receipt.asked_at for receipt in site.access.asked_removals()}
    told = [answer | {"asked_at": asked.get(answer["response_id"])} for answer in answers_of(site.ledger)]
    told.sort(key=lambda a: (a["asked_at"] is None, a["status"] != "waiting", a["at"]))
    modes = [(event, mode) for event, modes in EVENT_MODES.items() for mode in modes or ("",)]
    return page(request, "review/responses.html", answers=told, modes=modes)


@router.post("/responses/{response_id}/moderate")
def moderate(
    request: Request, analyst: Analyst, response_id: str, verdict: Moderated, why: Text = ""
) -> Response:
    """Publish a response or refuse it."""
    given: dict[str, Any] = {"by": analyst.signature, "at": now(), "why": why}
    try:
        site_of(request).ledger.decide(Moderation(response_id=response_id, verdict=verdict, **given))
    except LedgerError as error:
        refuse(request, 404, str(error))
    site_of(request).desk.reread()
    return redirected("/review/responses?done=recorded")


@router.post("/responses/{response_id}/remove")
def remove(request: Request, analyst: Analyst, response_id: str, why: Text = "") -> Response:
    """Remove a response's words, name and link for good, also from claims made of it; a tombstone stays."""
    site = site_of(request)
    answer = _answer(request, response_id)
    given: dict[str, Any] = {"by": analyst.signature, "at": now(), "why": why}
    report = site.ledger.report(claimed_report_id(response_id))
    claims = report.claims if report else ()
    gone = [Correction(claim_id=claim.claim_id, verdict="wrong", **given) for claim in claims]
    removal = Removal(response_id=response_id, event_id=answer["event_id"], **given)
    site.desk.decide(*gone, removal)
    return redirected("/review/responses?done=recorded")


@router.post("/responses/{response_id}/claim")
def take_up(
    request: Request,
    analyst: Analyst,
    response_id: str,
    text: Annotated[str, Form(max_length=5_000)],
    trigger: Text = "",
    kind: Text = "",
    same: Annotated[bool, Form()] = False,
    why: Text = "",
) -> Response:
    """Make a response a report with claims of its own, so that it is a source beside the others.

    `trigger` and `kind` name the claim by hand; without them it is extracted. With `same`, its first claim
    is judged to tell of the event that it responds to.
    """
    site, answer = site_of(request), _answer(request, response_id)
    report = _report_of(answer, text.strip())
    if trigger:
        report = replace(report, claims=(_claim(request, report, trigger, kind, analyst.signature),))
        added = report
    else:
        added = _extracted(site, report)
    if not added.claims:
        return redirected("/review/responses?done=none")
    _record(site, added)
    given: dict[str, Any] = {"by": analyst.signature, "at": now(), "why": why}
    made: list[Any] = [Moderation(response_id=response_id, verdict="claimed", **given)]
    if same:
        about = claim_of_event(answer["event_id"])
        pair = {"left": about, "right": added.claims[0].claim_id}
        made.append(Judgement(**pair, verdict="positive", **given))
    site.desk.decide(*made)
    return redirected(f"/review/reports/{added.id}?done=recorded")


@router.get("/add", dependencies=[NEEDS_ANALYST])
def form(request: Request) -> Response:
    """Show the form to add a report."""
    return page(request, "review/add.html", written={})


@router.post("/add", dependencies=[NEEDS_ANALYST])
def add(
    request: Request,
    text: LongText = "",
    title: Text = "",
    outlet: Text = "",
    published: Text = "",
    url: Text = "",
) -> Response:
    """Read a report that an analyst pastes, record it with its claims, and fuse these."""
    site = site_of(request)
    fields = {"title": title.strip(), "outlet": outlet.strip(), "published": published, "url": url.strip()}
    told: dict[str, Any] = {name: value or None for name, value in fields.items()}
    written = text.replace("\r\n", "\n").strip()
    try:
        if not written:
            raise ValueError("a report has a text")
        if told["url"] and not told["url"].startswith(("http://", "https://")):
            raise ValueError("an address begins with http:// or https://")
        made = Report(id=content_id("pasted", *told.values(), written), text=written, **told)
    except ValueError as error:
        wrong = str(error).partition("\n")[0]
        return page(request, "review/add.html", 422, written=fields | {"text": text}, wrong=wrong)
    added = _extracted(site, made)
    _record(site, added)
    ready = site.desk.refresh()
    return redirected(f"/review/reports/{added.id}?done={'recorded' if ready else 'soon'}")


@router.get("/reports/{report_id}", dependencies=[NEEDS_ANALYST])
def report(request: Request, report_id: str) -> Response:
    """Show what a report claims, each claim with its event."""
    site = site_of(request)
    found = site.ledger.report(report_id)
    if found is None:
        refuse(request, 404, "unknown report")
    events = {claim.claim_id: site.desk.event_of(claim.claim_id) for claim in found.claims}
    return page(request, "review/report.html", report=found, events=events)


def _answer(request: Request, response_id: str) -> dict[str, Any]:
    told = answers_of(site_of(request).ledger)
    found = next((a for a in told if a["response_id"] == response_id and a["status"] != "removed"), None)
    if found is None:
        refuse(request, 404, "unknown response")
    return found


def _report_of(answer: dict[str, Any], text: str) -> Report:
    """Return a response as a report; the reader's name stays out of it, since sources are kept for good."""
    return Report(
        id=claimed_report_id(answer["response_id"]),
        text=text,
        outlet=_NAMELESS,
        published=answer["at"][:10],
        published_method="when it was sent",
    )


def _claim(request: Request, report: Report, trigger: str, kind: str, by: str) -> Claim:
    event, _, mode = kind.partition("/")
    start = report.text.find(trigger)
    if start < 0:
        refuse(request, 422, "the words are not in the response")
    spans = ((0, len(report.text)), (start, start + len(trigger)))
    try:
        return Claim(
            claim_id=Claim.make_id(report, *spans, event, ()),
            quote=report.text,
            start=0,
            end=len(report.text),
            trigger=trigger,
            trigger_start=start,
            trigger_end=start + len(trigger),
            event=event,
            mode=mode or None,
            confidence=1.0,
            origin=f"by hand: {by}",
        )
    except ValueError:
        refuse(request, 422, "malformed body")


def _extracted(site: Site, report: Report) -> Report:
    # imported on use: the model takes a moment to load
    from communique.run import claims_of

    return next(iter(claims_of([report], site.config)))


def _record(site: Site, report: Report) -> None:
    from communique.run import record

    list(record([report], site.ledger))
