"""Tables of claims and events in the formats that their users work in. See `docs/exports.md`.

Each format is one writer; all are fed by one pass over a ledger, which `communique.exports` makes.
"""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

from communique.publish.tables.claims import claim_rows
from communique.publish.tables.masking import Manner
from communique.publish.tables.writing import Writer

__all__ = ["FORMATS", "Format", "Manner", "MissingLibraryError", "Writer", "claim_rows", "open_writer"]


@dataclass(frozen=True)
class Format:
    """Where a format's writer lies, what its file is called beside others, and the extra that it needs."""

    writer: str
    file: str
    about: str
    extra: str | None = None

    @property
    def ending(self) -> str:
        """The ending of the format's files."""
        return self.file.rpartition(".")[2]


_HERE = "communique.publish.tables"
FORMATS: Final = {
    "claims": Format(f"{_HERE}.delimited:ClaimsCsv", "claims.csv", "one row a claim and source"),
    "ucdp-ged": Format(f"{_HERE}.delimited:EventsCsv", "events.csv", "events in UCDP GED's 49 columns"),
    "acled": Format(f"{_HERE}.delimited:AcledCsv", "acled.csv", "events in ACLED's 31 columns"),
    "sources": Format(f"{_HERE}.delimited:SourcesCsv", "sources.csv", "who says so"),
    "removed": Format(f"{_HERE}.delimited:RemovedCsv", "removed.csv", "claims that are no more"),
    "reports": Format(f"{_HERE}.lines:Reports", "reports.jsonl", "whole reports with their claims"),
    "decisions": Format(f"{_HERE}.lines:Decisions", "decisions.jsonl", "what persons decided"),
    "geojson": Format(f"{_HERE}.lines:GeoJson", "events.geojson", "events as points"),
    "plover": Format(f"{_HERE}.lines:Plover", "plover.jsonl", "events after PLOVER"),
    "gpkg": Format(f"{_HERE}.columnar:GeoPackage", "ledger.gpkg", "claims and events for QGIS", "geo"),
    "geoparquet": Format(f"{_HERE}.columnar:GeoParquet", "events.parquet", "events as points", "geo"),
    "parquet": Format(f"{_HERE}.columnar:ClaimsParquet", "claims.parquet", "claims", "geo"),
    "ftm": Format(f"{_HERE}.ftm:FtmStatements", "statements.csv", "followthemoney statements", "ftm"),
}
"""The formats by name; `package` beside them is several in a folder."""


class MissingLibraryError(RuntimeError):
    """A format needs a library that is not installed."""


def open_writer(name: str, target: Path, manner: Manner) -> Writer:
    """Open the writer of a format; raise `MissingLibraryError` where its extra is not installed."""
    chosen = FORMATS[name]
    module, _, writer = chosen.writer.partition(":")
    try:
        opened: Writer = getattr(import_module(module), writer)(target, manner)
    except ModuleNotFoundError as error:
        if chosen.extra is None:
            raise
        reason = f"the format {name} needs {error.name}: pip install 'communique[{chosen.extra}]'"
        raise MissingLibraryError(reason) from None
    return opened
