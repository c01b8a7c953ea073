"""Codes and records put into plain words: what the table and the page both say.

Every function returns text that is safe to show as text: control characters and direction overrides from
a hostile report are replaced. Escaping for HTML is the page's part.
"""

import unicodedata
from datetime import date

from communique.model import Claim, Count, Party, Place, Source, Target, Time
from communique.publish.basemap import country_name

__all__ = [
    "AUTHOR",
    "FACTUALITY_MARKS",
    "FACTUALITY_WORDS",
    "LOW_CONFIDENCE",
    "WHERE_PREC_WORDS",
    "amount",
    "counted_as",
    "dated_by",
    "day_range",
    "effect",
    "happening",
    "is_resolved",
    "iso_range",
    "kind_of",
    "long_day",
    "neutral",
    "one_line",
    "open_reasons",
    "party",
    "place_name",
    "place_region",
    "source_chain",
]

AUTHOR = "author’s voice"

LOW_CONFIDENCE = 0.5
_DATED_BY = {
    "given": "as given",
    "record": "from the record",
    "feed": "from the feed",
    "json-ld": "from the page’s metadata",
    "meta": "from the page’s metadata",
    "microdata": "from the page’s metadata",
    "time": "marked on the page",
    "url": "from the address",
    "text": "from the text beside the headline",
}
"""Below this the claim is more likely wrong than right, and marked so."""

_HAPPENINGS: dict[tuple[str, str | None], str] = {
    ("ASSAULT", "aerial"): "air strike",
    ("ASSAULT", "drone"): "drone strike",
    ("ASSAULT", "heavy-weapons"): "shelling",
    ("ASSAULT", "explosives"): "explosion",
    ("ASSAULT", "suicide-attack"): "suicide attack",
    ("ASSAULT", "firearms"): "shooting",
    ("ASSAULT", "clash"): "clash",
    ("ASSAULT", "abduct"): "abduction",
    ("ASSAULT", "beat"): "beating",
    ("ASSAULT", "torture"): "torture",
    ("ASSAULT", "sexual"): "sexual violence",
    ("ASSAULT", "targeted"): "targeted killing",
    ("ASSAULT", "destroy"): "destruction",
    ("ASSAULT", "chemical"): "chemical attack",
    ("ASSAULT", "primitive"): "attack by simple means",
    ("ASSAULT", "crowd-control"): "force against a crowd",
    ("ASSAULT", "unspecified"): "attack",
    ("COERCE", "seize"): "seizure",
    ("COERCE", "arrest"): "arrest",
    ("COERCE", "restrict"): "restriction",
    ("COERCE", "censor"): "censorship",
    ("COERCE", "curfew"): "curfew",
    ("COERCE", "martial-law"): "martial law",
    ("COERCE", "deport"): "deportation",
    ("COERCE", "withhold"): "withholding",
    ("COERCE", "cyber"): "cyber-attack",
    ("CONTROL", "gain"): "control gained",
    ("CONTROL", "hold"): "control held",
    ("CONTROL", "lose"): "control lost",
    ("CONTROL", "besiege"): "siege",
    ("MOBILIZE", "troops"): "troop movement",
    ("MOBILIZE", "weapons"): "weapons movement",
    ("MOBILIZE", "police"): "police deployment",
    ("MOBILIZE", "militia"): "militia mobilised",
    ("RETREAT", "withdraw"): "withdrawal",
    ("RETREAT", "release"): "release",
    ("RETREAT", "disarm"): "disarmament",
    ("RETREAT", "ceasefire"): "ceasefire",
    ("RETREAT", "access"): "access granted",
    ("RETREAT", "resign"): "resignation",
    ("AGREE", None): "agreement",
    ("CONSULT", None): "talks",
    ("SUPPORT", None): "support",
    ("CONCEDE", None): "concession",
    ("COOPERATE", None): "cooperation",
    ("AID", None): "aid",
    ("REQUEST", None): "appeal",
    ("ACCUSE", None): "accusation",
    ("REJECT", None): "rejection",
    ("THREATEN", None): "threat",
    ("PROTEST", None): "protest",
    ("SANCTION", None): "sanction",
}

FACTUALITY_WORDS = {
    "actual": "as fact",
    "probable": "believed",
    "future": "planned",
    "hypothetical": "conditional",
    "negated": "denied",
}
"""How the source presents the happening, in one word."""

FACTUALITY_MARKS = {"actual": "●", "probable": "◐", "future": "▷", "hypothetical": "◇", "negated": "✕"}
"""A shape for each, so that nothing hangs on colour."""

_EFFECTS = {"targeted": "targeted, result not told", "none": "unharmed"}

WHERE_PREC_WORDS = {
    1: "exact place",
    2: "within about 25 km",
    3: "district",
    4: "province",
    5: "a line or a fuzzy area",
    6: "country",
    7: "international",
}
"""`where_prec` of the UCDP GED codebook."""

_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Direction overrides and isolates: they can make shown words differ from the report's words."""


def neutral(text: str, keep_lines: bool = False) -> str:
    """Return the text, as long as before, with control characters and direction overrides made visible."""
    if text.isprintable():  # as nearly every word is; a character at a time is slow
        return text
    if keep_lines:
        return "\n".join(map(neutral, text.split("\n")))
    return "".join(map(_neutral, text))


