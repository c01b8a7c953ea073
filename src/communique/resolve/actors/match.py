"""Mention → the actors that its own words allow, before the report's context is asked."""

import re
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from communique.resolve.actors.actor_list import ActorList, Match
from communique.resolve.actors.compose import Reading, by_parts, direct, organ_alone, person_in, unit
from communique.resolve.actors.words import (
    COMMON,
    LEADING,
    OFFICES,
    TITLES,
    TRAILING,
    WEAK_TITLES,
    clean,
    key,
    loose_key,
)
from communique.resolve.wordlists import word_set

__all__ = ["Reading", "read_mention"]

TYPO_RATIO = 92.0  # on long names of the list with one letter dropped, doubled or swapped, all come back
MAX_WORDS = 14
_BRACKETS = re.compile(r"^(.*?)\s*[(\[]([^()\[\]]+)[)\]]\s*(.*)$")
_BACKED = word_set(
    """
    backed led supported sponsored aligned linked allied trained funded affiliated run based
    """
)


@lru_cache(maxsize=16_384)
def read_mention(mention: str, actors: ActorList) -> Reading:
    """Return what the mention can be, by exact names, composition, peeling, transliteration and typos."""
    return _read(mention, actors)


def _read(mention: str, actors: ActorList) -> Reading:
    name = clean(mention)
    words = key(name).split()
    if not words or len(words) > 40:
        return Reading(name)
    found = direct(key(mention), actors) or _by_name(name, actors)
    if not found and len(words) <= MAX_WORDS:
        found = _peeled(words, actors, least=2)
    if found:
        return Reading(name, found, kind="actor")
    composed = by_parts(words, name, actors)
    if composed:
        return composed
    alone = organ_alone(words, actors) or organ_alone(key(clean(mention, every=True)).split(), actors)
    if alone:
        return Reading(name, organ=alone, kind="organ")
    if len(words) <= MAX_WORDS:
        found = _peeled(words, actors) or _belonging(words, name, actors) or _twice(words, actors)
        found = found or unit(words, name, actors)
        if found:
            return Reading(name, found, kind="actor")
    return _person(name, actors) or _cut_short(name, actors) or _leftover(words, name, actors)


_TAIL = re.compile(
    r"^(.{3,}?),? (?:in|at|near|from|along|inside|based|operating|stationed|who|which|that) .+$"
)


def _cut_short(name: str, actors: ActorList) -> Reading | None:
    """The name before a clause or an apposition: `Iran-backed fighters in eastern Syria`."""
    cut = _TAIL.match(name)
    heads = [cut.group(1)] if cut else []
    heads += [name.split(",", 1)[0]] if "," in name else []
    for head in heads:
        words = key(head).split()
        rest = name[len(head) :].strip(" ,")
        if name.startswith(head + ",") and (
            _by_name(rest, actors) or by_parts(key(rest).split(), rest, actors)
        ):
            return None  # two parties in a row, not a name with its explanation
        found = _by_name(head, actors) or (_peeled(words, actors) if len(words) <= MAX_WORDS else ())
        if found and not any(match.actor.type == "state" for match in found):
            return Reading(name, found, kind="actor")
        composed = by_parts(words, head, actors) if words and not found else None
        if composed and " " in head.strip():
            return replace(composed, name=name)
    return None


def _by_name(name: str, actors: ActorList) -> tuple[Match, ...]:
    """By the whole name, or with the abbreviation in brackets apart: "X (Y)" is X, else Y."""
    found = direct(key(name), actors)
    bracketed = _BRACKETS.match(name) if not found else None
    if bracketed:
        before, inside, after = bracketed.groups()
        if before.strip() and TITLES.intersection(key(after).split()):
            return ()  # "X (Y) leader NAME" is a person
        for part in (f"{before} {after}", before, inside, f"{inside} {after}"):
            found = direct(key(clean(part)), actors) if part.strip() else ()
            if not found and part.strip() and len(part.split()) <= MAX_WORDS:
                found = _peeled(key(part).split(), actors)
            if found:
                break
    return found


def _peeled(words: list[str], actors: ActorList, least: int = 1) -> tuple[Match, ...]:
    """The longest name inside words that only say what sort of thing it is: `ISIS terrorists`.

    Names of `least` words and more: long ones come before a country's name with a noun ("Syrian Democratic
    Forces members" are no "Syrian forces").
    """
    for length in range(len(words) - 1, least - 1, -1):
        for start in range(len(words) - length + 1):
            inner = words[start : start + length]
            found = direct(" ".join(inner), actors)
            if found and _peelable(words[:start], words[start + length :], found, actors):
                return found
    return ()


def _peelable(before: list[str], after: list[str], found: tuple[Match, ...], actors: ActorList) -> bool:
    if any(word not in TRAILING and not word[0].isdigit() for word in after):
        return False
    if any(match.actor.type in ("state", "person") for match in found):
        return False
    before = _unbacked(before)
    theatres = {iso for match in found for iso in match.actor.theatres}
    return all(word in LEADING or word[0].isdigit() or _of_theatre(word, theatres, actors) for word in before)


def _unbacked(words: list[str]) -> list[str]:
    """Drop `Turkish-backed` and the like, wherever it stands before a name."""
    for at in range(1, len(words)):
        if words[at] in _BACKED:
            before = [] if words[at] == "based" or at <= 3 else words[: at - 1]
            return _unbacked(before + words[at + 1 :])
    return words


def _twice(words: list[str], actors: ActorList) -> tuple[Match, ...]:
    """One actor by two of its names in a row, or a part after its whole: `IRGC's Quds Force`."""
    for at in range(1, len(words)):
        second = direct(" ".join(words[at:]), actors)
        first = direct(" ".join(words[:at]), actors) if second else ()
        found = _same_or_part(first or (_peeled(words[:at], actors) if second else ()), second)
        if found:
            return found
    return ()


