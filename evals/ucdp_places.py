"""Places of UCDP's events, name and province given: how many are answered, and how near the answers lie.

The names are measured only; none of them is put into the gazetteer. `held_out_wrong` is the share of names
that are answered wrongly, 25 km off or more, when the place that answered them rightly is taken out of the
gazetteer with a fifth of all others. `imported_right` is the share of these names that are answered within
25 km again once the places taken out are imported as a table, as `communique gazetteer add` does.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zlib import crc32

from communique.resolve.gazetteer.importer import add_places
from communique.resolve.gazetteer.overlay import Overlay, read_overlay
from communique.resolve.gazetteer.store import Entry, built_in
from communique.resolve.gazetteer.whole import Places
from communique.resolve.places.rank import kilometres
from communique.resolve.places.resolver import Answer, Resolver

__all__ = ["FILES", "measure"]

FILES = ("ucdp-syria/places.jsonl", "gazetteer/ucdp-places-dev.jsonl")


class Asked(NamedTuple):
    """A place of UCDP's: its name, its province, where it lies."""

    name: str
    province: str
    country: str
    point: tuple[float, float]
    prec: int


class Without:
    """The built-in gazetteer with a fifth of its points taken out, chosen by their id, and layers over it."""

    def __init__(self, fold: int, layers: Sequence[Overlay] = ()) -> None:
        self._places, self._fold = Places(built_in(), layers), fold
        self.base = self._places.base

    def _stays(self, entry: Entry) -> bool:
        return entry.code is not None or not is_point(entry) or _fold_of(entry) != self._fold

    def named(self, key: str) -> list[Entry]:
        """Return the bearers that were left."""
        return [entry for entry in self._places.named(key) if self._stays(entry)]

    def alike(
        self, latin_key: str, countries: Collection[str], near: Callable[[str], bool]
    ) -> list[tuple[str, Sequence[Entry]]]:
        """Return the keys alike with the bearers that were left."""
        alike = self._places.alike(latin_key, countries, near)
        found = ((k, [e for e in entries if self._stays(e)]) for k, entries in alike)
        return [(k, entries) for k, entries in found if entries]


def is_point(entry: Entry) -> bool:
    """Tell whether an entry is a place and no division."""
    return entry.kind in ("locality", "capital", "neighbourhood", "campus")


def _fold_of(entry: Entry) -> int:
    """Return which fifth of the gazetteer an entry belongs to, by its id."""
    return crc32(str(entry.identity).encode()) % 5


def measure(data: Path) -> dict[str, float]:
    """Return shares answered and right, in all and by country, and the share of wrong held-out answers."""
    asked = list(_places(data))
    resolver = Resolver()
    outcomes: dict[str, list[float | None]] = defaultdict(list)
    sure: list[bool] = []
    answers = [ask(resolver, place) for place in asked]
    for place, answer in zip(asked, answers, strict=True):
        away = _away(place, answer)
        source = "syria" if place.country == "SY" else "others"
        for group in ("all", source, place.country):
            outcomes[group].append(away)
        if away is not None and (answer.score or 0) >= 0.9:
            sure.append(away < 25)
    figures: dict[str, float] = {"size": len(asked)}
    for group, away in outcomes.items():
        figures |= {f"{group}_{name}": value for name, value in _shares(away).items()}
    figures["calibration_90"] = sum(sure) / max(1, len(sure))
    figures |= _held_out(asked, answers)
    return figures


def ask(resolver: Resolver, place: Asked) -> Answer:
    """Resolve a name within its province."""
    return resolver.resolve(place.name, within=place.province or None, country=place.country)


def _away(place: Asked, answer: Answer) -> float | None:
    entry = answer.entry
    return None if entry is None else kilometres(place.point, (entry.latitude, entry.longitude))


def _shares(away: list[float | None]) -> dict[str, float]:
    given = [a for a in away if a is not None]
    return {
        "answered": len(given) / len(away),
        "within_5km": sum(a < 5 for a in given) / max(1, len(given)),
        "within_25km": sum(a < 25 for a in given) / max(1, len(given)),
    }


def _held_out(asked: list[Asked], answers: list[Answer]) -> dict[str, float]:
    """Take each fifth of the gazetteer out in turn and ask for its names, without it and with it imported."""
    out = wrong = right = 0
    for fold in range(5):
        gone = [
            (place, answer.entry)
            for place, answer in zip(asked, answers, strict=True)
            if answer.entry is not None and _is_of(fold, place, answer)
        ]
        without = Resolver(Without(fold))  # type: ignore[arg-type]
        left = [_away(place, ask(without, place)) for place, _ in gone]
        with TemporaryDirectory() as folder:
            own = _imported([entry for _, entry in gone], Path(folder))
            again = Resolver(Without(fold, [own]))  # type: ignore[arg-type]
            back = [_away(place, ask(again, place)) for place, _ in gone]
            own.close()
        out += len(gone)
        wrong += sum(away is not None and away >= 25 for away in left)
        right += sum(away is not None and away < 25 for away in back)
    return {"held_out_wrong": wrong / max(1, out), "imported_right": right / max(1, out)}


def _is_of(fold: int, place: Asked, answer: Answer) -> bool:
    """Whether an answer is a right one, and its place among those that a fifth takes out."""
    away, entry = _away(place, answer), answer.entry
    if entry is None or away is None or away >= 5 or not is_point(entry):
        return False
    return _fold_of(entry) == fold


def _imported(entries: list[Entry], folder: Path) -> Overlay:
    table = folder / "places.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["name", "latitude", "longitude", "country", "admin1"])
        rows.writerows((e.name, e.latitude, e.longitude, e.country, e.adm_1 or "") for e in set(entries))
    add_places(table, folder / "own.db")
    return read_overlay(folder / "own.db")


def _places(data: Path) -> Iterator[Asked]:
    for line in (data / FILES[0]).read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        yield Asked(
            told["name"],
            told["adm1"],
            "SY",
            (float(told["lat"]), float(told["lon"])),
            int(float(told["prec"])),
        )
    for line in (data / FILES[1]).read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        name = next(iter(told["aliases"]), told["name"])
        point = told["latitude"], told["longitude"]
        yield Asked(name, told["adm1"] or "", told["country"], point, told["where_prec"])
