"""Reads a user's gazetteer files: GeoNames dumps, OCHA place-code tables, plain CSV with a name and a
point."""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from communique.resolve.gazetteer.names import fold, key
from communique.resolve.gazetteer.overlay import OwnPlace, write_overlay
from communique.resolve.gazetteer.store import Gazetteer, built_in
from communique.resolve.wordlists import word_set

__all__ = ["add_places", "read_places"]

# Feature classes of GeoNames that reports name: places, divisions, and spots such as airports and camps.
_GEONAMES_KINDS = {"P": "locality", "S": "campus", "T": "area", "L": "area", "V": "area"}
_DIVISION_KINDS = {
    "ADM1": "region",
    "ADM2": "county",
    "ADM3": "localadmin",
    "ADM4": "localadmin",
    "PCLI": "country",
}
_CAMPUS_CODES = word_set("AIRP AIRB AIRF AIRH CMP CMPRF INSM MILB PRN HSP DAM BDG CSTL OILW OILF RSTN")
# Header words of plain tables and of the OCHA common operational datasets, lower case without `_` and spaces.
_COLUMNS = {
    "name": "name|nameen|placename|featurename|featurenameen|admin4nameen|adm4en|admin4name|location|ppl",
    "latitude": "latitude|lat|y|latitudey|pointy|ycoord|centery|latwgs84",
    "longitude": "longitude|lon|lng|long|x|longitudex|pointx|xcoord|centerx|lonwgs84",
    "country": "country|countrycode|iso|iso2|adm0pcode|admin0pcode|iso31661alpha2",
    "adm_1": "adm1|admin1|province|governorate|state|adm1en|admin1nameen|admin1name|adm1name|region",
    "adm_2": "adm2|admin2|district|adm2en|admin2nameen|admin2name|adm2name|county",
    "alias": "alias|aliases|altname|altnames|alternatenames|namealt|othernames",
    "native": "namear|namelocal|adm4ar|admin4namear|nameru|nameuk|nameua|namefa|namefr|adm4fr",
    "code": "pcode|code|id|adm4pcode|admin4pcode|placecode|uid",
    "population": "population|pop|totalpopulation",
    "kind": "kind|type|featuretype",
}
_SPLIT = re.compile(r"[|;]")
SAME_POINT_DEGREES = 0.05
"""A known place of the same name within this distance tells what a division's code means."""


def add_places(path: Path, overlay: Path) -> int:
    """Add the file's places to the overlay, where the resolver finds them at once; return how many there
    were.

    Raises `ValueError`, with the line and what is wrong, and adds nothing, where the file is not understood.
    """
    return write_overlay(read_places(path), overlay)


def read_places(path: Path) -> Iterator[OwnPlace]:
    """Yield the places of a GeoNames dump (tab-separated, .txt or .zip), an OCHA table or a plain CSV or
    TSV."""
    with _opened(path) as lines:
        head = lines.readline()
        if not head.strip():
            raise ValueError(f"{path}: the file is empty")
        lines.seek(0)
        fields = head.rstrip("\r\n").split("\t")
        if len(fields) == 19 and fields[0].isdigit():
            yield from _geonames(lines, path)
        else:
            yield from _table(lines, path, "\t" if head.count("\t") > head.count(",") else _delimiter(head))


@contextmanager
def _opened(path: Path) -> Iterator[io.TextIOBase]:
    if path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as archive:
            inside = [
                n for n in archive.namelist() if n.endswith((".txt", ".csv")) and "readme" not in n.lower()
            ]
            if len(inside) != 1:
                raise ValueError(f"{path}: expected one table inside, found {len(inside)}")
            text = archive.read(inside[0]).decode("utf-8-sig")
            yield io.StringIO(text, newline="")
    else:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield lines


def _delimiter(head: str) -> str:
    return ";" if head.count(";") > head.count(",") else ","


def _geonames(lines: io.TextIOBase, path: Path) -> Iterator[OwnPlace]:
    """Read GeoNames' own format: 19 columns, described in its `readme.txt`."""
    start = lines.tell()
    divisions = _division_codes(line.rstrip("\r\n").split("\t") for line in lines)
    lines.seek(start)
    for number, line in enumerate(lines, 1):
        fields = line.rstrip("\r\n").split("\t")
        if len(fields) != 19:
            raise ValueError(f"{path}, line {number}: expected 19 columns, found {len(fields)}")
        place = _geonames_place(fields, divisions, f"{path}, line {number}")
        if place is not None:
            yield place


def _geonames_place(
    fields: list[str], divisions: Mapping[str, tuple[int, str]], where: str
) -> OwnPlace | None:
    feature, code = fields[6], fields[7]
    kind = _DIVISION_KINDS.get(code) if feature == "A" else _GEONAMES_KINDS.get(feature)
    if kind is None or (kind == "campus" and code not in _CAMPUS_CODES) or code.endswith("H"):
        return None
    adm_1_id, adm_1 = divisions.get(f"{fields[8]}.{fields[10]}", (0, None))
    return OwnPlace(
        code=f"geonames:{fields[0]}",
        name=fields[1],
        latitude=_degrees(fields[4], where),
        longitude=_degrees(fields[5], where),
        country=fields[8].upper(),
        kind=kind,
        aliases=tuple(name for name in (fields[2], *fields[3].split(",")) if name.strip()),
        geonameid=int(fields[0]),
        population=int(fields[14] or 0),
        adm_1_id=int(fields[0]) if kind == "region" else adm_1_id,
        adm_1=fields[1] if kind == "region" else adm_1,
    )


