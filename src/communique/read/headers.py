"""Which table of coded happenings a document is, told by its header or by the names in its first record."""

import re
from typing import Final

__all__ = ["table_of"]

# Columns that together no other table has: ACLED codebook 2024, UCDP GED codebook 25.1, Airwars' incidents.
_COLUMNS: Final = {
    "acled": ({"event_id_cnty", "event_date", "sub_event_type", "actor1", "fatalities"},),
    "ucdp": ({"type_of_violence", "side_a", "side_b", "where_prec", "date_start", "best"},),
    "airwars": (
        {"code", "date", "killed", "evidence"},
        {"code", "date", "killed", "grading"},
        {"code", "date", "killed_min", "killed_max"},
        {"incident_code", "incident_date", "killed_min", "killed_max"},
        {"incident_code", "incident_date", "killed", "grading"},
    ),
}
_NAME = re.compile(rb'[^\s,;"\t]+')
_KEY = re.compile(rb'"(\w+)"\s*:')
_RECORDS = re.compile(rb"\A\s*\[?\s*\{")


def table_of(head: bytes) -> str | None:
    """Return `acled`, `ucdp` or `airwars` where the document's first bytes, as UTF-8, are such a table."""
    if _RECORDS.match(head):
        first, _, _ = head.partition(b"\n{")
        found = {key.decode().lower() for key in _KEY.findall(first)}
    else:
        line, _, _ = head.lstrip().partition(b"\n")
        found = {name.decode("utf-8", "replace").lower() for name in _NAME.findall(line)}
    for name, several in _COLUMNS.items():
        if any(columns <= found for columns in several):
            return name
    return None