def _same_or_part(first: tuple[Match, ...], second: tuple[Match, ...]) -> tuple[Match, ...]:
    """The matches of the second name that are the first's actor, or belong to it."""
    wholes = {match.actor.id for match in first}
    return tuple(match for match in second if match.actor.id in wholes or match.actor.parent in wholes)


def _of_theatre(word: str, theatres: set[str], actors: ActorList) -> bool:
    countries = actors.adjectives.get(word, ())
    return bool(countries) and (not theatres or any(c.iso in theatres for c in countries))


_OF_WHOM = LEADING | TRAILING | OFFICES | TITLES | {"and", "ministers", "governments"}


def _belonging(words: list[str], name: str, actors: ActorList) -> tuple[Match, ...]:
    """`members of X`, `soldiers of the 1st brigade of X`: what is said of X's people is said of X."""
    for at in range(1, len(words) - 1):
        left = _unbacked(words[:at])
        if words[at] in ("of", "for") and all(w in _OF_WHOM or w[0].isdigit() for w in left):
            right = words[at + 1 :]
            right = right[1:] if right[0] == "the" else right
            inner = " ".join(right)
            found = direct(inner, actors) or _peeled(right, actors)
            if not found and right:
                composed = by_parts(right, name, actors)
                found = composed.options if composed else ()
            if found and found[0].actor.type != "person":
                return found
    return ()


_NO_PERSON = word_set(
    """
    battalion division regiment institute union conference elections election reconciliation commission
    program airmen secretaries ministers branches squadron wing company bank university church assembly
    federation association agency council ministry department bureau platoon corps fleet
    """
)
_COMMON_IN_NAMES = word_set("de del la las los van von der bin ibn al el abu da di dos ben ter y")


def _person(name: str, actors: ActorList) -> Reading | None:
    found = person_in(key(_BRACKETS.sub(r"\2 \3", name) if name.startswith("(") else name).split(), actors)
    if found:
        return Reading(name, found, kind="actor")
    raw = re.sub(r"[()\"]", " ", name).replace(",", " ").split()
    titles = [i for i, word in enumerate(raw) if all(w in TITLES for w in key(word).split()) and key(word)]
    if not titles or titles[-1] >= len(raw) - 1 or key(raw[titles[-1]]) in WEAK_TITLES:
        return None
    before, bare = raw[: titles[-1] + 1], raw[titles[-1] + 1 :]
    bare = _after_place(bare, actors)
    if not bare or len(bare) > 5 or not _like_a_person(bare, actors, name.islower()):
        return None
    shown = " ".join(bare).title() if name.islower() else " ".join(bare)
    return Reading(shown, kind="person", speaks_for=_affiliation(before, raw, actors))


def _after_place(words: list[str], actors: ActorList) -> list[str]:
    """Drop `in Panama`, `for the Middle East`, `of the X` between a title and the name."""
    if words and words[0].lower() in ("in", "for", "to", "of", "from"):
        for end in range(min(5, len(words) - 1), 1, -1):
            place = key(" ".join(words[1:end])).removeprefix("the ")
            if place in actors.adjectives or place in actors.names:
                return words[end:]
    return words


def _like_a_person(words: list[str], actors: ActorList, lower: bool) -> bool:
    plain = [w for word in words for w in key(word).split()]
    if any(
        w in COMMON
        or w in TRAILING
        or w in LEADING
        or w in _NO_PERSON
        or w[0].isdigit()
        or w in actors.adjectives
        for w in plain
    ):
        return False
    if lower:
        return all(len(w) > 2 or w in _COMMON_IN_NAMES for w in plain)
    return all(w[0].isupper() or w.lower().split("-")[0] in _COMMON_IN_NAMES for w in words)


def _affiliation(before: list[str], raw: list[str], actors: ActorList) -> tuple[Match, ...]:
    prefix = key(" ".join(before)).split()
    found = direct(" ".join(prefix), actors) or _peeled(prefix, actors)
    if not found:
        composed = by_parts(prefix, " ".join(raw), actors)
        found = composed.options if composed else ()
    if not found:
        while prefix and prefix[-1] in TITLES:
            prefix.pop()
        composed = by_parts(prefix, " ".join(raw), actors) if prefix else None
        found = composed.options if composed else ()
    return tuple(match for match in found if match.actor.type != "person")


def _leftover(words: list[str], name: str, actors: ActorList) -> Reading:
    whole = " ".join(words)
    if all(word in COMMON or word.isdigit() for word in words):
        return Reading(name, kind="common")
    found = actors.loose_names.get(loose_key(whole), ()) or _misspelt(whole, actors)
    if not found:
        stripped = [word for word in words if word not in TRAILING]
        if len(stripped) < len(words):
            found = actors.loose_names.get(loose_key(" ".join(stripped)), ())
    return Reading(name, found, kind="actor" if found else "unknown")


def _misspelt(whole: str, actors: ActorList) -> tuple[Match, ...]:
    """A long name of the list with a slip of the pen; every differing word must be no word of the list."""
    if len(whole) < 12 or " " not in whole:
        return ()
    best = process.extractOne(
        whole, actors.long_names.get(whole[0], ()), scorer=fuzz.ratio, score_cutoff=TYPO_RATIO
    )
    if best is None:
        return ()
    ours, theirs = whole.split(), best[0].split()
    changed = [(a, b) for a, b in zip(ours, theirs, strict=False) if a != b]
    if len(ours) != len(theirs) or any(
        a in actors.vocabulary or a.isdigit() or a in COMMON for a, _ in changed
    ):
        return ()
    return actors.names[best[0]]
