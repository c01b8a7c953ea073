"""The read API: events, claims and reports as JSON and GeoJSON, paged, with entity tags. Stable addresses."""

import hashlib
import json
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from communique.model import report_to_json
from communique.publish.tables import Manner
from communique.publish.tables.events import ucdp_row
from communique.serve.catalogue import Filters
from communique.serve.door import refuse, site_of
from communique.serve.entry import Entry
from communique.serve.public import feature_collection

__all__ = ["router", "tagged"]

router = APIRouter(prefix="/api", tags=["read"])
_MOST: Final = 500
Name = Annotated[str, Path(max_length=200)]
Word = Annotated[str, Query(max_length=200)]
Day = Annotated[str, Query(pattern=r"^(\d{4}-\d\d-\d\d)?$")]
_UNKNOWN: Final[dict[int | str, dict[str, Any]]] = {404: {"description": "There is none."}}
_SAME: Final[dict[int | str, dict[str, Any]]] = {304: {"description": "It is what `If-None-Match` names."}}
_FORMS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"application/json": {}, "application/geo+json": {}}}
}


@router.get("/events", responses=_SAME | _FORMS)
def events(
    request: Request,
    q: Word = "",
    since: Day = "",
    until: Day = "",
    place: Word = "",
    event: Word = "",
    actor: Word = "",
    source: Word = "",
    grade: Word = "",
    differs: Annotated[Literal["", "1"], Query()] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    size: Annotated[int, Query(ge=1, le=_MOST)] = 100,
    form: Annotated[Literal["json", "geojson"], Query(alias="format")] = "json",
) -> Response:
    """Return the events asked for, the latest first, a page at a time."""
    filters = Filters(q, since, until, place, event, actor, source, grade, differs)
    found = site_of(request).desk.catalogue().find(filters)
    shown = found[(page - 1) * size : page * size]
    if form == "geojson":
        return tagged(request, json.dumps(feature_collection(shown)), "application/geo+json")
    told = {"total": len(found), "page": page, "size": size, "events": [_line(e, request) for e in shown]}
    return tagged(request, json.dumps(told, ensure_ascii=False), "application/json")


@router.get("/events/{event_id}", responses=_UNKNOWN | _SAME)
def event(request: Request, event_id: Name) -> Response:
    """Return an event with UCDP GED's columns, its assessment, and its claims as sources tell them."""
    found = site_of(request).desk.page(event_id)
    if found is None:
        refuse(request, 404, "unknown event")
    told = {**found, "ucdp": ucdp_row(found, Manner())}
    return tagged(request, json.dumps(told, ensure_ascii=False), "application/json")


@router.get("/claims/{claim_id}", responses=_UNKNOWN | _SAME)
def claim(request: Request, claim_id: Name) -> Response:
    """Return a claim with the ids of its report and its event."""
    desk = site_of(request).desk
    found = desk.page(desk.event_of(claim_id) or "")
    told = (
        next((s for s in found["statements"] if s["claim"]["claim_id"] == claim_id), None) if found else None
    )
    if found is None or told is None:
        refuse(request, 404, "unknown claim")
    return tagged(
        request, json.dumps({**told, "event": found["event_id"]}, ensure_ascii=False), "application/json"
    )


@router.get("/reports/{report_id}", responses=_UNKNOWN | _SAME)
def report(request: Request, report_id: Name) -> Response:
    """Return a report with its claims, in the form of `communique read --format jsonl`."""
    found = site_of(request).desk.report(report_id)
    if found is None:
        refuse(request, 404, "unknown report")
    return tagged(request, report_to_json(found), "application/json")


def tagged(request: Request, told: str, media_type: str) -> Response:
    """Answer with an entity tag; with nothing where the asker has the same already."""
    body = told.encode("utf-8", "backslashreplace")
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    known = (name.strip().removeprefix("W/") for name in request.headers.get("if-none-match", "").split(","))
    if tag in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def _line(entry: Entry, request: Request) -> dict[str, Any]:
    killed = dict(zip(("low", "best", "high"), entry.killed, strict=True)) if entry.killed else None
    return {
        "event_id": entry.event_id,
        "url": f"{site_of(request).origin}/events/{entry.event_id}",
        "event": entry.event,
        "mode": entry.mode,
        "date_start": entry.start,
        "date_end": entry.end,
        "date_prec": entry.date_prec,
        "where_coordinates": entry.place,
        "country": entry.country,
        "latitude": entry.latitude,
        "longitude": entry.longitude,
        "where_prec": entry.where_prec,
        "killed": killed,
        "grade": entry.grade,
        "differs": entry.differs,
        "sources": list(entry.sources),
        "actors": [name for _, name in entry.actors],
        "claims": entry.claims,
        "reports": list(entry.reports),
    }
