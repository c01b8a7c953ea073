"""The compiled gazetteer, mapped into memory: what bears this key, and what is known of each bearer."""

import json
import mmap
from collections.abc import Callable, Collection
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple
from zlib import crc32

import marisa_trie

from communique.resolve.gazetteer.kinds import KINDS
from communique.resolve.gazetteer.names import skeleton

__all__ = [
    "AREA_BASE",
    "BUCKETS",
    "CENSUS_BASE",
    "MAGIC",
    "MANY",
    "NE_BASE",
    "SITE_BASE",
    "VERSION",
    "Entry",
    "Gazetteer",
    "bucket",
    "built_in",
]

MAGIC = b"CMQGAZ1\n"
VERSION = 2
MANY = 0x800000
"""Set in `first` where several places bear a key: the rest is the position in `many`."""
BUCKETS = 1 << 18
# Ids without a GeoNames id share one negative number line; each gazetteer has its own stretch of it.
NE_BASE, NE_LEAST = 1_159_000_000, 10_000
WOF_LEAST = 10_000_000
AREA_BASE = 2_000_000_000
SITE_BASE = 2_050_000_000
CENSUS_BASE = 2_100_000_000
_CODES: dict[str, Literal["i", "I", "H", "B"]] = {
    "identity": "i",
    "latitude": "i",
    "longitude": "i",
    "people": "B",
    "kind": "B",
    "unit": "H",
}
_CODES |= {"unit_country": "B", "unit_division": "H", "unit_district": "H", "division": "I", "bucket": "I"}
_TRIPLES = ("name", "first", "many", "bones")


class Entry(NamedTuple):
    """One place. `people` is 8·log2(population+1); `fame` 0 to 15, twice the binary
    logarithm of the number of its names in any language.

    `identity` is a GeoNames id, or negative for another gazetteer's (see `gazetteer_id`). `adm_1_id` is the
    `identity` of its first-order division, 0 where unknown. `country` is ISO 3166 alpha-2 or empty. `code`
    is the id that a place of the user's own has in its source.
    """

    number: int
    identity: int
    name: str
    latitude: float
    longitude: float
    country: str
    kind: str
    people: int
    fame: int
    adm_1_id: int
    adm_1: str | None
    adm_2: str | None
    code: str | None = None

    @property
    def geonameid(self) -> int | None:
        """GeoNames id, null where the place has none."""
        return self.identity if self.identity > 0 else None

    @property
    def gazetteer_id(self) -> str | None:
        """Id in another gazetteer, null where the place has a GeoNames id."""
        if self.code:
            return self.code
        if self.identity > 0:
            return None
        number = -self.identity
        if number >= CENSUS_BASE:
            return f"fips:{number - CENSUS_BASE:05}"
        if number >= SITE_BASE:
            return f"communique:site-{number - SITE_BASE}"
        if number >= AREA_BASE:
            return f"communique:area-{number - AREA_BASE}"
        if number >= WOF_LEAST:
            return f"wof:{number}"
        return f"ne:{number + NE_BASE}" if number >= NE_LEAST else f"communique:region-{number}"


def bucket(bones: str, country: str) -> int:
    """Return the number of the bucket that a country's keys of this skeleton are filed in."""
    return crc32(f"{country}{bones}".encode()) % BUCKETS


class _Triple:
    """A column of numbers below 2**24, laid out as two bytes and one."""

    def __init__(self, low: memoryview, high: memoryview) -> None:
        self._low, self._high = low, high

    def __getitem__(self, at: int) -> int:
        return int(self._low[at] | self._high[at] << 16)

    def stretch(self, start: int, end: int) -> list[int]:
        """Return the numbers from `start` to before `end`."""
        pairs = zip(self._low[start:end], self._high[start:end], strict=True)
        return [low | high << 16 for low, high in pairs]


