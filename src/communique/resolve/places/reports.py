"""Claims' places → the same places with the gazetteer entries that are meant, or the reason why there is
none."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from communique.model import Claim, Place, Report, evolve
from communique.resolve.gazetteer.kinds import POINT_KINDS
from communique.resolve.gazetteer.overlay import read_overlay
from communique.resolve.gazetteer.store import built_in
from communique.resolve.gazetteer.whole import Places
from communique.resolve.places.context import Scene, read_scene
from communique.resolve.places.rank import Clues
from communique.resolve.places.resolver import LEAST_SCORE, Answer, Resolver, default_resolver
from communique.resolve.places.wording import listed_as

__all__ = ["resolve_mentions", "resolve_places", "resolver_with"]

ANCHOR_SCORE = 0.8
"""Answers from this score on help to place the report's other mentions."""
SURE_SCORE = 0.97
"""Answers from this score on are not asked again with the report's other places."""
Mention = tuple[int, int, str, str, str | None]
"""start, end, text, relation and `within` of a place mention."""


def resolver_with(overlay: Path | None) -> Resolver:
    """Return a resolver that also knows the user's own places, where there are any."""
    if overlay is None or not overlay.exists():
        return default_resolver()
    return Resolver(Places(built_in(), [read_overlay(overlay)]))


def resolve_places(report: Report, resolver: Resolver | None = None) -> Report:
    """Return the report with every place of its claims resolved, or with null fields and a `reason`.

    Mentions are judged together: a report's countries, the provinces named beside a mention and its other
    places decide among bearers of one name. Quotes and spans stay as they are.
    """
    places = [place for claim in report.claims for place in claim.places]
    if not places:
        return report
    mentions = list(dict.fromkeys((p.start, p.end, p.text, p.relation, p.within) for p in places))
    text = f"{report.text}\n{report.title}" if report.title else report.text
    answers = dict(zip(mentions, resolve_mentions(text, mentions, resolver), strict=True))

    def resolved(place: Place) -> Place:
        if place.score is not None:
            return _coded(place, resolver)  # resolved before, with what was known then
        return _filled(place, answers[place.start, place.end, place.text, place.relation, place.within])

    def with_places(claim: Claim) -> Claim:
        return evolve(claim, places=tuple(map(resolved, claim.places))) if claim.places else claim

    return evolve(report, claims=tuple(map(with_places, report.claims)))


def _coded(place: Place, resolver: Resolver | None) -> Place:
    """Return a place that brings its coordinate along, with the code of the country that it names."""
    if place.country or not place.within:
        return place
    words = place.within.rpartition(",")[2].partition(" (")[0].strip()
    return evolve(place, country=(resolver or default_resolver()).country(words))


def resolve_mentions(
    text: str, mentions: Iterable[Mention], resolver: Resolver | None = None, least: float = LEAST_SCORE
) -> Iterator[Answer]:
    """Yield the answer for each place mention of one text, in their order; none that scores below `least`."""
    solver = resolver or default_resolver()
    asked = list(mentions)
    scene = read_scene(text, solver, [within.split(",")[-1] for *_, within in asked if within])
    company = solver.company(words for _, _, words, *_ in asked)
    asker = _Asker(text, scene, solver, least)
    first = [asker.answer(mention, Clues(company=company)) for mention in asked]
    for mention, answer in zip(asked, first, strict=True):
        anchors = _anchors(mention, asked, first) if (answer.score or 0) < SURE_SCORE else ()
        known = Clues(company=company, anchors=anchors)
        yield asker.answer(mention, known) if anchors else answer


class _Asker:
    """Asks for the mentions of one text; the same words with the same beside them are asked for once."""

    def __init__(self, text: str, scene: Scene, resolver: Resolver, least: float) -> None:
        self._text, self._scene, self._resolver, self._least = text, scene, resolver, least
        self._known: dict[tuple[object, ...], Answer] = {}

    def answer(self, mention: Mention, known: Clues) -> Answer:
        start, end, words, relation, within = mention
        clues = self._scene.clues(start, end, words, known)
        kind = listed_as(self._text[max(0, start - 140) : start], self._text[end : end + 40])
        beside = clues.country, clues.units, clues.units_near, clues.units_seen, clues.anchors
        key = words, relation, within, kind, beside
        if key not in self._known:
            self._known[key] = self._resolver.resolve(
                words, within=within, clues=replace(clues, kind=kind), relation=relation, least=self._least
            )
        return self._known[key]


def _anchors(
    mention: Mention, asked: list[Mention], answers: list[Answer]
) -> tuple[tuple[float, float], ...]:
    """Return the points of the surely resolved mentions of other names."""
    points = {
        (answer.entry.latitude, answer.entry.longitude)
        for other, answer in zip(asked, answers, strict=True)
        if answer.entry is not None
        and other[2] != mention[2]
        and answer.entry.kind in POINT_KINDS
        and (answer.score or 0) >= ANCHOR_SCORE
    }
    return tuple(sorted(points))


def _filled(place: Place, answer: Answer) -> Place:
    entry = answer.entry
    if entry is None:
        return evolve(place, reason=answer.reason)
    return evolve(
        place,
        within=place.within or _within(answer),
        geonameid=entry.geonameid,
        gazetteer_id=entry.gazetteer_id,
        name=entry.name,
        latitude=entry.latitude,
        longitude=entry.longitude,
        adm_1=entry.adm_1,
        adm_2=entry.adm_2,
        country=entry.country or None,
        where_prec=answer.where_prec,
        score=answer.score,
        reason=None,
    )


def _within(answer: Answer) -> str | None:
    """Return province and country as the gazetteer gives them, `Aleppo, Syria`."""
    entry = answer.entry
    if entry is None or not entry.country or entry.kind == "country":
        return None
    names = built_in().country_names
    province = entry.adm_1 if entry.kind not in ("region", "macroregion") else None
    return ", ".join(part for part in (province, names.get(entry.country)) if part)
