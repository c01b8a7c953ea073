"""How the account of an event grew: what was reported and decided about it, in order."""

from collections.abc import Iterable
from typing import NamedTuple

from communique.account.voices import Page
from communique.serve.history import Told

__all__ = ["Step", "grown"]


class Step(NamedTuple):
    """One entry: the day where it is known, who, what, and the report that it leads to."""

    day: str
    who: str
    words: str
    report: str | None = None


def grown(event: Page, decided: Iterable[Told]) -> list[Step]:
    """Return the reports of an event, the decisions about it and the responses to it, in order of their days.

    Who decided is not said: that is for those who review. Reports without a day come first.
    """
    reports: dict[str, list[Page]] = {}
    for statement in event["statements"]:
        reports.setdefault(statement["report"], []).append(statement)
    steps = [_reported(report, told) for report, told in reports.items()]
    for told in decided:
        back = " (taken back)" if told.withdrawn else ""
        steps.append(Step(told.at[:10], "an analyst", f"{told.words}{': ' * bool(told.why)}{told.why}{back}"))
    for answer in event["responses"]:
        words = "a response was removed" if answer["status"] == "removed" else "responded"
        steps.append(Step(answer["at"][:10], answer.get("by") or "a reader", words))
    return sorted(steps, key=lambda step: step.day)


def _reported(report: str, told: list[Page]) -> Step:
    number = len(told)
    denials = sum(statement["claim"]["factuality"] == "negated" for statement in told)
    words = f"{number} claim{'s'[: number > 1]}" + f", {denials} of them denied" * bool(denials)
    who = told[0]["outlet"] or told[0]["title"] or "a report"
    return Step(told[0]["published"] or "", who, words, report)
