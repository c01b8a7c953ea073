"""The tables of the ledger, one description for SQLite and PostgreSQL; migrations bring a file up to it.

What was extracted (`claims`) stands apart from what was resolved (`resolutions`): a newer resolver adds
a reading with new resolutions to the same claims. Every key is a hash of the row's content.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from communique.ledger.words import from_storable, to_storable

__all__ = [
    "CONTENT_KEYS",
    "SCHEMA_VERSIONS",
    "VERSION_TABLE",
    "append_only",
    "appointments",
    "assessments",
    "attributions",
    "audit_log",
    "claims",
    "corrections",
    "events",
    "fusings",
    "judgements",
    "metadata",
    "moderations",
    "near_copies",
    "ratings",
    "readings",
    "removals",
    "reports",
    "resolutions",
    "resolved_places",
    "responses",
    "sources",
    "withdrawals",
]

VERSION_TABLE = "communique_version"
SCHEMA_VERSIONS = ("0001", "0002", "0004", "0005", "0006", "0007")
"""Every schema that this version can bring up to date, oldest first; the last one is the present one."""


class Words(TypeDecorator[str]):
    """Text of any kind, also with characters that PostgreSQL or UTF-8 cannot hold."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return value if value is None else to_storable(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return value if value is None else from_storable(value)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _recorded_at() -> "Column[str]":
    return Column("recorded_at", Text, nullable=False)


def _decided() -> "tuple[Column[str], ...]":
    return (
        Column("by_whom", Words, nullable=False),
        Column("at", Text, nullable=False),
        Column("why", Words, nullable=False),
        _recorded_at(),
    )


# Everyone who says something: an outlet, a ministry, a person. `source_id` is the actor list's id.
sources = Table(
    "sources",
    metadata,
    Column("source_key", Text, primary_key=True),
    Column("source_id", Words),
    Column("name", Words, nullable=False),
    _recorded_at(),
)

# One row for each revision of a report. `report_key` is a hash of `report_id`, which may be of any length;
# `further` holds, as JSON, what has no column of its own. `location` is no part of the content.
reports = Table(
    "reports",
    metadata,
    Column("revision_id", Text, primary_key=True),
    Column("report_key", Text, nullable=False),
    Column("report_id", Words, nullable=False),
    Column("content_hash", Text, nullable=False, index=True),
    Column("title", Words),
    Column("text", Words, nullable=False),
    Column("published", Text, index=True),
    Column("language", Words),
    Column("outlet", Words),
    Column("outlet_key", Text, ForeignKey("sources.source_key")),
    Column("author", Words),
    Column("url", Words),
    Column("location", Words),
    Column("further", Words, nullable=False),
    _recorded_at(),
    Index("ix_reports_report_key", "report_key"),
)

# What an extractor found: words and spans only. `slots` is JSON: each slot of the claim with its words.
claims = Table(
    "claims",
    metadata,
    Column("claim_key", Text, primary_key=True),
    Column("revision_id", Text, ForeignKey("reports.revision_id"), nullable=False, index=True),
    Column("claim_id", Words, nullable=False, index=True),
    Column("quote", Words, nullable=False),
    Column("quote_start", Integer, nullable=False),
    Column("quote_end", Integer, nullable=False),
    Column("trigger", Words, nullable=False),
    Column("trigger_start", Integer, nullable=False),
    Column("trigger_end", Integer, nullable=False),
    Column("cue", Words),
    Column("cue_start", Integer),
    Column("cue_end", Integer),
    Column("event", Text, nullable=False),
    Column("mode", Text),
    Column("factuality", Text, nullable=False),
    Column("confidence", Float(53), nullable=False),
    Column("origin", Words, nullable=False),
    Column("slots", Words, nullable=False),
    _recorded_at(),
)

# One account of one revision: which claims, in which order, resolved by which resolver.
readings = Table(
    "readings",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("reading_id", Text, nullable=False),
    Column("revision_id", Text, ForeignKey("reports.revision_id"), nullable=False, index=True),
    Column("report_key", Text, nullable=False),
    Column("resolver", Words, nullable=False),
    Column("claim_count", Integer, nullable=False),
    _recorded_at(),
    UniqueConstraint("reading_id"),
    Index("ix_readings_report_key_seq", "report_key", "seq"),
)

