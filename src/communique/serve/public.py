"""What readers see of events: a list, and each event with its claims by source and the responses to it."""

from fastapi import APIRouter, Request, Response

from communique.accounts import event_page, events_of
from communique.serve.door import page, refuse, site_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_MOST = 200


@router.get("/")
def index(request: Request) -> Response:
    """List the events, latest first."""
    found = sorted(events_of(site_of(request).ledger), key=lambda e: e.date_start or "", reverse=True)
    return page(request, "public/index.html", events=found[:_MOST], number=len(found))


@router.get("/events/{event_id}")
def event(request: Request, event_id: str) -> Response:
    """Show an event: what is claimed, by whom, what differs, and what readers respond."""
    found = event_page(site_of(request).ledger, event_id)
    if found is None:
        refuse(request, 404, "unknown event")
    return page(
        request, "public/event.html", event=found, event_id=found["event_id"], responses=found["responses"]
    )
