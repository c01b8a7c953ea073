"""What of a claim, or of several that tell of one happening, is compared: few facts, quickly looked up."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlsplit

from communique.fuse.words import Bag, bag, tokens
from communique.model import CODED_ORIGINS, Claim, Place, Report, Statement

__all__ = ["Days", "Profile", "context_of", "pooled", "profile_of"]

# A report tells of what has just happened: of dated claims nine in ten lie within these days before it.
BEFORE_REPORT: Final = 4
_UNREAL = ("future", "hypothetical")
_ASIDE = ("from", "to")
_SHARED_HOSTS = ("x.com", "twitter.com", "facebook.com", "t.me", "youtube.com")
Range = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Days:
    """Inclusive range of proleptic ordinals; `stated` where a claim says so, else it is the report's day."""

    first: int
    last: int
    stated: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared. `founder` sorts claims by their report's day, then by id; the least names an event.

    `places` are resolved, the most precise first. `counts` holds for each effect the range of the largest
    count. `about` are the telling words of the whole report, `words` those of the claims' quotes, `named`
    those of their places and parties. `posted` is set where the outlet is an account that posts; `table`
    where the claims are a row of coded data: no two rows of a table tell of one happening. `general` is what
    tells of most or many strikes or the like, and of no place.
    """

    founder: tuple[str, str]
    claims: tuple[str, ...]
    report: str
    event: str
    modes: frozenset[str]
    real: bool
    days: Days | None
    places: tuple[Place, ...]
    actors: frozenset[str]
    recipients: frozenset[str]
    targets: frozenset[str]
    counts: tuple[tuple[str, Range], ...]
    words: Bag
    about: Bag
    named: frozenset[str] = frozenset()
    outlet: str | None = None
    posted: bool = False
    at: tuple[int, ...] = ()
    table: str | None = None
    general: bool = False

    @property
    def telling(self) -> str:
        """The id of these claims taken together."""
        return self.founder[1]


def context_of(report: Report) -> Bag:
    """Return the telling words of a report's title and text: what it is about."""
    return bag(tokens(f"{report.title or ''} {report.text}"))


def profile_of(statement: Statement, about: Bag) -> Profile:
    """Return what of one claim is compared."""
    claim, report = statement.claim, statement.report
    return Profile(
        founder=(report.published or "9", claim.claim_id),
        claims=(claim.claim_id,),
        report=report.id,
        event=claim.event,
        modes=frozenset({claim.mode} - {None, "unspecified"}),  # type: ignore[arg-type]
        real=claim.factuality not in _UNREAL,
        days=_days(claim, report),
        places=_places([claim]),
        actors=frozenset(party.actor_id or party.name.casefold() for party in claim.actors),
        recipients=frozenset(party.actor_id or party.name.casefold() for party in claim.recipients),
        targets=frozenset(target.kind for target in claim.targets),
        counts=_counts(claim),
        words=bag(tokens(claim.quote)),
        about=about,
        named=frozenset(_named(claim)),
        outlet=(outlet := _outlet(report)),
        posted=outlet is not None and outlet.split("/")[0] in _SHARED_HOSTS,
        at=(claim.start,),
        table=claim.origin if claim.origin in CODED_ORIGINS else None,
        general=_is_general(claim),
    )


def _is_general(claim: Claim) -> bool:
    counts = [means.count for means in claim.means if means.kind == "action"]
    return not claim.places and any(c is not None and c.low is None and c.high is None for c in counts)


def _named(claim: Claim) -> Iterator[str]:
    """Yield the words of what is compared by itself: places that are resolved, and parties."""
    for place in claim.places:
        if place.latitude is None:
            continue
        yield from tokens(f"{place.text} {place.name or ''}")
    for party in (*claim.actors, *claim.recipients):
        yield from tokens(f"{party.text} {party.name}")


