"""Text → sentence spans, in order, without overlap, without outer white space and list bullets.

A full stop, question mark or exclamation mark ends a sentence where white space and a plausible beginning
follow; a line break ends one unless the line was broken only to fit a width. Rules and rivals were compared
in `docs/decisions/0008-sentences.md`.
"""

import re
from collections.abc import Iterator

__all__ = ["split_sentences"]

Span = tuple[int, int]

_CLOSERS = "\"'”’»)]›"
_OPENERS = "\"'“‘„«([‹"
_TERMINATOR = re.compile(rf"(?<![.!?…؟。])[.!?…؟。]+(?:[{re.escape(_CLOSERS)}]|\[\d+\])*(?=\s|[“«]|$)")
_NEWLINES = re.compile(r"\n\s*")
_BULLET = re.compile(r"(?:[-–—•*·▪►]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})\)|\d{1,3}\.)\s")
_CAPITAL = re.compile(r"[A-ZÀ-ÞА-ЯЁЄІЇҐΑ-Ω]")
_LAST_WORD = re.compile(r"[^\s“‘\"(\[]+\Z")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that a full stop shortens and that never end a sentence, as a name or number follows.
_TITLES = _words(
    """mr mrs ms dr prof rev hon gen lt col maj capt cpl sgt pvt brig cmdr cdr adm gov sen rep pres st ste mt
    ft no nos art fig vol vs approx ca cf eg ie viz al-qa messrs insp supt amb min dept est spc sfc"""
)
# Words that a full stop shortens and that may end a sentence: only a plain beginning of one cuts there.
_SHORT = _words(
    """jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
    inc ltd corp co bros jr sr etc al km hrs mins ave blvd rd a.m p.m u.s u.n u.k e.u u.s.a u.s.s.r d.c
    i.e e.g"""
)
_BEGINNINGS = _words(
    """the a an he she it they we i you this that these those there his her its their our in on at as after
    according also an and but by during earlier following for from however if later meanwhile no not of on one
    several since some so to two when where while with who what yesterday today"""
)
# The dateline of a news agency, or the day that labels a line: `CAIRO (Reuters) - `, `April 4: `.
_LABEL = re.compile(
    r"^(?:[^\n.!?:]{2,50}(?:\([A-Za-z][\w /-]{1,20}\) ?[-–—]{1,2}|, ?[A-Z]{2,6} ?[-–—])"
    r"|[A-Z][A-Z'’ -]{3,30}(?:, [\w. ]{3,20})? [–—]|[A-Z][a-z]{2,8} \d\d?:)\s*(?=[\w\"“])",
    re.M,
)
# The end of a sentence to which the next was joined without a space, as web pages lose line breaks.
_JOINED = re.compile(
    r"(?<=[a-z)\]][a-z)\]%][.!?])(?=[A-Z][a-z]+[ ,’'])"
    r"|(?<=[A-Za-z]{3})(?=(?:The|In|On|At|It|He|This) [A-Z]?[a-z]+)"
)
# Two quoted entries of a list in one line: `"Near A, one strike …" and "Near B, …"`.
_QUOTED_PAIR = re.compile(r"(?<=[\"”])\s+(?=and (?:that )?[\"“][A-Z][a-z])")
# A quotation that ends here goes on with its speaker: `…," he said`.
_SPEECH = re.compile(
    r"(?:(?:he|she|it|they|the \w+(?: \w+)?)\s)?(?:said|says|added|told|stated|reported|wrote|noted)\b"
)
_WRAPPED_LINE = 45
_WRAPPED_SHARE = 0.3


def split_sentences(text: str) -> list[Span]:
    """Return the `(start, end)` of each sentence of the text, in order."""
    lowered = _is_lowered(text)
    cuts = sorted({*_line_cuts(text), *_stop_cuts(text, lowered), *_plain_cuts(text), len(text)})
    spans = []
    start = 0
    for cut in cuts:
        if span := _trimmed(text, start, cut):
            spans.append(span)
        start = cut
    return spans


def _trimmed(text: str, start: int, end: int) -> Span | None:
    start = _past_space(text, start, end)
    if (bullet := _BULLET.match(text, start)) and _begins_line(text, start):
        start = _past_space(text, bullet.end(), end)
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _past_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _begins_line(text: str, at: int) -> bool:
    while at and text[at - 1] in " \t":
        at -= 1
    return at == 0 or text[at - 1] == "\n"


def _is_lowered(text: str) -> bool:
    """Say whether a text in a script with capitals was stored without them, as old wire copy is."""
    return len(_CAPITAL.findall(text)) < len(text) / 700 and any(map(str.islower, text))


def _plain_cuts(text: str) -> Iterator[int]:
    for pattern in (_LABEL, _JOINED, _QUOTED_PAIR):
        for found in pattern.finditer(text):
            yield found.end()


def _line_cuts(text: str) -> Iterator[int]:
    breaks = [m for m in _NEWLINES.finditer(text) if m.end() < len(text)]
    single = [m for m in breaks if m.group().count("\n") == 1]
    continued = sum(text[m.end()].islower() for m in single)
    wrapped = len(single) > 1 and continued >= _WRAPPED_SHARE * len(single)
    for found in breaks:
        if found.group().count("\n") > 1 or not _only_wrapped(text, found, wrapped):
            yield found.end()


def _only_wrapped(text: str, found: re.Match[str], wrapped: bool) -> bool:
    """Say whether a single line break merely fits the text to a width."""
    line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()].rstrip()
    if _BULLET.match(text, found.end()) or _TERMINATOR.search(line[-3:]) or line.endswith(":"):
        return False
    if text[found.end()].islower():
        return not _BULLET.match(line) or len(line) >= _WRAPPED_LINE
    return wrapped and len(line) >= _WRAPPED_LINE


def _stop_cuts(text: str, lowered: bool) -> Iterator[int]:
    for found in _TERMINATOR.finditer(text):
        if _ends_sentence(text, found, lowered):
            yield found.end()


def _ends_sentence(text: str, found: re.Match[str], lowered: bool) -> bool:
    at = found.end()
    while at < len(text) and text[at].isspace():
        at += 1
    if at == len(text):
        return True
    if not _may_begin(text, at, lowered) or (lowered and len(found.group()) > 1 and _SPEECH.match(text, at)):
        return False
    return found.group() != "." or not _is_shortened(text, found.start(), at)


def _may_begin(text: str, at: int, lowered: bool) -> bool:
    while at < len(text) and text[at] in _OPENERS:
        at += 1
    return at < len(text) and (lowered or not text[at].islower()) and text[at] not in ",;:"


def _is_shortened(text: str, stop: int, following: int) -> bool:
    """Say whether the full stop at `stop` shortens a word rather than ends a sentence."""
    found = _LAST_WORD.search(text, max(0, stop - 30), stop)
    word = found.group() if found else ""
    bare = word.lower()
    if bare in _TITLES or (len(word) == 1 and word.isalpha()) or _numbers_a_line(text, word, stop):
        return True
    if bare in _SHORT or re.fullmatch(r"(?:[a-z]\.)+[a-z]", bare):
        following_word = re.match(r"\W*([^\W_]+)", text[following : following + 30])
        return not following_word or following_word.group(1).lower() not in _BEGINNINGS
    return False


def _numbers_a_line(text: str, word: str, stop: int) -> bool:
    begins = stop - len(word)
    return word.isdigit() and len(word) <= 3 and (begins == 0 or text[begins - 1] == "\n")
