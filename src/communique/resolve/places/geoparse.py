"""Geoparsing of records: every place name of a text with the gazetteer entry that it means."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from communique.resolve.places.recognise import find_toponyms
from communique.resolve.places.reports import resolve_mentions
from communique.resolve.places.resolver import Answer, Resolver, default_resolver

__all__ = ["geoparse"]

GUESS_LEAST = 0.2
"""Least score of an answer here: a name that several places bear is answered by the likeliest, with its
score."""


def geoparse(
    records: Iterable[Mapping[str, Any]], resolver: Resolver | None = None
) -> Iterator[dict[str, Any]]:
    """Yield for each record (`id`, `text`, `published`) its `id` and `toponyms`, in the text's order.

    A `title`, where there is one, helps to tell which places are meant.

    A toponym has `start`, `end`, `text`, `latitude`, `longitude`, `geonameid`, `gazetteer_id`, `name`,
    `adm_1`,
    `country` (ISO 3166 alpha-2), `where_prec` and `score`; where it is not resolved these are null and
    `reason` says why. A record with a list `toponyms` (`start`, `end`, `text`) is resolved as given.
    """
    solver = resolver or default_resolver()
    for record in records:
        text = record["text"]
        told = f"{text}\n{record['title']}" if record.get("title") else text
        given = record.get("toponyms")
        spans = (
            [(t["start"], t["end"], t["text"]) for t in given]
            if given is not None
            else [(t.start, t.end, t.text) for t in find_toponyms(text, solver)]
        )
        answers = resolve_mentions(told, [(*span, "in", None) for span in spans], solver, GUESS_LEAST)
        toponyms = [_toponym(span, answer) for span, answer in zip(spans, answers, strict=True)]
        yield {"id": record.get("id"), "toponyms": toponyms}


def _toponym(span: tuple[int, int, str], answer: Answer) -> dict[str, Any]:
    entry = answer.entry
    start, end, text = span
    return {
        "start": start,
        "end": end,
        "text": text,
        "latitude": entry.latitude if entry else None,
        "longitude": entry.longitude if entry else None,
        "geonameid": entry.geonameid if entry else None,
        "gazetteer_id": entry.gazetteer_id if entry else None,
        "name": entry.name if entry else None,
        "adm_1": entry.adm_1 if entry else None,
        "country": (entry.country or None) if entry else None,
        "where_prec": answer.where_prec,
        "score": answer.score,
        "reason": answer.reason,
    }
