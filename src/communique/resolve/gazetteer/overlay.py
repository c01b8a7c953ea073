"""A user's own places beside the built-in gazetteer: one SQLite file, added to by import, asked by name."""

import os
import sqlite3
import sys
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from math import log2
from pathlib import Path

from communique.resolve.gazetteer.kinds import KINDS
from communique.resolve.gazetteer.names import ARTICLE_COUNTRIES, fold, is_latin, key, skeleton
from communique.resolve.gazetteer.store import Entry

__all__ = ["Overlay", "OwnPlace", "default_overlay", "read_overlay", "write_overlay"]

_TABLES = """
CREATE TABLE IF NOT EXISTS place (
  number INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, geonameid INTEGER, name TEXT NOT NULL,
  latitude REAL NOT NULL, longitude REAL NOT NULL, country TEXT NOT NULL, kind TEXT NOT NULL,
  people INTEGER NOT NULL, fame INTEGER NOT NULL, adm_1_id INTEGER NOT NULL, adm_1 TEXT, adm_2 TEXT
);
CREATE TABLE IF NOT EXISTS bears (
  key TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bones (
  bones TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (bones, key)
) WITHOUT ROWID;
"""
_COLUMNS = "code, geonameid, name, latitude, longitude, country, kind, people, fame, adm_1_id, adm_1, adm_2"
OVERLAY_BASE = 1 << 40
"""Entry numbers from here on are an overlay's, below are the compiled file's."""


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A place to be added. `code` is its id in its source (`geonames:173566`, `SY0301`): the same code
    replaces."""

    code: str
    name: str
    latitude: float
    longitude: float
    country: str = ""
    kind: str = "locality"
    aliases: tuple[str, ...] = ()
    geonameid: int | None = None
    population: int = 0
    adm_1_id: int = 0
    adm_1: str | None = None
    adm_2: str | None = None
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError(f"{self.name}: {self.latitude}, {self.longitude} is no point on Earth")
        if self.kind not in KINDS:
            raise ValueError(f"{self.name}: no such kind of place: {self.kind}")
        object.__setattr__(self, "names", tuple(dict.fromkeys((self.name, *self.aliases))))


def default_overlay() -> Path:
    """Return where the user's own places lie when no path is given: the platform's folder for user data."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library/Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    return base / "communique" / "places.sqlite"


def write_overlay(places: Iterable[OwnPlace], path: Path) -> int:
    """Add the places to the overlay file, which is made where it is missing; return how many there were.

    All are added, or none where one is faulty.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path)
    try:
        connection.executescript(_TABLES)
        with connection:
            return sum(_add(connection, place) for place in places)
    finally:
        connection.close()


def _add(connection: sqlite3.Connection, place: OwnPlace) -> int:
    old = connection.execute("SELECT number FROM place WHERE code = ?", (place.code,)).fetchone()
    if old:
        connection.execute("DELETE FROM bears WHERE number = ?", old)
        connection.execute("DELETE FROM place WHERE number = ?", old)
    people = round(8 * log2(place.population + 1))
    fame = min(15, round(2 * log2(len(place.names))))
    row: tuple[object, ...] = (
        place.code,
        place.geonameid,
        place.name,
        place.latitude,
        place.longitude,
        place.country,
        place.kind,
        min(255, people),
        fame,
        place.adm_1_id,
        place.adm_1,
        place.adm_2,
    )
    marks = ", ".join("?" * len(row))
    number = connection.execute(f"INSERT INTO place ({_COLUMNS}) VALUES ({marks})", row).lastrowid  # noqa: S608
    articles = place.country in ARTICLE_COUNTRIES
    for k in {key(fold(name), articles) for name in place.names} - {""}:
        connection.execute("INSERT OR IGNORE INTO bears VALUES (?, ?)", (k, number))
        if is_latin(k):
            connection.execute("INSERT OR IGNORE INTO bones VALUES (?, ?)", (skeleton(k), k))
    return 1


class Overlay:
    """The places of an overlay file, asked by key like the gazetteer."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)
        self.named = lru_cache(maxsize=20_000)(self._named)

    def _named(self, key: str) -> tuple[Entry, ...]:
        """Return the places that bear a key, largest first."""
        rows = self._connection.execute(
            f"SELECT number, {_COLUMNS} FROM place JOIN bears USING (number) WHERE key = ?"  # noqa: S608
            " ORDER BY people DESC, number",
            (key,),
        )
        return tuple(map(_entry, rows))

    def alike(
        self, latin_key: str, countries: Collection[str], near: Callable[[str], bool]
    ) -> list[tuple[str, tuple[Entry, ...]]]:
        """Return the keys with the same consonant skeleton, with their bearers in the countries or in
        none."""
        rows = self._connection.execute("SELECT key FROM bones WHERE bones = ?", (skeleton(latin_key),))
        near_keys = [other for (other,) in rows.fetchall() if other != latin_key and near(other)]
        found = [(k, tuple(e for e in self.named(k) if e.country in ("", *countries))) for k in near_keys]
        return [(k, entries) for k, entries in found if entries]

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _entry(row: tuple[object, ...]) -> Entry:
    (
        number,
        code,
        geonameid,
        name,
        latitude,
        longitude,
        country,
        kind,
        people,
        fame,
        adm_1_id,
        adm_1,
        adm_2,
    ) = row
    return Entry(
        number=OVERLAY_BASE + int(str(number)),
        identity=int(str(geonameid)) if geonameid else -(OVERLAY_BASE + int(str(number))),
        name=str(name),
        latitude=float(str(latitude)),
        longitude=float(str(longitude)),
        country=str(country),
        kind=str(kind),
        people=int(str(people)),
        fame=int(str(fame)),
        adm_1_id=int(str(adm_1_id)),
        adm_1=None if adm_1 is None else str(adm_1),
        adm_2=None if adm_2 is None else str(adm_2),
        code=str(code),
    )


def read_overlay(path: Path) -> Overlay:
    """Open an overlay file that `write_overlay` made."""
    return Overlay(path)
