"""Reports with claims → examples: a window's words, and the gold triggers, mentions and links on them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from communique.extract.features import LABELS, MENTION_TYPES, Window, windows
from communique.extract.sentences import split_sentences

Span = tuple[int, int]
IGNORE = -100


@dataclass
class Link:
    """One filler of one claim, as label indices; `None` where the label does not apply."""

    role: int
    effect: int | None = None
    kind: int | None = None
    means_kind: int | None = None
    relation: int | None = None


@dataclass
class Example:
    """A window with its gold graph; spans are word ranges, end exclusive.

    `unjudged` (W,) marks the words of which nobody said whether they tell of something; null where that is
    said of all.
    """

    window: Window
    triggers: list[Span] = field(default_factory=list)
    events: list[int] = field(default_factory=list)
    factuality: list[int] = field(default_factory=list)
    mentions: dict[tuple[Span, int], str] = field(default_factory=dict)  # (span, type) → lower-cased text
    echoes: set[tuple[Span, int]] = field(default_factory=set)  # other occurrences of a mention's words
    links: dict[tuple[int, Span, int], Link] = field(default_factory=dict)  # (trigger, span, type)
    counts: dict[tuple[Span, Span, int], bool] = field(default_factory=dict)  # (count, mention, type)
    unjudged: NDArray[np.bool_] | None = None


def examples(reports: Iterable[dict[str, Any]], tokenizer: Tokenizer) -> Iterator[Example]:
    """Yield the examples of the reports, window by window."""
    for report in reports:
        text = report["text"]
        for window in windows(text, split_sentences(text), tokenizer):
            yield _example(report, window)


class _Locator:
    """Finds the words of a window that a quoted text covers."""

    def __init__(self, text: str, window: Window) -> None:
        self.text, self.window = text, window

    def words(self, start: int, end: int) -> Span | None:
        low = int(np.searchsorted(self.window.ends, start, side="right"))
        high = int(np.searchsorted(self.window.starts, end, side="left"))
        inside = high > low and start >= self.window.starts[0] and end <= self.window.ends[-1]
        return (low, high) if inside else None

    def occurrences(self, quoted: str) -> list[Span]:
        exact = re.compile(r"(?<!\w)" + re.escape(quoted) + r"(?!\w)")
        found = [self.words(*m.span()) for m in exact.finditer(self.text)]
        if not found and quoted in self.text:
            at = self.text.find(quoted)
            found = [self.words(at, at + len(quoted))]
        return [span for span in found if span]

    def nearest(self, quoted: str, quote: Span, to: Span) -> tuple[Span | None, list[Span]]:
        """Return the occurrence in the quote nearest to `to`, else the nearest outside it, and all others."""
        spans = self.occurrences(quoted)
        if not spans:
            return None, []

        def rank(span: Span) -> tuple[bool, int]:
            outside = not (quote[0] <= span[0] and span[1] <= quote[1])
            return outside, max(span[0] - to[1], to[0] - span[1], 0)

        best = min(spans, key=rank)
        return best, [s for s in spans if s != best]


def _example(report: dict[str, Any], window: Window) -> Example:
    example = Example(window)
    if not report.get("complete", True):
        example.unjudged = np.ones(len(window.starts), dtype=np.bool_)
    locate = _Locator(report["text"], window)
    for claim in report["claims"]:
        at = report["text"].find(claim["quote"])
        quote = locate.words(at, at + len(claim["quote"]))
        if quote is not None and example.unjudged is not None:
            example.unjudged[quote[0] : quote[1]] = False
        begin = at + trigger_at(claim)
        trigger = locate.words(begin, begin + len(claim["trigger"]))
        if trigger is None or trigger in example.triggers:
            continue
        _add_claim(example, claim, locate, quote or trigger, trigger)
    return example


def trigger_at(claim: dict[str, Any]) -> int:
    """Return where in its quote a claim's trigger begins."""
    exact = re.finditer(r"(?<!\w)" + re.escape(claim["trigger"]) + r"(?!\w)", claim["quote"])
    found = [m.start() for m in exact] or [max(claim["quote"].find(claim["trigger"]), 0)]
    return found[min(claim.get("occurrence", 1), len(found)) - 1]


def _add_claim(example: Example, claim: dict[str, Any], locate: _Locator, quote: Span, trigger: Span) -> None:
    number = len(example.triggers)
    example.triggers.append(trigger)
    example.events.append(LABELS["event"].index(f"{claim['event']}/{claim['mode'] or ''}"))
    example.factuality.append(LABELS["factuality"].index(claim["factuality"]))
    for type_name, quoted, link, count in _fillers(claim):
        kind = MENTION_TYPES.index(type_name)
        span, others = locate.nearest(quoted, quote, trigger)
        if span is None:
            continue
        example.mentions[span, kind] = quoted.lower()
        example.echoes.update((other, kind) for other in others)
        example.links[number, span, kind] = link
        if count:
            _add_count(example, locate, quote, count, (span, kind))


def _add_count(example: Example, locate: _Locator, quote: Span, count: str, of: tuple[Span, int]) -> None:
    span, _ = locate.nearest(count, quote, of[0])
    if span is None:
        return
    before = [s for s in locate.occurrences(count) if s[1] <= of[0][0] and of[0][0] - s[1] <= 4]
    span = max(before, default=span)
    example.mentions[span, MENTION_TYPES.index("count")] = count.lower()
    example.counts[span, *of] = True


def _fillers(claim: dict[str, Any]) -> Iterator[tuple[str, str, Link, str | None]]:
    first, second = LABELS["role"].index("first"), LABELS["role"].index("second")
    for party in claim["actors"]:
        yield "party", party["text"], Link(first), None
    for party in claim["recipients"]:
        yield "party", party["text"], Link(second), None
    for target in claim["targets"]:
        effect, kind = LABELS["effect"].index(target["effect"]), LABELS["kind"].index(target["kind"])
        yield "target", target["text"], Link(first, effect=effect, kind=kind), _text(target["count"])
    for means in claim["means"]:
        link = Link(first, means_kind=LABELS["means_kind"].index(means["kind"]))
        yield "means", means["text"], link, _text(means["count"])
    for place in claim["places"]:
        yield "place", place["text"], Link(first, relation=LABELS["relation"].index(place["relation"])), None
    if claim["time"]:
        yield "time", claim["time"]["text"], Link(first), None
    for source in claim["sources"]:
        yield "source", source, Link(first), None
    if claim["cue"]:
        yield "cue", claim["cue"], Link(first), None


def _text(count: dict[str, Any] | None) -> str | None:
    return count["text"] if count else None
