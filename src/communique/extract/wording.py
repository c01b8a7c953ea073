"""The words of a mention: the fullest of several for one party or source, without loose ends."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

__all__ = ["drop_shorter", "fullest", "is_bare_kind", "is_said_to_be_none", "tidied"]

_WORD: Final = re.compile(r"\w+")
_TOKEN: Final = re.compile(r"\w+|[^\w\s]")
_LEADING: Final = {"of", "the", "and", "or", "in", "at", "by", "to", "from", "with", "for", "on"}
_TRAILING: Final = _LEADING | {"a", "an", "near", "that", "which"}
_TITLES: Final = frozenset(("mr", "mrs", "ms", "dr", "the"))


_KIND_OF_PLACE: Final = re.compile(
    "towns?|city|cities|villages?|areas?|regions?|districts?|provinces?|governorate|territory|"
    "neighbou?rhood|countryside|zone|sector"
)


def is_bare_kind(text: str) -> bool:
    """Whether the words only say what kind of place it is: `town`, not `town of Amedi`."""
    return all(_KIND_OF_PLACE.fullmatch(word) for word in _words(text))


_NONE: Final = re.compile(r"\bno (?:[\w-]+ ){0,2}$", re.IGNORECASE)


def is_said_to_be_none(text: str, start: int) -> bool:
    """Whether `no` stands before the words at an offset: `no civilians were killed` harms nobody."""
    return bool(_NONE.search(text[max(0, start - 30) : start]))


def _words(text: str) -> tuple[str, ...]:
    return tuple(w for w in _WORD.findall(text.lower()) if w not in _TITLES)


def drop_shorter(chosen: Sequence[int], texts: Mapping[int, str]) -> list[int]:
    """Return the mentions without those whose words all stand, in order, in another one of them."""
    words = {m: _words(texts[m]) for m in chosen}
    return [m for m in chosen if not any(_within(words[m], words[o]) for o in chosen if o != m)]


def fullest(mention: int, texts: Mapping[int, str]) -> int:
    """Return the only fuller mention that ends in the same words (`Hollande` → `President Hollande`).

    Where there is none, or where fuller ones disagree, the mention stands for itself.
    """
    words = _words(texts[mention])
    longer = {
        _words(text): m
        for m, text in sorted(texts.items(), reverse=True)
        if words and len(_words(text)) > len(words) and _words(text)[-len(words) :] == words
    }
    best = max(longer, key=len, default=())
    agreed = all(_within(other, best) for other in longer if other != best)
    return longer[best] if best and agreed else mention


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return 0 < len(short) < len(long) and any(
        long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1)
    )


def tidied(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without the loose words and signs at its edges, and with its brackets in pairs."""
    while words := list(_TOKEN.finditer(text, start, end)):
        first, last = words[0], words[-1]
        if _loose(last[0]) and len(words) > 1:
            end = words[-2].end()
        elif _loose(first[0], leading=True) and len(words) > 1:
            start = words[1].start()
        else:
            break
    opened = text.rfind("(", start, end)
    if opened > start and text.find(")", opened, end) < 0:
        close = text[end : end + 1] == ")"
        end = end + 1 if close else start + len(text[start:opened].rstrip())
    return start, end


def _loose(word: str, *, leading: bool = False) -> bool:
    return word.lower() in (_LEADING if leading else _TRAILING) or not (word[0].isalnum() or word in "()@#$")
