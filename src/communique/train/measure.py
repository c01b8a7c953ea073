"""How well an extractor reads annotated reports: the claims that it finds, and what fills their slots.

A claim is found where one of the same event type is read whose trigger shares a character with its own; a
filler where a found claim has, in the same slot, words of which at least half are the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from communique.extract import Extractor
from communique.model import Claim, Fault, Report
from communique.train.data import gold_trigger

__all__ = ["Figures", "measure"]

_SLOTS = ("actors", "recipients", "targets", "means", "places")


@dataclass
class Figures:
    """Counts of what is annotated, what was read, and what of it is right."""

    annotated: int = 0
    read: int = 0
    right: int = 0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall; 0 where nothing is right."""
        return 2 * self.right / max(self.annotated + self.read, 1)

    def add(self, annotated: int, read: int, right: int) -> None:
        """Count further ones."""
        self.annotated += annotated
        self.read += read
        self.right += right


def measure(reports: Sequence[dict[str, Any]], extractor: Extractor) -> dict[str, Figures]:
    """Return the figures of `claims` and `slots` over annotated reports."""
    asked = [Report(id=r["id"], title=r["title"], published=r["published"], text=r["text"]) for r in reports]
    figures = {"claims": Figures(), "slots": Figures()}
    for report, claims in zip(reports, extractor.claims(asked) if asked else (), strict=True):
        read = () if isinstance(claims, Fault) else claims
        pairs = _paired(report, read)
        figures["claims"].add(len(report["claims"]), len(read), len(pairs))
        for number, gold in enumerate(report["claims"]):
            _count_slots(figures["slots"], gold, pairs.get(number))
        found = {claim.claim_id for claim in pairs.values()}
        for claim in (claim for claim in read if claim.claim_id not in found):
            figures["slots"].add(0, sum(len(names) for names in _read_slots(claim).values()), 0)
    return figures


def _paired(report: dict[str, Any], read: Iterable[Claim]) -> dict[int, Claim]:
    """Return which claim each annotated one is found as; each is found once."""
    left = list(read)
    pairs: dict[int, Claim] = {}
    for number, gold in enumerate(report["claims"]):
        start, end = gold_trigger(report, gold)
        fits = [
            c for c in left if c.event == gold["event"] and c.trigger_start < end and start < c.trigger_end
        ]
        if fits:
            pairs[number] = fits[0]
            left.remove(fits[0])
    return pairs


def _count_slots(figures: Figures, gold: dict[str, Any], claim: Claim | None) -> None:
    wanted = {slot: [filler["text"] for filler in gold[slot]] for slot in _SLOTS}
    wanted["time"] = [gold["time"]["text"]] if gold.get("time") else []
    wanted["sources"] = list(gold["sources"])
    given = _read_slots(claim) if claim else {}
    for slot, texts in wanted.items():
        found = given.get(slot, [])
        figures.add(len(texts), len(found), _matching(texts, found))


def _read_slots(claim: Claim) -> dict[str, list[str]]:
    found = {slot: [filler.text for filler in getattr(claim, slot)] for slot in (*_SLOTS, "sources")}
    return found | {"time": [claim.time.text] if claim.time else []}


def _matching(wanted: Iterable[str], found: Iterable[str]) -> int:
    left, right = [set(text.casefold().split()) for text in found], 0
    for text in wanted:
        words = set(text.casefold().split())
        fit = next((f for f in left if 2 * len(words & f) >= len(words | f)), None)
        if fit is not None:
            left.remove(fit)
            right += 1
    return right
