"""The English words that tell time, each with a one-letter class that the grammar's patterns are made of.

| class | words |
| --- | --- |
| `d` `o` `n` `y` `h` | digits: 1–31, ordinal (9th), other, like a year, like a clock |
| `t` `I` `G` `C` | clock time (7:36 pm), numeric date (2015-10-14), date-time group (140400Z), decade |
| `w` `a` `q` `O` | number word, a/an, vague quantity (few, several), ordinal word |
| `M` `m` `W` `S` `s` `V` | month, lower-case may/march, weekday, season, fall/spring, feast |
| `U` `Y` `Q` `u` `H` `P` | unit (day, months), year, quarter, clock unit (hours), half, part of the day |
| `T` `N` | today and its kin, words for now, past and future |
| `l` `x` `i` `e` | last/past, next/following, this/current, that/same |
| `g` `L` `E` | ago, later/after, earlier/before |
| `k` `B` `Z` | early/late/mid, start of, end of |
| `r` `D` | every/each, daily/weekly |
| `v` `f` `b` `@` `&` `>` | the, of, on, at, and, to |
| `,` `-` `'` `(` `)` `J` `F` `A` | signs, BC/AD, fiscal, nearly |
"""

from typing import Any

__all__ = ["CAPITAL_MONTHS", "FEASTS", "NUMBER_WORDS", "ORDINALS", "WORDS"]

Word = tuple[str, Any]

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBER_WORDS = {word: value for value, word in enumerate(_UNITS.split())}
NUMBER_WORDS |= {word: 10 * value for value, word in enumerate(_TENS.split(), 2)}
NUMBER_WORDS |= {"hundred": 100, "thousand": 1000, "million": 10**6, "dozen": 12}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS = {word: value for value, word in enumerate(_ORDINALS.split(), 1)}

_MONTHS = "january february march april may june july august september october november december"
_DAYS = "monday tuesday wednesday thursday friday saturday sunday"

WORDS: dict[str, Word] = {word: ("w", value) for word, value in NUMBER_WORDS.items()}
WORDS |= {word: ("O", value) for word, value in ORDINALS.items()}
for _number, _month in enumerate(_MONTHS.split(), 1):
    WORDS[_month] = ("M", _number)
    if _month not in ("may", "june", "july"):
        WORDS[_month[:3] + "."] = ("M", _number)
        WORDS[_month[:3]] = ("m", _number)
WORDS |= {"sept": ("m", 9), "sept.": ("M", 9), "jun.": ("M", 6), "jul.": ("M", 7)}
WORDS |= {word: ("m", WORDS[word][1]) for word in ("may", "march")}
CAPITAL_MONTHS = frozenset(("may", "march"))
"""Month names that are other words in lower case."""
WORDS |= {day: ("W", number) for number, day in enumerate(_DAYS.split())}
WORDS |= {"thurs.": ("W", 3), "tues.": ("W", 1), "wed.": ("W", 2), "fri.": ("W", 4), "sat.": ("W", 5)}
WORDS |= {"sun.": ("W", 6), "mon.": ("W", 0), "thu.": ("W", 3), "tue.": ("W", 1)}
WORDS |= {"summer": ("S", "SU"), "winter": ("S", "WI"), "autumn": ("S", "FA")}
WORDS |= {"fall": ("s", "FA"), "spring": ("s", "SP")}

_UNIT_KINDS = {
    "U": ("day", "week", "weekend", "month", "decade", "fortnight"),
    "Y": ("year",),
    "Q": ("quarter",),
    "u": ("minute", "hour"),
}
for _kind, _units in _UNIT_KINDS.items():
    for _unit in _units:
        WORDS[_unit] = (_kind, (_unit, False))
        WORDS[_unit + "s"] = (_kind, (_unit, True))
WORDS |= {"seconds": ("u", ("second", True)), "mins": ("u", ("minute", True)), "hrs": ("u", ("hour", True))}
WORDS |= {"century": ("U", ("century", False)), "centuries": ("U", ("century", True))}
WORDS |= {"half": ("H", ("half", False))}

for _decade, _name in enumerate(
    ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"], 2
):
    WORDS[_name] = ("C", f"19{_decade}0s")

_PARTS = {
    "MO": "morning mornings dawn daybreak sunrise",
    "AF": "afternoon afternoons",
    "MI": "noon midday",
    "EV": "evening evenings dusk sunset nightfall",
    "NI": "night nights overnight",
    "DT": "daytime daylight",
    "00": "midnight",
}
WORDS |= {word: ("P", part) for part, words in _PARTS.items() for word in words.split()}

