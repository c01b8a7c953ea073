"""Which profiles are worth comparing, and what the comparison finds: each finding named, valued, in words."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations
from math import floor, fsum, log2
from typing import Final, NamedTuple

from communique.earth import distance, reach
from communique.fuse.profile import Days, Profile, Range
from communique.fuse.words import RARE, Bag, rarity, similarity, tokens
from communique.model import Place

__all__ = ["Finding", "asked_keys", "compare", "own_keys"]

# Happenings of one family may be worded as one another ("took the town" and "attacked the town").
_FAMILY: Final = dict.fromkeys(("ASSAULT", "CONTROL", "COERCE", "MOBILIZE", "RETREAT"), "F")
_BUCKET: Final = 4  # days that a block of time holds
_LONGEST: Final = 10  # a range of more days says too little to be looked up by
_CELL: Final = 0.5  # degrees that a block of space is high and wide
_MARGIN: Final = 0.15
_NEAR_KM: Final = 15.0
_PROVINCE: Final = 4  # `where_prec` of a first-order division
_PRECISE: Final = 3  # `where_prec` up to which a place is a point rather than an area
_PLACES: Final = 6  # of a telling that are compared, the most precise first
_RARE_KEYS: Final = 5
_PAIRED: Final = 4
# Beyond this, likeness is a copy's and says no more about the happening; where place or day differ, less of
# it is soon that of a template: lists of strikes are worded alike but for these.
_ALIKE: Final = 0.5
_TEMPLATE: Final = 0.15
_APART: Final = ("place_apart", "day_apart")
_BEND: Final = 0.3  # likeness of quotes from which more of it says less
# What any two reports of one outlet have in common, and any two posts of one account.
_HOUSE_STYLE: Final = 0.3
_POST_STYLE: Final = 0.7
_NAMES: Final = 3.0  # of one more than the names in common, as log2; posts and what differs take off
_NAMES_POSTED: Final = 0.3
_NAMES_APART: Final = 0.5
# Places further apart than this say no more: the furthest are mostly resolved wrongly.
_PLACE_APART: Final = 3.0
_DAY_APART: Final = 5.0
_REPORT_DAY_APART: Final = 2.5


class Finding(NamedTuple):
    """What one comparison found: the name of its weight, the value, and what to tell a person."""

    name: str
    value: float
    words: str


def own_keys(profile: Profile) -> set[str]:
    """Return the keys that a profile is found by."""
    kind = _family(profile)
    return _block_keys(kind, profile) | {
        f"{kind}|{'!' if _dated(profile) else '?'}|{pair}" for pair in _rare_pairs(profile)
    }


def asked_keys(profile: Profile) -> set[str]:
    """Return the keys under which others are looked for: two profiles meet whichever of them comes first.

    Two that state their days meet where these are near; else two rare words in common bring them together,
    for a trial may be reported years after the happening.
    """
    kind = _family(profile)
    keys = _block_keys(kind, profile) | {f"{kind}|?|{pair}" for pair in _rare_pairs(profile)}
    return keys if _dated(profile) else keys | {f"{kind}|!|{pair}" for pair in _rare_pairs(profile)}


def _block_keys(kind: str, profile: Profile) -> set[str]:
    """Return type, time and place (or a rare word) as keys; what has no day at all is a time of its own."""
    times: Iterable[int | str] = ["never"] if profile.days is None else _times(profile)
    return {f"{kind}|{time}|{what}" for time in times for what in _whats(profile)}


def compare(left: Profile, right: Profile) -> list[Finding]:
    """Return what speaks for and against two profiles telling of one happening; symmetric."""
    found = [
        *_compare_days(left.days, right.days),
        *_compare_places(left.places, right.places),
        *_compare_types(left, right),
        *_compare_sets("actor", left.actors, right.actors),
        *_compare_sets("recipient", left.recipients, right.recipients),
        *_compare_sets("target", left.targets, right.targets),
    ]
    theirs = dict(right.counts)
    for effect, span in left.counts:
        if effect in theirs:
            found.append(_compare_counts(effect, span, theirs[effect]))
    found.extend(_compare_words(left, right, apart=any(finding.name in _APART for finding in found)))
    return found


def _family(profile: Profile) -> str:
    kind = _FAMILY.get(profile.event, profile.event)
    return kind if profile.real else f"planned {kind}"


def _dated(profile: Profile) -> bool:
    """Whether the claims themselves tell the day, near enough to be looked up by."""
    days = profile.days
    return days is not None and days.stated and days.last - days.first <= _LONGEST


def _times(profile: Profile) -> range:
    days = profile.days
    if days is None or days.last - days.first > _LONGEST:
        return range(0)
    return range((days.first - 1) // _BUCKET, (days.last + 1) // _BUCKET + 1)


def _whats(profile: Profile) -> Iterator[str]:
    yield from _cells(profile.places)
    yield from _rare(profile)


def _cells(places: Iterable[Place]) -> Iterator[str]:
    for place in _points(places):
        assert place.latitude is not None
        assert place.longitude is not None
        for north in _sides(place.latitude):
            for east in _sides(place.longitude):
                yield f"{north},{east}"


def _points(places: Iterable[Place]) -> list[Place]:
    return [p for p in places if (p.where_prec or 7) <= _PRECISE][:2]


def _sides(degrees: float) -> set[int]:
    return {floor((degrees - _MARGIN) / _CELL), floor((degrees + _MARGIN) / _CELL)}


def _rare(profile: Profile) -> list[str]:
    """Return the rarest words of the quotes, then of the report."""
    words, about = _rarest(profile, _RARE_KEYS)
    return list(dict.fromkeys(words + about))


def _rare_pairs(profile: Profile) -> Iterator[str]:
    words, about = _rarest(profile, _PAIRED)
    for one, other in combinations(sorted({*words, *about}), 2):
        yield f"{one} {other}"


def _rarest(profile: Profile, most: int) -> tuple[list[str], list[str]]:
    """Return so many rare words of the quotes and of the report, without the places that have a cell."""
    placed = {
        word for place in _points(profile.places) for word in tokens(f"{place.text} {place.name or ''}")
    }
    both = ([word for word in bag.rare if word not in placed] for bag in (profile.words, profile.about))
    words, about = (rare[:most] for rare in both)
    return words, about


def _compare_days(left: Days | None, right: Days | None) -> Iterator[Finding]:
    if left is None or right is None:
        yield Finding("day_unknown", 1.0, "one of them tells no day")
        return
    gap = max(left.first - right.last, right.first - left.last, 0)
    length = min(left.last - left.first, right.last - right.first)
    kind = "day" if left.stated and right.stated else "report_day"
    if gap == 0:
        sharp = 1 / (1 + length) if kind == "day" else 1.0
        yield Finding(f"{kind}_agrees", sharp, "the days agree" if kind == "day" else "reported at the time")
    else:
        # what was reported late need not have happened late, so that beyond some days it says no more
        most = _DAY_APART if kind == "day" else _REPORT_DAY_APART
        yield Finding(f"{kind}_apart", min(log2(1 + gap), most), f"{gap} day{'s'[: gap > 1]} apart")


def _compare_places(left: tuple[Place, ...], right: tuple[Place, ...]) -> Iterator[Finding]:
    if not left or not right:
        return
    left, right = _spots(left), _spots(right)
    found = {(i, j): _compare_place(p, q) for i, p in enumerate(left) for j, q in enumerate(right)}
    order = ("place_same", "place_near", "place_within", "place_apart")
    best = min(found.values(), key=lambda finding: (order.index(finding.name), -finding.value, finding.words))
    yield best
    if best.name != "place_apart":
        met = [pair for pair, finding in found.items() if finding.name != "place_apart"]
        unmet = (len(places) - len({pair[side] for pair in met}) for side, places in enumerate((left, right)))
        alone = max(*unmet, abs(len(left) - len(right)))
        if alone > 1:
            yield Finding("place_part", log2(alone), f"one tells of {alone} more places")


def _spots(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return the points among places, where there are none the areas: a town tells its province."""
    points = tuple(place for place in places if (place.where_prec or 7) <= _PRECISE)
    return (points or places)[:_PLACES]


