"""Claims as rows: one for each claim and each source in its chain."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from communique.publish.tables.masking import Manner, Masked

__all__ = ["Plain", "Row", "claim_rows", "joined"]

Row = dict[str, str | int | float | None]
Plain = Mapping[str, Any]
"""A record as plain values; what is empty or null may be left out."""
_SEPARATOR = "; "
_NONE: Final[Sequence[Plain]] = ()
_PLACE: Final = {
    "place": "text",
    "place_relation": "relation",
    "place_name": "name",
    "place_reason": "reason",
    "geonameid": "geonameid",
    "latitude": "latitude",
    "longitude": "longitude",
    "where_prec": "where_prec",
    "adm_1": "adm_1",
    "adm_2": "adm_2",
    "country": "country",
}
_TIME: Final = {
    "time": "text",
    "date_start": "earliest",
    "date_end": "latest",
    "date_prec": "date_prec",
    "date_basis": "basis",
}
"""Columns, each with the field of a place or time that it holds."""


def claim_rows(report: Plain, manner: Manner) -> Iterator[Row]:
    """Yield the rows of a report's claims; each tells as `event_id` which event it is part of."""
    claims = report.get("claims", _NONE)
    masked = manner.of(claims)
    about = _about(report, masked)
    for claim in claims:
        row = about | _told(claim, masked) | _where(claim.get("places", _NONE)) | _when(claim.get("time"))
        row |= _carried(claim, masked)
        row["event_id"] = claim.get("event_id")
        sources = claim.get("sources")
        if not sources:
            yield row | {"source_number": 0}
            continue
        for number, source in enumerate(sources, start=1):
            yield row | _source(number, source, masked)


def joined(words: Iterable[str]) -> str | None:
    """Return several values as one cell; a separator inside a value becomes a comma."""
    several = list(words)
    told = _SEPARATOR.join(several)
    if several and told.count(";") >= len(several):
        told = _SEPARATOR.join([word.replace(";", ",") for word in several])
    return told or None


def _about(report: Plain, masked: Masked) -> Row:
    return {
        "report_id": report["id"],
        "report_title": masked.title(report.get("title")),
        "report_published": report.get("published"),
        "report_url": report.get("url"),
        "outlet": report.get("outlet"),
    }


def _told(claim: Plain, masked: Masked) -> Row:
    row: Row = {name: claim.get(name) for name in ("claim_id", "event", "mode", "factuality", "cue")}
    row |= {"confidence": claim["confidence"], "origin": claim["origin"]}
    for role, ids in (("actors", "actor_ids"), ("recipients", "recipient_ids")):
        if parties := claim.get(role):
            row[role] = joined([masked.words(p["text"]) for p in parties])
            row[ids] = joined([p.get("actor_id") or "-" for p in parties])
    if targets := claim.get("targets"):
        row["targets"] = joined([masked.words(t["text"]) for t in targets])
        row["target_kinds"] = joined([t["kind"] for t in targets])
        row["effects"] = joined([t["effect"] for t in targets])
        row["counts"] = joined([_range(t.get("count")) for t in targets])
    if means := claim.get("means"):
        row["means"] = joined(
            f"{_range(m.get('count'))} {masked.words(m['text'])}".strip("– ") for m in means
        )
    return row


def _range(count: Plain | None) -> str:
    """Return `3`, `3–5`, `3–` or `–5`; `–` where no number is known."""
    low, high = (count.get("low"), count.get("high")) if count else (None, None)
    if low is not None and low == high:
        return str(low)
    return f"{'' if low is None else low}–{'' if high is None else high}"


def _where(places: Sequence[Plain]) -> Row:
    if not places:
        return {}
    first = _first(places)
    row: Row = {column: first.get(name) for column, name in _PLACE.items()}
    if len(places) > 1:
        row["further_places"] = joined([place["text"] for place in places if place is not first])
    return row


def _first(places: Sequence[Plain]) -> Plain:
    """Return the place that is known most exactly; the first named of those alike."""
    if len(places) == 1:
        return places[0]
    return min(places, key=lambda p: (p.get("latitude") is None, p.get("where_prec") or 9))


def _when(time: Plain | None) -> Row:
    return {column: time.get(name) for column, name in _TIME.items()} if time else {}


def _carried(claim: Plain, masked: Masked) -> Row:
    quote = claim["quote"]
    return {
        "quote": masked.quote(quote),
        "quote_start": claim["start"],
        "quote_end": claim["end"],
        "quote_sha256": hashlib.sha256(quote.encode("utf-8", "surrogatepass")).hexdigest(),
    }


def _source(number: int, source: Plain, masked: Masked) -> Row:
    told, name = masked.words(source["text"]), source.get("name")
    return {
        "source_number": number,
        "source": told,
        "source_name": masked.maybe(name) if told == source["text"] else told,
        "source_id": source.get("source_id"),
    }
