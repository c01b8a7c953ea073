"""Reports that only repeat another one: every sentence of theirs stands in it.

Nothing is lost with them but who else printed it, which is kept. A report that changes one number, or adds a
sentence, is none.
"""

from collections import Counter
from hashlib import blake2b
from typing import Final

from communique.extract.sentences import split_sentences
from communique.model import Report

__all__ = ["Copies"]

_LEAST: Final = 5  # words: shorter sentences are bylines, headings and the like, and stand in many reports


class Copies:
    """The sentences of the reports of one shard; finds the report that another one repeats."""

    def __init__(self) -> None:
        self._where: dict[bytes, list[int]] = {}
        self._ids: list[str] = []

    def original(self, report: Report) -> str | None:
        """Return the id of the earliest report remembered that holds all sentences of this one."""
        sentences = _sentences(report.text)
        if not sentences:
            return None
        counted = Counter(number for key in sentences for number in self._where.get(key, ()))
        whole = [number for number, found in counted.items() if found == len(sentences)]
        return self._ids[min(whole)] if whole else None

    def remember(self, report: Report) -> None:
        """Keep the sentences of a report."""
        for key in _sentences(report.text):
            self._where.setdefault(key, []).append(len(self._ids))
        self._ids.append(report.id)


def _sentences(text: str) -> set[bytes]:
    """Return hashes of the sentences, letters folded and spaces apart."""
    found = set()
    for start, end in split_sentences(text):
        words = text[start:end].casefold().split()
        if len(words) >= _LEAST:
            found.add(blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=12).digest())
    return found
