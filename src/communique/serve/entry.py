"""What lists, maps and searches know of an event: a line of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from communique.publish import words as plain

__all__ = ["Entry", "entry_of", "place_of", "searched", "without_marks"]

Page = Mapping[str, Any]
"""An event as `communique.account.outlines.outlined` gives it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in a line. `killed` is low, best, high; `sources` are voices; `text` is what is searched.

    `doubts` are the claims that are least surely read, each with its confidence.
    """

    event_id: str
    event: str
    mode: str | None
    what: str
    start: str | None
    end: str | None
    date_prec: int | None
    place: str | None
    region: str
    country: str | None
    latitude: float | None
    longitude: float | None
    where_prec: int | None
    grade: str | None
    differs: bool
    killed: tuple[int, int, int] | None
    sources: tuple[str, ...]
    actors: tuple[tuple[str, str], ...]
    claims: int
    reports: tuple[str, ...]
    text: str
    doubts: tuple[tuple[str, float], ...] = ()


def entry_of(page: Page) -> Entry:
    """Return the line of an event."""
    outline = page["outline"]
    tolls = [t for t in outline["tolls"] if t["effect"] == "killed"]
    parties: dict[str, str] = outline["parties"]
    region = ", ".join(filter(None, (page["adm_1"], page["country"])))
    return Entry(
        event_id=page["event_id"],
        event=page["event"],
        mode=page["mode"],
        what=happening(page),
        start=page["date_start"],
        end=page["date_end"],
        date_prec=page["date_prec"],
        place=place_of(page),
        region=region,
        country=page["country"],
        latitude=page["latitude"],
        longitude=page["longitude"],
        where_prec=page["where_prec"],
        grade=page["grade"],
        differs=outline["differs"],
        killed=tuple(sum(t[k] for t in tolls) for k in ("low", "best", "high")) if tolls else None,
        sources=tuple(dict.fromkeys(outline["voices"])),
        actors=tuple(sorted(parties.items())),
        claims=len(page["claims"]),
        reports=tuple(page["reports"]),
        text=" ".join([*outline["words"], region, *parties.values()]).casefold(),
        doubts=tuple((claim, confidence) for claim, confidence in outline["doubts"]),
    )


def place_of(page: Page) -> str | None:
    """Return an event's place by its name in the gazetteer."""
    name = page["where_coordinates"] or page["where_description"]
    return without_marks(name) if name else None


def without_marks(name: str) -> str:
    """Return a place's name without the marks of letters that English does not write at its beginning."""
    return name.lstrip("`'‘’ʿ")


def happening(page: Page) -> str:
    """Return what happened in plain words, without place and day."""
    return plain.kind_of(page["event"], page["mode"])


def searched(entry: Entry) -> dict[str, Any]:
    """Return what a search in the browser needs of an event, as plain values."""
    killed = None
    if entry.killed:
        low, best, high = entry.killed
        killed = str(best) if low == high else f"{best} ({low}–{high})"
    names = ("event", "what", "start", "end", "place", "region", "grade", "differs", "text")
    told = {name: getattr(entry, name) for name in names}
    actors = [name for _, name in entry.actors]
    return {"id": entry.event_id, **told, "killed": killed, "actors": actors, "sources": list(entry.sources)}
