"""What was made of each event's claims, so that not every process assesses every event anew."""

import sqlalchemy as sa
from alembic import op

from communique.ledger.schema import append_only

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    names = ("basis", "rated", "event_id", "assessment_key", "content", "recorded_at")
    op.create_table(
        "assessments",
        *(sa.Column(name, sa.Text, nullable=False) for name in names),
        sa.PrimaryKeyConstraint("basis", "rated", name="pk_assessments"),
    )
    for statement in append_only("assessments", op.get_bind().dialect.name):
        op.execute(statement)
