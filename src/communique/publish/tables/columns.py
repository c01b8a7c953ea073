"""What the exported tables hold: each column, its type, its meaning; codebook and schemas are made of it."""

from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["ACLED", "CLAIMS", "REMOVED", "SOURCES", "TABLES", "UCDP", "Column", "Table"]

Kind = Literal["string", "integer", "number", "date"]


@dataclass(frozen=True)
class Column:
    """One column; `kind` is a type of Frictionless Table Schema."""

    name: str
    kind: Kind
    about: str


@dataclass(frozen=True)
class Table:
    """One table; `key` names the columns that together are different in each row."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(column.name for column in self.columns)


def _columns(text: str) -> tuple[Column, ...]:
    """Return the columns of lines `name kind meaning`."""
    rows = (line.split(maxsplit=2) for line in text.strip().splitlines())
    return tuple(Column(name, kind, about) for name, kind, about in rows)  # type: ignore[arg-type]


CLAIMS: Final = Table(
    "claims",
    "What each report claims: one row a claim and source",
    _columns("""
    claim_id string id of the claim; the same words in the same report always have the same one
    report_id string id of the report
    report_title string title of the report
    report_published date day of publication; empty where the report does not tell it
    report_url string where the report can be read
    outlet string who published the report
    event_id string the fused event that the claim belongs to
    event string event type (PLOVER, with CONTROL added)
    mode string mode of the event type
    factuality string actual, probable, future, hypothetical or negated
    source_number integer place in the chain of sources, 1 is the outermost; 0 where the report speaks itself
    source string who says so, in the report's words
    source_name string common name of that source
    source_id string id of that source in the actor list
    cue string words of attribution
    actors string who did it, in the report's words
    actor_ids string ids in the actor list, in the same order; - where one is not resolved
    recipients string to whom, in the report's words
    recipient_ids string ids in the actor list, in the same order; - where one is not resolved
    targets string people and things affected, in the report's words
    target_kinds string kind of each target, in the same order
    effects string effect on each target, in the same order
    counts string number of each target as lowest–highest, in the same order; open ends are empty
    means string means and counted actions, in the report's words, with their numbers
    place string place in the report's words
    place_relation string in, near, from, to or between
    place_name string the gazetteer's name; empty where the place is not resolved
    place_reason string why the place is not resolved
    geonameid integer id of the place in GeoNames
    latitude number degrees, WGS 84; empty where the place is not resolved
    longitude number degrees, WGS 84; empty where the place is not resolved
    where_prec integer precision of the place, after UCDP: 1 exact to 7 international
    adm_1 string first-order division
    adm_2 string second-order division
    country string ISO 3166-1 alpha-2
    further_places string other places of the claim, in the report's words
    time string time in the report's words
    date_start date earliest day; empty where it cannot be known
    date_end date latest day; empty where it cannot be known
    date_prec integer precision of the date, after UCDP: 1 day to 5 up to a year
    date_basis string stated, relative to publication, or relative to the text
    confidence number calibrated probability that the claim is right
    origin string what read it, with its version
    quote string the sentence that carries the claim
    quote_start integer where the sentence begins in the report's text, in characters
    quote_end integer where it ends
    quote_sha256 string hash of the sentence, to find it again where quotes are left out
    """),
    ("claim_id", "source_number"),
)

# Names and order: UCDP GED codebook, version 24.1 (Högbladh 2024).
UCDP: Final = Table(
    "events",
    "Events in the columns of the UCDP Georeferenced Event Dataset",
    _columns("""
    id string id of the event; an id once given always leads to the event that holds its claim now
    relid string the same id: there is no older numbering
    year integer year of the event; empty where the date is unknown or spans years
    active_year integer always empty: UCDP's threshold of 25 deaths a dyad and year is not applied
    code_status string Clear where a place and a day are known, else Check
    type_of_violence integer 1 state-based, 2 non-state, 3 one-sided; empty where the parties do not tell
    conflict_dset_id string always empty: no UCDP conflict is assigned
    conflict_new_id integer always empty: no UCDP conflict is assigned
    conflict_name string always empty: no UCDP conflict is assigned
    dyad_dset_id string always empty: no UCDP dyad is assigned
    dyad_new_id integer always empty: no UCDP dyad is assigned
    dyad_name string sides A and B, joined
    side_a_dset_id string id of side A in the actor list
    side_a_new_id integer always empty: the actor list has ids of its own
    side_a string who acted, or is claimed to have
    side_b_dset_id string id of side B in the actor list
    side_b_new_id integer always empty: the actor list has ids of its own
    side_b string to whom
    number_of_sources integer independent voices that tell of it; copies count once
    source_article string outlet, day and title of each report
    source_office string outlets of the reports
    source_date string days of publication of the reports
    source_headline string titles of the reports
    source_original string first speakers, as far as they are named
    where_prec integer 1 exact, 2 near, 3 district, 4 province, 5 line or area, 6 country, 7 international
    where_coordinates string name of the place in the gazetteer
    where_description string words of a report for the place
    adm_1 string first-order division
    adm_2 string second-order division
    latitude number degrees, WGS 84; empty where no place is known
    longitude number degrees, WGS 84; empty where no place is known
    geom_wkt string the point as well-known text
    priogrid_gid integer cell of PRIO-GRID (half a degree) around the point
    country string ISO 3166-1 alpha-2
    country_id integer always empty: Gleditsch and Ward numbers are not assigned
    region string UCDP's region; always empty
    event_clarity integer 1 where the event is told by itself, 2 where only a sum is
    date_prec integer 1 day, 2 two to six days, 3 week, 4 month, 5 up to a year
    date_start date earliest day
    date_end date latest day
    deaths_a integer killed on side A, best figure
    deaths_b integer killed on side B, best figure
    deaths_civilians integer civilians killed, best figure
    deaths_unknown integer killed whose side is not told, best figure
    best integer killed in all, best figure
    high integer killed in all, highest figure
    low integer killed in all, lowest figure
    gwnoa integer always empty: Gleditsch and Ward numbers are not assigned
    gwnob integer always empty: Gleditsch and Ward numbers are not assigned
    """),
    ("id",),
)

# Names and order: ACLED codebook, 2024; the 31 columns of its export.
ACLED: Final = Table(
    "acled",
    "Events in the columns and the taxonomy of ACLED, mapped; no data of ACLED",
    _columns("""
    event_id_cnty string country and id of the event
    event_date date earliest day
    year integer year of that day
    time_precision integer 1 day, 2 week, 3 month
    disorder_type string ACLED's disorder type
    event_type string ACLED's event type
    sub_event_type string ACLED's sub-event type
    actor1 string who acted, or is claimed to have
    assoc_actor_1 string further actors
    inter1 string ACLED's kind of actor
    actor2 string to whom
    assoc_actor_2 string further recipients
    inter2 string ACLED's kind of actor
    interaction string both kinds, joined
    civilian_targeting string Civilian targeting where civilians are a target
    iso integer ISO 3166-1 numeric; always empty, the letters are in country
    region string always empty
    country string ISO 3166-1 alpha-2
    admin1 string first-order division
    admin2 string second-order division
    admin3 string always empty
    location string name of the place
    latitude number degrees, WGS 84
    longitude number degrees, WGS 84
    geo_precision integer 1 exact or near, 2 district or province's part, 3 province or larger
    source string outlets of the reports
    source_scale string always empty
    notes string what is claimed, one sentence a report
    fatalities integer killed in all, best figure; empty where no report tells: ACLED writes 0
    tags string grade of the event
    timestamp integer always empty
    """),
    ("event_id_cnty",),
)

SOURCES: Final = Table(
    "sources",
    "Who says so: outlets and speakers",
    _columns("""
    source_id string id in the actor list
    name string name
    claims integer claims that name this source
    reports integer reports by this source
    reliability string Admiralty grade A to F, as an analyst set it
    """),
    ("name", "source_id"),
)

REMOVED: Final = Table(
    "removed",
    "Claims that earlier versions held and this one does not",
    _columns("""
    claim_id string id of the claim
    report_id string id of the report
    """),
    ("claim_id",),
)

TABLES: Final = (CLAIMS, UCDP, ACLED, SOURCES, REMOVED)
