"""Rows into the ledger: only those that are not there yet."""

from functools import cache

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite

from communique.ledger.rows import Row

__all__ = ["insert_new"]


def insert_new(connection: Connection, table: Table, rows: list[Row]) -> int:
    """Insert the rows that are not there yet; return how many these were."""
    if not rows:
        return 0
    return connection.execute(_insertion(table, connection.dialect.name), rows).rowcount


@cache
def _insertion(table: Table, dialect: str) -> Insert:
    kept = {"preserve_rowcount": True}
    if dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing().execution_options(**kept)
    return sqlite.insert(table).on_conflict_do_nothing().execution_options(**kept)