def _outlet(report: Report) -> str | None:
    """Return what tells an outlet apart: its name, else the host, with the account where many share one."""
    if report.outlet:
        return report.outlet.casefold()
    parts = urlsplit(report.url or "")
    host = (parts.hostname or "").removeprefix("www.")
    account = parts.path.split("/")[1:2] if host in _SHARED_HOSTS else []
    return "/".join([host, *account]) or None


def pooled(profiles: Sequence[Profile]) -> Profile:
    """Return the profile of several claims of one report that tell of one happening."""
    if len(profiles) == 1:
        return profiles[0]
    chief = min(profiles, key=lambda profile: profile.founder)
    events = [profile.event for profile in profiles]
    return Profile(
        founder=chief.founder,
        claims=tuple(sorted(claim for profile in profiles for claim in profile.claims)),
        report=chief.report,
        event=max(sorted(set(events)), key=events.count),
        modes=_union(profile.modes for profile in profiles),
        real=any(profile.real for profile in profiles),
        days=_best_days(profile.days for profile in profiles),
        places=_ranked(place for profile in profiles for place in profile.places),
        actors=_union(profile.actors for profile in profiles),
        recipients=_union(profile.recipients for profile in profiles),
        targets=_union(profile.targets for profile in profiles),
        counts=_largest(profiles),
        words=bag(_union(profile.words for profile in profiles)),
        about=chief.about,
        named=_union(profile.named for profile in profiles),
        outlet=chief.outlet,
        posted=chief.posted,
        at=tuple(sorted(at for profile in profiles for at in profile.at)),
        table=chief.table,
        general=all(profile.general for profile in profiles),
    )


def _union(sets: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def _days(claim: Claim, report: Report) -> Days | None:
    time = claim.time
    if time and (time.earliest or time.latest):
        first, last = time.earliest or time.latest, time.latest or time.earliest
        assert first
        assert last
        return Days(date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal(), stated=True)
    if report.published:
        day = date.fromisoformat(report.published)
        first_day = max(date.min + timedelta(BEFORE_REPORT), day) - timedelta(BEFORE_REPORT)
        return Days(first_day.toordinal(), day.toordinal(), stated=False)
    return None


def _best_days(several: Iterable[Days | None]) -> Days | None:
    """Return the shortest range that is stated, else the one reckoned from the report's day."""
    known = [days for days in several if days]
    return min(known, key=lambda d: (not d.stated, d.last - d.first, d.first), default=None)


def _places(claims: Iterable[Claim]) -> tuple[Place, ...]:
    """Return the claims' resolved places, the most precise first; origins and goals only if all are such."""
    resolved = [p for claim in claims for p in claim.places if p.latitude is not None]
    return _ranked([p for p in resolved if p.relation not in _ASIDE] or resolved)


def _ranked(places: Iterable[Place]) -> tuple[Place, ...]:
    ranked = sorted(
        places, key=lambda p: (p.where_prec or 7, -(p.score or 0), p.latitude, p.longitude, p.start)
    )
    return tuple(
        {(p.geonameid, p.gazetteer_id, p.latitude, p.longitude): p for p in reversed(ranked)}.values()
    )[::-1]


def _counts(claim: Claim) -> tuple[tuple[str, Range], ...]:
    """Return the killed and injured of a claim, each with the range of its largest count."""
    counted = [
        (target.effect, (target.count.low, target.count.high))
        for target in claim.targets
        if target.count and target.effect in ("killed", "injured")
    ]
    return _largest_of(counted)


def _largest(profiles: Iterable[Profile]) -> tuple[tuple[str, Range], ...]:
    return _largest_of(count for profile in profiles for count in profile.counts)


def _largest_of(counted: Iterable[tuple[str, Range]]) -> tuple[tuple[str, Range], ...]:
    ordered = sorted(counted, key=lambda c: (c[0], c[1][0] or 0, c[1][1] or 0))
    return tuple(dict(ordered).items())