def _neutral(character: str) -> str:
    if character.isprintable():
        return character
    if character in "\t\n\r\v\f\u2028\u2029":
        return " "
    hidden = unicodedata.category(character) in ("Cc", "Cs") or "\U000e0000" <= character <= "\U000e007f"
    return "\N{REPLACEMENT CHARACTER}" if hidden or character in _OVERRIDES else character


def one_line(text: str) -> str:
    """Return the text on one line, safe to show: white space collapsed, control characters replaced."""
    return " ".join(neutral(text).split())


def dated_by(method: str | None) -> str:
    """Return how a report's day was found, in plain words; empty where that is not known."""
    return _DATED_BY.get(method, one_line(method)) if method else ""


def happening(claim: Claim) -> str:
    """Return event and mode in plain words: `air strike`."""
    return kind_of(claim.event, claim.mode)


def kind_of(event: str, mode: str | None) -> str:
    """Return an event type and its mode in plain words; the type alone where the mode is open."""
    return _HAPPENINGS.get((event, mode)) or event.lower()


def source_chain(sources: tuple[Source, ...]) -> list[str]:
    """Return who says so, outermost first; empty where the author speaks."""
    return [one_line(source.name or source.text) for source in sources]


def party(record: Party) -> str:
    """Return the common name of an actor or recipient."""
    return one_line(record.name)


def amount(count: Count | None) -> str:
    """Return a count as `86`, `≥ 40`, `≤ 15`, `5–10`, or its own words where it has no bounds."""
    if count is None:
        return ""
    low, high = count.low, count.high
    if low is None and high is None:
        return one_line(count.text)
    if low == high:
        return f"{low:,}"
    if high is None:
        return f"≥ {low:,}"
    if low is None:
        return f"≤ {high:,}"
    return f"{low:,}–{high:,}"


_SMALL_NUMBERS = frozenset(
    ("a", "an", "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve")
)


def counted_as(count: Count | None) -> str:
    """Return the report's own words for a number, where the number as shown differs from them."""
    if count is None:
        return ""
    own = one_line(count.text)
    digits = own.replace(",", "").replace(".", "")
    is_plain = digits.isdigit() or own.casefold() in _SMALL_NUMBERS or own == amount(count)
    return "" if is_plain else own


def effect(target: Target) -> str:
    """Return what became of a target, in plain words."""
    return str(_EFFECTS.get(target.effect, target.effect))


def place_name(place: Place) -> str:
    """Return the toponym with its relation: `near Anadan`."""
    toponym = one_line(place.text)
    return toponym if place.relation == "in" else f"{place.relation} {toponym}"


def place_region(place: Place) -> str:
    """Return province and country as far as they are known, without what the toponym says."""
    country = country_name(place.country) if place.country else None
    known = [one_line(part) for part in (place.adm_1, country) if part]
    if not known and place.within:
        known = [one_line(place.within)]
    shown = {one_line(place.text).casefold(), one_line(place.name or "").casefold()}
    return ", ".join(part for part in known if part.casefold() not in shown)


def is_resolved(place: Place) -> bool:
    """Say whether the gazetteer knew the place."""
    return place.latitude is not None


def iso_range(time: Time) -> str:
    """Return the days as ISO dates: `2015-10-13 – 2015-10-14`; empty where they are unknown."""
    earliest, latest = time.earliest, time.latest
    if earliest is None and latest is None:
        return ""
    if earliest is None:
        return f"until {latest}"
    if latest is None:
        return f"from {earliest}"
    return earliest if earliest == latest else f"{earliest} – {latest}"


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def long_day(day: str | date) -> str:
    """Return a day as `13 October 2015`, whatever the locale."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_range(time: Time) -> str:
    """Return the days as a reader writes them: `13–14 October 2015`; empty where they are unknown."""
    earliest = date.fromisoformat(time.earliest) if time.earliest else None
    latest = date.fromisoformat(time.latest) if time.latest else None
    if earliest is None:
        return f"until {long_day(latest)}" if latest else ""
    if latest is None:
        return f"from {long_day(earliest)}"
    if earliest == latest:
        return long_day(earliest)
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest.day}–{long_day(latest)}"
    if earliest.year == latest.year:
        return f"{earliest.day} {_MONTHS[earliest.month - 1]} – {long_day(latest)}"
    return f"{long_day(earliest)} – {long_day(latest)}"


def open_reasons(claim: Claim) -> list[str]:
    """Return a sentence for each value of the claim that stays open, and why."""
    reasons: list[str] = []
    reasons += [
        f"“{one_line(record.text)}” is no known actor: {one_line(record.reason)}"
        for record in (*claim.actors, *claim.recipients)
        if record.actor_id is None and record.reason
    ]
    for place in claim.places:
        if not is_resolved(place):
            why = one_line(place.reason or "the gazetteer has no such place")
            reasons.append(f"“{one_line(place.text)}” is not placed: {why}")
    if claim.time and not (claim.time.earliest or claim.time.latest):
        why = one_line(claim.time.reason or "nothing to reckon it from")
        reasons.append(f"“{one_line(claim.time.text)}” has no date: {why}")
    return reasons
