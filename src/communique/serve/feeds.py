"""Atom (RFC 4287, with GeoRSS-Simple) and JSON Feed 1.1 of the events that are new or changed last."""

import json
from typing import Any, Final
from xml.etree import ElementTree as ET

from fastapi import APIRouter, Request, Response

from communique.publish import words
from communique.serve.api import tagged
from communique.serve.catalogue import Filters
from communique.serve.door import Site, site_of
from communique.serve.entry import Entry

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_MOST: Final = 50
_ATOM, _GEO = "http://www.w3.org/2005/Atom", "http://www.georss.org/georss"
_NEVER: Final = "1970-01-01T00:00:00Z"
ET.register_namespace("", _ATOM)
ET.register_namespace("georss", _GEO)


@router.get("/feed.atom")
def atom(request: Request) -> Response:
    """Return the latest events asked for; the filters are those of the list of events."""
    site, found = site_of(request), _latest(request)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    _add(feed, "id", f"{_home(site)}/")
    _add(feed, "title", "Events, as reports tell of them")
    _add(feed, "updated", found[0][1] if found else _NEVER)
    _add(feed, "link", None, rel="self", href=f"{_home(site)}/feed.atom")
    _add(feed, "link", None, rel="alternate", href=f"{_home(site)}/")
    for entry, changed in found:
        feed.append(_entry(entry, changed, _home(site)))
    told = ET.tostring(feed, encoding="unicode", xml_declaration=False)
    return tagged(request, f'<?xml version="1.0" encoding="utf-8"?>\n{told}', "application/atom+xml")


def _entry(entry: Entry, changed: str, home: str) -> ET.Element:
    made = ET.Element(f"{{{_ATOM}}}entry")
    _add(made, "id", f"{home}/events/{entry.event_id}")
    _add(made, "title", _title(entry))
    _add(made, "updated", changed)
    _add(made, "link", None, rel="alternate", href=f"{home}/events/{entry.event_id}")
    _add(_add(made, "author", None), "name", words.one_line(", ".join(entry.sources)) or "unknown")
    _add(made, "summary", _summary(entry))
    if entry.latitude is not None:
        ET.SubElement(made, f"{{{_GEO}}}point").text = f"{entry.latitude} {entry.longitude}"
    return made


def _add(parent: ET.Element, name: str, text: str | None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = words.one_line(text) if text is not None else None
    return child


@router.get("/feed.json")
def json_feed(request: Request) -> Response:
    """Return the same as JSON Feed."""
    home = _home(site_of(request))
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Events, as reports tell of them",
        "home_page_url": f"{home}/",
        "feed_url": f"{home}/feed.json",
        "items": [_item(entry, changed, home) for entry, changed in _latest(request)],
    }
    return tagged(request, json.dumps(told, ensure_ascii=False), "application/feed+json")


def _item(entry: Entry, changed: str, home: str) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": f"{home}/events/{entry.event_id}",
        "url": f"{home}/events/{entry.event_id}",
        "title": _title(entry),
        "content_text": _summary(entry),
        "authors": [{"name": name} for name in entry.sources],
        "date_modified": changed,
    }
    if entry.latitude is not None:
        item["_geo"] = {
            "latitude": entry.latitude,
            "longitude": entry.longitude,
            "where_prec": entry.where_prec,
        }
    return item


def _latest(request: Request) -> list[tuple[Entry, str]]:
    found = site_of(request).desk.lately(Filters.of(request.query_params), _MOST)
    return [(entry, changed or _NEVER) for entry, changed in found]


def _home(site: Site) -> str:
    return f"{site.origin}{site.base}"


def _title(entry: Entry) -> str:
    return ", ".join(filter(None, (entry.what.capitalize(), entry.place, entry.start)))


def _summary(entry: Entry) -> str:
    killed = f"Killed: {entry.killed[0]} to {entry.killed[2]}. " if entry.killed else ""
    differs = " Sources differ." if entry.differs else ""
    told_by = ", ".join(entry.sources) or "nobody named"
    return f"{killed}Told by {told_by}. Grade: {entry.grade or 'none'}.{differs}"
