"""The grammar: patterns over token classes (see `lexicon`), each with the reader of its tokens.

A text becomes a string with one class letter a token, so that a whole phrase such as "the evening of
Monday, 9 October 2023" is the short string `vPfW,dMy`, and one compiled pattern finds every expression.
"""

import re
from collections.abc import Callable, Iterator

from communique.resolve.dates import lengths, names
from communique.resolve.dates.expressions import TimeSpan
from communique.resolve.dates.tokens import Tokens, tokenise

__all__ = ["find_times"]

_YEAR = r"(?:[yn]J|J[yn]|Fy|y)"
_NUMBER = r"(?:aH|Ha|H|w(?:[-&]*w)*(?:&aH)?|[dny]w?(?:&aH)?|aq?f?|qf?)"
_HOURS = r"(?:v?k?P(?:u)?(?:f|b)?v?|v?ku(?:f|b)v?|kb?|t[,b(]*|[hy]b?,?)"
_THEN = r"(?:,?[b@]?v?[ki]?P(?:u)?(?:&k?P)?|,?[b@]*t|@[hy](?!U)|[(]t[)])"
_OF_YEAR = rf"(?:,?f?{_YEAR}|,?f?b?[lixe]Y)"
_DATE = (
    rf"(?:W,?b?v?[(]?)?(?:v?[doO]-?f?[Mm](?:-?{_OF_YEAR})?|[Mm]v?[do](?![MmU])(?:{_OF_YEAR})?)"
    rf"|v?(?:k-?|[BZ]f)?(?:M{_OF_YEAR}|m,?{_YEAR})|W,?vo(?![MUw])"
)
_UNIT = "[UYQu]"

# In order of precedence where two start at the same token; each pattern matches one whole expression.
_RULES: tuple[tuple[str, str, Callable[[Tokens, int, int], Iterator[TimeSpan]]], ...] = (
    ("military", rf"G(?:[Mm](?:{_YEAR}|n|d)?)?", names.military),
    ("numeric", rf"(?:{_HOURS})?I(?:{_THEN})?", names.absolute),
    ("days_after", rf"(?:W,?)?[Mm]v?[do](?:,[do])*,?[-&>][do](?![MUw])(?:{_OF_YEAR})?", names.day_list),
    ("days_before", rf"v?[do](?:,[do])*[-&>]v?[do]f?[Mm](?:{_OF_YEAR})?", names.day_list),
    ("dates", rf"(?:{_HOURS})?(?:{_DATE})(?:{_THEN})?", names.absolute),
    ("months", rf"[Mm][-&>]M(?:{_OF_YEAR})", names.month_list),
    ("feast", rf"[ile]?VU?(?:{_OF_YEAR})?", names.absolute),
    ("day_of_that", r"v?of?v?[lxie]U", names.day_of_that),
    (
        "ordinal",
        rf"v?[lxie]?k?[oO]-?[UYQH](?:,?f?v?(?:[lxie]?Y|M(?:{_OF_YEAR})?|{_YEAR}))?",
        names.ordinal,
    ),
    ("year_ago", r"v?Y(?:-[gE]Q?|[gE]Q)|aY-?[gE]Q", lengths.year_ago),
    ("first_of", rf"v[Oo]{_NUMBER}-?{_UNIT}", lengths.length),
    ("window", rf"v?[lxi]{_NUMBER}-?{_UNIT}", lengths.window),
    ("last_but_one", r"v?PEl|v?U(?:E|L)T", lengths.last_but_one),
    ("counted", rf"A?(?:v(?=U[LE])|{_NUMBER}-?)?{_UNIT}(?:gT?|L|E)", lengths.counted),
    ("day_of_month", r"(?:(?<=b)|^|v?k?Pf)vo(?![MmUYQu-])", names.day_of_month),
    ("month_of", rf"(?:v?k-?|v?[BZ]f)?[lxie]?(?:M|(?<=[bf])m|^m$)(?:{_OF_YEAR})?", names.month),
    ("relative", rf"(?:v?k|v?[BZ]f|[EL])?v?[lxie]{_UNIT}|(?:v?[BZ]fv|v)[UYQ]", lengths.relative),
    ("weekday", rf"(?:{_HOURS})?[lxie]?W(?:{_THEN})?", names.weekday),
    ("deictic", rf"(?:{_HOURS})?[EL]?T(?:'(?=k?P))?(?:{_THEN})?", names.deictic),
    ("spoken_year", r"w-?w(?:-?w)?(?![wUYQu-])", names.spoken_year),
    ("often", rf"r(?:{_NUMBER}?(?:{_UNIT})|[WPM])|D", lengths.often),
    ("length", rf"A?v?{_NUMBER}-?{_UNIT}", lengths.length),
    (
        "season",
        rf"(?:v?k-?|v?[BZ]f)?(?:(?:v|[lxie]|v[lxie])[Ss]|S|(?<=b)s|sf?(?={_YEAR}))(?:{_OF_YEAR})?",
        names.season,
    ),
    ("part", r"(?:(?:k?[ilxe]|v[xle]|v)k?P|P(?!u))(?:[b@]*t|@[yh])?", names.absolute),
    ("years", r"y-[ynd](?![MmUYQu-])", names.year_range),
    ("year", rf"(?:v?k-?v?|v?[BZ]fv?|vYf?|Yf?)?(?:{_YEAR}|vC|C)", names.year),
    ("clock", r"t(?:[(]t[)])?|h|[A@][yh](?![UYQu])", names.clock),
    ("vague", r"v?N|v?l|i", lengths.vague),
    ("bare_units", r"[UYu]", lengths.bare_units),
)
_STARTS = r"(?=[^.,\-'&>()fb])"  # no expression starts with these; they are most of a text
_ANY = re.compile(_STARTS + "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in _RULES) + ")")
_READERS = {name: reader for name, _, reader in _RULES}


def find_times(text: str) -> list[TimeSpan]:
    """Return the time expressions of a text, in order, with what each says; nothing is resolved yet."""
    tokens = tokenise(text)
    found: list[TimeSpan] = []
    for match in _ANY.finditer(tokens.kinds):
        rule = match.lastgroup
        assert rule is not None
        found.extend(_READERS[rule](tokens, match.start(), match.end()))
    return found
