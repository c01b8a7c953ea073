"""Cuts a report's text so that each claim's words can be marked, however their spans overlap.

Marks are flat: the text is cut wherever a span begins or ends, and each piece says which claims it belongs
to and as what. Joined, the pieces are exactly the text.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from communique.model import Claim

__all__ = ["Part", "Piece", "paragraphs", "parts_of", "pieces"]


@dataclass(frozen=True)
class Part:
    """A span that carries one value of a claim; `role` is what the words are in it."""

    start: int
    end: int
    claim: int
    role: str


@dataclass(frozen=True)
class Piece:
    """Words between two cuts.

    `claims` are the numbers of the claims that they belong to, the nearest first, and `depth` how many of
    those quote them; `roles` is what the words are in which claim; `closing` the claims whose trigger ends.
    """

    text: str
    claims: tuple[int, ...]
    depth: int
    roles: tuple[tuple[int, str], ...]
    closing: tuple[int, ...]

    @property
    def is_trigger(self) -> bool:
        """Say whether these words name a happening."""
        return any(role == "trigger" for _, role in self.roles)


def parts_of(number: int, claim: Claim) -> Iterator[Part]:
    """Yield every span of a claim: its quote, its trigger and the words of each value."""
    yield Part(claim.start, claim.end, number, "quote")
    yield Part(claim.trigger_start, claim.trigger_end, number, "trigger")
    if claim.cue_start is not None and claim.cue_end is not None:
        yield Part(claim.cue_start, claim.cue_end, number, "cue")
    if claim.time:
        yield Part(claim.time.start, claim.time.end, number, "time")
    groups = (
        ("source", claim.sources),
        ("actor", claim.actors),
        ("recipient", claim.recipients),
        ("target", claim.targets),
        ("means", claim.means),
        ("place", claim.places),
    )
    for role, records in groups:
        for record in records:
            yield Part(record.start, record.end, number, role)
    counts = [*(target.count for target in claim.targets), *(means.count for means in claim.means)]
    for count in filter(None, counts):
        yield Part(count.start, count.end, number, "count")


def pieces(text: str, claims: Iterable[Claim]) -> Iterator[Piece]:
    """Yield the text cut at every span's ends; claims are numbered from 0."""
    listed = list(claims)
    parts = [part for number, claim in enumerate(listed) for part in parts_of(number, claim)]
    opening, ending = _by_place(parts, len(text))
    cuts = sorted({0, len(text), *opening, *ending, *_line_ends(text)})
    triggers = [claim.trigger_start for claim in listed]
    active: dict[Part, None] = {}
    for start, end in pairwise(cuts):
        for part in ending.get(start, ()):
            active.pop(part, None)
        active |= dict.fromkeys(opening.get(start, ()))
        closing = tuple(part.claim for part in ending.get(end, ()) if part.role == "trigger")
        yield _piece(text, start, end, active.keys(), triggers, closing)


def _by_place(parts: list[Part], length: int) -> tuple[dict[int, list[Part]], dict[int, list[Part]]]:
    opening: dict[int, list[Part]] = {}
    ending: dict[int, list[Part]] = {}
    for part in parts:
        if part.start < min(part.end, length):
            opening.setdefault(part.start, []).append(part)
            ending.setdefault(min(part.end, length), []).append(part)
    return opening, ending


def _line_ends(text: str) -> Iterator[int]:
    """Yield where paragraphs begin: after each run of line breaks."""
    for at in range(1, len(text)):
        if text[at - 1] in "\n\r" and text[at] not in "\n\r":
            yield at


def _piece(text: str, start: int, end: int, active: Collection[Part], triggers: list[int],
           closing: tuple[int, ...]) -> Piece:  # fmt: skip
    quoting = {part.claim for part in active if part.role == "quote"}
    roles = dict.fromkeys((part.claim, part.role) for part in active if part.role != "quote")
    named = {claim for claim, role in roles if role == "trigger"}
    nearest = sorted(
        quoting | {claim for claim, _ in roles},
        key=lambda claim: (claim not in named, claim not in quoting, abs(triggers[claim] - start), claim),
    )
    return Piece(text[start:end], tuple(nearest), len(quoting), tuple(roles), closing)


def paragraphs(cut: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Group pieces into paragraphs; the line breaks stay at the end of the paragraph they close."""
    current: list[Piece] = []
    for piece in cut:
        current.append(piece)
        if piece.text.endswith(("\n", "\r")):
            yield current
            current = []
    if current:
        yield current
