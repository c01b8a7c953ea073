"""Events and their parties as followthemoney entities, in its statement form (CSV), by its own library."""

from pathlib import Path
from typing import Any, Final

from followthemoney.dataset import Dataset
from followthemoney.statement import StatementEntity
from followthemoney.statement.serialize import CSVStatementWriter

from communique.publish.tables.events import Page, masked_page, parties, ucdp_row
from communique.publish.tables.masking import Manner
from communique.publish.tables.writing import Writer

__all__ = ["FtmStatements"]

_DATASET: Final = Dataset.make({"name": "communique", "title": "Communique"})
_SCHEMAS: Final = {"person": "Person", "state": "PublicBody", "government": "PublicBody",
                   "state forces": "PublicBody"}  # fmt: skip


class FtmStatements(Writer):
    """An `Event` for each event, and an entity for each party that the actor list knows."""

    def __init__(self, target: Path, manner: Manner) -> None:
        super().__init__(target, manner)
        self._file = target.open("w", encoding="utf-8", newline="")
        self._out = CSVStatementWriter(self._file)
        self._parties: set[str] = set()

    def event(self, page: Page) -> None:  # noqa: D102 - as Writer says
        masked, row = masked_page(page, self.manner), ucdp_row(page, self.manner)
        involved = [p for role in ("actors", "recipients") for p in parties(page, role) if p["actor_id"]]
        quotes = [masked.quote(s["claim"]["quote"]) for s in page["statements"]]
        named = ": ".join(filter(None, (page["event"], page["mode"], page["where_coordinates"])))
        self._write(
            "Event",
            page["event_id"],
            name=[named],
            startDate=[page["date_start"]],
            endDate=[page["date_end"]],
            country=[(page["country"] or "").lower()],
            location=[page["where_coordinates"]],
            keywords=[page["grade"]],
            involved=[p["actor_id"] for p in involved],
            summary=quotes,
            notes=[f"killed {row['low']} to {row['high']}, best {row['best']}" if row.get("best") else None],
            publisher=sorted({s["outlet"] for s in page["statements"] if s["outlet"]}),
            sourceUrl=sorted({s["url"] for s in page["statements"] if s["url"]}),
        )
        for party in involved:
            if party["actor_id"] not in self._parties:
                self._parties.add(party["actor_id"])
                schema = _SCHEMAS.get(party["actor_type"], "Organization")
                self._write(schema, party["actor_id"], name=[party["name"]])

    def _write(self, schema: str, entity_id: str, **properties: list[Any]) -> None:
        entity = StatementEntity(_DATASET, {"schema": schema, "id": entity_id})
        for name, values in properties.items():
            for value in filter(None, values):
                entity.add(name, value, quiet=True)
        for statement in sorted(entity.statements, key=lambda s: (s.prop, s.value)):
            self._out.write(statement)

    def close(self) -> None:  # noqa: D102
        self._out.close()
        self._file.close()
