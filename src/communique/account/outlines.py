"""What lists and tables need of each event's assessment: recorded beside the event, and made only once.

An outline is found under a hash of all that it is made of: the event, the readings of its reports, the
corrections of its claims, the grades of its sources, and who assesses. Nothing can make it out of date;
where any of these changed, none is found, and the event is assessed anew.
"""

import hashlib
import json
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from heapq import nsmallest
from importlib.resources import files
from itertools import islice
from typing import Any, Final

from communique import __version__
from communique.account.belonging import belonging
from communique.account.fused import FusedLedger
from communique.account.pages import AT_ONCE, columns_of, each_told, page_of, pages_of
from communique.account.voices import Page, reliability_of
from communique.assess.speakers import outlet_name
from communique.ledger import Ledger
from communique.ledger.assessed import Assessed
from communique.model import Correction, Event, Statement
from communique.publish.tables import Manner
from communique.publish.tables.events import ucdp_row
from communique.resolve import RESOLVER, default_actors

__all__ = ["assessor", "basis_of", "contradictions", "outlined", "outlines", "record"]

_PARTS: Final = (
    "assess",
    "account/belonging.py",
    "account/corrections.py",
    "account/outlines.py",
    "account/pages.py",
    "data/actors.jsonl",
    "earth.py",
    "model.py",
    "publish/tables/claims.py",
    "publish/tables/events.py",
    "publish/tables/masking.py",
    "resolve/actors",
)
"""What an outline is made by: where any of it is another, so may the outline be."""
_PLAIN: Final = Manner()
_DOUBTS: Final = 3  # of an event
_EVENT: Final = tuple(field.name for field in fields(Event) if field.name != "links")


def assessor() -> str:
    """Return the name of what assesses: the version, and a hash of its rules and of the actor lists."""
    own = default_actors()
    added = own.read_bytes() if own.exists() else b""
    return f"communique-assess {__version__} {RESOLVER} {_rules()} {hashlib.sha256(added).hexdigest()[:16]}"


@cache
def _rules() -> str:
    digest = hashlib.sha256()
    for part in _PARTS:
        found = files("communique").joinpath(part)
        for file in [found] if found.is_file() else sorted(found.iterdir(), key=lambda one: one.name):
            if file.is_file():
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def record(ledger: Ledger) -> list[Event]:
    """Fuse all that a ledger holds, record the events and their outlines; return the events."""
    fused = FusedLedger(ledger)
    events = fused.record()
    for _ in outlined(ledger, fused, events):
        pass
    return events


def contradictions(ledger: Ledger) -> Iterator[Page]:
    """Yield the whole pages of the events in which voices contradict each other."""
    fused = FusedLedger(ledger)
    events = {event.event_id: event for event in fused.catch_up()}
    differing = (
        page["event_id"] for page in outlined(ledger, fused, events.values()) if page["outline"]["differs"]
    )
    return pages_of(ledger, fused, (events[name] for name in differing))


def outlines(ledger: Ledger) -> Iterator[Page]:
    """Yield all events of a ledger, by id, as `outlined` does."""
    fused = FusedLedger(ledger)
    return outlined(ledger, fused, fused.catch_up())


def outlined(ledger: Ledger, fused: FusedLedger, events: Iterable[Event]) -> Iterator[Page]:
    """Yield each event: columns, `grade`, `credibility`, and `outline`, what lists and tables need.

    An outline has the names of the `voices`, the `tolls`, whether voices `differ`, the `parties` by id, the
    `words` that are searched, the row in the columns of UCDP GED as `ucdp`, and as `doubts` the claims that
    are least surely read and that nobody has looked at, each with its confidence.
    """
    reliability, left = reliability_of(ledger), iter(events)
    while several := list(islice(left, AT_ONCE)):
        bases = {event.event_id: basis_of(event, fused.readings, fused.corrections) for event in several}
        known = _known(ledger, bases.values(), reliability)
        missing = [event for event in several if bases[event.event_id] not in known]
        made = [_made(*told, reliability, bases, fused.corrections) for told in each_told(fused, missing)]
        ledger.assessments.record(made)
        known |= {one.basis: json.loads(one.content) for one in made}
        for event in several:
            yield _page(event, known[bases[event.event_id]])


