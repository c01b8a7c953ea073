"""Latin spellings for places that their source names in Cyrillic only."""

from communique.resolve.gazetteer.names import fold, is_latin
from training.gazetteer_sources import Row

__all__ = ["romanised", "with_latin"]

# Ukraine's national romanisation (Cabinet of Ministers, resolution 55 of 2010); letters of Russian and
# Belarusian
# after BGN/PCGN in the forms that news agencies print.
_LETTERS = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяыэёъў'’",
        [
            "a",
            "b",
            "v",
            "h",
            "g",
            "d",
            "e",
            "ie",
            "zh",
            "z",
            "y",
            "i",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "_",
            "iu",
            "ia",
            "y",
            "e",
            "io",
            "_",
            "u",
            "_",
            "_",
        ],
        strict=True,
    )
)
_INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}


def romanised(name: str) -> str:
    """Return a Cyrillic name in Latin letters."""
    out = []
    for word in name.split():
        letters = [
            (_INITIAL.get(c) if i == 0 else None) or _LETTERS.get(c, c) for i, c in enumerate(word.lower())
        ]
        out.append("".join(letters).replace("_", "").replace("zgh", "zgh").capitalize())
    return " ".join(out)


def with_latin(row: Row) -> Row:
    """Return the row with a Latin name where it had only a Cyrillic one; the native name stays beside it."""
    if is_latin(fold(row.name)) or not any("а" <= c.lower() <= "ґ" for c in row.name):
        return row
    latin = next((n for n in row.names if is_latin(fold(n))), None)
    row.names = list(dict.fromkeys([*row.names, row.name]))
    row.name = latin or romanised(row.name)
    return row
