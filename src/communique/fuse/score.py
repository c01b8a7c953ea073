"""The pair score: findings weighed and added up to the log-odds that two tellings are of one happening."""

import json
from functools import cache
from math import exp
from typing import Final

from communique.fuse.match import Finding, compare
from communique.fuse.profile import Profile
from communique.fuse.words import shared_words
from communique.model import Link, Reason
from communique.weights import BUILT_IN

__all__ = ["FLOOR", "WEIGHTED", "explained", "log_odds", "probability", "weigh"]

FLOOR: Final = -4.0
"""Log-odds of a pair that no block brought together; links below it are not kept."""
WEIGHTED: Final = (
    "prior",
    "day_agrees",
    "day_apart",
    "report_day_agrees",
    "report_day_apart",
    "day_unknown",
    "place_same",
    "place_near",
    "place_within",
    "place_apart",
    "place_part",
    "type_differs",
    "mode_same",
    "mode_differs",
    "actor_same",
    "actor_differs",
    "recipient_same",
    "recipient_differs",
    "target_same",
    "target_differs",
    "count_same",
    "count_agrees",
    "count_excludes",
    "words",
    "rare_words",
    "reports_alike",
    "names",
)
"""The names of all findings that `compare` gives; `prior` stands for the chance before any of them."""
_SHOWN: Final = 5
_OF_WORDS: Final = ("words", "rare_words", "reports_alike", "names")
_SAID: Final = {
    "prior": "before comparing",
    "report_day": "day of the report",
    "rare_words": "rare words",
    "reports_alike": "the reports as a whole",
}


@cache
def _weights() -> dict[str, float]:
    weights: dict[str, float] = json.loads((BUILT_IN / "fusion.json").read_text("utf-8"))["weights"]
    return weights


def log_odds(left: Profile, right: Profile) -> float:
    """Return the log-odds that two tellings are of one happening; symmetric."""
    return weigh(compare(left, right))


def weigh(found: list[Finding]) -> float:
    """Return the sum of the findings, each times its weight, and the prior."""
    weights = _weights()
    return weights["prior"] + sum(weights[finding.name] * finding.value for finding in found)


def probability(odds: float) -> float:
    """Return log-odds as a probability."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


def explained(left: Profile, right: Profile) -> Link:
    """Return the score of a pair with its reasons, the heaviest first."""
    weights = _weights()
    found = compare(left, right)
    reasons = [Reason(compared=_said("prior"), words="", weight=weights["prior"])]
    for name, value, words in found:
        if weight := round(weights[name] * value, 3):
            told = words or _common_words(name, left, right)
            reasons.append(Reason(compared=_said(name), words=told, weight=weight))
    first, second = sorted((left.telling, right.telling))
    return Link(
        left=first,
        right=second,
        score=round(probability(weigh(found)), 6),
        reasons=tuple(sorted(reasons, key=lambda reason: -abs(reason.weight))),
    )


def _common_words(name: str, left: Profile, right: Profile) -> str:
    """Return the words that a finding rests on, the most telling first; scoring only counts them."""
    if name not in _OF_WORDS:
        return ""
    ours, theirs = (left.words, right.words) if "words" in name else (left.about, right.about)
    only = {"names": ours.names, "rare_words": ours.rare}.get(name, ours)
    named = frozenset() if name == "words" else left.named & right.named
    return ", ".join([w for w in shared_words(ours, theirs) if w in only and w not in named][:_SHOWN])


def _said(name: str) -> str:
    return _SAID.get(name) or name.replace("_", " ")
