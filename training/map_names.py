"""Take from the gazetteer the names that the site's map shows: `python -m training.map_names`.

Countries at their label points, and towns of a hundred thousand people or more with capitals, the largest
first, so that the map can leave out the smaller of two that would overlap. Writes
`src/communique/publish/shapes/names.json`: a list of `[kind, name, longitude, latitude]`, kind 0 for a
country, 1 for a capital, 2 for another town.
"""

import json
from math import log2
from pathlib import Path

from communique.publish.basemap import country_name
from communique.resolve.gazetteer.store import Entry, built_in

TARGET = Path("src/communique/publish/shapes/names.json")
PEOPLE = 100_000
KINDS = {"country": 0, "capital": 1, "locality": 2}


def main() -> None:
    """Write the file."""
    gazetteer = built_in()
    least = int(8 * log2(PEOPLE + 1))
    entries = (gazetteer[number] for number in range(len(gazetteer)))
    shown = [
        e for e in entries if e.kind in ("country", "capital") or (e.kind == "locality" and e.people >= least)
    ]
    shown.sort(key=lambda e: (KINDS[e.kind], -e.people, e.name, e.number))
    TARGET.write_text(
        json.dumps([_told(e) for e in shown], ensure_ascii=False, separators=(",", ":")) + "\n",
        encoding="utf-8",
    )
    print(f"{len(shown)} names, {TARGET.stat().st_size / 1000:.0f} kB")


def _told(entry: Entry) -> tuple[int, str, float, float]:
    name = country_name(entry.country) if entry.kind == "country" else entry.name
    return KINDS[entry.kind], name, round(entry.longitude, 2), round(entry.latitude, 2)


if __name__ == "__main__":
    main()
