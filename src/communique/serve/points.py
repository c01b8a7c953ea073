"""What the map shows of events, in columns: a third of the size of GeoJSON, and read as fast as it comes."""

from collections.abc import Iterable
from typing import Any

from communique.account.voices import Page
from communique.serve.entry import Entry, without_marks

__all__ = ["columns", "spots"]

_ASIDE = ("from", "to")


def columns(found: Iterable[Entry]) -> dict[str, Any]:
    """Return the events that have a place, column by column.

    `at` holds longitude and latitude in turn, in degrees; `whats`, `places` and `grades` hold each word once,
    and `what`, `place` and `grade` the number of an event's word among them; `prec` is the precision, 0 where
    it is not known; `differs` is 1 where voices contradict each other.
    """
    shown = [entry for entry in found if entry.latitude is not None]
    made: dict[str, Any] = {
        "id": [entry.event_id for entry in shown],
        "at": [round(d or 0, 4) for e in shown for d in (e.longitude, e.latitude)],
        "day": [entry.start or "" for entry in shown],
        "prec": [entry.where_prec or 0 for entry in shown],
        "differs": [int(entry.differs) for entry in shown],
    }
    for name in ("what", "place", "grade"):
        numbers: dict[str, int] = {}
        made[name] = [numbers.setdefault(getattr(entry, name) or "none", len(numbers)) for entry in shown]
        made[f"{name}s"] = list(numbers)
    return made


def spots(event: Page) -> list[dict[str, Any]]:
    """Return the places that an event's claims name, each once: `at`, `name`, `prec` and the event's `grade`.

    `at` is longitude and latitude in degrees. Where somebody came from or went to is left out.
    """
    found: dict[tuple[float, float, int], dict[str, Any]] = {}
    for statement in event["statements"]:
        for place in statement["claim"]["places"]:
            if place["latitude"] is None or place["relation"] in _ASIDE:
                continue
            at, prec = (place["longitude"], place["latitude"]), place["where_prec"] or 0
            told = {"at": at, "name": without_marks(place["name"] or place["text"]), "prec": prec}
            found.setdefault((*at, prec), told | {"grade": event["grade"] or "none"})
    return list(found.values())
