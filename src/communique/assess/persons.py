"""Whether a target is one person, so that it counts as one though no number is told ("a man", a name)."""

import re
from typing import Final

from communique.model import Target

__all__ = ["is_one_person"]

_PEOPLE: Final = frozenset(("people", "civilians", "combatants", "leader", "journalist", "aid-worker"))
# Words for several that have no plural ending, and plural ones of which names are made in headlines.
_SEVERAL: Final = frozenset(
    (
        *("people", "persons", "police", "personnel", "staff", "family", "crew", "public", "population"),
        *("men", "women", "children", "gunmen", "policemen", "servicemen", "infantry", "cavalry", "patrol"),
        *("army", "force", "forces", "troops", "crowd", "group", "team", "squad", "unit", "brigade"),
        *("battalion", "others", "dead", "wounded", "injured", "martyrs", "civilians", "soldiers"),
        *("fighters", "militants", "rebels", "members", "victims", "casualties", "officers", "officials"),
        *("residents", "students", "workers", "protesters", "journalists", "refugees"),
    )
)
_BEFORE_HEAD: Final = re.compile(r"\b(?:of|in|from|at|with|who|whose|named|called|near|on)\b|[,(]")
_AND: Final = re.compile(r"\band\b|&|;")
_PARTICLES: Final = frozenset(
    ("al", "el", "bin", "ibn", "abu", "umm", "de", "del", "la", "van", "von", "der")
)


def is_one_person(target: Target) -> bool:
    """Return whether the words of a target name or describe exactly one person."""
    if target.kind not in _PEOPLE or _AND.search(target.text):
        return False
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", _BEFORE_HEAD.split(target.text, maxsplit=1)[0])
    if not words or any(word.casefold() in _SEVERAL for word in words):
        return False
    return _is_name(words) or not words[-1].casefold().endswith("s")


def _is_name(words: list[str]) -> bool:
    return len(words) > 1 and all(w[0].isupper() or w.casefold() in _PARTICLES for w in words)
