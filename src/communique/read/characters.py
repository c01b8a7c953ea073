"""A whole document as characters, refused where it is empty, too large, binary or undecodable."""

from communique.read.document import Document, UnreadableError
from communique.read.encoding import declared_charset, declared_language, decode
from communique.read.options import ReadOptions
from communique.read.sniff import looks_binary

__all__ = ["characters"]


def characters(document: Document, options: ReadOptions, *, markup: bool = False) -> str:
    """Return the document's characters; with `markup`, what it declares of its own encoding counts.

    Raises `UnreadableError` above `options.max_bytes`, and for what is binary or cannot be decoded.
    """
    raw = document.whole(options.max_bytes)
    charset, language = (declared_charset(raw), declared_language(raw)) if markup else (None, None)
    text = decode(raw, document.charset, charset, language=language)
    if looks_binary(text.encode("utf-8", "replace")):
        raise UnreadableError("binary, not text", "give the report as text, HTML or JSON Lines")
    return text
