"""Review: the queue, claims and their corrections, events merged and parted, sources rated, all withdrawn."""

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import ValidationError
from starlette.datastructures import FormData

from communique.account.corrections import apply, in_force_by_claim, training_report
from communique.config import Config
from communique.ledger import LedgerError
from communique.model import SLOTS, Claim, Correction, Rating, Report, Withdrawal
from communique.publish.marking import pieces
from communique.serve.door import (
    NEEDS_ANALYST,
    Analyst,
    Site,
    Text,
    local_path,
    now,
    page,
    redirected,
    refuse,
    site_of,
)
from communique.serve.history import decisions
from communique.serve.queue import KINDS
from communique.serve.slots import CHOICES, FIELDS, LISTS, UnfitError, rows_of_slot, value_of_rows

__all__ = ["router"]

router = APIRouter(prefix="/review", include_in_schema=False)
Verdict = Annotated[Literal["accepted", "wrong"], Form()]
Letter = Annotated[Literal["A", "B", "C", "D", "E", "F"], Form()]
# Admiralty scale, NATO AJP-2.1.
LETTERS: Final = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
_AROUND: Final = 600  # characters of the report shown before and after a claim


async def _form(request: Request) -> FormData:
    return await request.form(max_files=0, max_fields=400)


Fields = Annotated[FormData, Depends(_form)]


@router.get("", dependencies=[NEEDS_ANALYST])
def index(request: Request, kind: Annotated[str, Query()] = "") -> Response:
    """Show what there is to decide, what changes most first."""
    items = site_of(request).desk.queue()
    counted = {name: sum(item.kind == name for item in items) for name in KINDS}
    shown = [item for item in items if kind in ("", item.kind)]
    return page(request, "review/queue.html", items=shown, kind=kind, kinds=KINDS, counted=counted)


@router.get("/claims/{claim_id}", dependencies=[NEEDS_ANALYST])
def claim(request: Request, claim_id: str) -> Response:
    """Show a claim in its words, what is extracted beside what is corrected, and the forms to decide."""
    return _claim_page(request, claim_id)


@router.post("/claims/{claim_id}/verdict")
def judge(request: Request, analyst: Analyst, claim_id: str, verdict: Verdict, why: Text = "") -> Response:
    """Accept a claim as it stands, or mark it wrong."""
    made = Correction(claim_id=claim_id, verdict=verdict, by=analyst.signature, at=now(), why=why)
    return _decided(request, made, to=f"/review/claims/{claim_id}")


@router.post("/claims/{claim_id}/slots/{slot}")
def correct(request: Request, analyst: Analyst, claim_id: str, slot: str, fields: Fields) -> Response:
    """Correct one slot; what does not fit is shown again with the reason."""
    if slot not in SLOTS:
        refuse(request, 404, "unknown slot")
    report, _, changed = _found(request, claim_id)
    columns = {name: [str(value) for value in fields.getlist(name)] for name in FIELDS[slot]}
    if len({len(values) for values in columns.values()}) != 1 or not columns[FIELDS[slot][0]]:
        refuse(request, 422, "malformed body")
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    try:
        value = value_of_rows(report, changed, slot, rows, partial(_resolved, site_of(request).config))
    except UnfitError as error:
        return _claim_page(request, claim_id, status=422, wrong={slot: str(error)}, written={slot: rows})
    given: dict[str, Any] = {"claim_id": claim_id, "verdict": "corrected", "slot": slot, "value": value}
    why = str(fields.get("why", ""))[:2000]
    made = Correction(**given, by=analyst.signature, at=now(), why=why)
    return _decided(request, made, to=f"/review/claims/{claim_id}")


@router.get("/decisions", dependencies=[NEEDS_ANALYST])
def history(request: Request) -> Response:
    """Show the latest decisions, each with what takes it back."""
    return page(request, "review/decisions.html", decisions=decisions(site_of(request).ledger)[:200])


@router.post("/decisions/{decision_id}/withdraw")
def withdraw(
    request: Request, analyst: Analyst, decision_id: str, back: Text = "/review/decisions", why: Text = ""
) -> Response:
    """Take a decision back, with those that were made by the same act."""
    known = {told.decision_id: told for told in decisions(site_of(request).ledger)}
    if decision_id not in known:
        refuse(request, 404, "unknown decision")
    act = known[decision_id].act
    together = [told for told in known.values() if told.act == act and not told.withdrawn]
    given: dict[str, Any] = {"by": analyst.signature, "at": now(), "why": why}
    made = [Withdrawal(judgement_id=told.decision_id, **given) for told in together]
    return _decided(request, *made, to=local_path(back), what="withdrawn")


@router.get("/sources", dependencies=[NEEDS_ANALYST])
def sources(request: Request) -> Response:
    """List who says something, with forms to rate how reliable they are."""
    rows = site_of(request).desk.sources()
    return page(request, "review/sources.html", sources=rows[:300], letters=LETTERS)


