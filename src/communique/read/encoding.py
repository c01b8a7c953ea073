"""From bytes to characters: byte order mark, UTF-8, what the document declares, and only then a guess."""

import codecs
import re

from communique.read.document import HEAD_BYTES, UnreadableError

__all__ = ["MAX_REPLACED", "declared_charset", "declared_language", "decode"]

# The largest share of characters that may be undecodable (each then reads U+FFFD): one broken sequence in
# a thousand characters is a damaged page, more is a wrong encoding.
MAX_REPLACED = 0.001
# Above this share of accented letters in the passages that have any, a Latin encoding is taken for wrong:
# French, Polish and Turkish stay under a fifth, Arabic or Cyrillic letters misread as Latin are nearly all.
MAX_ACCENTED = 0.5
# The detector's measure of disorder: right guesses over short Arabic, Persian, Hebrew, Russian, Ukrainian,
# Turkish and French passages had at most 0.04, a wrong one (Greek taken for Cyrillic) had 0.13.
MAX_DISORDER = 0.1
DETECTION_BYTES = 60_000  # how much of the telling passages the detector sees

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What browsers read under these labels (WHATWG Encoding Standard, section 4.2).
_AS_BROWSERS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-8",  # a declaration that could be read as ASCII is not UTF-16
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
# Encodings that pages have; Python knows others, which would read anything (`idna`, EBCDIC, `utf-7`).
_OF_THE_WEB = re.compile(
    r"utf-8|cp(?:125\d|866|874|932|949)|iso8859-\d+|koi8-[rut]|mac-(?:roman|cyrillic)"
    r"|gb18030|hz|big5(?:hkscs)?|euc_jp|iso2022_(?:jp.*|kr)"
)
# What is guessed at, the likelier first where reports from wars come from: on few words several are equally
# likely. Of 168 short passages in ten languages (one to twelve words, some repeated) 157 are read right.
_LIKELY = (
    *("cp1256", "cp1251", "cp1252", "koi8_r", "koi8_u", "iso8859_6", "iso8859_5", "cp1254", "cp1250"),
    *("cp1255", "cp1253", "gb18030", "big5", "cp932", "euc_jp", "cp949"),
)
_OF_LANGUAGE = {
    "cp1256": ("ar", "fa", "ur", "ps", "ku", "ug"),
    "cp1251": ("ru", "uk", "bg", "be", "mk", "sr", "kk"),
    "cp1254": ("tr", "az"),
    "cp1250": ("pl", "cs", "sk", "hu", "ro", "hr", "sl", "bs", "sq"),
    "cp1255": ("he",),
    "cp1253": ("el",),
    "gb18030": ("zh",),
    "cp932": ("ja",),
    "cp949": ("ko",),
}
_LATIN = {"cp1250", "cp1252", "cp1254", "cp1257", "iso8859-2", "iso8859-15"}
_DECLARATION = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9][A-Za-z0-9._:-]*)""", re.I)
_LANGUAGE = re.compile(rb"""<html\b[^>]*\blang\s*=\s*["']?([A-Za-z]{2})""", re.I)
_PASSAGE = re.compile(rb"[^<>\n]+")


def declared_charset(head: bytes) -> str | None:
    """Return the encoding that a page's `meta` element or XML declaration names, in Python's spelling."""
    found = _DECLARATION.search(head[:HEAD_BYTES])
    return _known(found[1].decode("ascii")) if found else None


def declared_language(head: bytes) -> str | None:
    """Return the language that a page's first element names, as two small letters."""
    found = _LANGUAGE.search(head[:HEAD_BYTES])
    return found[1].decode("ascii").lower() if found else None


def decode(raw: bytes, *declared: str | None, language: str | None = None) -> str:
    """Return the text of `raw`; `declared` are the encodings that were named for it, the surest first.

    Where none was, `language` (ISO 639-1) decides between equally likely guesses. Raises `UnreadableError`
    where no encoding reads it without loss of more than `MAX_REPLACED`.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _lenient(raw, encoding)
    named = [known for name in declared if name and (known := _known(name))]
    seven_bit = [name for name in named if name.startswith("iso2022")]  # ASCII bytes that are not ASCII
    for encoding in (*seven_bit, "utf-8"):
        if (text := _strict(raw, encoding)) is not None:
            return text
    if _replaced(damaged := raw.decode("utf-8", "replace")) <= MAX_REPLACED:
        return damaged
    for encoding in named:
        text = _strict(raw, encoding)
        if text is not None and not (encoding in _LATIN and _misread(raw, encoding)):
            return text
    return _guessed(raw, named, language)


def _known(label: str) -> str | None:
    try:
        name = codecs.lookup(label.strip()).name
    except LookupError:
        return None
    name = _AS_BROWSERS.get(name, name)
    return name if _OF_THE_WEB.fullmatch(name) else None


def _strict(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeError:
        return None


def _replaced(text: str) -> float:
    return text.count("\ufffd") / max(len(text), 1)


def _lenient(raw: bytes, encoding: str) -> str:
    text = raw.decode(encoding, "replace")
    if _replaced(text) > MAX_REPLACED:
        raise UnreadableError(f"cannot be decoded as {encoding}", "save it as UTF-8 and try again")
    return text


def _telling(raw: bytes) -> bytes:
    """The passages that hold bytes above ASCII: markup and ASCII around them would only dilute the guess."""
    passages, size = [], 0
    for found in _PASSAGE.finditer(raw):
        if found[0].isascii():
            continue
        passages.append(found[0])
        size += len(found[0])
        if size > DETECTION_BYTES:
            break
    return b"\n".join(passages)[:DETECTION_BYTES]


def _misread(raw: bytes, encoding: str) -> bool:
    letters = [c for c in _telling(raw).decode(encoding, "replace") if c.isalpha()]
    accented = sum(not c.isascii() for c in letters)
    return accented > MAX_ACCENTED * len(letters)


def _guessed(raw: bytes, named: list[str], language: str | None) -> str:
    guesses = _guesses(_telling(raw), language)
    for encoding in guesses:
        if (text := _strict(raw, encoding)) is not None:
            return text
    for encoding in (*named, *guesses):
        if _replaced(text := raw.decode(encoding, "replace")) <= MAX_REPLACED:
            return text
    raise UnreadableError(
        "cannot be decoded: its encoding is neither declared nor recognised", "save it as UTF-8 and try again"
    )


def _guesses(passages: bytes, language: str | None) -> list[str]:
    """The likely encodings of the passages, the best first; equally good ones in the order of `_LIKELY`."""
    from charset_normalizer import from_bytes

    own = next((encoding for encoding, codes in _OF_LANGUAGE.items() if language in codes), "")
    order = [own, *_LIKELY]
    found = [
        match for match in from_bytes(passages, cp_isolation=list(_LIKELY)) if match.chaos <= MAX_DISORDER
    ]
    found.sort(key=lambda match: (round(match.chaos / 0.05), -match.coherence, order.index(match.encoding)))
    return [match.encoding for match in found]
