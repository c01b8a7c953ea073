"""Fused events, what persons decide on them, copies among the reports, and who did what."""

import sqlalchemy as sa
from alembic import op

from communique.ledger.schema import append_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "judgements",
    "withdrawals",
    "ratings",
    "responses",
    "audit_log",
    "fusings",
    "events",
    "near_copies",
)


def upgrade() -> None:
    _judgements()
    _ratings_and_responses()
    _audit_log()
    _events()
    _near_copies()
    for table in TABLES:
        for statement in append_only(table, op.get_bind().dialect.name):
            op.execute(statement)


def _judgements() -> None:
    op.create_table(
        "judgements",
        sa.Column("judgement_id", sa.Text, nullable=False),
        sa.Column("left_claim", sa.Text, nullable=False),
        sa.Column("right_claim", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        *_decided(),
        sa.PrimaryKeyConstraint("judgement_id", name="pk_judgements"),
    )
    _index("judgements", "left_claim")
    _index("judgements", "right_claim")
    op.create_table(
        "withdrawals",
        sa.Column("withdrawal_id", sa.Text, nullable=False),
        sa.Column("judgement_id", sa.Text, nullable=False),
        *_decided(),
        sa.PrimaryKeyConstraint("withdrawal_id", name="pk_withdrawals"),
        sa.ForeignKeyConstraint(
            ["judgement_id"], ["judgements.judgement_id"], name="fk_withdrawals_judgement_id"
        ),
    )
    _index("withdrawals", "judgement_id")


def _ratings_and_responses() -> None:
    op.create_table(
        "ratings",
        sa.Column("rating_id", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("reliability", sa.Text, nullable=False),
        *_decided(),
        sa.PrimaryKeyConstraint("rating_id", name="pk_ratings"),
    )
    op.create_table(
        "responses",
        sa.Column("response_id", sa.Text, nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("by_whom", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("response_id", name="pk_responses"),
    )
    _index("responses", "event_id")


def _audit_log() -> None:
    op.create_table(
        "audit_log",
        _seq(),
        sa.Column("entry_id", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("by_whom", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_log"),
        sa.UniqueConstraint("entry_id", name="uq_audit_log_entry_id"),
    )


def _events() -> None:
    op.create_table(
        "fusings",
        _seq(),
        sa.Column("fusing_id", sa.Text, nullable=False),
        sa.Column("fuser", sa.Text, nullable=False),
        sa.Column("reading_count", sa.Integer, nullable=False),
        sa.Column("judgement_count", sa.Integer, nullable=False),
        sa.Column("withdrawal_count", sa.Integer, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_fusings"),
        sa.UniqueConstraint("fusing_id", name="uq_fusings_fusing_id"),
    )
    op.create_table(
        "events",
        sa.Column("fusing_id", sa.Text, nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("event_key", sa.Text, nullable=False),
        sa.Column("content", sa.Text),
        sa.PrimaryKeyConstraint("fusing_id", "event_id", name="pk_events"),
        sa.ForeignKeyConstraint(["fusing_id"], ["fusings.fusing_id"], name="fk_events_fusing_id"),
        sqlite_with_rowid=False,
    )


def _near_copies() -> None:
    sides = ("left_revision", "right_revision")
    op.create_table(
        "near_copies",
        *(sa.Column(side, sa.Text, nullable=False) for side in sides),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint(*sides, name="pk_near_copies"),
        *(
            sa.ForeignKeyConstraint([side], ["reports.revision_id"], name=f"fk_near_copies_{side}")
            for side in sides
        ),
        sqlite_with_rowid=False,
    )
    _index("near_copies", "right_revision")


def _seq() -> sa.Column[int]:
    return sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), autoincrement=True)


def _decided() -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("by_whom", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
