"""Lists of words, written as text."""

__all__ = ["word_set"]


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(words.split())