def _compare_place(left: Place, right: Place) -> Finding:
    away, within = distance(left, right), reach(left, right)
    coarse = max(left.where_prec or 7, right.where_prec or 7)
    names = " and ".join(sorted({left.name or left.text, right.name or right.text}))
    if coarse <= _PRECISE and away < 1:
        return Finding("place_same", _telling(left.name or left.text), names)
    if coarse <= _PRECISE and away <= _NEAR_KM:
        return Finding("place_near", 1 - away / _NEAR_KM, f"{names}: {away:.0f} km apart")
    divisions = [place.adm_1 for place in (left, right) if place.adm_1 is not None]
    known = coarse == _PROVINCE and len(divisions) == 2
    if known and (left.country, left.adm_1) != (right.country, right.adm_1):
        apart, told = log2(max(away, within) / within) + 1.0, "in " + " and ".join(sorted(divisions))
    elif known or away <= within:
        told = f"both in {left.adm_1}" if known else f"{away:.0f} km apart, within their precision"
        return Finding("place_within", 1 / coarse, f"{names}: {told}")
    else:
        apart, told = log2(away / within) + 0.5, f"{away:.0f} km apart"
    return Finding("place_apart", min(apart, _PLACE_APART), f"{names}: {told}")


def _compare_types(left: Profile, right: Profile) -> Iterator[Finding]:
    if left.event != right.event:
        yield Finding("type_differs", 1.0, " and ".join(sorted((left.event, right.event))))
    elif left.modes & right.modes:
        yield Finding("mode_same", 1.0, ", ".join(sorted(left.modes & right.modes)))
    elif left.modes and right.modes:
        modes = (", ".join(sorted(modes)) for modes in (left.modes, right.modes))
        yield Finding("mode_differs", 1.0, " and ".join(sorted(modes)))


