"""Search over the titles and texts of reports, by an index that the database keeps in step with them.

SQLite: FTS5 with trigrams, so that a piece of a word is found too. PostgreSQL: its text search with the
configuration `simple`, by the beginnings of words. Either finds the reports that hold all words asked for;
case does not matter. Words of less than three characters are too short to look for.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, literal_column, select, text

from communique.ledger.reading import chosen_readings
from communique.ledger.schema import readings, reports

__all__ = ["Found", "find", "holding", "search_index", "searched_words", "tidy_index"]

_WORD: Final = re.compile(r"\w+(?:['’.-]\w+)*")
"""Names such as al-Qaim are one word."""
_PIECE: Final = re.compile(r"\w+")
_SHORTEST: Final = 3
_MOST: Final = 20
"""Words that are looked for; more of them hardly narrow a search, and each costs."""
_INDEXED: Final = 200_000
"""Characters of a text that PostgreSQL indexes: its lists of words hold a megabyte at most."""
_VECTOR: Final = (
    f"to_tsvector('simple', left(coalesce(reports.title, '') || ' ' || reports.text, {_INDEXED}))"
)
_NUMBERED: Final = "INSERT INTO searched (revision_id) VALUES (new.revision_id); "
_ADDED: Final = (
    "INSERT INTO report_words (rowid, title, text) "
    "SELECT number, new.title, new.text FROM searched WHERE revision_id = new.revision_id; "
)
_DROPPED: Final = (
    "INSERT INTO report_words (report_words, rowid, title, text) "
    "SELECT 'delete', number, old.title, old.text FROM searched WHERE revision_id = old.revision_id; "
)


class Found(NamedTuple):
    """A report that holds the words, as last read."""

    report_id: str
    title: str | None
    outlet: str | None
    published: str | None
    text: str


def search_index(dialect: str) -> list[str]:
    """Return the statements that make the index, of all reports that there are and of those to come."""
    if dialect == "postgresql":
        return [f"CREATE INDEX ix_reports_words ON reports USING gin ({_VECTOR})"]
    return [
        "CREATE TABLE searched (number INTEGER PRIMARY KEY, revision_id TEXT NOT NULL UNIQUE)",
        "CREATE VIEW searched_words AS SELECT number, title, text "
        "FROM searched JOIN reports USING (revision_id)",
        "CREATE VIRTUAL TABLE report_words USING fts5("
        "title, text, content='searched_words', content_rowid='number', tokenize='trigram')",
        "INSERT INTO searched (revision_id) SELECT revision_id FROM reports ORDER BY rowid",
        "INSERT INTO report_words (report_words) VALUES ('rebuild')",
        f"CREATE TRIGGER reports_searched AFTER INSERT ON reports BEGIN {_NUMBERED}{_ADDED}END",
        f"CREATE TRIGGER reports_searched_anew AFTER UPDATE ON reports BEGIN {_DROPPED}{_ADDED}END",
    ]


def tidy_index(connection: Connection) -> None:
    """Take out of the index what rows said before they were changed."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO report_words (report_words) VALUES ('optimize')"))


def searched_words(words: str) -> list[str]:
    """Return the words that are looked for, each once, whatever its case."""
    asked = {word.casefold(): word for word in _WORD.findall(words) if len(word) >= _SHORTEST}
    return list(asked.values())[:_MOST]


def find(connection: Connection, words: str, limit: int, offset: int) -> tuple[int, Sequence[Found]]:
    """Return how many reports hold all words, and some of these, those last published first."""
    asked = searched_words(words)
    told = (reports.c.report_id, reports.c.title, reports.c.outlet, reports.c.published, reports.c.text)
    if words.strip() and not asked:
        return 0, []
    chosen = [chosen_readings()] + ([_holding(connection.dialect.name, asked)] if asked else [])
    query = select(*told).select_from(readings.join(reports)).where(*chosen)
    order = reports.c.published.desc().nulls_last(), readings.c.seq.desc()
    number = connection.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = connection.execute(query.order_by(*order).limit(limit).offset(offset)).all()
    return number, [Found(*row) for row in rows]


def holding(connection: Connection, words: str) -> Sequence[str]:
    """Return the ids of all reports that hold all words; none where none is long enough."""
    if not (asked := searched_words(words)):
        return []
    chosen = chosen_readings(), _holding(connection.dialect.name, asked)
    return connection.scalars(
        select(reports.c.report_id).select_from(readings.join(reports)).where(*chosen)
    ).all()


def _holding(dialect: str, asked: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition for the revisions that hold all words; in these stand no quotation marks."""
    if dialect == "postgresql":
        query = " & ".join(f"'{piece}':*" for word in asked for piece in _PIECE.findall(word))
        return literal_column(_VECTOR).op("@@")(func.to_tsquery("simple", query))
    wanted = " AND ".join(f'"{word}"' for word in asked)
    matching = text(
        "SELECT revision_id FROM searched WHERE number IN "
        "(SELECT rowid FROM report_words WHERE report_words MATCH :wanted)"
    )
    return reports.c.revision_id.in_(matching.bindparams(wanted=wanted).columns(reports.c.revision_id))
