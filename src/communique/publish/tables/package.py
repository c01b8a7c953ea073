"""A Frictionless Data Package: the tables, with their hashes, terms, codebook and citation."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from communique import __version__
from communique.publish.tables import FORMATS
from communique.publish.tables.columns import TABLES, Table
from communique.publish.tables.masking import Manner

__all__ = ["FILES", "write_package"]

_HELD: Final = ("claims", "ucdp-ged", "acled", "sources", "removed", "reports", "decisions")
FILES: Final = {name: FORMATS[name].file for name in _HELD}
"""Each format of a package and its file; `reports` holds whole texts, so that it goes with the quotes."""
_OWN: Final = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_TEXTS: Final = {"name": "other-closed", "title": "Texts and quotes: their publishers'"}
_QUOTING: Final = frozenset({"claims", "acled", "reports"})
_BY_FILE: Final = {FILES["ucdp-ged"]: "events"} | {f"{table.name}.csv": table.name for table in TABLES}


def write_package(folder: Path, formats: Iterable[str], manner: Manner) -> Path:
    """Describe the written tables in `datapackage.json`, `codebook.md` and `CITATION.cff`; return the first.

    The version is a hash of the contents: equal contents are an equal package.
    """
    (folder / "codebook.md").write_text(_codebook(), encoding="utf-8")
    resources = [_resource(folder, name, manner) for name in formats]
    told = "".join(resource["hash"] for resource in resources)
    version = hashlib.sha256(told.encode()).hexdigest()[:12]
    package = {
        "profile": "data-package",
        "name": "communique-export",
        "title": "Claims about armed conflict, and the events that they tell of",
        "version": version,
        "licenses": [_OWN],
        "contributors": [{"title": f"Communique {__version__}", "role": "wrangler"}],
        "resources": resources,
    }
    (folder / "CITATION.cff").write_text(_citation(version), encoding="utf-8")
    described = folder / "datapackage.json"
    described.write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return described


def _resource(folder: Path, name: str, manner: Manner) -> dict[str, Any]:
    file = folder / FILES[name]
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    quoting = name in _QUOTING and manner.quotes
    resource = {
        "name": file.stem,
        "path": file.name,
        "format": file.suffix[1:],
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest}",
        "licenses": [_OWN, _TEXTS] if quoting else [_OWN],
    }
    table = next((t for t in TABLES if t.name == _BY_FILE.get(file.name)), None)
    if table is None:
        return resource | {"type": "file", "mediatype": "application/x-ndjson"}
    tabular = {"profile": "tabular-data-resource", "mediatype": "text/csv", "title": table.title}
    return resource | tabular | {"schema": _schema(table)}


def _schema(table: Table) -> dict[str, Any]:
    fields = [{"name": c.name, "type": c.kind, "description": c.about} for c in table.columns]
    return {"fields": fields, "missingValues": [""]}


def _codebook() -> str:
    parts = ["# Codebook\n\nEvery column of every table. An empty cell is a value that nobody told.\n"]
    for table in TABLES:
        file = next((f for f, name in _BY_FILE.items() if name == table.name), f"{table.name}.csv")
        lines = [f"| `{c.name}` | {c.kind} | {c.about} |" for c in table.columns]
        key = ", ".join(f"`{name}`" for name in table.key)
        about = f"## {file}\n\n{table.title}. Rows differ in {key}."
        head = f"{about}\n\n| column | type | meaning |\n| --- | --- | --- |"
        parts.append("\n".join([head, *lines]) + "\n")
    return "\n".join(parts)


def _citation(version: str) -> str:
    return (
        "cff-version: 1.2.0\n"
        "type: dataset\n"
        "message: Please cite this data as below, and the reports that it quotes.\n"
        "title: Claims about armed conflict, and the events that they tell of\n"
        f'version: "{version}"\n'
        "authors:\n"
        f"  - name: Communique {__version__}\n"
        "license: CC-BY-4.0\n"
    )
