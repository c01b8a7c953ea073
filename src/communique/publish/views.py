"""What the page's template receives: each report and claim put into plain words, with ids that link them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from communique.model import Claim, Means, Place, Report, Target
from communique.publish import words
from communique.publish.map import MapView, Spot, draw_map, spots_of
from communique.publish.marking import Piece, paragraphs, pieces

__all__ = ["ClaimView", "PieceView", "PlaceGroup", "ReportView", "Speaker", "Unplaced", "view_of"]

_ROLE_GROUPS = {
    "source": "source",
    "cue": "source",
    "actor": "who",
    "recipient": "who",
    "target": "what",
    "count": "what",
    "means": "what",
    "place": "where",
    "time": "when",
    "trigger": "trigger",
}
"""The colour groups of the page, by role: one for each question that a claim answers."""

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")  # BCP 47, in short

_BASES = {
    "stated": "as stated",
    "relative to publication": "reckoned from the day of publication",
    "relative to the text": "reckoned from another date in the text",
}


@dataclass(frozen=True)
class PieceView:
    """A stretch of the text. `claims` and `roles` are space-separated ids, `closing` (id, number) pairs."""

    text: str
    claims: str
    roles: str
    depth: int
    is_trigger: bool
    closing: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class PlaceGroup:
    """Places of a claim that share region and precision; `reason` where they could not be placed."""

    names: tuple[str, ...]
    region: str
    precision: str
    reason: str


@dataclass(frozen=True)
class Affected:
    """A target or a means with its number and what became of it."""

    amount: str
    text: str
    effect: str
    counted_as: str


@dataclass(frozen=True)
class ClaimView:
    """One claim as its card shows it."""

    key: str
    number: int
    sources: tuple[str, ...]
    cue: str
    happening: str
    trigger: str
    factuality: str
    presented: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    targets: tuple[Affected, ...]
    means: tuple[Affected, ...]
    places: tuple[PlaceGroup, ...]
    days: str
    time_words: str
    time_note: str
    untold: tuple[str, ...]
    confidence: float
    is_unsure: bool
    quote: tuple[str, str, str]
    spans: str
    reasons: tuple[str, ...]
    origin: str
    claim_id: str


@dataclass(frozen=True)
class Speaker:
    """A source, outermost first, with the claims that it makes; `name` is empty for the author."""

    chain: tuple[str, ...]
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True)
class Unplaced:
    """A toponym that could not be placed, and why."""

    text: str
    reason: str
    claims: tuple[int, ...]


@dataclass(frozen=True)
class ReportView:
    """One report as the page shows it. `key` starts every id in it: claim 3 of `r1` is `r1c3`."""

    key: str
    title: str
    byline: tuple[str, ...]
    date: str
    date_iso: str
    date_note: str
    language: str
    location: str
    text: tuple[tuple[PieceView, ...], ...]
    claims: tuple[ClaimView, ...]
    speakers: tuple[Speaker, ...]
    spots: tuple[Spot, ...]
    unplaced: tuple[Unplaced, ...]
    map: MapView | None


def view_of(report: Report, key: str, *, drawn: bool = True) -> ReportView:
    """Return the report as the template needs it; `key` must be unique in the page and safe as an id.

    Without `drawn` it has no map, of which the drawing takes most of the time.
    """
    claims = tuple(_claim(claim, number, key) for number, claim in enumerate(report.claims, 1))
    named = [(number, place) for number, claim in enumerate(report.claims, 1) for place in claim.places]
    spots = tuple(spots_of(named, f"{key}p"))
    return ReportView(
        key=key,
        title=words.one_line(report.title or "Untitled report"),
        byline=tuple(words.one_line(part) for part in (report.outlet, report.author) if part),
        date=words.long_day(report.published) if report.published else "",
        date_iso=report.published or "",
        date_note=_date_note(report),
        language=report.language if report.language and _LANGUAGE_TAG.fullmatch(report.language) else "",
        location=words.one_line(report.location or report.url or ""),
        text=tuple(tuple(_pieces(line, key)) for line in paragraphs(pieces(report.text, report.claims))),
        claims=claims,
        speakers=tuple(_speakers(claims)),
        spots=spots,
        unplaced=tuple(_unplaced(named)),
        map=draw_map(spots) if drawn else None,
    )


def _date_note(report: Report) -> str:
    if report.published is None:
        return "the report does not tell when it was published"
    found = words.dated_by(report.published_method)
    unsure = report.published_confidence is not None and report.published_confidence < words.LOW_CONFIDENCE
    return ", ".join(part for part in (found, "unsure" if unsure else "") if part)


def _pieces(line: Sequence[Piece], key: str) -> Iterator[PieceView]:
    for piece in line:
        roles = dict.fromkeys(f"{key}c{claim + 1}:{_ROLE_GROUPS[role]}" for claim, role in piece.roles)
        yield PieceView(
            text=words.neutral(piece.text, keep_lines=True),
            claims=" ".join(f"{key}c{claim + 1}" for claim in piece.claims),
            roles=" ".join(roles),
            depth=min(piece.depth, 3),
            is_trigger=piece.is_trigger,
            closing=tuple((f"{key}c{claim + 1}", claim + 1) for claim in piece.closing),
        )


def _claim(claim: Claim, number: int, key: str) -> ClaimView:
    at, stop = claim.trigger_start - claim.start, claim.trigger_end - claim.start
    return ClaimView(
        key=f"{key}c{number}",
        number=number,
        sources=tuple(words.source_chain(claim.sources)),
        cue=words.one_line(claim.cue or ""),
        happening=words.happening(claim),
        trigger=words.one_line(claim.trigger),
        factuality=claim.factuality,
        presented=words.FACTUALITY_WORDS[claim.factuality],
        actors=tuple(dict.fromkeys(words.party(actor) for actor in claim.actors)),
        recipients=tuple(dict.fromkeys(words.party(party) for party in claim.recipients)),
        targets=tuple(_affected(target, words.effect(target)) for target in claim.targets),
        means=tuple(_affected(means, "") for means in claim.means),
        places=tuple(_place_groups(claim.places)),
        days=words.day_range(claim.time) if claim.time else "",
        time_words=words.one_line(claim.time.text) if claim.time else "",
        time_note=_time_note(claim),
        untold=tuple(_untold(claim)),
        confidence=claim.confidence,
        is_unsure=claim.confidence < words.LOW_CONFIDENCE,
        quote=(
            words.neutral(claim.quote[:at]),
            words.neutral(claim.quote[at:stop]),
            words.neutral(claim.quote[stop:]),
        ),
        spans=f"{claim.start}–{claim.end}, trigger {claim.trigger_start}–{claim.trigger_end}",
        reasons=tuple(words.open_reasons(claim)),
        origin=words.one_line(claim.origin),
        claim_id=words.one_line(claim.claim_id),
    )


def _untold(claim: Claim) -> Iterator[str]:
    if not claim.actors and not claim.recipients:
        yield "who"
    if not claim.places:
        yield "where"
    if claim.time is None:
        yield "when"


def _affected(record: Target | Means, effect: str) -> Affected:
    count = record.count
    return Affected(words.amount(count), words.one_line(record.text), effect, words.counted_as(count))


def _time_note(claim: Claim) -> str:
    if claim.time is None:
        return ""
    if claim.time.earliest or claim.time.latest:
        return _BASES.get(claim.time.basis or "", "")
    return words.one_line(claim.time.reason or "nothing to reckon it from")


def _place_groups(places: Sequence[Place]) -> Iterator[PlaceGroup]:
    for (region, precision, reason), group in groupby(places, _where):
        yield PlaceGroup(tuple(words.place_name(place) for place in group), region, precision, reason)


def _where(place: Place) -> tuple[str, str, str]:
    if words.is_resolved(place):
        return words.place_region(place), words.WHERE_PREC_WORDS.get(place.where_prec or 0, ""), ""
    return words.place_region(place), "", words.one_line(place.reason or "the gazetteer has no such place")


def _speakers(claims: Sequence[ClaimView]) -> list[Speaker]:
    """Return who makes how many claims, the most first; the author stays last."""
    grouped: dict[tuple[str, ...], list[ClaimView]] = {}
    for claim in claims:
        grouped.setdefault(claim.sources, []).append(claim)
    listed = [Speaker(chain, tuple(made)) for chain, made in grouped.items()]
    return sorted(listed, key=lambda speaker: (not speaker.chain, -len(speaker.claims)))


def _unplaced(named: Sequence[tuple[int, Place]]) -> Iterator[Unplaced]:
    found: dict[tuple[str, str], list[int]] = {}
    for number, place in named:
        if not words.is_resolved(place):
            reason = words.one_line(place.reason or "the gazetteer has no such place")
            found.setdefault((words.one_line(place.text), reason), []).append(number)
    for (text, reason), numbers in found.items():
        yield Unplaced(text, reason, tuple(dict.fromkeys(numbers)))
