"""A cluster → an `Event`: of what its claims say, the most precise that most reports agree on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from communique.fuse.profile import Days, Profile
from communique.model import DatePrec, Event, Link, Place

__all__ = ["PREFIX", "claim_of_event", "event_of", "id_of"]

PREFIX: Final = "e-"


def claim_of_event(event_id: str) -> str:
    """Return the claim that an event id is named after: the event that holds it now is the one meant."""
    return event_id.removeprefix(PREFIX)


def id_of(profiles: Iterable[Profile]) -> str:
    """Return the id of the event of a cluster: it is named after the founder among its claims."""
    return PREFIX + min(profile.founder for profile in profiles)[1]


def event_of(profiles: Sequence[Profile], links: Iterable[Link] = ()) -> Event:
    """Return the event that the profiles of a cluster tell of."""
    types = Counter(profile.event for profile in profiles)
    event = min(types, key=lambda name: (-types[name], name))
    return Event(
        event_id=id_of(profiles),
        claims=tuple(sorted(claim for profile in profiles for claim in profile.claims)),
        reports=tuple(sorted({profile.report for profile in profiles})),
        event=event,
        mode=_mode(event, profiles),
        links=tuple(links),
        **_time(profile.days for profile in profiles),
        **_place([profile.places for profile in profiles]),
    )


def _mode(event: str, profiles: Iterable[Profile]) -> str | None:
    modes = Counter(mode for p in profiles if p.event == event for mode in p.modes)
    if modes:
        return min(modes, key=lambda name: (-modes[name], name))
    return "unspecified" if event == "ASSAULT" else None


def _time(several: Iterable[Days | None]) -> dict[str, Any]:
    """Return the days that most tellings state, a shorter range before a longer one; nothing reckoned."""
    stated = Counter((days.first, days.last) for days in several if days and days.stated)
    if not stated:
        return {}
    first, last = min(stated, key=lambda span: (_date_prec(*span), -stated[span], span))
    return {
        "date_start": date.fromordinal(first).isoformat(),
        "date_end": date.fromordinal(last).isoformat(),
        "date_prec": _date_prec(first, last),
    }


def _date_prec(first: int, last: int) -> DatePrec:
    """Return UCDP GED's precision of a range of days."""
    days = last - first + 1
    return 1 if days == 1 else 2 if days <= 6 else 3 if days <= 8 else 4 if days <= 31 else 5


def _place(several: Iterable[tuple[Place, ...]]) -> dict[str, Any]:
    """Return the place of the best precision that most tellings name."""
    named = [place for places in several for place in places]
    if not named:
        return {}
    voices = Counter((place.latitude, place.longitude) for place in named)
    best = min(
        named,
        key=lambda p: (
            max(p.where_prec or 7, 2),
            -voices[p.latitude, p.longitude],
            p.where_prec or 7,
            -(p.score or 0),
            p.name or p.text,
            p.text,
        ),
    )
    return {
        "where_prec": best.where_prec,
        "where_coordinates": best.name,
        "where_description": best.text,
        "adm_1": best.adm_1,
        "adm_2": best.adm_2,
        "country": best.country,
        "latitude": best.latitude,
        "longitude": best.longitude,
        "geonameid": best.geonameid,
        "gazetteer_id": best.gazetteer_id,
    }
