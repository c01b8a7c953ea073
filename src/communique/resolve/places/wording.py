"""What the words around a place name say: which kind of place, how near, which part, which names."""

import re
from dataclasses import dataclass
from functools import lru_cache

from communique.resolve.wordlists import word_set

__all__ = ["Wording", "listed_as", "parse"]

_KIND_WORDS = {
    "province": "province provinces governorate governorates oblast oblasts state muhafazah muhafazat "
    "muhafaza "
    "department departments wilaya wilayat wilayah voivodeship prefecture",
    "district": "district districts county counties co raion rayon lga subdistrict sub-district nahiya "
    "nahiyah "
    "mintaqat mintaqah qada qaza cercle payam boma commune woreda municipality canton directorate "
    "division tehsil "
    "taluka region regions",
    "settlement": "city cities town towns township village villages hamlet suburb suburbs locality "
    "settlement port "
    "capital neighborhood neighbourhood quarter",
    "facility": "airport airbase airfield base camp hospital prison university school mosque church "
    "bridge dam "
    "checkpoint crossing barracks factory mine field oilfield refinery station market square roundabout "
    "castle "
    "cemetery facility depot junction terminal complex hill mountain mountains mount valley island "
    "islands desert "
    "forest frontline outpost gate tower stadium hotel embassy street",
    "line": "border borders frontier highway road river sea ocean gulf strait coast canal line axis front "
    "route lake "
    "waters coastline boundary creek bay",
}
_KIND_OF = {word: kind for kind, words in _KIND_WORDS.items() for word in words.split()}
_FACILITY_PHRASE = re.compile(
    r"\b(?:air|military|naval|army|defen[cs]e|refugee|idp|oil|gas|grain|industrial|border|gold|power|"
    r"training)$",
    re.I,
)
_DIRECTION = (
    "(?:north|south|east|west|northern|southern|eastern|western|central|north-?(?:east|west)(?:ern)?|"
    "south-?(?:east"
    "|west)(?:ern)?|upper|lower|inner|downtown|rural|greater)"
)
_PART_BEFORE = re.compile(
    rf"^(?:the )?(?:far |extreme )?{_DIRECTION}(?:[ -]+(?:{_DIRECTION}|and|to|parts?|part|areas?|"
    rf"countryside|sector|"
    r"suburbs?|rural|outskirts|of|the|in|portions?))* +(?=\S)",
    re.I,
)
_PART_OF = re.compile(
    r"^(?:the )?(?:(?:\w+ )?(?:countryside|rural areas?|suburbs?|parts?|centre|center|heart|interior)) "
    r"(?:of|in) "
    r"(?:the )?",
    re.I,
)
_PART_AFTER = re.compile(
    rf"(?:['’]s? (?:far )?{_DIRECTION}| (?:{_DIRECTION} )?(?:countryside|country ?side|rif|hinterland|"
    rf"suburbs?))$",
    re.I,
)
_RURAL = re.compile(r"\b(?:country ?side|rural|rif)\b", re.I)
_NEAR = re.compile(
    rf"^(?:just )?(?:near(?:by)?|outside|around|close to|next to|(?:the )?(?:outskirts|vicinity|surroundings|"
    rf"environs|area around|areas around|suburbs) of|{_DIRECTION} of|(?:about |some )?[\d.,]+ ?(?:km|"
    rf"kilomet\w+|miles)"
    r" .{0,30}?(?:of|from)) +(?:the )?",
    re.I,
)
_KIND_OF_NAME = re.compile(r"^(?:the )?(?:\w+ ){0,3}?(\w[\w-]*) (?:of|named|called) (?:the )?(?=\S)", re.I)
_BETWEEN = re.compile(r"^(?:the )?(?:area |road |line |zone )?between ", re.I)
_GENERIC = word_set(
    "the a an this that here there country region area village town city province home homes district "
    "border front frontline capital abroad overseas area areas territory locality house street "
    "airport base camp school hospital university market mosque church bridge road highway river sea "
    "zone place sector north south east west prison park government state county land world countries "
    "provinces villages towns cities regions districts countryside suburbs centre center ground air "
    "coast homeland building buildings boarding"
)
_LIST_BEFORE = re.compile(
    r"\b(provinces?|governorates?|states?|oblasts?|departments?|districts?|counties|cities|towns|villages|"
    r"city|town|"
    r"village|county)(?: and \w+)? of ((?:[\w'’`-]+(?:,| and|, and)? ){0,14})$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Wording:
    """A mention taken apart: `names` to look up in turn, and what the words say about the place.

    `kind` is province, district, settlement, facility, line or null; `part` tells that only a part of the
    named
    unit is meant (northern Syria, Aleppo countryside); `near` that the place is not the named one itself.
    `within` are the words after a comma. `whole` is the mention with articles trimmed.
    """

    whole: str
    names: tuple[str, ...]
    kind: str | None = None
    part: bool = False
    near: bool = False
    within: str | None = None
    reason: str | None = None


@lru_cache(maxsize=16384)
def parse(text: str) -> Wording:
    """Take a mention apart: `northern countryside of Aleppo governorate`, `city of Anadan`, `Hama, Syria`."""
    whole = " ".join(text.split()).strip(' ,.;:"“”')
    if _BETWEEN.match(whole):
        return Wording(whole, (), kind="line", reason="it lies between places and has no point of its own")
    rest, near = _taken(_NEAR, whole)
    rest, _, within = rest.partition(", ")
    rest, part = _without_part(rest)
    rest, kind = _without_kind(rest)
    if not part:
        rest, part = _without_part(rest)
    if kind is None:
        rest, kind = _without_kind(rest)
    if kind is None and part and _RURAL.search(whole):
        kind = "province"
    names = _alternatives(rest)
    if kind == "line":
        return Wording(
            whole, names, kind, part, near, within or None, "it is a line and has no point of its own"
        )
    if not names or not any(c.isalpha() for c in rest):
        return Wording(whole, (), kind, part, near, within or None, "it names no place")
    return Wording(whole, names, kind, part, near, within or None)


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    rest = pattern.sub("", text, count=1)
    return (rest, True) if rest != text and rest else (text, False)


def _without_part(text: str) -> tuple[str, bool]:
    found = False
    for pattern in (_PART_OF, _PART_BEFORE, _PART_AFTER):
        text, taken = _taken(pattern, text)
        found |= taken
    return text, found


def _without_kind(text: str) -> tuple[str, str | None]:
    """Split off `city of`, `province of`, … before and `village`, `governorate`, `airbase`, … after a
    name."""
    before = _KIND_OF_NAME.match(text)
    if before and before[1].lower() in _KIND_OF and before.end() < len(text):
        return text[before.end() :], _KIND_OF[before[1].lower()]
    words = text.split(" ")
    last = words[-1].lower()
    if last in ("area", "areas", "zone", "sector", "pocket", "enclave", "territory") and len(words) > 1:
        return _without_kind(" ".join(words[:-1]))
    if last in _KIND_OF and len(words) > 1:
        rest = " ".join(words[:-1])
        kind = _KIND_OF[last]
        if kind == "facility":
            rest = _FACILITY_PHRASE.sub("", rest).strip() or rest
        return rest, kind
    first = words[0].lower()
    if first in ("county", "co") and len(words) > 1:
        return " ".join(words[1:]), "district"
    if first in ("mount", "lake", "port", "camp", "fort", "mintaqat", "qada", "oblast") and len(words) > 1:
        return text, None
    return text, None


def _alternatives(rest: str) -> tuple[str, ...]:
    """Return the names of `Zirgan (Abu Rasin)` or `Jubbali/Kupeli` in turn; none for words that name
    nothing."""
    pieces = [p.strip(" -") for p in re.split(r"[()/]", rest)]
    words = [p.removeprefix("the ").removeprefix("The ") for p in pieces if p]
    return tuple(w for w in words if w and w.lower() not in _GENERIC)


def listed_as(before: str, after: str) -> str | None:
    """Return the kind that the text beside a mention gives it: `in the provinces of …`, `… countryside`."""
    found = _LIST_BEFORE.search(before[-140:])
    if found and all(_listable(word) for word in found[2].split()):
        word = found[1].lower()
        singular = word[:-3] + "y" if word.endswith("ies") else word.rstrip("s")
        return _KIND_OF.get(singular)
    follows = re.match(r"[’']?s? ?([A-Za-z-]+)", after[:40])
    return _KIND_OF.get(follows[1].lower()) if follows and follows[1].islower() else None


def _listable(word: str) -> bool:
    bare = word.strip(",")
    return (
        bare == "and"
        or bare[:1].isupper()
        or bare.startswith(("al-", "el-", "ar-", "as-", "ash-", "`", "‘", "’"))
    )
