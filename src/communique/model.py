"""The records that every stage passes on: frozen, typed, checked when made, identified by their content.

Spans are character offsets (`start` inclusive, `end` exclusive) into `Report.text`. Dates are ISO 8601
strings of a day, `YYYY-MM-DD`, so that records read the same in Python, JSON and SQL.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, model_validator
from pydantic.dataclasses import dataclass
from pydantic_core import CoreSchema, core_schema

__all__ = [
    "CODED_ORIGINS",
    "EFFECTS",
    "EVENT_MODES",
    "FACTUALITIES",
    "MEANS_KINDS",
    "RELATIONS",
    "SLOTS",
    "TARGET_KINDS",
    "Appointment",
    "Claim",
    "Correction",
    "Count",
    "Event",
    "Fault",
    "Judgement",
    "Link",
    "Means",
    "Moderation",
    "Party",
    "Place",
    "Rating",
    "Reason",
    "Removal",
    "Report",
    "Response",
    "Source",
    "Statement",
    "Target",
    "Time",
    "Withdrawal",
    "content_id",
    "evolve",
    "json_schema",
    "report_from_json",
    "report_to_json",
]

# Event types and modes: the PLOVER ontology (Halterman et al. 2023), with CONTROL and the modes `clash`,
# `chemical` and `unspecified` added. An event that has modes always carries one of them.
EVENT_MODES: dict[str, tuple[str, ...]] = {
    "ASSAULT": (
        "aerial",
        "drone",
        "heavy-weapons",
        "explosives",
        "suicide-attack",
        "firearms",
        "clash",
        "abduct",
        "beat",
        "torture",
        "sexual",
        "targeted",
        "destroy",
        "chemical",
        "primitive",
        "crowd-control",
        "unspecified",
    ),
    "COERCE": (
        "seize",
        "arrest",
        "restrict",
        "censor",
        "curfew",
        "martial-law",
        "deport",
        "withhold",
        "cyber",
    ),
    "CONTROL": ("gain", "hold", "lose", "besiege"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "AGREE": (),
    "CONSULT": (),
    "SUPPORT": (),
    "CONCEDE": (),
    "COOPERATE": (),
    "AID": (),
    "REQUEST": (),
    "ACCUSE": (),
    "REJECT": (),
    "THREATEN": (),
    "PROTEST": (),
    "SANCTION": (),
}
FACTUALITIES = ("actual", "probable", "future", "hypothetical", "negated")
TARGET_KINDS = (
    "civilians",
    "combatants",
    "leader",
    "journalist",
    "aid-worker",
    "people",
    "command-post",
    "base",
    "camp",
    "position",
    "depot",
    "plant",
    "vehicle",
    "armour",
    "artillery",
    "air-defence",
    "aircraft",
    "vessel",
    "explosive",
    "equipment",
    "unit",
    "building",
    "home",
    "hospital",
    "school",
    "market",
    "worship",
    "infrastructure",
    "oil",
    "settlement",
    "facility",
    "other",
)
EFFECTS = (
    "killed",
    "injured",
    "captured",
    "displaced",
    "missing",
    "destroyed",
    "damaged",
    "hit",
    "targeted",
    "none",
)
MEANS_KINDS = (
    "action",
    "aircraft",
    "drone",
    "weapon",
    "vehicle",
    "vessel",
    "equipment",
    "force",
    "aid",
    "other",
)
CODED_ORIGINS = ("ACLED table", "UCDP GED table", "Airwars table")
"""What claims that people coded have for `origin`: each row of such a table is a happening of its own."""
RELATIONS = ("in", "near", "from", "to", "between")
SLOTS = (
    "event",
    "factuality",
    "sources",
    "actors",
    "recipients",
    "targets",
    "means",
    "places",
    "time",
)
"""What a person can correct in a claim; `event` goes with its mode, `sources` with their cue."""

# `where_prec` and `date_prec` as in the UCDP GED codebook. Places: 1 exact, 2 near, 3 second-order
# division, 4 first-order division, 5 line or fuzzy area, 6 country, 7 international. Dates: 1 day,
# 2 two to six days, 3 week, 4 month, 5 up to a year.
WherePrec = Literal[1, 2, 3, 4, 5, 6, 7]
DatePrec = Literal[1, 2, 3, 4, 5]
Basis = Literal["stated", "relative to publication", "relative to the text"]
Verdict = Literal["positive", "negative", "unsure"]


class _Code:
    """Marks a string as one of a closed list."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = list(dict.fromkeys(codes))

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        return core_schema.literal_schema(self.codes)