def _compare_sets(slot: str, left: frozenset[str], right: frozenset[str]) -> Iterator[Finding]:
    if not left or not right:
        return
    if both := left & right:
        yield Finding(f"{slot}_same", max(map(_telling, both)), ", ".join(sorted(both)))
    else:
        words = sorted(", ".join(sorted(names)) for names in (left, right))
        yield Finding(f"{slot}_differs", 1.0, " and ".join(words))


@lru_cache(10_000)
def _telling(name: str) -> float:
    """Return how much it says that two share a name: a half for one met everywhere, about one for a rare one.

    Agreement weighs by the frequency of the value, as in record linkage (Winkler 2000).
    """
    return min(1.2, max(0.5, max(map(rarity, tokens(name)), default=0.0) / RARE))


def _compare_counts(effect: str, left: Range, right: Range) -> Finding:
    """Compare two ranges; equal counts say more the larger they are."""
    words = " and ".join(sorted({_range_words(left), _range_words(right)})) + f" {effect}"
    if left == right:
        return Finding("count_same", min(log2(1 + (left[0] or 0)), 4.0), words)
    low = max(left[0] or 0, right[0] or 0)
    high = min(_upper(left), _upper(right))
    if low <= high:
        return Finding("count_agrees", 1.0, words)
    return Finding("count_excludes", min(log2((1 + low) / (1 + high)), 4.0), words)


def _upper(span: Range) -> float:
    return float("inf") if span[1] is None else span[1]


def _range_words(span: Range) -> str:
    low, high = span
    if low == high:
        return str(low)
    return f"{low or 0} or more" if high is None else f"{low or 0} to {high}"


def _compare_words(left: Profile, right: Profile, *, apart: bool) -> Iterator[Finding]:
    ours = left.outlet is not None and left.outlet == right.outlet
    style = (_POST_STYLE if left.posted else _HOUSE_STYLE) if ours else 0.0
    most = _TEMPLATE if apart else _ALIKE
    yield Finding("words", log2(1 + _alike(left.words, right.words, style, most) / _BEND), "")
    named = left.named & right.named
    yield Finding("reports_alike", _alike(left.about, right.about, style, most, named), "")
    common = sum(word in right.words.rare and word not in named for word in left.words.rare)
    yield Finding("rare_words", min(float(common), 4.0), "")
    if names := _names(left, right):
        told = min(log2(1 + len(names)), _NAMES) * (_NAMES_APART if apart else 1.0)
        yield Finding("names", told * (_NAMES_POSTED if ours and left.posted else 1.0), "")


def _alike(left: Bag, right: Bag, style: float, most: float, named: frozenset[str] = frozenset()) -> float:
    """Return the likeness of two texts beyond the style that they share, and beyond some words."""
    alike = similarity(left, right) - fsum([left.get(w, 0) * right.get(w, 0) for w in named])
    return min(max(0.0, (alike - style) / (1 - style)), most)


def _names(left: Profile, right: Profile) -> frozenset[str]:
    """Return the names that both reports tell, but for those that are compared as places and parties."""
    both = left.about.names & right.about.names
    return both - (left.named & right.named) if both else both
