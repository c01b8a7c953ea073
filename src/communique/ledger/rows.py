"""Records ↔ rows, without a database: what is stored of a report, and the report that stored rows tell."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter
from pydantic_core import from_json

from communique.model import Claim, Report

__all__ = [
    "Row",
    "Rows",
    "content_key",
    "filled_slots",
    "misfits",
    "report_key",
    "report_of",
    "rows_of",
    "source_row",
]

Row = dict[str, Any]

_report = TypeAdapter(Report)
_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

_REPORT_COLUMNS = ("title", "text", "published", "language", "outlet", "author", "url")
_CLAIM_COLUMNS = {
    "claim_id": "claim_id",
    "quote": "quote",
    "start": "quote_start",
    "end": "quote_end",
    "trigger": "trigger",
    "trigger_start": "trigger_start",
    "trigger_end": "trigger_end",
    "cue": "cue",
    "cue_start": "cue_start",
    "cue_end": "cue_end",
    "event": "event",
    "mode": "mode",
    "factuality": "factuality",
    "confidence": "confidence",
    "origin": "origin",
}
_SLOTS = ("sources", "actors", "recipients", "targets", "means", "places", "time")
_FILLED: Final = frozenset(_SLOTS)
# Fields of a slot that an extractor tells; every other field is an identity, which a resolver tells.
_EXTRACTED = frozenset({"text", "start", "end", "kind", "effect", "count", "relation"})


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of one report as it was added, table by table; `recorded_at` is still to be filled in."""

    revision: Row
    reading: Row
    sources: list[Row]
    claims: list[Row]
    resolutions: list[Row]
    attributions: list[Row]
    places: list[Row]


def rows_of(report: Report, resolver: str) -> Rows:
    """Return the rows that record the report with its claims as `resolver` resolved them."""
    # Without what is empty, so that a field that records gain later leaves the older keys as they are.
    told = {
        name: value for name, value in _report.dump_python(report, exclude_none=True).items() if value != ()
    }
    location = told.pop("location", None)
    claims = [_split(claim) for claim in told.pop("claims", ())]
    revision_id = content_key("report", to_json(told))
    claim_rows = [_claim_row(revision_id, extracted) for extracted, _ in claims]
    identities = [to_json(resolved) for _, resolved in claims]
    keys = [row["claim_key"] for row in claim_rows]
    reading_id = content_key("reading", revision_id, resolver, to_json([*zip(keys, identities, strict=True)]))
    owner = report_key(report.id)
    outlet = source_row(told["outlet"]) if "outlet" in told else None
    attributions, speakers = _attributed(reading_id, report.claims)
    return Rows(
        revision={
            "revision_id": revision_id,
            "report_key": owner,
            "report_id": report.id,
            "content_hash": report.content_hash,
            "outlet_key": outlet and outlet["source_key"],
            "location": location,
            **_report_columns(told),
        },
        reading={
            "reading_id": reading_id,
            "revision_id": revision_id,
            "report_key": owner,
            "resolver": resolver,
            "claim_count": len(keys),
        },
        sources=_distinct([*speakers, *([outlet] if outlet else [])], "source_key"),
        claims=_distinct(claim_rows, "claim_key"),
        resolutions=[
            _resolution_row(reading_id, position, keys[position], claim, identities[position])
            for position, claim in enumerate(report.claims)
        ],
        attributions=attributions,
        places=list(_place_rows(reading_id, report.claims)),
    )


def report_of(revision: Mapping[str, Any], found: Iterable[tuple[Mapping[str, Any], str]]) -> Report:
    """Return the report of a stored revision; `found` is each claim's row and its identities, in order."""
    told = {name: revision[name] for name in _REPORT_COLUMNS} | _from_json(revision["further"])
    told |= {"id": revision["report_id"], "location": revision["location"]}
    told["claims"] = [_joined(row, identities) for row, identities in found]
    return _report.validate_python(told)


def report_key(report_id: str) -> str:
    """Return the key by which all revisions of a report are found."""
    return content_key("report id", report_id)


def content_key(kind: str, *parts: str) -> str:
    """Return 32 hexadecimal digits of SHA-256 over the kind and the parts."""
    digest = hashlib.sha256()
    for part in (kind, *parts):
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:%b" % (len(encoded), encoded))
    return digest.hexdigest()[:32]


def to_json(value: object) -> str:
    """Return the one way in which the value is written as JSON, for storing and for hashing."""
    return _encoder.encode(value)


def _from_json(told: str) -> Any:
    """Return what JSON text tells; the faster reader refuses lone surrogates, which texts may have."""
    try:
        return from_json(told)
    except ValueError:
        return json.loads(told)