EventType = Annotated[str, _Code(EVENT_MODES)]
Mode = Annotated[str, _Code(mode for modes in EVENT_MODES.values() for mode in modes)]
Factuality = Annotated[str, _Code(FACTUALITIES)]
TargetKind = Annotated[str, _Code(TARGET_KINDS)]
Effect = Annotated[str, _Code(EFFECTS)]
MeansKind = Annotated[str, _Code(MEANS_KINDS)]
Relation = Annotated[str, _Code(RELATIONS)]


def _real_day(value: str) -> str:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise ValueError("a date is written YYYY-MM-DD")
    date.fromisoformat(value)
    return value


def _instant(value: str) -> str:
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", value):
        raise ValueError("a time is written in UTC, YYYY-MM-DDTHH:MM:SSZ")
    datetime.fromisoformat(value)
    return value


Instant = Annotated[str, AfterValidator(_instant), Field(json_schema_extra={"format": "date-time"})]
Day = Annotated[str, AfterValidator(_real_day), Field(json_schema_extra={"format": "date"})]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
NonEmpty = Annotated[str, Field(min_length=1)]
Offset = Annotated[int, Field(ge=0)]
Probability = Annotated[float, Field(ge=0, le=1)]

_CONFIG = ConfigDict(extra="forbid")
evolve = replace
"""`evolve(record, field=value)`: a checked copy with some fields changed."""


