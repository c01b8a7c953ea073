"""Who speaks in a claim: from the outlet to the first speaker, and by what keys one is known again."""

import re
from collections.abc import Mapping
from typing import Final

from communique.model import Report, Source, Statement

__all__ = [
    "chain",
    "first_speaker",
    "outlet_name",
    "part_of",
    "same_party",
    "speaker_keys",
    "speaker_name",
    "spoken_for",
    "top",
]

# Words that a name may have or lack, and spellings of one word.
_IDLE: Final = frozenset(
    {
        "the",
        "a",
        "of",
        "and",
        "for",
        "to",
        "in",
        "s",
        "federation",
        "republic",
        "official",
        "officials",
        "spokesman",
        "spokeswoman",
    }
)
_SPELLED: Final = {"defense": "defence", "centre": "center", "organisation": "organization"}
_WORD = re.compile(r"[^\W_]+")
_UNNAMED: Final = ("an unnamed source", "names no particular party")
Belongs = Mapping[str, str]


def chain(statement: Statement) -> tuple[str, ...]:
    """Return through whom the claim came: the outlet, then the sources, outermost first."""
    sources = [source.name or source.text for source in statement.claim.sources]
    return (outlet_name(statement.report), *sources)


def outlet_name(report: Report) -> str:
    """Return who published the report: its outlet, else its author, else its address, else its own id."""
    return report.outlet or report.author or report.url or f"report {report.id}"


def first_speaker(statement: Statement) -> Source | None:
    """Return the innermost source that has a name; null where the outlet itself vouches for the claim.

    "Residents" and "a source" are no voice of their own: whoever quotes them vouches for them.
    """
    sources = statement.claim.sources
    return next((source for source in reversed(sources) if _is_named(source)), None)


def _is_named(source: Source) -> bool:
    if source.source_id:
        return True
    if source.reason in _UNNAMED:
        return False
    return any(letter.isupper() for letter in (source.name or source.text)[:1]) or bool(
        re.search(r"\b[A-ZÀ-Þ]", source.name or source.text)
    )


def speaker_name(statement: Statement) -> str:
    """Return the name of the first speaker, or of the outlet that vouches for the claim."""
    speaker = first_speaker(statement)
    return (speaker.name or speaker.text) if speaker else outlet_name(statement.report)


def spoken_for(statement: Statement, belongs: Belongs) -> str:
    """Return the name of the outermost in the claim's chain who is one party with its first speaker.

    What a spokesman says in his ministry's own statement is the ministry's word.
    """
    mine = speaker_keys(statement, belongs)
    outlet = outlet_name(statement.report)
    if mine & _keys(outlet, None, belongs):
        return outlet
    sources = statement.claim.sources
    outer = (s.name or s.text for s in sources if mine & _keys(s.name or s.text, s.source_id, belongs))
    return next(outer, speaker_name(statement))


def speaker_keys(statement: Statement, belongs: Belongs) -> frozenset[str]:
    """Return the keys under which the claim's voice is known: equal keys are one voice."""
    speaker = first_speaker(statement)
    if speaker is None:
        return _keys(outlet_name(statement.report), None, belongs)
    return _keys(speaker.name or speaker.text, speaker.source_id, belongs)


def _keys(name: str, identity: str | None, belongs: Belongs) -> frozenset[str]:
    folded = _folded(name)
    keys = {f"name:{folded}"}
    if party := identity or belongs.get(name):
        keys.add(f"id:{top(party, belongs)}")
    return frozenset(keys)


def _folded(name: str) -> str:
    """Return a name's words, sorted, so that "Ministry of Defence of X" and "X Defense Ministry" may meet."""
    words = {_SPELLED.get(word, word) for word in _WORD.findall(name.casefold())}
    return " ".join(sorted(_demonym(word) for word in words - _IDLE)) or name.casefold()


def _demonym(word: str) -> str:
    """Return a word without the ending by which "Russian" differs from "Russia"."""
    return re.sub(r"(?<=\w{4})(?:n|i|ish)$", "", word)


def top(identity: str, belongs: Belongs) -> str:
    """Return the party to which an organ or spokesman belongs in the end; itself where nothing is known."""
    seen = {identity}
    while (parent := belongs.get(identity)) and parent not in seen:
        seen.add(parent)
        identity = parent
    return identity


def part_of(identity: str, party: str) -> bool:
    """Return whether an id is that of the party or, by its beginning, of one of its organs."""
    return identity == party or identity.startswith(party + "-")


def same_party(left: str, right: str, belongs: Belongs) -> bool:
    """Return whether two ids are one party, or one is part of the other."""
    one, other = top(left, belongs), top(right, belongs)
    return part_of(one, other) or part_of(other, one)
