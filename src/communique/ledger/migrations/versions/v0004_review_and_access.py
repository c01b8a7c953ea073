"""Corrections of claims, moderated responses and their removal, and who may come in."""

import sqlalchemy as sa
from alembic import op

from communique.ledger.schema import append_only

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("withdrawals", "corrections", "moderations", "removals", "appointments")


def upgrade() -> None:
    _free_withdrawals()
    op.add_column("responses", sa.Column("claim_id", sa.Text))
    op.add_column("responses", sa.Column("link", sa.Text))
    _decisions()
    _access()
    for table in TABLES:
        for statement in append_only(table, op.get_bind().dialect.name):
            op.execute(statement)


def _free_withdrawals() -> None:
    """Let a withdrawal be of any decision; SQLite drops a foreign key with its table only."""
    op.rename_table("withdrawals", "withdrawals_of_judgements")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE withdrawals_of_judgements DROP CONSTRAINT pk_withdrawals CASCADE")
    op.drop_index("ix_withdrawals_judgement_id", "withdrawals_of_judgements")
    _table("withdrawals", "withdrawal_id", sa.Column("judgement_id", sa.Text, nullable=False))
    op.execute("INSERT INTO withdrawals SELECT * FROM withdrawals_of_judgements")
    op.drop_table("withdrawals_of_judgements")
    _index("withdrawals", "judgement_id")


def _decisions() -> None:
    _table(
        "corrections",
        "correction_id",
        sa.Column("claim_id", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("slot", sa.Text),
        sa.Column("value", sa.Text),
    )
    _index("corrections", "claim_id")
    response = ("response_id", "responses.response_id")
    _table(
        "moderations",
        "moderation_id",
        sa.Column("response_id", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        refers=response,
    )
    _index("moderations", "response_id")
    _table(
        "removals",
        "removal_id",
        sa.Column("response_id", sa.Text, nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        refers=response,
    )
    _index("removals", "response_id")
    _table(
        "appointments",
        "appointment_id",
        sa.Column("member_id", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
    )
    _index("appointments", "member_id")


def _access() -> None:
    """What is no content, and therefore may be changed and deleted."""
    _plain("members", "member_id", "issuer", "subject", "name", "recorded_at")
    _plain("sessions", "session_key", "member_id", "expires_at")
    _index("sessions", "member_id")
    _plain("one_time_links", "link_key", "role", "expires_at")
    _plain(
        "sign_in_states", "state_key", "provider", "browser_key", "nonce", "verifier", "next", "expires_at"
    )
    _plain("spent_challenges", "challenge_key", "expires_at")
    _plain("receipts", "response_id", "receipt_key", "member_id", "asked_at")
    _index("receipts", "member_id")
    _plain("site_keys", "purpose", "secret")
    op.create_table(
        "refusals",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("hour", "client", "reason", "path")),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("last_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("hour", "client", "reason", name="pk_refusals"),
    )


def _table(name: str, key: str, *columns: "sa.Column[str]", refers: tuple[str, str] | None = None) -> None:
    decided = (
        sa.Column(column, sa.Text, nullable=False) for column in ("by_whom", "at", "why", "recorded_at")
    )
    foreign = []
    if refers is not None:
        foreign = [sa.ForeignKeyConstraint([refers[0]], [refers[1]], name=f"fk_{name}_{refers[0]}")]
    op.create_table(
        name,
        sa.Column(key, sa.Text, nullable=False),
        *columns,
        *decided,
        sa.PrimaryKeyConstraint(key, name=f"pk_{name}"),
        *foreign,
    )


def _plain(name: str, key: str, *columns: str) -> None:
    optional = ("member_id", "asked_at") if name == "receipts" else ()
    op.create_table(
        name,
        sa.Column(key, sa.Text, nullable=False),
        *(sa.Column(column, sa.Text, nullable=column in optional) for column in columns),
        sa.PrimaryKeyConstraint(key, name=f"pk_{name}"),
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