def content_id(*parts: object) -> str:
    """Return 20 hexadecimal digits of SHA-256 over the parts: equal parts always give an equal id."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:20]


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class _Quoted:
    """Words of a report: `text` is exactly `report.text[start:end]`."""

    text: NonEmpty
    start: Offset
    end: Offset

    @model_validator(mode="after")
    def _span_fits(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(f"the span {self.start}-{self.end} does not fit the text {self.text!r}")
        return self


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Count(_Quoted):
    """A number as the report words it: `low` and `high` are inclusive bounds, null where open or unknown."""

    low: Offset | None = None
    high: Offset | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")
        return self


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Source(_Quoted):
    """Who says so. `source_id` is the actor list's id of that speaker; null, with a `reason`, if unknown."""

    name: str | None = None
    source_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Party(_Quoted):
    """An actor or a recipient. `actor_id` is null, with a `reason`, where the mention is not resolved."""

    name: NonEmpty
    actor_id: str | None = None
    actor_type: str | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Target(_Quoted):
    """A thing or people affected, the effect, and how many."""

    kind: TargetKind
    effect: Effect
    count: Count | None = None


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Means(_Quoted):
    """What it was done with, and counts of action such as `88 sorties`."""

    kind: MeansKind
    count: Count | None = None


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Place(_Quoted):
    """A toponym and, where it is resolved, the gazetteer's entry; else nulls and a `reason`.

    `latitude` and `longitude` are WGS 84 degrees. `score` is the calibrated probability that the entry is
    the right one. `country` is ISO 3166 alpha-2. `gazetteer_id` names entries without a GeoNames id.
    """

    relation: Relation = "in"
    within: str | None = None
    geonameid: int | None = None
    gazetteer_id: str | None = None
    name: str | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    adm_1: str | None = None
    adm_2: str | None = None
    country: Country | None = None
    where_prec: WherePrec | None = None
    score: Probability | None = None
    reason: str | None = None

    @model_validator(mode="after")
    def _whole_coordinate(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("a coordinate has a latitude and a longitude, or neither")
        return self


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Time(_Quoted):
    """A time expression and its inclusive range of days; nulls and a `reason` where it cannot be known."""

    earliest: Day | None = None
    latest: Day | None = None
    date_prec: DatePrec | None = None
    basis: Basis | None = None
    reason: str | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"earliest {self.earliest} is after latest {self.latest}")
        return self


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Claim:
    """One happening (or stance) as one source reports it. See `docs/claims.md` for each field.

    `sources` are outermost first; empty where the author speaks. `confidence` is the calibrated
    probability that the claim is right; `origin` names the extractor and its version.
    """

    claim_id: NonEmpty
    quote: NonEmpty
    start: Offset
    end: Offset
    trigger: NonEmpty
    trigger_start: Offset
    trigger_end: Offset
    event: EventType
    mode: Mode | None = None
    factuality: Factuality = "actual"
    sources: tuple[Source, ...] = ()
    cue: str | None = None
    cue_start: Offset | None = None
    cue_end: Offset | None = None
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    targets: tuple[Target, ...] = ()
    means: tuple[Means, ...] = ()
    places: tuple[Place, ...] = ()
    time: Time | None = None
    confidence: Probability
    origin: NonEmpty

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        modes = EVENT_MODES[self.event]
        if (self.mode is None) == bool(modes) or (self.mode is not None and self.mode not in modes):
            raise ValueError(f"mode {self.mode!r} does not go with {self.event}")
        if self.end - self.start != len(self.quote):
            raise ValueError("the claim's span does not fit its quote")
        if not self.start <= self.trigger_start < self.trigger_end <= self.end:
            raise ValueError("the trigger lies outside the quote")
        return self

    @staticmethod
    def make_id(
        report: "Report",
        quote: tuple[int, int],
        trigger: tuple[int, int],
        event: str,
        sources: Iterable[Source],
    ) -> str:
        """Return the claim's id: the same report, spans, event and sources always give the same one."""
        speakers = ((s.start, s.end) for s in sources)
        return content_id(report.id, report.content_hash, *quote, *trigger, event, *speakers)


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Comment:
    """A reader's comment under a report: kept apart, never read for claims."""

    text: NonEmpty


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Report:
    """One document as it was read. `text` is what every span of its claims points into.

    `published` is null where the document does not tell it; `published_method` says how it was found
    and `published_confidence` how sure that is. `location` is the path or URL that it was read from.
    """

    id: NonEmpty
    title: str | None = None
    published: Day | None = None
    text: str
    language: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    location: str | None = None
    published_method: str | None = None
    published_confidence: Probability | None = None
    comments: tuple[Comment, ...] = ()
    claims: tuple[Claim, ...] = ()

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of title and text, hexadecimal: what makes two reports the same document."""
        joined = f"{self.title or ''}\x1f{self.text}"
        return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Statement:
    """A claim with the report that carries it: what one voice says of a happening."""

    report: Report
    claim: Claim


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Judgement:
    """A person's decision whether two claims tell of one happening; it outweighs every score.

    `left` and `right` are claim ids, in either order: the record sorts them. `unsure` leaves the pair to its
    score. On one pair the latest judgement that is not withdrawn counts.
    """

    left: NonEmpty
    right: NonEmpty
    verdict: Verdict
    by: NonEmpty
    at: Instant
    why: str = ""

    @model_validator(mode="after")
    def _sorted(self) -> Self:
        if self.left == self.right:
            raise ValueError("a judgement is on two claims")
        if self.left > self.right:
            left, right = self.right, self.left
            object.__setattr__(self, "left", left)
            object.__setattr__(self, "right", right)
        return self

    @property
    def judgement_id(self) -> str:
        """The hash of all that it says: the same judgement always has the same id."""
        return content_id("judgement", self.left, self.right, self.verdict, self.by, self.at, self.why)


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Withdrawal:
    """A person takes a decision back: from then on it is as if it had not been made.

    `judgement_id` is the id of a judgement, a correction, a rating or a moderation.
    """

    judgement_id: NonEmpty
    by: NonEmpty
    at: Instant
    why: str = ""

    @property
    def withdrawal_id(self) -> str:
        """The hash of all that it says."""
        return content_id("withdrawal", self.judgement_id, self.by, self.at, self.why)


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Rating:
    """An analyst's reliability for a source, on the Admiralty scale; the latest rating of a source counts.

    `source` is a name, or an id of the actor list.
    """

    source: NonEmpty
    reliability: Literal["A", "B", "C", "D", "E", "F"]
    by: NonEmpty
    at: Instant
    why: str = ""

    @property
    def rating_id(self) -> str:
        """The hash of all that it says."""
        return content_id("rating", self.source, self.reliability, self.by, self.at, self.why)


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Correction:
    """A person's judgement on one claim: `accepted` as it stands, `wrong`, or one slot of it `corrected`.

    `value` is JSON, as `report_to_json` writes that slot; for `event` an object with `event` and `mode`, for
    `sources` one with `sources`, `cue`, `cue_start` and `cue_end`. Of each slot, and of each claim as a
    whole, the latest that is not withdrawn counts.
    """

    claim_id: NonEmpty
    verdict: Literal["accepted", "wrong", "corrected"]
    slot: Annotated[str, _Code(SLOTS)] | None = None
    value: str | None = None
    by: NonEmpty
    at: Instant
    why: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        corrected = self.verdict == "corrected"
        if corrected != (self.slot is not None) or corrected != (self.value is not None):
            raise ValueError("a slot and its value go with `corrected`, and with nothing else")
        return self

    @property
    def correction_id(self) -> str:
        """The hash of all that it says."""
        told = (self.claim_id, self.verdict, self.slot, self.value)
        return content_id("correction", *told, self.by, self.at, self.why)


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Response:
    """What a reader answers to an event, or to one claim of it; `link` is a web address that they give."""

    event_id: NonEmpty
    text: NonEmpty
    by: NonEmpty
    at: Instant
    claim_id: str | None = None
    link: Annotated[str, Field(pattern=r"^https?://[^\s\x00-\x20]+$", max_length=2000)] | None = None

    @property
    def response_id(self) -> str:
        """The hash of all that it says."""
        further = [part for part in (self.claim_id, self.link) if part is not None]
        return content_id("response", self.event_id, self.text, self.by, self.at, *further)


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Moderation:
    """What an analyst does with a response; the latest that is not withdrawn counts, none means it waits.

    A response that is `claimed` is published, and stands as a report of its own, too.
    """

    response_id: NonEmpty
    verdict: Literal["published", "refused", "claimed"]
    by: NonEmpty
    at: Instant
    why: str = ""

    @property
    def moderation_id(self) -> str:
        """The hash of all that it says."""
        return content_id("moderation", self.response_id, self.verdict, self.by, self.at, self.why)


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Removal:
    """What stays of a response whose words, name and link were removed: where it stood, by whom, why."""

    response_id: NonEmpty
    event_id: NonEmpty
    by: NonEmpty
    at: Instant
    why: str = ""

    @property
    def removal_id(self) -> str:
        """The hash of all that it says."""
        return content_id("removal", self.response_id, self.event_id, self.by, self.at, self.why)


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Appointment:
    """A member is given a role; the latest counts. A member without one is a reader."""

    member_id: NonEmpty
    role: Literal["reader", "analyst", "admin"]
    by: NonEmpty
    at: Instant
    why: str = ""

    @property
    def appointment_id(self) -> str:
        """The hash of all that it says."""
        return content_id("appointment", self.member_id, self.role, self.by, self.at, self.why)


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Reason:
    """One part of a score: what was compared, in words, and what it adds to the log-odds."""

    compared: NonEmpty
    words: str
    weight: float


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Link:
    """How sure it is that two claims tell of one happening, and why; `left` is the smaller claim id."""

    left: NonEmpty
    right: NonEmpty
    score: Probability
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Event:
    """A happening as several claims tell it. Columns named as in UCDP GED mean what they mean there.

    `event_id` is named after one of its claims, so that an id once given always leads to the event that holds
    that claim now. `claims` and `reports` are ids, sorted. `where_coordinates` is the gazetteer's name of the
    place, `where_description` the words that a report has for it. `country` is ISO 3166 alpha-2. What no
    claim tells is null. `links` holds the strongest link of each report's telling to that of another report.
    """

    event_id: NonEmpty
    claims: tuple[NonEmpty, ...]
    reports: tuple[NonEmpty, ...]
    event: EventType
    mode: Mode | None = None
    date_start: Day | None = None
    date_end: Day | None = None
    date_prec: DatePrec | None = None
    where_prec: WherePrec | None = None
    where_coordinates: str | None = None
    where_description: str | None = None
    adm_1: str | None = None
    adm_2: str | None = None
    country: Country | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    geonameid: int | None = None
    gazetteer_id: str | None = None
    links: tuple[Link, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not self.claims or not self.reports:
            raise ValueError("an event has claims, and each claim a report")
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("a coordinate has a latitude and a longitude, or neither")
        if self.date_start and self.date_end and self.date_start > self.date_end:
            raise ValueError(f"date_start {self.date_start} is after date_end {self.date_end}")
        return self


@dataclass(frozen=True, kw_only=True, config=_CONFIG)
class Fault:
    """An input, or a part of one, that could not be read: where, why, and what to do about it."""

    location: str
    reason: str
    hint: str | None = None


_reports = TypeAdapter(Report)


def report_to_json(report: Report) -> str:
    """Return the report as one line of JSON, after the output contract."""
    return _reports.dump_json(report).decode()


def report_from_json(line: str | bytes) -> Report:
    """Return the report that `report_to_json` wrote; raise `ValueError` where the contract is broken."""
    return _reports.validate_json(line)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one line of `communique read --format jsonl`."""
    schema = _reports.json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
