"""What an export leaves out: quotes, for copyright; the names of persons, for their safety."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["MASK", "Manner", "Masked", "persons"]

MASK: Final = "[name]"
_PEOPLE: Final = frozenset({"civilians", "people", "leader", "journalist", "aid-worker"})
# Two or more capitalised words in a row, with what joins parts of a name: `Abu Omar al-Ansari`, `J. Smith`.
_NAME: Final = re.compile(
    r"\b(?:[A-Z][\w’'-]*\.?|al-[A-Z][\w’'-]*)(?:\s+(?:(?:bin|ibn|abu|al|de|van|von|la)\s+)?"
    r"(?:[A-Z][\w’'-]*\.?|al-[A-Z][\w’'-]*))+"
)


@dataclass(frozen=True)
class Manner:
    """How an export shows words; names are masked inside quotes as well."""

    quotes: bool = True
    mask_names: bool = False

    def of(self, claims: Iterable[Mapping[str, Any]]) -> "Masked":
        """Return what this means beside such claims, as plain values."""
        found = {name for claim in claims for name in persons(claim)} if self.mask_names else set()
        return Masked(self, tuple(sorted(found, key=lambda name: (-len(name), name))))


@dataclass(frozen=True)
class Masked:
    """Words as they are shown; `names` are what is masked, the longest first."""

    manner: Manner
    names: tuple[str, ...]

    def words(self, text: str) -> str:
        """Return words without the names."""
        for name in self.names:
            text = text.replace(name, MASK)
        return text

    def maybe(self, text: str | None) -> str | None:
        """Return the same of words that may be missing."""
        return None if text is None else self.words(text)

    def title(self, text: str | None) -> str | None:
        """Return a report's title, or nothing where names are masked: in titles every word may be a name."""
        return None if self.manner.mask_names else text

    def quote(self, text: str) -> str | None:
        """Return a sentence, or nothing where quotes are left out."""
        return self.words(text) if self.manner.quotes else None


def persons(claim: Mapping[str, Any]) -> set[str]:
    """Return the names of persons in a claim: victims, and parties and sources that the actor list lacks.

    Judged by form, two capitalised words in a row, so that a group without an entry is masked as well: a name
    too many rather than one too few.
    """
    targets = (t["text"] for t in claim.get("targets", ()) if t["kind"] in _PEOPLE)
    acting = (p for role in ("actors", "recipients") for p in claim.get(role, ()))
    parties = (p["text"] for p in acting if p.get("actor_id") is None)
    sources = (s["text"] for s in claim.get("sources", ()) if s.get("source_id") is None)
    return {found.group() for text in (*targets, *parties, *sources) for found in _NAME.finditer(text)}