WORDS |= {"today": ("T", (0, None)), "yesterday": ("T", (-1, None)), "tomorrow": ("T", (1, None))}
WORDS |= {"tonight": ("T", (0, "NI"))}
WORDS |= dict.fromkeys(("now", "currently", "nowadays", "presently"), ("N", "PRESENT_REF"))
WORDS |= dict.fromkeys(("recently", "lately"), ("N", "PAST_REF"))

WORDS |= dict.fromkeys(("last", "past", "previous", "prior", "preceding", "latest", "recent"), ("l", -1))
WORDS |= dict.fromkeys(("next", "coming", "upcoming", "following", "subsequent", "ensuing"), ("x", 1))
WORDS |= dict.fromkeys(("this", "current", "these"), ("i", 0))
WORDS |= dict.fromkeys(("that", "same", "those"), ("e", 0))
WORDS |= {"ago": ("g", -1)}
WORDS |= dict.fromkeys(("later", "after", "afterwards", "afterward", "hence"), ("L", 1))
WORDS |= dict.fromkeys(("earlier", "before", "previously"), ("E", -1))
WORDS |= {"early": ("k", "START"), "late": ("k", "END"), "mid": ("k", "MID"), "middle": ("k", "MID")}
WORDS |= dict.fromkeys(("beginning", "start", "outset", "onset", "opening"), ("B", "START"))
WORDS |= dict.fromkeys(("end", "close", "closing"), ("Z", "END"))
WORDS |= dict.fromkeys(("every", "each", "per"), ("r", None))
WORDS |= {"daily": ("D", "day"), "weekly": ("D", "week"), "monthly": ("D", "month")}
WORDS |= {"hourly": ("D", "hour"), "nightly": ("D", "day")}
WORDS |= dict.fromkeys(("yearly", "annually"), ("D", "year"))
WORDS |= {"biweekly": ("D", "fortnight")}

WORDS |= dict.fromkeys(
    ("few", "several", "some", "couple", "many", "various", "numerous", "dozens"), ("q", None)
)
WORDS |= dict.fromkeys(("a", "an"), ("a", 1)) | {"the": ("v", None), "of": ("f", None), "and": ("&", None)}
WORDS |= dict.fromkeys(("on", "in", "around", "about", "near"), ("b", None))
WORDS |= dict.fromkeys(
    ("nearly", "almost", "roughly", "approximately", "exactly", "precisely"), ("A", "APPROX")
)
WORDS |= {"bc": ("J", True), "bce": ("J", True), "ad": ("J", False), "ce": ("J", False)}
WORDS |= {"fiscal": ("F", None), "'s": ("'", None), "’s": ("'", None), ",": (",", None)}
WORDS |= dict.fromkeys("-–—", ("-", None)) | {"(": ("(", None), ")": (")", None), "/": ("-", None)}
WORDS |= dict.fromkeys(("to", "until", "till", "through", "thru"), (">", None))
WORDS |= {"،": (",", None), "at": ("@", None)}
WORDS |= {"christmas": ("V", "christmas"), "thanksgiving": ("V", "thanksgiving")}
WORDS |= {"halloween": ("V", "halloween"), "easter": ("V", "easter"), "ramadan": ("V", "ramadan")}

FEASTS = {
    r"Christmas Eve\b": "christmas eve",
    r"New Year['’]?s Eve\b": "new year's eve",
    r"New Year['’]?s(?: Day)?\b": "new year's day",
    r"Independence Day\b": "independence day",
    r"Bastille Day\b": "bastille day",
    r"Veterans['’]? Day\b": "veterans day",
    r"Valentine['’]?s Day\b": "valentine's day",
    r"Labou?r Day\b": "labor day",
    r"Memorial Day\b": "memorial day",
    r"Good Friday\b": "good friday",
    r"Easter Sunday\b": "easter sunday",
}
"""Feasts of several words: pattern → name."""
for _name in FEASTS.values():
    WORDS |= dict.fromkeys((_name, _name.replace("'", "’"), _name.replace("'", "")), ("V", _name))
WORDS |= {"labour day": ("V", "labor day"), "new year's": ("V", "new year's day")}
WORDS |= {"new year’s": ("V", "new year's day"), "future": ("N", "FUTURE_REF")}