def _page(event: Event, outline: Page) -> Page:
    graded = {name: outline.pop(name) for name in ("grade", "credibility")}
    return {**columns_of(event), **graded, "outline": outline}


def basis_of(
    event: Event, readings: Mapping[str, str], corrections: Mapping[str, Iterable[Correction]]
) -> str:
    """Return a hash of all that the outline of an event is made of, but for the grades of its sources.

    `readings` has the reading that counts of each of its reports, `corrections` those of its claims, by id.
    """
    columns = [getattr(event, name) for name in _EVENT]
    read = [readings[name] for name in event.reports]
    corrected = [one.correction_id for claim in event.claims for one in corrections.get(claim, ())]
    told = json.dumps([assessor(), columns, read, sorted(corrected)])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _known(ledger: Ledger, bases: Collection[str], reliability: Mapping[str, str]) -> dict[str, Page]:
    """Return the outlines that are recorded and were made with the grades that count now, by basis."""
    found = dict[str, Page]()
    for one in ledger.assessments.of(bases):
        outline = json.loads(one.content)
        if one.rated == _rated(outline["raters"], reliability):
            found[one.basis] = outline
    return found


def _rated(raters: Iterable[str], reliability: Mapping[str, str]) -> str:
    counting = sorted((name, reliability[name]) for name in raters if name in reliability)
    return hashlib.sha256(json.dumps(counting).encode()).hexdigest()[:32]


def _made(
    event: Event,
    statements: list[Statement],
    reliability: Mapping[str, Any],
    bases: Mapping[str, str],
    looked_at: Container[str],
) -> Assessed:
    unsure = [(s.claim.claim_id, s.claim.confidence) for s in statements if s.claim.claim_id not in looked_at]
    doubts = nsmallest(_DOUBTS, unsure, key=lambda told: (told[1], told[0]))
    outline = _outline(page_of(event, statements, reliability), statements, doubts)
    return Assessed(
        basis=bases[event.event_id],
        rated=_rated(outline["raters"], reliability),
        event_id=event.event_id,
        content=json.dumps(outline, ensure_ascii=False, separators=(",", ":")),
    )


def _outline(page: Page, statements: list[Statement], doubts: list[tuple[str, float]]) -> Page:
    told, assessed = page["statements"], page["assessment"]
    parties = (p for s in told for p in (*s["claim"]["actors"], *s["claim"]["recipients"]))
    words = {s["claim"]["quote"] for s in told} | {s["title"] or "" for s in told}
    figures = ("side", "party", "effect", "low", "best", "high")
    return {
        "grade": page["grade"],
        "credibility": page["credibility"],
        "voices": [voice["name"] for voice in assessed["voices"]],
        "tolls": [{name: toll[name] for name in figures} for toll in assessed["tolls"]],
        "differs": bool(assessed["differences"]),
        "parties": {party["actor_id"] or party["name"]: party["name"] for party in parties},
        "words": sorted(words),
        "ucdp": {name: value for name, value in ucdp_row(page, _PLAIN).items() if value is not None},
        "reports": page["reports"],
        "doubts": doubts,
        "raters": sorted(_raters(statements)),
    }


def _raters(statements: list[Statement]) -> set[str]:
    """Return every name and id whose grade may count for an event."""
    belongs = belonging(statements)
    named = {name for s in statements for name in (s.report.outlet, outlet_name(s.report))}
    for source in (source for s in statements for source in s.claim.sources):
        named |= {source.source_id, source.name, source.text}
    return {name for name in (*named, *belongs.keys(), *belongs.values()) if name}