@router.post("/sources")
def rate(request: Request, analyst: Analyst, source: Text, reliability: Letter, why: Text = "") -> Response:
    """Rate a source by its id or name."""
    if not source:
        refuse(request, 422, "malformed body")
    made = Rating(source=source, reliability=reliability, by=analyst.signature, at=now(), why=why)
    return _decided(request, made, to="/review/sources")


@router.get("/corrections.jsonl", dependencies=[NEEDS_ANALYST])
def export(request: Request, whole: bool = False) -> Response:
    """Give the reviewed reports as training data; `whole` only those in which every claim was judged."""
    lines = _exported(site_of(request), whole)
    kept = {"content-disposition": 'attachment; filename="corrections.jsonl"', "cache-control": "no-store"}
    return StreamingResponse(lines, media_type="application/x-ndjson", headers=kept)


def _exported(site: Site, whole: bool) -> Iterator[str]:
    standing = in_force_by_claim(site.ledger.corrections(), site.ledger.withdrawals())
    for report_id in sorted(set(site.ledger.reports_with(standing).values())):
        report = site.ledger.report(report_id)
        told = training_report(report, standing) if report else None
        if told and (told["complete"] or not whole):
            yield json.dumps(told, ensure_ascii=False) + "\n"


def _claim_page(
    request: Request,
    claim_id: str,
    *,
    status: int = 200,
    wrong: dict[str, str] | None = None,
    written: dict[str, list[dict[str, str]]] | None = None,
) -> Response:
    site = site_of(request)
    report, extracted, changed = _found(request, claim_id)
    told = [decision for decision in decisions(site.ledger) if claim_id in decision.claims]
    start = min(_word_at(report.text, extracted.start - _AROUND), extracted.start)
    shown = list(pieces(report.text, [changed]))
    slots = [
        {
            "name": slot,
            "extracted": rows_of_slot(extracted, slot),
            "now": (written or {}).get(slot) or rows_of_slot(changed, slot),
            "wrong": (wrong or {}).get(slot),
            "list": slot in LISTS or slot == "time",
            "fields": FIELDS[slot],
        }
        for slot in SLOTS
    ]
    return page(
        request,
        "review/claim.html",
        status,
        report=report,
        claim=changed,
        slots=slots,
        choices=CHOICES,
        pieces=_near(shown, start, extracted.end + _AROUND),
        decisions=told,
        event_id=site.desk.event_of(claim_id),
        following=_following(site, claim_id),
    )


def _word_at(text: str, near: int) -> int:
    """Return where the first word begins that begins at a place or after it."""
    found = re.compile(r"(?<!\S)\S").search(text, max(0, near))
    return found.start() if found else 0


def _near(shown: list[Any], start: int, end: int) -> list[tuple[str, str]]:
    """Return the words between two places, each with the class of its mark."""
    found, at = [], 0
    for piece in shown:
        words = piece.text[max(0, start - at) : max(0, end - at)]
        at += len(piece.text)
        if words:
            role = piece.roles[0][1] if piece.roles else "quote" if piece.claims else ""
            found.append((words, role))
    return found


def _following(site: Site, claim_id: str) -> str | None:
    """Return the path of the next claim in the queue."""
    here = f"/review/claims/{claim_id}"
    return next((i.path for i in site.desk.queue() if i.kind == "claim" and i.path != here), None)


def _found(request: Request, claim_id: str) -> tuple[Report, Claim, Claim]:
    """Return the report, the claim as extracted, and as corrected so far (but for being wrong)."""
    ledger = site_of(request).ledger
    report_id = ledger.reports_with([claim_id]).get(claim_id)
    report = ledger.report(report_id) if report_id else None
    extracted = next((c for c in report.claims if c.claim_id == claim_id), None) if report else None
    if report is None or extracted is None:
        refuse(request, 404, "unknown claim")
    standing = in_force_by_claim(ledger.corrections(), ledger.withdrawals()).get(claim_id, [])
    slots = [correction for correction in standing if correction.slot]
    try:
        return report, extracted, apply(extracted, slots) or extracted
    except (ValidationError, ValueError):
        return report, extracted, extracted


def _decided(request: Request, *made: Any, to: str, what: str = "recorded") -> Response:
    """Record decisions and go on; a decision about something unknown is an error."""
    try:
        ready = site_of(request).desk.decide(*made)
    except LedgerError as error:
        refuse(request, 404, str(error))
    joint = "&" if "?" in to else "?"
    return redirected(f"{to}{joint}done={what if ready else 'soon'}")


def _resolved(config: Config, report: Report) -> Report:
    # imported on use: the gazetteer takes a moment to load
    from communique.resolve import resolve

    return next(iter(resolve([report], config)))
