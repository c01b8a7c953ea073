"""Any Python text ↔ text that both databases hold, without a loss.

PostgreSQL refuses NUL, and UTF-8 has no lone surrogates. Each such character is stored as U+FDD0, which
Unicode sets aside for use inside programs, and four hexadecimal digits; so is U+FDD0 itself.
"""

import re

__all__ = ["from_storable", "to_storable"]

_MARK = "\ufdd0"
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff\ufdd0]")
_MARKED = re.compile(rf"{_MARK}([0-9a-f]{{4}})")


def to_storable(text: str) -> str:
    """Return the text with each character that a database may refuse written out."""
    if text.isascii() and "\x00" not in text:
        return text
    return _UNSTORABLE.sub(lambda found: f"{_MARK}{ord(found[0]):04x}", text)


def from_storable(text: str) -> str:
    """Return what `to_storable` was given."""
    if _MARK not in text:
        return text
    return _MARKED.sub(lambda found: chr(int(found[1], 16)), text)