def _division_codes(rows: Iterator[list[str]]) -> dict[str, tuple[int, str]]:
    """Return what each division code (`SY.09`) of a dump means, by the dump's own divisions or known
    places."""
    base = built_in()
    told: dict[str, tuple[int, str]] = {}
    votes: dict[str, Counter[tuple[int, str]]] = {}
    for fields in rows:
        if len(fields) != 19 or not fields[10]:
            continue
        code = f"{fields[8]}.{fields[10]}"
        if fields[7] == "ADM1":
            told[code] = int(fields[0]), fields[1]
        elif fields[6] == "P" and sum(votes.get(code, Counter()).values()) < 50:
            division = _known_division(fields[1], fields[8], (float(fields[4]), float(fields[5])), base)
            if division:
                votes.setdefault(code, Counter())[division] += 1
    found = {code: count.most_common(1)[0][0] for code, count in votes.items()}
    return {**told, **found}


def _known_division(
    name: str, country: str, point: tuple[float, float], base: Gazetteer
) -> tuple[int, str] | None:
    folded = fold(name)
    for number in {*base.named(key(folded)), *base.named(key(folded, False))}:
        entry = base[number]
        near = abs(entry.latitude - point[0]) + abs(entry.longitude - point[1]) < SAME_POINT_DEGREES
        if near and entry.country == country and entry.adm_1:
            return entry.adm_1_id, entry.adm_1
    return None


def _table(lines: io.TextIOBase, path: Path, delimiter: str) -> Iterator[OwnPlace]:
    reader = csv.DictReader(lines, delimiter=delimiter)
    column = _recognised(reader.fieldnames or [])
    missing = [needed for needed in ("name", "latitude", "longitude") if needed not in column]
    if missing:
        raise ValueError(
            f"{path}: no column for {', '.join(missing)}; the header is {', '.join(reader.fieldnames or [])}"
        )
    division = _division_finder()
    for number, row in enumerate(reader, 2):
        told = {meaning: (row.get(header) or "").strip() for meaning, header in column.items()}
        if told["name"]:
            yield _table_place(told, f"{path}, line {number}", path.stem, division)


def _recognised(headers: Sequence[str]) -> dict[str, str]:
    plain = {re.sub(r"[^a-z0-9]", "", header.lower()): header for header in reversed(headers)}
    found = {}
    for meaning, spelled in _COLUMNS.items():
        header = next((plain[word] for word in spelled.split("|") if word in plain), None)
        if header is not None:
            found[meaning] = header
    return found


def _table_place(
    told: Mapping[str, str], where: str, source: str, division: Callable[[str, str], tuple[int, str | None]]
) -> OwnPlace:
    country = told.get("country", "")
    country = (
        country.upper()[:2] if re.fullmatch(r"[A-Za-z]{2}\d*", country) else _country_code(country, where)
    )
    adm_1_id, adm_1 = division(told.get("adm_1", ""), country)
    latitude, longitude = _degrees(told["latitude"], where), _degrees(told["longitude"], where)
    aliases = [alias.strip() for alias in _SPLIT.split(told.get("alias", "")) if alias.strip()]
    people = re.sub(r"[^\d]", "", told.get("population", "").split(".")[0])
    return OwnPlace(
        code=told.get("code") or f"{source}:{told['name']}:{latitude}:{longitude}",
        name=told["name"],
        latitude=latitude,
        longitude=longitude,
        country=country,
        aliases=(*aliases, *([told["native"]] if told.get("native") else [])),
        population=int(people or 0),
        adm_1_id=adm_1_id,
        adm_1=adm_1,
        adm_2=told.get("adm_2") or None,
    )


def _country_code(name: str, where: str) -> str:
    if not name:
        return ""
    wanted = fold(name)
    found = next((code for code, known in built_in().country_names.items() if fold(known) == wanted), None)
    if found is None:
        raise ValueError(f"{where}: {name!r} is no country's ISO code or English name")
    return found


def _division_finder() -> Callable[[str, str], tuple[int, str | None]]:
    """Return a function that gives id and name of a country's division, remembering those asked before."""
    known: dict[tuple[str, str], tuple[int, str | None]] = {}

    def find(name: str, country: str) -> tuple[int, str | None]:
        if not name:
            return 0, None
        if (name, country) not in known:
            base = built_in()
            entries = [base[n] for n in (*base.named(key(fold(name))), *base.named(key(fold(name), False)))]
            same = next((e for e in entries if e.kind == "region" and e.country == country), None)
            known[name, country] = (same.identity, same.name) if same else (0, name)
        return known[name, country]

    return find


def _degrees(value: str, where: str) -> float:
    try:
        return float(value.replace(",", "."))
    except ValueError as error:
        raise ValueError(f"{where}: {value!r} is no number of degrees") from error
