"""How place names are made comparable: folding, articles, consonant skeletons.

`fold` keeps words apart for comparing wordings, `key` is what the gazetteer is looked up by, `skeleton`
brings
transliterations of one name together (`Latamna`, `al-Lataminah`). Compiler and look-up share these functions,
so that a change here asks for a new gazetteer file.
"""

import re
import unicodedata
from functools import lru_cache

from communique.resolve.wordlists import word_set

__all__ = ["ARTICLE_COUNTRIES", "fold", "is_latin", "key", "skeleton", "sound", "strip_articles"]


# Countries whose Latin spellings carry the Arabic article, which writers add, drop and assimilate freely.
ARTICLE_COUNTRIES = word_set(
    "AE AF BH DJ DZ EG EH ER IL IQ IR JO KM KW LB LY MA ML MR NE OM PK PS QA SA SD SO SS SY TD TN TR YE"
)
_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ə": "a",
        "ŋ": "ng",
        "ɗ": "d",
        "ɓ": "b",
        "ƙ": "k",
        "ƴ": "y",
        "ɛ": "e",
        "ɔ": "o",
        "ɲ": "ny",
        "ة": "ه",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ـ": "",
    }
)
# Hamza, ayn and apostrophes are written, dropped and confused: none of them tells names apart.
_MARKS = re.compile("['`´’‘‛ʻʼʽʾʿ′ʹ\"“”ـ]")
_BREAKS = re.compile(r"[^\w]+|_")
_ASCII_ONLY = re.compile(r"[\x00-\x7f]*\Z")
_ARTICLES = word_set("al el ar ash as ad az an at ath adh ez es er esh ed et en eth l ul il")

_DIGRAPHS = re.compile("tch|sch|sh|ch|kh|gh|dh|th|ph|zh|dj|ck|tz|ts")
_SOUNDS = {
    "tch": "x",
    "sch": "x",
    "sh": "x",
    "ch": "x",
    "kh": "h",
    "gh": "g",
    "dh": "d",
    "th": "t",
    "ph": "f",
    "zh": "j",
    "dj": "j",
    "ck": "k",
    "tz": "s",
    "ts": "s",
}
_CONSONANTS = str.maketrans({"q": "k", "c": "k", "v": "w", "p": "b", "z": "s", "x": "x"})
_SOFT = re.compile("[aeiouwyh]")
_VOWELS = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (("a?[iy]+e?|e[iy]|i?e+|ee", "i"), ("a?[uw]+|ou|o+", "u"), ("a+", "a"))
)
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Return the name in lower case without diacritics, apostrophes and punctuation; words stay apart."""
    text = _MARKS.sub("", name).casefold()
    if not _ASCII_ONLY.match(text):
        decomposed = unicodedata.normalize("NFKD", text)
        # A letter of mathematics decomposes to a capital.
        text = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().translate(_LETTERS)
        text = _MARKS.sub("", text)
    return " ".join(_BREAKS.sub(" ", text).split())


def strip_articles(folded: str) -> str:
    """Return a folded name without the Arabic article in any of its assimilated forms."""
    words = [word for word in folded.split() if word not in _ARTICLES]
    kept = " ".join(words) if words else folded
    return kept[2:] if kept.startswith("ال") and len(kept) > 4 else kept


def key(folded: str, articles: bool = True) -> str:
    """Return the look-up key of a folded name: without spaces, and without articles where `articles` is
    set."""
    return (strip_articles(folded) if articles else folded).replace(" ", "")


def is_latin(folded: str) -> bool:
    """Tell whether a folded name is written in the 26 letters, so that it has a skeleton."""
    return folded.isascii()


@lru_cache(maxsize=65536)
def sound(latin_key: str) -> str:
    """Return a key with its vowels brought to `a`, `i`, `u` and its consonants alike, for measuring
    likeness."""
    sounds = _DIGRAPHS.sub(lambda found: _SOUNDS[found[0]], latin_key).translate(_CONSONANTS)
    for pattern, letter in _VOWELS:
        sounds = pattern.sub(letter, sounds)
    return _DOUBLED.sub(r"\1", sounds[:1] + sounds[1:].replace("h", ""))


@lru_cache(maxsize=65536)
def skeleton(latin_key: str) -> str:
    """Return the consonants of a key, alike for the usual transliterations; an initial vowel is kept as
    `a`."""
    sounds = _DIGRAPHS.sub(lambda found: _SOUNDS[found[0]], latin_key).translate(_CONSONANTS)
    start = "a" if sounds[:1] in "aeiouy" else (sounds[0] if sounds[:1] in ("h", "w") else "")
    return start + _DOUBLED.sub(r"\1", _SOFT.sub("", sounds))
