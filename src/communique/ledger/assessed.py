"""What was made of events' claims: kept under a hash of all that it was made of, so it is never out of date.

Whoever asks reckons the hash, `basis`, of what there is now; where something changed, nothing is found
under it. `rated` is a second hash, of the grades given to the sources that count for the event: which
these are, only what was recorded tells.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, delete, select, text

from communique.ledger.inserting import insert_new
from communique.ledger.lookups import in_parts
from communique.ledger.opening import translated, writing
from communique.ledger.rows import Row, content_key
from communique.ledger.schema import assessments, removals

__all__ = [
    "Assessed",
    "Assessments",
    "claimed_report_id",
    "forget_assessments",
    "removed_reports",
    "wrong_assessments",
]


@dataclass(frozen=True, slots=True)
class Assessed:
    """What was made of one event's claims; `content` is JSON."""

    basis: str
    rated: str
    event_id: str
    content: str


class Assessments:
    """The assessments that a ledger holds, open until the ledger is closed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, bases: Collection[str]) -> Iterator[Assessed]:
        """Yield what was recorded under these hashes."""
        names = [assessments.c[name] for name in Assessed.__slots__]
        with translated(), self._engine.connect() as connection:
            for several in in_parts(bases):
                query = select(*names).where(assessments.c.basis.in_(several))
                for row in connection.execute(query):
                    yield Assessed(*row)

    def record(self, made: Iterable[Assessed]) -> int:
        """Record what was made, but of no removed words; return how much of it was new."""
        at = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        rows = [_row(one) | {"recorded_at": at} for one in made]
        if not rows:
            return 0
        with translated(), writing(self._engine).begin() as connection:
            if connection.dialect.name == "postgresql":  # so that no removal goes on meanwhile
                connection.execute(text("LOCK TABLE assessments IN ROW EXCLUSIVE MODE"))
            gone = [f'"{name}"' for name in removed_reports(connection)]
            kept = [row for row in rows if not any(name in row["content"] for name in gone)]
            return insert_new(connection, assessments, kept)


def _row(made: Assessed) -> Row:
    told = {name: getattr(made, name) for name in Assessed.__slots__}
    return told | {"assessment_key": _key(told)}


def _key(row: Row) -> str:
    return content_key("assessment", *(row[name] for name in Assessed.__slots__))


def claimed_report_id(response_id: str) -> str:
    """Return the id of the report that a response is where an analyst took it up as a source's claim."""
    return f"response-{response_id}"


def removed_reports(connection: Connection) -> set[str]:
    """Return the ids that reports made of removed responses have, or would have."""
    return {claimed_report_id(name) for name in connection.scalars(select(removals.c.response_id))}


def wrong_assessments(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield where and why, for each assessment that is not as it was recorded."""
    for row in connection.execution_options(yield_per=1000).execute(select(assessments)).mappings():
        if _key(dict(row)) != row["assessment_key"]:
            yield f"assessments {row['basis']}", "assessment_key not as recorded"


def forget_assessments(connection: Connection, report_id: str) -> None:
    """Delete what was made of a report's claims; `report_id` is one that JSON writes as it is."""
    held = assessments.c.content.contains(f'"{report_id}"', autoescape=True)
    connection.execute(delete(assessments).where(held))
