"""Scores of a window → claims: spans are chosen, linked and worded; counts become bounds."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np

from communique.extract.counts import parse_count
from communique.extract.features import LABELS, MENTION_TYPES, Ints, Spans, Window, tagged_spans
from communique.extract.network import Floats, Network, Scores
from communique.extract.wording import drop_shorter, fullest, is_bare_kind, is_said_to_be_none, tidied
from communique.model import Claim, Count, Means, Party, Place, Report, Source, Target, Time

__all__ = ["Reading", "Thresholds", "read_window"]

COUNT: Final = MENTION_TYPES.index("count")
TIDY: Final = frozenset(("party", "target", "means", "place", "source"))
MOST_TRIGGERS: Final = 24  # of a window: bounds what a noisy text can cost
MOST_MENTIONS: Final = 32  # likewise, of each type


@dataclass(frozen=True)
class Thresholds:
    """Least probabilities; chosen on the development reports and shipped with the weights.

    `begin_…` makes a candidate, `happening` a claim of it, the others a filler of a claim.
    """

    begin_trigger: float = 0.15
    begin_mention: float = 0.15
    happening: float = 0.5
    party: float = 0.5
    target: float = 0.5
    means: float = 0.5
    place: float = 0.5
    time: float = 0.5
    source: float = 0.5
    cue: float = 0.5
    # Confidence is the logistic of `slope` · log-odds of the network + `shift`.
    slope: float = 1.0
    shift: float = 0.0

    def confidence(self, chance: float) -> float:
        """Return the calibrated probability that a claim is right, in hundredths."""
        chance = min(max(chance, 1e-6), 1 - 1e-6)
        odds = self.slope * math.log(chance / (1 - chance)) + self.shift
        return round(1 / (1 + math.exp(-odds)), 2)

    @classmethod
    def of(cls, values: dict[str, float]) -> "Thresholds":
        """Return thresholds from the manifest; an unknown name is an error."""
        if unknown := set(values) - {field.name for field in fields(cls)}:
            raise ValueError(f"unknown thresholds: {sorted(unknown)}")
        return cls(**values)


@dataclass(frozen=True)
class Reading:
    """What the network made of a window: candidate spans, and the probabilities of labels on them."""

    report: Report
    window: Window
    spans: Spans
    chances: Scores

    def place(self, words: Ints) -> tuple[int, int]:
        """Return the character span of a range of words."""
        return int(self.window.starts[words[0]]), int(self.window.ends[words[1] - 1])

    def quoted(self, mention: int) -> dict[str, Any]:
        """Return a mention as the fields that every quoted record has."""
        start, end = self.place(self.spans.mentions[mention])
        if MENTION_TYPES[self.spans.types[mention]] in TIDY:
            start, end = tidied(self.report.text, start, end)
        return {"text": self.report.text[start:end], "start": start, "end": end}

    def label(self, name: str, *at: int) -> str:
        """Return the likeliest label of a trigger or pair."""
        return LABELS[name][int(self.chances[name][at].argmax())]

    def claims(
        self, sentences: Sequence[tuple[int, int]], thresholds: Thresholds, origin: str
    ) -> Iterator[Claim]:
        """Yield the claims of the window in the order of their triggers."""
        fillers = _Fillers(self, thresholds)
        for row, trigger in enumerate(self.spans.triggers):
            chance = 1 - float(self.chances["event"][row, 0])
            if chance >= thresholds.happening:
                yield _claim(
                    self,
                    fillers,
                    row,
                    _sentence(sentences, *self.place(trigger)),
                    thresholds.confidence(chance),
                    origin,
                )


def read_window(report: Report, window: Window, network: Network, thresholds: Thresholds) -> Reading | None:
    """Run the network over a window; return None where nothing happens in it."""
    tags, states = network.tag(window)
    triggers = tagged_spans(tags[:, 0], thresholds.begin_trigger, MOST_TRIGGERS)
    if not triggers:
        return None
    mentions = [
        (span, kind)
        for kind in range(len(MENTION_TYPES))
        for span in tagged_spans(tags[:, 1 + kind], thresholds.begin_mention, MOST_MENTIONS)
    ]
    spans = Spans.of(triggers, mentions)
    scores = network.link(states, spans, window)
    chances = {name: softmax(score) for name, score in scores.items() if name != "count"}
    counting = (spans.types == COUNT) | (np.arange(len(spans.types)) == 0)
    chances["count"] = softmax(np.where(counting[None, :], scores["count"], -np.inf))
    return Reading(report, window, spans, chances)


def softmax(scores: Floats) -> Floats:
    """Return probabilities along the last axis."""
    shifted: Floats = np.exp(scores - scores.max(axis=-1, keepdims=True))
    sums: Floats = shifted.sum(axis=-1, keepdims=True)
    return shifted / sums


def _sentence(sentences: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """Return the sentence around a trigger; several in one where the trigger crosses a boundary."""
    touched = [s for s in sentences if s[0] < end and s[1] > start] or [(start, end)]
    return min(start, touched[0][0]), max(end, touched[-1][1])


class _Fillers:
    """Chooses, for a trigger, which mentions fill which slot, and words them as records."""

    def __init__(self, reading: Reading, thresholds: Thresholds) -> None:
        self.reading, self.thresholds = reading, thresholds
        self._texts: dict[str, dict[int, str]] = {}

    def of(self, row: int, type_name: str) -> list[int]:
        """Return the mentions of a type that belong to a trigger, in text order, each text once."""
        wanted = MENTION_TYPES.index(type_name)
        chances = 1 - self.reading.chances["role"][row, :, 0]
        right = (self.reading.spans.types == wanted) & (chances >= getattr(self.thresholds, type_name))
        best: dict[str, int] = {}
        for mention in sorted(np.flatnonzero(right).tolist(), key=lambda m: -chances[m]):
            best.setdefault(self.reading.quoted(mention)["text"].lower(), mention)
        return sorted(best.values(), key=lambda m: self.reading.place(self.reading.spans.mentions[m]))

    def named(self, row: int, type_name: str, role: str = "first") -> list[int]:
        """Return parties or sources of a trigger, each in its fullest mention."""
        chosen = [m for m in self.of(row, type_name) if self._role(row, m) == role]
        texts = self._accepted(type_name)
        full = [fullest(m, texts) for m in drop_shorter(chosen, texts)]
        return list({texts[m].lower(): m for m in full}.values())

    def _accepted(self, type_name: str) -> dict[int, str]:
        """Return the texts of the mentions of a type that belong to any happening of the window."""
        if type_name not in self._texts:
            rows = range(len(self.reading.spans.triggers))
            mentions = sorted({m for row in rows for m in self.of(row, type_name)})
            self._texts[type_name] = {m: self.reading.quoted(m)["text"] for m in mentions}
        return self._texts[type_name]

    def likeliest(self, row: int, type_name: str) -> int | None:
        """Return the one mention of a type that fits best, where any does."""
        chances = self.reading.chances["role"]
        return max(self.of(row, type_name), key=lambda m: 1 - chances[row, m, 0], default=None)

    def parties(self, row: int, role: str) -> tuple[Party, ...]:
        chosen = [self.reading.quoted(m) for m in self.named(row, "party", role)]
        return tuple(Party(name=quoted["text"], **quoted) for quoted in chosen)

    def _role(self, row: int, mention: int) -> str:
        return LABELS["role"][1 + int(self.reading.chances["role"][row, mention, 1:].argmax())]

    def targets(self, row: int) -> tuple[Target, ...]:
        return tuple(self._target(row, m) for m in self.of(row, "target"))

    def _target(self, row: int, mention: int) -> Target:
        reading, quoted = self.reading, self.reading.quoted(mention)
        unharmed = is_said_to_be_none(reading.report.text, quoted["start"])
        effect = "none" if unharmed else reading.label("effect", row, mention)
        kind, count = reading.label("kind", row, mention), self.count(mention)
        return Target(**quoted, kind=kind, effect=effect, count=count)

    def means(self, row: int) -> tuple[Means, ...]:
        return tuple(
            Means(
                **self.reading.quoted(m), kind=self.reading.label("means_kind", row, m), count=self.count(m)
            )
            for m in self.of(row, "means")
        )

    def count(self, mention: int) -> Count | None:
        best = int(self.reading.chances["count"][mention].argmax())
        if best == 0:
            return None
        quoted = self.reading.quoted(best)
        low, high = parse_count(quoted["text"])
        return Count(**quoted, low=low, high=high)

    def places(self, row: int) -> tuple[Place, ...]:
        found = [
            Place(**self.reading.quoted(m), relation=self.reading.label("relation", row, m))
            for m in self.of(row, "place")
        ]
        named = [place for place in found if not is_bare_kind(place.text)]
        return tuple(named or found)

    def time(self, row: int) -> Time | None:
        best = self.likeliest(row, "time")
        return None if best is None else Time(**self.reading.quoted(best))

    def sources(self, row: int) -> tuple[Source, ...]:
        """Return the sources outermost first: who cites another stands farther from what is told."""
        spans, trigger = self.reading.spans.mentions, self.reading.spans.triggers[row]

        def distance(mention: int) -> int:
            return max(int(trigger[0] - spans[mention][1]), int(spans[mention][0] - trigger[1]))

        chosen = sorted(self.named(row, "source"), key=distance, reverse=True)
        return tuple(Source(**self.reading.quoted(m)) for m in chosen)

    def cue(self, row: int) -> dict[str, Any]:
        best = self.likeliest(row, "cue")
        if best is None:
            return {}
        quoted = self.reading.quoted(best)
        return {"cue": quoted["text"], "cue_start": quoted["start"], "cue_end": quoted["end"]}


def _claim(
    reading: Reading, fillers: _Fillers, row: int, quote: tuple[int, int], confidence: float, origin: str
) -> Claim:
    text = reading.report.text
    trigger = reading.place(reading.spans.triggers[row])
    event, mode = _event(reading.chances["event"][row])
    sources = fillers.sources(row)
    return Claim(
        claim_id=Claim.make_id(reading.report, quote, trigger, event, sources),
        quote=text[slice(*quote)],
        start=quote[0],
        end=quote[1],
        trigger=text[slice(*trigger)],
        trigger_start=trigger[0],
        trigger_end=trigger[1],
        event=event,
        mode=mode,
        factuality=reading.label("factuality", row),
        sources=sources,
        **fillers.cue(row),
        actors=fillers.parties(row, "first"),
        recipients=fillers.parties(row, "second"),
        targets=fillers.targets(row),
        means=fillers.means(row),
        places=fillers.places(row),
        time=fillers.time(row),
        confidence=confidence,
        origin=origin,
    )


def _event(chances: Floats) -> tuple[str, str | None]:
    """Return the event type with the most probability over its modes, and its likeliest mode."""
    totals: dict[str, float] = {}
    for label, chance in zip(LABELS["event"][1:], chances[1:].tolist(), strict=True):
        event = label.split("/")[0]
        totals[event] = totals.get(event, 0.0) + chance
    event = max(totals, key=lambda e: totals[e])
    modes = {label: chance for label, chance in zip(LABELS["event"], chances.tolist(), strict=True)
             if label.split("/")[0] == event}  # fmt: skip
    return event, max(modes, key=lambda m: modes[m]).split("/")[1] or None
