"""Claims as rows: one for each claim and each source in its chain."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict

from communique.model import Claim, Count, Place, Report, Source
from communique.publish.tables.masking import Manner, Masked

__all__ = ["Row", "claim_rows", "joined"]

Row = dict[str, str | int | float | None]
_SEPARATOR = "; "


def claim_rows(report: Report, events: Mapping[str, str], manner: Manner) -> Iterator[Row]:
    """Yield the rows of a report's claims; `events` gives the event of each claim, by ids."""
    masked = manner.of(map(asdict, report.claims)) if manner.mask_names else Masked(manner, ())
    for claim in report.claims:
        about = _about(report, masked) | _told(claim, masked) | _where(claim) | _when(claim)
        about |= _carried(claim, masked) | {"event_id": events.get(claim.claim_id)}
        for number, source in enumerate(claim.sources or (None,), start=1 if claim.sources else 0):
            yield about | _source(number, source, masked)


def joined(words: Iterable[str]) -> str | None:
    """Return several values as one cell; a separator inside a value becomes a comma."""
    return _SEPARATOR.join(word.replace(";", ",") for word in words) or None


def _about(report: Report, masked: Masked) -> Row:
    return {
        "report_id": report.id,
        "report_title": masked.title(report.title),
        "report_published": report.published,
        "report_url": report.url,
        "outlet": report.outlet,
    }


def _told(claim: Claim, masked: Masked) -> Row:
    words = masked.words
    return {
        "claim_id": claim.claim_id,
        "event": claim.event,
        "mode": claim.mode,
        "factuality": claim.factuality,
        "cue": claim.cue,
        "actors": joined(words(p.text) for p in claim.actors),
        "actor_ids": joined(p.actor_id or "-" for p in claim.actors),
        "recipients": joined(words(p.text) for p in claim.recipients),
        "recipient_ids": joined(p.actor_id or "-" for p in claim.recipients),
        "targets": joined(words(t.text) for t in claim.targets),
        "target_kinds": joined(t.kind for t in claim.targets),
        "effects": joined(t.effect for t in claim.targets),
        "counts": joined(_range(t.count) for t in claim.targets),
        "means": joined(f"{_range(m.count)} {words(m.text)}".strip("– ") for m in claim.means),
        "confidence": claim.confidence,
        "origin": claim.origin,
    }


def _range(count: Count | None) -> str:
    """Return `3`, `3–5`, `3–` or `–5`; `–` where no number is known."""
    low, high = (count.low, count.high) if count else (None, None)
    if low is not None and low == high:
        return str(low)
    return f"{'' if low is None else low}–{'' if high is None else high}"


def _where(claim: Claim) -> Row:
    place = _first(claim.places)
    if place is None:
        return {}
    return {
        "place": place.text,
        "place_relation": place.relation,
        "place_name": place.name,
        "place_reason": place.reason,
        "geonameid": place.geonameid,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "where_prec": place.where_prec,
        "adm_1": place.adm_1,
        "adm_2": place.adm_2,
        "country": place.country,
        "further_places": joined(p.text for p in claim.places if p is not place),
    }


def _first(places: tuple[Place, ...]) -> Place | None:
    """Return the place that is known most exactly; the first named of those alike."""
    return min(places, key=lambda p: (p.latitude is None, p.where_prec or 9), default=None)


def _when(claim: Claim) -> Row:
    time = claim.time
    if time is None:
        return {}
    return {
        "time": time.text,
        "date_start": time.earliest,
        "date_end": time.latest,
        "date_prec": time.date_prec,
        "date_basis": time.basis,
    }


def _carried(claim: Claim, masked: Masked) -> Row:
    return {
        "quote": masked.quote(claim.quote),
        "quote_start": claim.start,
        "quote_end": claim.end,
        "quote_sha256": hashlib.sha256(claim.quote.encode("utf-8", "surrogatepass")).hexdigest(),
    }


def _source(number: int, source: Source | None, masked: Masked) -> Row:
    if source is None:
        return {"source_number": number}
    told, name = masked.words(source.text), source.name
    return {
        "source_number": number,
        "source": told,
        "source_name": masked.maybe(name) if told == source.text else told,
        "source_id": source.source_id,
    }