class Gazetteer:
    """A compiled gazetteer file. Opening it maps it; nothing is parsed but its table of contents."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._map[: len(MAGIC)] != MAGIC:
            raise ValueError(f"{path} is not a compiled gazetteer")
        size = int.from_bytes(self._map[len(MAGIC) : len(MAGIC) + 4], "little")
        start = len(MAGIC) + 4
        self.head: dict[str, Any] = json.loads(self._map[start : start + size])
        if self.head["version"] != VERSION:
            raise ValueError(f"{path} was compiled for another version; compile it anew")
        self._start = -(-(start + size) // 8) * 8
        self._view = memoryview(self._map)
        self._keys = marisa_trie.Trie().map(self._part("keys"))
        self._shown = marisa_trie.Trie().map(self._part("shown"))
        self._column = {name: self._part(name).cast(code) for name, code in _CODES.items()}
        self._triple = {
            name: _Triple(self._part(name).cast("H"), self._part(f"{name}_high")) for name in _TRIPLES
        }
        self._districts = bytes(self._part("districts")).decode().split("\n")
        self._countries: list[str] = self.head["countries"]
        self.country_names: dict[str, str] = self.head["country_names"]
        self._entry = lru_cache(maxsize=100_000)(self._read_entry)

    def _part(self, name: str) -> memoryview:
        at, size = self.head["parts"][name]
        return self._view[self._start + at : self._start + at + size]

    def __len__(self) -> int:
        return int(self.head["entries"])

    def named(self, key: str) -> list[int]:
        """Return the numbers of the places that bear this key (see `names.key`), the weightiest first."""
        number = self._keys.get(key)
        return [] if number is None else self._bearers(number)

    def _bearers(self, number: int) -> list[int]:
        first = self._triple["first"][number]
        if first < MANY:
            return [first]
        at, many = first - MANY, self._triple["many"]
        return many.stretch(at + 1, at + 1 + many[at])

    def alike(
        self, latin_key: str, countries: Collection[str], near: Callable[[str], bool]
    ) -> list[tuple[str, list[int]]]:
        """Return the keys with the same consonant skeleton that `near` lets pass, and who bears them there.

        They are candidates, not answers. `countries` limits the bearers; without any there are none.
        """
        bones, starts, restore = skeleton(latin_key), self._column["bucket"], self._keys.restore_key
        found = []
        for country in countries:
            number = bucket(bones, country)
            for key_number in self._triple["bones"].stretch(starts[number], starts[number + 1]):
                key = restore(key_number)
                if key != latin_key and near(key) and skeleton(key) == bones:
                    bearers = [n for n in self._bearers(key_number) if self.country_of(n) == country]
                    if bearers:
                        found.append((key, bearers))
        return found

    def country_of(self, number: int) -> str:
        """Return the country of a place without reading the rest of it."""
        column = self._column
        return self._countries[column["unit_country"][column["unit"][number]]]

    def __getitem__(self, number: int) -> Entry:
        return self._entry(number)

    def _read_entry(self, number: int) -> Entry:
        column = self._column
        unit, kind = column["unit"][number], column["kind"][number]
        division_number = column["unit_division"][unit]
        division = column["division"][division_number] if division_number else None
        return Entry(
            number=number,
            identity=column["identity"][number],
            name=self._name(number),
            latitude=column["latitude"][number] / 1e5,
            longitude=column["longitude"][number] / 1e5,
            country=self._countries[column["unit_country"][unit]],
            kind=KINDS[kind >> 4],
            people=column["people"][number],
            fame=kind & 15,
            adm_1_id=0 if division is None else column["identity"][division],
            adm_1=None if division is None else self._name(division),
            adm_2=self._districts[column["unit_district"][unit]] or None,
        )

    def _name(self, number: int) -> str:
        return str(self._shown.restore_key(self._triple["name"][number]))


@cache
def built_in() -> Gazetteer:
    """Return the gazetteer that comes with the package, opened once."""
    return Gazetteer(Path(__file__).parents[2] / "data" / "gazetteer.bin")
