"""A language model's answer → claims: what is not in the report, word for word, is dropped."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from communique.extract.counts import parse_count
from communique.model import Claim, Count, Means, Party, Place, Report, Source, Target, Time

__all__ = ["AnswerError", "read_answer"]

_FENCE = re.compile(r"^\s*```(?:json)?\s*|\s*```\s*$")
_Made = TypeVar("_Made")
Span = tuple[int, int]


class AnswerError(ValueError):
    """The answer is no JSON of the asked form."""


def read_answer(answer: str, report: Report, origin: str, confidence: float) -> tuple[tuple[Claim, ...], int]:
    """Return the claims of an answer, in text order, and how many of its values were dropped.

    A claim falls with its quote, its trigger or its event; any other value falls alone. Raises `AnswerError`.
    """
    told = _told(answer)
    claims: dict[str, Claim] = {}
    dropped = 0
    for one in told:
        checked = _Checked(report.text)
        claim = checked.claim(one, report, origin, confidence) if isinstance(one, dict) else None
        dropped += checked.dropped + (claim is None)
        if claim is not None:
            claims.setdefault(claim.claim_id, claim)
    return tuple(sorted(claims.values(), key=lambda c: (c.trigger_start, c.trigger_end))), dropped


def _told(answer: str) -> list[Any]:
    try:
        read = json.loads(_FENCE.sub("", answer))
    except (ValueError, RecursionError) as error:
        raise AnswerError(f"the answer is no JSON: {error}") from None
    told = read.get("claims") if isinstance(read, dict) else read
    if not isinstance(told, list):
        raise AnswerError("the answer holds no list of claims")
    return told


class _Checked:
    """Makes a claim of what a model told of it; counts the values that the report does not bear out."""

    def __init__(self, text: str) -> None:
        self.text, self.dropped = text, 0
        self.quote: Span = (0, len(text))

    def claim(self, told: Mapping[str, Any], report: Report, origin: str, confidence: float) -> Claim | None:
        quote = self._span(told.get("quote"))
        if quote is None:
            return None
        self.quote = quote
        trigger = self._span(told.get("trigger"), inside=True)
        if trigger is None:
            return None
        sources = tuple(Source(**quoted) for quoted in self._quoted_all(told.get("sources")))
        event = str(told.get("event"))
        try:
            return Claim(
                claim_id=Claim.make_id(report, quote, trigger, event, sources),
                quote=self.text[slice(*quote)],
                start=quote[0],
                end=quote[1],
                trigger=self.text[slice(*trigger)],
                trigger_start=trigger[0],
                trigger_end=trigger[1],
                event=event,
                mode=told.get("mode"),
                factuality=told.get("factuality", "actual"),
                sources=sources,
                **self._cue(told.get("cue")),
                actors=self._parties(told.get("actors")),
                recipients=self._parties(told.get("recipients")),
                targets=self._all(told.get("targets"), self._target),
                means=self._all(told.get("means"), self._means),
                places=self._all(told.get("places"), self._place),
                time=self._time(told.get("time")),
                confidence=confidence,
                origin=origin,
            )
        except ValidationError:
            return None

    def _parties(self, told: Any) -> tuple[Party, ...]:
        return tuple(Party(name=quoted["text"], **quoted) for quoted in self._quoted_all(told))

    def _target(self, told: Mapping[str, Any], quoted: dict[str, Any]) -> Target:
        return Target(
            **quoted,
            kind=str(told.get("kind")),
            effect=str(told.get("effect")),
            count=self._count(told.get("count")),
        )

    def _means(self, told: Mapping[str, Any], quoted: dict[str, Any]) -> Means:
        return Means(**quoted, kind=str(told.get("kind")), count=self._count(told.get("count")))

    def _place(self, told: Mapping[str, Any], quoted: dict[str, Any]) -> Place:
        return Place(**quoted, relation=told.get("relation", "in"))

    def _count(self, told: Any) -> Count | None:
        quoted = self._quoted(told)
        if quoted is None:
            return None
        low, high = parse_count(quoted["text"])
        return Count(**quoted, low=low, high=high)

    def _time(self, told: Any) -> Time | None:
        quoted = self._quoted(told)
        return None if quoted is None else Time(**quoted)

    def _cue(self, told: Any) -> dict[str, Any]:
        quoted = self._quoted(told)
        if quoted is None:
            return {}
        return {"cue": quoted["text"], "cue_start": quoted["start"], "cue_end": quoted["end"]}

    def _all(
        self, told: Any, make: Callable[[Mapping[str, Any], dict[str, Any]], _Made]
    ) -> tuple[_Made, ...]:
        made: list[_Made] = []
        for one in told if isinstance(told, list) else ():
            quoted = self._quoted(one.get("text")) if isinstance(one, dict) else None
            if quoted is None:
                self.dropped += not isinstance(one, dict)
                continue
            try:
                made.append(make(one, quoted))
            except ValidationError:
                self.dropped += 1
        return tuple(made)

    def _quoted_all(self, told: Any) -> Iterable[dict[str, Any]]:
        found = [self._quoted(one) for one in (told if isinstance(told, list) else ())]
        return list({quoted["start"]: quoted for quoted in found if quoted}.values())

    def _quoted(self, told: Any) -> dict[str, Any] | None:
        span = self._span(told) if told else None
        return None if span is None else {"text": self.text[slice(*span)], "start": span[0], "end": span[1]}

    def _span(self, told: Any, *, inside: bool = False) -> Span | None:
        """Return where the words stand: in the quote, else nearest to it; white space may differ."""
        words = told.split() if isinstance(told, str) else []
        if not words:
            self.dropped += told not in (None, "")
            return None
        pattern = r"\s+".join(map(re.escape, words))
        spans = [m.span() for m in re.finditer(rf"(?<!\w){pattern}(?!\w)", self.text)]
        spans = spans or [m.span() for m in re.finditer(pattern, self.text)]
        low, high = self.quote
        if inside:
            spans = [span for span in spans if low <= span[0] and span[1] <= high]
        if not spans:
            self.dropped += 1
            return None
        return min(spans, key=lambda span: (max(0, low - span[0], span[1] - high), span))
