"""JSON: whole reports and decisions, to be taken up again; events as GeoJSON, and after PLOVER."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from communique.model import Report, report_to_json
from communique.publish.tables.events import Page, masked_page, parties, ucdp_row
from communique.publish.tables.masking import Manner, Masked
from communique.publish.tables.writing import Writer

__all__ = ["Decisions", "GeoJson", "Plover", "Reports"]


class _Lines(Writer):
    def __init__(self, target: Path, manner: Manner) -> None:
        super().__init__(target, manner)
        self._file = target.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")

    def write(self, line: str) -> None:
        """Write a line."""
        self._file.write(line + "\n")

    def close(self) -> None:
        self._file.close()


class Reports(_Lines):
    """Reports with their claims, in the form of `communique read --format jsonl`."""

    def report(self, report: Report) -> None:  # noqa: D102 - as Writer says
        self.write(report_to_json(report))


class Decisions(_Lines):
    """What persons decided, a decision a line, with its `kind`."""

    def decision(self, told: Mapping[str, Any]) -> None:  # noqa: D102 - as Writer says
        self.write(json.dumps(told, ensure_ascii=False))


class Plover(_Lines):
    """Events after PLOVER (Halterman et al. 2023): source and recipient are actor and recipient."""

    def event(self, page: Page) -> None:  # noqa: D102
        self.write(json.dumps(_plover(page, self.manner), ensure_ascii=False))


def _plover(page: Page, manner: Manner) -> dict[str, Any]:
    row, masked = ucdp_row(page, manner), masked_page(page, manner)
    where = ("latitude", "longitude", "country", "adm_1", "adm_2", "geonameid")
    return {
        "id": page["event_id"],
        "date": page["date_start"],
        "date_end": page["date_end"],
        "type": page["event"],
        "mode": page["mode"],
        "actor": [_party(p, masked) for p in parties(page, "actors")],
        "recipient": [_party(p, masked) for p in parties(page, "recipients")],
        "location": {"name": page["where_coordinates"]} | {name: page[name] for name in where},
        "killed": {"low": row.get("low"), "best": row.get("best"), "high": row.get("high")},
        "sources": sorted({s["outlet"] for s in page["statements"] if s["outlet"]}),
        "claims": list(page["claims"]),
    }


def _party(party: Page, masked: Masked) -> dict[str, Any]:
    return {"name": masked.words(party["name"]), "id": party["actor_id"], "type": party["actor_type"]}


class GeoJson(Writer):
    """Events as a GeoJSON collection (RFC 7946); without a point where the place is not known."""

    def __init__(self, target: Path, manner: Manner) -> None:
        super().__init__(target, manner)
        self._file = target.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
        self._file.write('{"type": "FeatureCollection", "features": [')
        self._between = "\n"

    def event(self, page: Page) -> None:  # noqa: D102
        point = None
        if page["latitude"] is not None:
            point = {"type": "Point", "coordinates": [page["longitude"], page["latitude"]]}
        told = {k: v for k, v in ucdp_row(page, self.manner).items() if v is not None}
        more = {"event": page["event"], "mode": page["mode"], "grade": page["grade"]}
        feature = {"type": "Feature", "id": page["event_id"], "geometry": point, "properties": told | more}
        self._file.write(self._between + json.dumps(feature, ensure_ascii=False))
        self._between = ",\n"

    def close(self) -> None:  # noqa: D102
        self._file.write("\n]}\n")
        self._file.close()