# What a resolver made of one claim. `identities` is JSON: each slot of the claim with its identities.
resolutions = Table(
    "resolutions",
    metadata,
    Column("reading_id", Text, ForeignKey("readings.reading_id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("claim_key", Text, ForeignKey("claims.claim_key"), nullable=False, index=True),
    Column("earliest", Text),
    Column("latest", Text),
    Column("identities", Words, nullable=False),
    Index("ix_resolutions_earliest_latest", "earliest", "latest"),
    sqlite_with_rowid=False,
)

# Who says it, outermost first (`link` 0), to look claims up by their source.
attributions = Table(
    "attributions",
    metadata,
    Column("reading_id", Text, ForeignKey("readings.reading_id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("link", Integer, primary_key=True),
    Column("source_key", Text, ForeignKey("sources.source_key"), nullable=False, index=True),
    sqlite_with_rowid=False,
)

# The places with a coordinate, to look claims up by where they tell of.
resolved_places = Table(
    "resolved_places",
    metadata,
    Column("reading_id", Text, ForeignKey("readings.reading_id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("slot", Integer, primary_key=True),
    Column("latitude", Float(53), nullable=False),
    Column("longitude", Float(53), nullable=False),
    Column("country", Text),
    Column("where_prec", Integer),
    Index("ix_resolved_places_latitude_longitude", "latitude", "longitude"),
    sqlite_with_rowid=False,
)

# What a person decides, who (`by_whom`), when, and why; taken back by a further row, of whatever kind it is.
judgements = Table(
    "judgements",
    metadata,
    Column("judgement_id", Text, primary_key=True),
    Column("left_claim", Words, nullable=False, index=True),
    Column("right_claim", Words, nullable=False, index=True),
    Column("verdict", Text, nullable=False),
    *_decided(),
)
withdrawals = Table(
    "withdrawals",
    metadata,
    Column("withdrawal_id", Text, primary_key=True),
    Column("judgement_id", Text, nullable=False, index=True),
    *_decided(),
)
# On one claim: `value` is JSON, the slot as it should be.
corrections = Table(
    "corrections",
    metadata,
    Column("correction_id", Text, primary_key=True),
    Column("claim_id", Words, nullable=False, index=True),
    Column("verdict", Text, nullable=False),
    Column("slot", Text),
    Column("value", Words),
    *_decided(),
)
ratings = Table(
    "ratings",
    metadata,
    Column("rating_id", Text, primary_key=True),
    Column("source", Words, nullable=False),
    Column("reliability", Text, nullable=False),
    *_decided(),
)
responses = Table(
    "responses",
    metadata,
    Column("response_id", Text, primary_key=True),
    Column("event_id", Words, nullable=False, index=True),
    Column("text", Words, nullable=False),
    Column("by_whom", Words, nullable=False),
    Column("at", Text, nullable=False),
    _recorded_at(),
    Column("claim_id", Words),
    Column("link", Words),
)
moderations = Table(
    "moderations",
    metadata,
    Column("moderation_id", Text, primary_key=True),
    Column("response_id", Text, ForeignKey("responses.response_id"), nullable=False, index=True),
    Column("verdict", Text, nullable=False),
    *_decided(),
)
# What stays of a response whose words were removed.
removals = Table(
    "removals",
    metadata,
    Column("removal_id", Text, primary_key=True),
    Column("response_id", Text, ForeignKey("responses.response_id"), nullable=False, index=True),
    Column("event_id", Words, nullable=False),
    *_decided(),
)
# Who may do what on the site; the members themselves are no content (`access`).
appointments = Table(
    "appointments",
    metadata,
    Column("appointment_id", Text, primary_key=True),
    Column("member_id", Text, nullable=False, index=True),
    Column("role", Text, nullable=False),
    *_decided(),
)

# Who did what to the ledger beside adding reports; `about` is the key of the row that it wrote.
audit_log = Table(
    "audit_log",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("entry_id", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("by_whom", Words, nullable=False),
    _recorded_at(),
    UniqueConstraint("entry_id"),
)

# One row for each time that fused events were recorded, with what they were fused of, as numbers of rows:
# where the ledger has no more rows than these, the events are up to date.
fusings = Table(
    "fusings",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("fusing_id", Text, nullable=False),
    Column("fuser", Words, nullable=False),
    Column("reading_count", Integer, nullable=False),
    Column("judgement_count", Integer, nullable=False),
    Column("withdrawal_count", Integer, nullable=False),
    _recorded_at(),
    UniqueConstraint("fusing_id"),
)

# What a fusing changed: `content` is the event as JSON, null where it is no more. The last row counts.
events = Table(
    "events",
    metadata,
    Column("fusing_id", Text, ForeignKey("fusings.fusing_id"), primary_key=True),
    Column("event_id", Words, primary_key=True),
    Column("event_key", Text, nullable=False),
    Column("content", Words),
    sqlite_with_rowid=False,
)

# What was made of an event's claims, as JSON, under a hash of all that it was made of (`assessed`).
assessments = Table(
    "assessments",
    metadata,
    Column("basis", Text, primary_key=True),
    Column("rated", Text, primary_key=True),
    Column("event_id", Words, nullable=False),
    Column("assessment_key", Text, nullable=False),
    Column("content", Words, nullable=False),
    _recorded_at(),
)

# Revisions whose texts are copies of each other but for small changes, the lesser id first.
near_copies = Table(
    "near_copies",
    metadata,
    Column("left_revision", Text, ForeignKey("reports.revision_id"), primary_key=True),
    Column("right_revision", Text, ForeignKey("reports.revision_id"), primary_key=True, index=True),
    _recorded_at(),
    sqlite_with_rowid=False,
)

CONTENT_KEYS = (
    sources.c.source_key,
    reports.c.revision_id,
    claims.c.claim_key,
    readings.c.reading_id,
    judgements.c.judgement_id,
    withdrawals.c.withdrawal_id,
    ratings.c.rating_id,
    responses.c.response_id,
    corrections.c.correction_id,
    moderations.c.moderation_id,
    removals.c.removal_id,
    appointments.c.appointment_id,
)
"""The keys that stand for all content: each is a hash over everything that its row says."""


def append_only(table: str, dialect: str) -> list[str]:
    """Return the statements that make the database refuse to change or delete rows of the table."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: {verb} on {table} refused'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE OR REPLACE FUNCTION communique_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'the ledger is append-only: % on % refused', TG_OP, TG_TABLE_NAME; END $$",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION communique_append_only()",
    ]
