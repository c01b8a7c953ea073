"""Reports, the claims that extractors found in them, and what resolvers made of these."""

import sqlalchemy as sa
from alembic import op

from communique.ledger.schema import append_only

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("sources", "reports", "claims", "readings", "resolutions", "attributions", "resolved_places")


def upgrade() -> None:
    _sources_and_reports()
    _claims()
    _readings()
    _look_ups()
    for table in TABLES:
        for statement in append_only(table, op.get_bind().dialect.name):
            op.execute(statement)


def _sources_and_reports() -> None:
    op.create_table(
        "sources",
        sa.Column("source_key", sa.Text, nullable=False),
        sa.Column("source_id", sa.Text),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("source_key", name="pk_sources"),
    )
    op.create_table(
        "reports",
        sa.Column("revision_id", sa.Text, nullable=False),
        sa.Column("report_key", sa.Text, nullable=False),
        sa.Column("report_id", sa.Text, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("published", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("outlet", sa.Text),
        sa.Column("outlet_key", sa.Text),
        sa.Column("author", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("location", sa.Text),
        sa.Column("further", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("revision_id", name="pk_reports"),
        sa.ForeignKeyConstraint(["outlet_key"], ["sources.source_key"], name="fk_reports_outlet_key"),
    )
    _index("reports", "report_key")
    _index("reports", "content_hash")
    _index("reports", "published")


def _claims() -> None:
    op.create_table(
        "claims",
        sa.Column("claim_key", sa.Text, nullable=False),
        sa.Column("revision_id", sa.Text, nullable=False),
        sa.Column("claim_id", sa.Text, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("quote_start", sa.Integer, nullable=False),
        sa.Column("quote_end", sa.Integer, nullable=False),
        sa.Column("trigger", sa.Text, nullable=False),
        sa.Column("trigger_start", sa.Integer, nullable=False),
        sa.Column("trigger_end", sa.Integer, nullable=False),
        sa.Column("cue", sa.Text),
        sa.Column("cue_start", sa.Integer),
        sa.Column("cue_end", sa.Integer),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("mode", sa.Text),
        sa.Column("factuality", sa.Text, nullable=False),
        sa.Column("confidence", sa.Float(53), nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("slots", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("claim_key", name="pk_claims"),
        sa.ForeignKeyConstraint(["revision_id"], ["reports.revision_id"], name="fk_claims_revision_id"),
    )
    _index("claims", "revision_id")
    _index("claims", "claim_id")


def _readings() -> None:
    op.create_table(
        "readings",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), autoincrement=True),
        sa.Column("reading_id", sa.Text, nullable=False),
        sa.Column("revision_id", sa.Text, nullable=False),
        sa.Column("report_key", sa.Text, nullable=False),
        sa.Column("resolver", sa.Text, nullable=False),
        sa.Column("claim_count", sa.Integer, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_readings"),
        sa.UniqueConstraint("reading_id", name="uq_readings_reading_id"),
        sa.ForeignKeyConstraint(["revision_id"], ["reports.revision_id"], name="fk_readings_revision_id"),
    )
    _index("readings", "revision_id")
    _index("readings", "report_key", "seq")
    op.create_table(
        "resolutions",
        *_place_in_reading("resolutions"),
        sa.Column("claim_key", sa.Text, nullable=False),
        sa.Column("earliest", sa.Text),
        sa.Column("latest", sa.Text),
        sa.Column("identities", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("reading_id", "position", name="pk_resolutions"),
        sa.ForeignKeyConstraint(["claim_key"], ["claims.claim_key"], name="fk_resolutions_claim_key"),
        sqlite_with_rowid=False,
    )
    _index("resolutions", "claim_key")
    _index("resolutions", "earliest", "latest")


def _look_ups() -> None:
    op.create_table(
        "attributions",
        *_place_in_reading("attributions"),
        sa.Column("link", sa.Integer, nullable=False),
        sa.Column("source_key", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("reading_id", "position", "link", name="pk_attributions"),
        sa.ForeignKeyConstraint(["source_key"], ["sources.source_key"], name="fk_attributions_source_key"),
        sqlite_with_rowid=False,
    )
    _index("attributions", "source_key")
    op.create_table(
        "resolved_places",
        *_place_in_reading("resolved_places"),
        sa.Column("slot", sa.Integer, nullable=False),
        sa.Column("latitude", sa.Float(53), nullable=False),
        sa.Column("longitude", sa.Float(53), nullable=False),
        sa.Column("country", sa.Text),
        sa.Column("where_prec", sa.Integer),
        sa.PrimaryKeyConstraint("reading_id", "position", "slot", name="pk_resolved_places"),
        sqlite_with_rowid=False,
    )
    _index("resolved_places", "latitude", "longitude")


def _place_in_reading(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("reading_id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["reading_id"], ["readings.reading_id"], name=f"fk_{table}_reading_id"),
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
