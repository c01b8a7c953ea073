"""Places of UCDP's events, name and province given: how many are answered, and how near the answers lie.

The names are measured only; none of them is put into the gazetteer. `held_out_wrong` is the share of names
that
are answered although every place of their neighbourhood that bears them was taken out of the gazetteer.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

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
    """The built-in gazetteer with a fifth of its points taken out, chosen by their id."""

    def __init__(self, fold: int) -> None:
        self._places, self._fold = Places(built_in()), fold
        self.base = self._places.base

    def _stays(self, entry: Entry) -> bool:
        return not is_point(entry) or crc32(str(entry.identity).encode()) % 5 != self._fold

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
    figures["held_out_wrong"] = _held_out(asked, answers)
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


def _held_out(asked: list[Asked], answers: list[Answer]) -> float:
    """Take each fifth of the gazetteer out in turn; return the share of its names that get a wrong answer."""
    out = wrong = 0
    for fold in range(5):
        resolver = Resolver(Without(fold))  # type: ignore[arg-type]
        for place, answer in zip(asked, answers, strict=True):
            away, entry = _away(place, answer), answer.entry
            if entry is None or away is None or away >= 5 or not is_point(entry):
                continue
            if crc32(str(entry.identity).encode()) % 5 != fold:
                continue
            out += 1
            left = _away(place, ask(resolver, place))
            wrong += left is not None and left >= 25
    return wrong / max(1, out)


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