def misfits(report: Report) -> Iterator[str]:
    """Say of each span of the report's claims that does not hold its words in the report's text."""
    for claim in report.claims:
        for what, words, start, end in _spans(claim):
            if report.text[start:end] != words:
                yield f"claim {claim.claim_id}: {what} {words!r} is not the text at {start}-{end}"


def _spans(claim: Claim) -> Iterator[tuple[str, str, int, int]]:
    yield "quote", claim.quote, claim.start, claim.end
    yield "trigger", claim.trigger, claim.trigger_start, claim.trigger_end
    if claim.cue is not None and claim.cue_start is not None and claim.cue_end is not None:
        yield "cue", claim.cue, claim.cue_start, claim.cue_end
    for slot in _SLOTS:
        for quoted in _as_tuple(getattr(claim, slot)):
            yield slot, quoted.text, quoted.start, quoted.end
            count = getattr(quoted, "count", None)
            if count is not None:
                yield "count", count.text, count.start, count.end


def _as_tuple(slot: Any) -> tuple[Any, ...]:
    return slot if isinstance(slot, tuple) else () if slot is None else (slot,)


def _report_columns(told: Row) -> Row:
    columns = {name: told.get(name) for name in _REPORT_COLUMNS}
    further = {name: value for name, value in told.items() if name not in columns and name != "id"}
    return columns | {"further": to_json(further)}


def _split(claim: Row) -> tuple[Row, Row]:
    """Return what an extractor told of the claim, and what a resolver told of each slot."""
    extracted, resolved = dict(claim), {}
    extracted["confidence"] += 0.0  # SQLite knows no -0.0
    for slot in _SLOTS:
        filled = _as_tuple(extracted.pop(slot, None) or None)
        if filled:
            extracted[slot] = [{k: v for k, v in one.items() if k in _EXTRACTED} for one in filled]
            resolved[slot] = [{k: v for k, v in one.items() if k not in _EXTRACTED} for one in filled]
    return extracted, resolved


def _joined(row: Mapping[str, Any], identities: str) -> Row:
    claim: Row = {name: row[column] for name, column in _CLAIM_COLUMNS.items()}
    return claim | filled_slots(row["slots"], identities)


def filled_slots(slots: str, identities: str) -> Row:
    """Return a claim's slots, of which its row holds the words and its resolution the identities, as JSON."""
    resolved, filled = _from_json(identities), _from_json(slots)
    for name in filled.keys() & _FILLED:
        filled[name] = [{**a, **b} for a, b in zip(filled[name], resolved[name], strict=True)]
    if "time" in filled:
        filled["time"] = filled["time"][0]
    told: Row = filled
    return told


def _claim_row(revision_id: str, extracted: Row) -> Row:
    row = {column: extracted.get(name) for name, column in _CLAIM_COLUMNS.items()}
    row["slots"] = to_json({k: v for k, v in extracted.items() if k not in _CLAIM_COLUMNS})
    row["claim_key"] = content_key("claim", revision_id, to_json(extracted))
    row["revision_id"] = revision_id
    return row


def _resolution_row(reading_id: str, position: int, claim_key: str, claim: Claim, identities: str) -> Row:
    return {
        "reading_id": reading_id,
        "position": position,
        "claim_key": claim_key,
        "earliest": claim.time and claim.time.earliest,
        "latest": claim.time and claim.time.latest,
        "identities": identities,
    }


def _attributed(reading_id: str, claims: Iterable[Claim]) -> tuple[list[Row], list[Row]]:
    """Return the attributions of the claims, and the sources that they name."""
    attributions, speakers = [], []
    for position, claim in enumerate(claims):
        for link, source in enumerate(claim.sources):
            speaker = source_row(source.name or source.text, source.source_id)
            speakers.append(speaker)
            attributions.append(
                {
                    "reading_id": reading_id,
                    "position": position,
                    "link": link,
                    "source_key": speaker["source_key"],
                }
            )
    return attributions, speakers


def source_row(name: str, source_id: str | None = None) -> Row:
    """Return the row of someone who says something."""
    key = content_key("source", "" if source_id is None else f"={source_id}", name)
    return {"source_key": key, "source_id": source_id, "name": name}


def _place_rows(reading_id: str, claims: Iterable[Claim]) -> Iterator[Row]:
    for position, claim in enumerate(claims):
        for slot, place in enumerate(claim.places):
            if place.latitude is not None:
                yield {
                    "reading_id": reading_id,
                    "position": position,
                    "slot": slot,
                    "latitude": place.latitude,
                    "longitude": place.longitude,
                    "country": place.country,
                    "where_prec": place.where_prec,
                }


def _distinct(rows: Iterable[Row], key: str) -> list[Row]:
    """Return one row a key, in the order of the keys, so that all writers lock rows in the same order."""
    by_key = {row[key]: row for row in rows}
    return [by_key[found] for found in sorted(by_key)]
