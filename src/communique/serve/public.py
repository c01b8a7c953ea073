"""What readers see: events on a map, a timeline and in a list; each event, report, source and actor."""

import gzip
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from typing import Annotated, Any, Final, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from communique.ledger import Found
from communique.model import evolve
from communique.publish import words
from communique.publish.hits import hits_of
from communique.publish.views import view_of
from communique.serve.catalogue import GRADES, Catalogue, Filters
from communique.serve.desk import Desk
from communique.serve.door import page, refuse, site_of
from communique.serve.entry import Entry, place_of
from communique.serve.points import columns, spots
from communique.serve.shapes import outlines
from communique.serve.telling import grown
from communique.serve.tolls import told_tolls

__all__ = ["router", "warm"]

router = APIRouter(include_in_schema=False)
_A_PAGE: Final = 50


@router.get("/")
def index(
    request: Request, page_number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1
) -> Response:
    """Show the events asked for: map, timeline, list, and the form that asks."""
    catalogue, filters = site_of(request).desk.catalogue(), Filters.of(request.query_params)
    found = catalogue.find(filters)
    shown = found[(page_number - 1) * _A_PAGE : page_number * _A_PAGE]
    return page(
        request,
        "public/index.html",
        entries=shown,
        number=len(found),
        whole=len(catalogue.entries),
        filters=filters,
        choices=catalogue.choices(),
        grades=(*GRADES, "none"),
        query=urlencode(filters.set),
        times=catalogue.times(filters),
        page_number=page_number,
        pages=-(-len(found) // _A_PAGE),
    )


@router.get("/map.geojson")
def points(request: Request) -> Response:
    """Return the events asked for as points, with what the map shows of each."""
    catalogue, filters = site_of(request).desk.catalogue(), Filters.of(request.query_params)

    def made() -> Packed:
        return _packed(feature_collection(catalogue.find(filters)))

    return unpacked(request, catalogue.kept("geojson", filters, made), "no-cache")


@router.get("/map.json")
def map_columns(request: Request) -> Response:
    """Return the same in the form that the map reads."""
    filters = Filters.of(request.query_params)
    return unpacked(request, drawn(site_of(request).desk.catalogue(), filters), "no-cache")


def drawn(catalogue: Catalogue, filters: Filters) -> "Packed":
    """Return what the map draws of the events asked for, made once."""
    return catalogue.kept("map", filters, lambda: _packed(columns(catalogue.find(filters))))


def warm(desk: Desk) -> None:
    """Make what the first page needs of all events, before somebody asks for it."""
    catalogue = desk.warm()
    catalogue.choices()
    catalogue.times(Filters())
    drawn(catalogue, Filters())


def _packed(told: dict[str, Any]) -> "Packed":
    return pack(json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode())


class Packed(NamedTuple):
    """An answer, compressed, and its entity tag."""

    body: bytes
    tag: str


def pack(told: bytes) -> Packed:
    """Compress an answer, so that it can be kept."""
    return Packed(gzip.compress(told, 5, mtime=0), f'W/"{hashlib.sha256(told).hexdigest()[:32]}"')


def unpacked(request: Request, told: Packed, caching: str) -> Response:
    """Answer with GeoJSON, compressed where the browser takes that; with nothing where it is known."""
    headers = {"cache-control": caching, "vary": "accept-encoding", "etag": told.tag}
    if request.headers.get("if-none-match") == told.tag:
        return Response(status_code=304, headers=headers)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(gzip.decompress(told.body), media_type="application/geo+json", headers=headers)
    headers["content-encoding"] = "gzip"
    return Response(told.body, media_type="application/geo+json", headers=headers)


def feature_collection(found: Iterable[Entry]) -> dict[str, Any]:
    """Return events that have a place as GeoJSON; the radius says how exactly it is known, in kilometres."""
    features = [
        {
            "type": "Feature",
            "geometry": {
                "type": "Point",
                "coordinates": [round(entry.longitude or 0, 5), round(entry.latitude, 5)],
            },
            "properties": {
                "id": entry.event_id,
                "what": entry.what,
                "place": entry.place,
                "day": entry.start or "",
                "grade": entry.grade or "none",
                "prec": entry.where_prec or 0,
                "differs": entry.differs,
            },
        }
        for entry in found
        if entry.latitude is not None
    ]
    return {"type": "FeatureCollection", "features": features}


@router.get("/outlines.geojson")
def land(request: Request) -> Response:
    """Return coasts and borders, which the map is drawn on."""
    return unpacked(request, _land(), "max-age=86400")


@cache
def _land() -> Packed:
    return pack(outlines())


@router.get("/events/{event_id}")
def event(request: Request, event_id: str) -> Response:
    """Show an event: what is claimed by whom, side by side, what differs, how it is assessed and why."""
    found = site_of(request).desk.page(event_id)
    if found is None:
        refuse(request, 404, "unknown event")
    told = {s["claim"]["claim_id"]: s for s in found["statements"]}
    decided = site_of(request).desk.decided(found["claims"])
    differing = {
        claim
        for difference in found["assessment"]["differences"]
        for side in ("left", "right")
        for claim in difference[side]["claims"]
    }
    return page(
        request,
        "public/event.html",
        event=found,
        event_id=found["event_id"],
        what=words.kind_of(found["event"], found["mode"]),
        told=told,
        place=place_of(found),
        names={voice["voice"]: voice["name"] for voice in found["assessment"]["voices"]},
        differing=differing,
        responses=found["responses"],
        precision=words.WHERE_PREC_WORDS.get(found["where_prec"] or 0, ""),
        presented=words.FACTUALITY_WORDS,
        spots=spots(found),
        history=grown(found, decided),
        tolls=told_tolls(found),
    )


@router.get("/reports")
def reports(
    request: Request,
    q: Annotated[str, Query(max_length=500)] = "",
    page_number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """List the reports that hold all words asked for, or all reports, the newest first."""
    number, shown = site_of(request).desk.reports_holding(q, (page_number - 1) * _A_PAGE, _A_PAGE)
    return page(
        request,
        "public/reports.html",
        q=q,
        number=number,
        hits=hits_of((Found(r.id, r.title, r.outlet, r.published, r.text) for r in shown), q),
        query=urlencode({"q": q} if q else {}),
        page_number=page_number,
        pages=-(-number // _A_PAGE),
    )


@router.get("/reports/{report_id}")
def report(request: Request, report_id: str) -> Response:
    """Show a report with its claims marked in its words."""
    desk = site_of(request).desk
    found = desk.report(report_id)
    if found is None:
        refuse(request, 404, "unknown report")
    events = {claim.claim_id: desk.event_of(claim.claim_id) for claim in found.claims}
    shown = evolve(found, location=_name_of(found.location))
    return page(request, "public/report.html", report=view_of(shown, "r1", drawn=False), events=events)


def _name_of(location: str | None) -> str | None:
    """Return an address as it is, and of a file its name alone: the folders are nobody's business."""
    if location is None or "://" in location:
        return location
    return location.replace("\\", "/").rsplit("/", 1)[-1]


@router.get("/sources")
def sources(request: Request) -> Response:
    """List who says so, with the analysts' grades."""
    return page(request, "public/sources.html", rows=site_of(request).desk.sources())


@router.get("/actors")
def actors(request: Request) -> Response:
    """List who is said to have done or suffered something."""
    return page(request, "public/actors.html", rows=site_of(request).desk.catalogue().choices()["actor"])


@router.get("/about")
def about(request: Request) -> Response:
    """Say what this is, how to read it, and what it must not be used for."""
    return page(request, "public/about.html", grades=GRADES)
