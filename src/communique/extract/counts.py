"""How many: English number words, digits, ranges and approximations → inclusive bounds.

The bounds follow the codebook: `about 50` is 50–50, `at least 40` is 40–open, `up to 15` is open–15,
`several` is 2–open, `dozens` 24–open; `many` and shares of a whole have no bounds.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["Bounds", "CountSpan", "find_counts", "parse_count"]

Bounds = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class CountSpan:
    """Words of a text that say how many, with inclusive bounds: null where open or unknown."""

    start: int
    end: int
    low: int | None
    high: int | None


_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBERS = {word: value for value, word in enumerate(_UNITS.split())}
_NUMBERS |= {word: 10 * value for value, word in enumerate(_TENS.split(), 2)}
_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALES |= {"dozen": 12, "score": 20, "bn": 10**9, "mn": 10**6, "m": 10**6, "k": 10**3}
_ORDINAL_WORDS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
_ORDINALS = {word: value for value, word in enumerate(_ORDINAL_WORDS.split("|"), 1)}
# Plural scales say at least two of them; the codebook sets dozens, scores and tens likewise.
_PLURALS = {"tens": 20, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000}
_PLURALS |= {"millions": 2 * 10**6, "billions": 2 * 10**9}
_GROUPS: dict[str, Bounds] = dict.fromkeys(("the", "another", "single", "sole", "lone"), (1, 1))
_GROUPS |= dict.fromkeys(("both", "pair", "couple", "dual", "duo", "twin"), (2, 2))
_GROUPS |= {"trio": (3, 3), "no": (0, 0), "none": (0, 0)}
_GROUPS |= dict.fromkeys(("few", "several", "number", "series", "some"), (2, None))
_GROUPS |= dict.fromkeys(("multiple", "various", "handful"), (2, None))

_WORD = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_SCALE = "hundred|thousand|million|billion|trillion|dozen|score"
_FIGURE = r"(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?!\d)|\d+)"
# A bare "m" is metres, unless money or a decimal shows that it is millions.
_DIGITS = (
    rf"(?:[$£€]\s?{_FIGURE}(?:\.\d+)?m\b|{_FIGURE}\.\d+m\b"
    rf"|(?:[$£€]\s?)?{_FIGURE}(?:\.\d+)?(?:[\s-]?(?:{_SCALE})\b|(?:bn|mn|k)\b)*)"
)
_GAP = r"(?:[\s-]+|(?:(?<=hundred)|(?<=thousand)|(?<=million))\sand\s)"
_WORDS = (
    rf"(?:half[\s-](?:an?[\s-])?(?:{_SCALE})|one\sand\sa\shalf\s(?:{_SCALE})|(?:an?\s)?(?:{_SCALE})|(?:{_WORD}))\b"
    rf"(?:{_GAP}(?:{_WORD}|{_SCALE})\b)*(?![\s-](?:thirds?|quarters?|fifths?)\b)"
)
_MANY = (
    r"10{1,3}s\b|"
    rf"(?:tens|dozens|scores|hundreds|thousands|millions|billions)\b(?:\sof\s(?:{_SCALE})s\b)?"
    rf"|(?:several|a\sfew|some)[\s-](?:{_SCALE})s?\b"
)
_ATOM = rf"(?:{_MANY}|{_DIGITS}|{_WORDS})"
_NUMBER = re.compile(
    rf"(?<![\w./:§№])(?<!\d[,–-])(?-i:(?<![a-z]-))(?<![A-Za-z]-(?=\d))(?!one\s(?:by\sone|another)\b)"
    rf"(?<!by\s(?=one\b))(?<!no\s(?=one\b))(?P<low>{_ATOM})(?:\s?[-–—]\s?(?P<dash>{_DIGITS})|\s(?:to|or)\s(?P<to>{_ATOM}))?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"\sand\s(?P<high>{_ATOM})", re.IGNORECASE)
_AFTER = re.compile(r"\s?\+|\s(?:or\smore|plus|at\sleast)\b", re.IGNORECASE)

_FLOOR = (
    r"at\sleast|no\sfewer\sthan|not\sfewer\sthan|no\sless\sthan|not\sless\sthan|more\sthan|greater\sthan"
    r"|over|above|upwards?\sof|in\sexcess\sof|exceeding|exceeded|a\sminimum\sof|least"
)
_CEILING = (
    r"up\sto|as\smany\sas|as\smuch\sas|at\smost|no\smore\sthan|not\smore\sthan|less\sthan|fewer\sthan|under"
    r"|below|a\smaximum\sof"
)
_ABOUT = (
    r"about|around|approximately|approximates|approx\.?|some|nearly|almost|roughly|close\sto|circa"
    r"|(?:an\s)?estimated"
)
_BEFORE = re.compile(
    rf"(?:(?<!\w)(?:(?P<ceiling>{_CEILING})|(?P<floor>{_FLOOR})|(?P<about>{_ABOUT}))\s)?"
    r"(?:(?<!\w)(?:about|some|around|(?:an\s)?estimated|the|a\stotal\sof)\s)?(?:(?<!\w)(?P<pair>from|between)\s)?"
    r"[\"'‘’“”]?$",
    re.IGNORECASE,
)
_REACH = 40  # characters before a number in which its longest modifier fits

_GROUP = (
    r"(?:an?\s)?(?:pair|couple|trio|duo|handful|series|few|number)(?:\sof)?\b"
    r"|(?:a\s)?(?:single|sole|lone)\b|(?:both|dual|twin|another|several|multiple|various|some)\b"
)
_SIZE = (
    r"large|larger|great|huge|unknown|unspecified|undetermined|undisclosed|siza?ble|sizeable|substantial|small|big"
    r"|vast|significant|considerable|limited|good|certain|growing|increasing|massive|enormous|record"
)
_SHARE = r"numbers?|parts?|portions?|shares?|lots?|amounts?|quantity|quantities|majority|bulk|burst|groups?"
_UNBOUNDED = (
    rf"(?:an?\s)?(?:very\s)?(?:{_SIZE})\s(?:{_SHARE})(?:\sof\b)?|(?:an?\s)?(?!numbers?\b)(?:{_SHARE})\sof\b"
    r"|(?:so\s|too\s|how\s)?many\b|(?:most|much|all|half)\sof\b|numerous\b|countless\b|innumerable\b|all\sbut\s\w+"
    r"|plenty\sof\b|a\slot\b"
)
_WHOLE_UNBOUNDED = re.compile(
    rf"(?:{_UNBOUNDED}|(?:an?\s)?(?:{_SIZE})\Z|half(?![\s-](?:an?[\s-])?(?:{_SCALE}))\b"
    r"|(?:most|much|all|more|any|less|fewer)\b(?!\sthan))",
    re.IGNORECASE,
)
_PHRASE = re.compile(rf"(?<![\w-])(?:(?P<unbounded>{_UNBOUNDED})|{_GROUP})", re.IGNORECASE)
_ARTICLE = re.compile(r"(?<![\w.'’-])an?\b(?![.'’-])", re.IGNORECASE)
_ORDINAL = re.compile(rf"\b(?:(\d+)(?:st|nd|rd|th|d)|({_ORDINAL_WORDS}))\b", re.IGNORECASE)
_PROPORTION = re.compile(
    rf"%|\bper\s?cent(?:age)?\b|\b(?:a|{_WORD})[\s-](?:half|thirds?|quarters?|fifths?|tenths?)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r",|\band\b")

_MONTHS = (
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:uary|ruary|ch|il|ust|tember|ober|ember)?\.?"
)
# What stands after a figure that is a date, clock time, duration, distance, calibre, age or share of a whole.
_NO_THING_AFTER = re.compile(
    rf"\s?(?:%|(?:per\s?cent|percentage|[ap]\.?m|degrees?|o['’]clock|GMT|UTC)\b)|\s(?:of\s)?{_MONTHS}(?!\w)"
    r"|[\s-]?(?:mm|cm|m|km|kms|kph|mph|metres?|meters?|kilomet(?:re|er)s?|miles?|feet|foot|ft|inch(?:es)?|yards?)\b"
    r"|[\s-](?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies))\b"
    r"|[:/]\d|-(?!strong|odd)\w|(?:st|nd|rd|th|s)\b"
)
# What stands before a figure that is a day, a name's number or an age.
_NO_THING_BEFORE = re.compile(
    rf"(?:(?<!\w){_MONTHS}\s|\b(?:aged?|Resolution|Article|Highway|Route|Flight|Channel|Section|Chapter|Page|Phase"
    r"|Decree|Order|Law|Division|Brigade|Zone|Room|Block|Figure|No\.|Number|Unit|Day|Sector|Point)\s)$"
)
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_YEAR_CONTEXT = re.compile(
    r"(?:\b(?:in|since|of|year|by|until|before|after|during|from|to|late|early|mid)\s|\W)$"
)


def parse_count(text: str) -> Bounds:
    """Return the inclusive bounds that the words of one count say; null where open, unknown or no count.

    Counts in a list ("a man and two women") are added up. An ordinal gives its number. A percentage or a
    fraction is no number of things.
    """
    plain = " ".join(re.sub('["‘’“”]', " ", text).split())
    if _PROPORTION.search(plain) or _WHOLE_UNBOUNDED.match(plain):
        return None, None
    numbers = list(_numbers(plain))
    phrase = _PHRASE.search(plain)
    if phrase and not (numbers and numbers[0].start <= phrase.start()):
        return _phrase_bounds(phrase)
    if spans := sorted((*numbers, *_articles(plain)), key=lambda span: span.start):
        return _sum(plain, spans)
    if ordinal := _ORDINAL.search(plain):
        number = int(ordinal[1]) if ordinal[1] else _ORDINALS[ordinal[2].lower()]
        return _modified(plain, ordinal.start(), (number, number))
    return _GROUPS.get(plain.lower(), (None, None))


def find_counts(text: str, *, articles: bool = False) -> Iterator[CountSpan]:
    """Yield the counts of things and people in a text, in order: no dates, years, ordinals or percentages.

    `articles` adds each "a" and "an", which count one of whatever noun follows.
    """
    spans = [span for span in _numbers(text) if _counts_things(text, span)]
    taken = {position for span in spans for position in range(span.start, span.end)}
    for match in _PHRASE.finditer(text):
        if match.start() not in taken and match.end() - 1 not in taken:
            spans.append(CountSpan(match.start(), match.end(), *_phrase_bounds(match)))
            taken.update(range(match.start(), match.end()))
    if articles:
        spans.extend(span for span in _articles(text) if span.start not in taken)
    yield from sorted(spans, key=lambda span: span.start)


def _numbers(text: str) -> Iterator[CountSpan]:
    for match in _NUMBER.finditer(text):
        before = _before(text, match.start())
        end, low, high = match.end(), _value(match["low"]), match["dash"] or match["to"]
        if before["pair"] and not high and (pair := _BETWEEN.match(text, end)):
            end, high = pair.end(), pair["high"]
        bounds = _ranged(match["low"], high) if high else low
        after = _AFTER.match(text, end)
        if after:
            bounds = bounds[0], None
        paired = before["pair"] and high
        start = match.start() - len(before[0]) if paired or _qualifies(before) else match.start()
        yield CountSpan(start, after.end() if after else end, *_limited(before, bounds))


def _articles(text: str) -> Iterator[CountSpan]:
    for match in _ARTICLE.finditer(text):
        before = _before(text, match.start())
        start = match.start() - len(before[0]) if _qualifies(before) else match.start()
        yield CountSpan(start, match.end(), *_limited(before, (1, 1)))


def _before(text: str, start: int) -> re.Match[str]:
    match = _BEFORE.search(text[max(0, start - _REACH) : start])
    assert match is not None  # every part is optional
    return match


def _qualifies(before: re.Match[str]) -> bool:
    return bool(before["floor"] or before["ceiling"] or before["about"])


def _modified(text: str, start: int, bounds: Bounds) -> Bounds:
    return _limited(_before(text, start), bounds)


def _limited(before: re.Match[str], bounds: Bounds) -> Bounds:
    low, high = bounds
    if before["floor"]:
        return low, None
    if before["ceiling"]:
        return None, low if high is None else high
    return bounds


def _ranged(low: str, high: str) -> Bounds:
    bottom, top = _value(low)[0], _value(high)[1]
    if bottom is None or top is None:
        return bottom, top
    scale = _trailing_scale(high)
    if scale > 1 and _trailing_scale(low) == 1 and bottom < top // scale:
        bottom *= scale  # "2 to 3 million"
    return (bottom, top) if bottom <= top else (bottom, bottom)


def _trailing_scale(number: str) -> int:
    last = re.findall(r"[a-z]+", number.lower())
    return _SCALES.get(last[-1], 1) if last else 1


def _value(number: str) -> Bounds:
    words = re.findall(r"\d[\d,\u00a0\u202f]*(?:\.\d+)?|[a-z]+", number.lower())
    if re.fullmatch(r"10{1,3}s", number):
        return 2 * int(number[:-1]), None
    if words[0] in _PLURALS:
        return _PLURALS[words[0]] * (_SCALES[words[-1][:-1]] if len(words) > 1 else 1), None
    if words[0] in ("several", "few", "some") or words[:2] == ["a", "few"]:
        return 2 * _SCALES[words[-1].removesuffix("s")], None
    exact = _exact(words)
    return exact, exact


def _exact(words: list[str]) -> int:
    total, part = 0, 0.0
    for word in words:
        if word in _SCALES:
            part = (part or 1) * _SCALES[word]
            if _SCALES[word] >= 1000:
                total, part = total + round(part), 0.0
        elif word == "half":
            part += 0.5
        elif word in _NUMBERS:
            part += _NUMBERS[word]
        elif word[0].isdigit():
            part += float(re.sub("[,\u00a0\u202f]", "", word))
    return total + round(part)


def _phrase_bounds(match: re.Match[str]) -> Bounds:
    if match["unbounded"]:
        return None, None
    words = match[0].lower().split()
    return next(_GROUPS[word] for word in words if word in _GROUPS)


def _sum(text: str, spans: Iterable[CountSpan]) -> Bounds:
    first, *rest = spans
    low, high, end = first.low, first.high, first.end
    for span in rest:
        if not _LISTED.search(text[end : span.start]):
            break
        low = None if low is None or span.low is None else low + span.low
        high = None if high is None or span.high is None else high + span.high
        end = span.end
    return low, high


def _counts_things(text: str, span: CountSpan) -> bool:
    lead = text[max(0, span.start - _REACH) : span.start]
    if _NO_THING_AFTER.match(text, span.end) or _NO_THING_BEFORE.search(lead):
        return False
    return not (_YEAR.match(text[span.start : span.end]) and (not lead or _YEAR_CONTEXT.search(lead)))
