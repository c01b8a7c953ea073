"""An index of the words of reports, which the database itself keeps in step with them."""

from alembic import op

from communique.ledger.searching import search_index

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in search_index(op.get_bind().dialect.name):
        op.execute(statement)
