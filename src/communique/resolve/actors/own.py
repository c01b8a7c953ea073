"""Your own actors beside the built-in list: read from CSV or JSON Lines, checked, and found at once."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from communique.resolve.actors.actor_list import ACLED_INTER, ACTOR_TYPES, Actor, ActorList, actor_of

__all__ = ["ActorListError", "actor_list", "add_actors", "read_actors"]


class ActorListError(ValueError):
    """An actor file that cannot be taken in: says in which line, and why."""


_FIELDS = {"id", "name", "type", "parent", "country", "theatres", "from", "to", "ucdp", "ucdp_id", "aliases"}


def read_actors(path: Path) -> Iterator[Actor]:
    """Yield the actors of a CSV (with a header) or JSON Lines file of your own.

    Fields: `id`, `name`, `type` are needed; `parent`, `country`, `theatres`, `from`, `to`, `ucdp`, `ucdp_id`
    and `aliases` are not. In CSV, several values of one field are separated by `;`. Raises `ActorListError`
    with the line where something is missing, unknown or not of its kind.
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows: Iterable[tuple[int, Any]]
        if path.suffix.lower() == ".csv":
            reader = csv.DictReader(lines)
            rows = ((reader.line_num, row) for row in reader)
        else:
            rows = ((number, _json(number, line)) for number, line in enumerate(lines, 1) if line.strip())
        for number, row in rows:
            yield _own_actor(number, row)


def _json(number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise ActorListError(f"line {number}: not JSON: {error}") from error


def _own_actor(number: int, row: Any) -> Actor:
    if not isinstance(row, dict) or None in row:
        raise ActorListError(f"line {number}: not an actor with named fields")
    unknown = set(row) - _FIELDS
    if unknown:
        raise ActorListError(f"line {number}: unknown field {sorted(unknown)[0]!r}")
    entry = {name: value for name, value in row.items() if value not in (None, "", [])}
    for name in ("id", "name", "type"):
        if not isinstance(entry.get(name), str):
            raise ActorListError(f"line {number}: {name!r} is missing")
    if entry["type"] not in ACLED_INTER:
        raise ActorListError(
            f"line {number}: unknown type {entry['type']!r}; one of: {', '.join(ACTOR_TYPES)}"
        )
    return actor_of(entry | _lists(entry) | _numbers(number, entry))


def _lists(entry: Mapping[str, Any]) -> dict[str, list[str]]:
    texts = {name: entry[name] for name in ("theatres", "aliases") if isinstance(entry.get(name), str)}
    return {name: [p.strip() for p in text.split(";") if p.strip()] for name, text in texts.items()}


def _numbers(number: int, entry: Mapping[str, Any]) -> dict[str, int]:
    found = {name: str(entry[name]) for name in ("from", "to", "ucdp_id") if name in entry}
    for name, value in found.items():
        if not value.isdecimal():
            raise ActorListError(f"line {number}: {name!r} is not a whole number: {value!r}")
    return {name: int(value) for name, value in found.items()}


@lru_cache(maxsize=8)
def actor_list(overlay: Path | None = None) -> ActorList:
    """Return the built-in actor list, with the actors of an overlay file where one is given."""
    source = resources.files("communique") / "data" / "actors.jsonl"
    built_in = ActorList.from_lines(source.read_text(encoding="utf-8").splitlines())
    return built_in.extended(read_actors(overlay)) if overlay else built_in


def add_actors(path: Path, overlay: Path) -> int:
    """Add the actors of `path` to your own list at `overlay` (JSON Lines) and return how many there are.

    Nothing is written unless every line is right; an actor of a known id takes the place of the former.
    Raises `ActorListError` as `read_actors` does.
    """
    known = {actor.id: actor for actor in read_actors(overlay)} if overlay.exists() else {}
    more = {actor.id: actor for actor in read_actors(path)}
    lines = "".join(_line(actor) for actor in (known | more).values())
    overlay.parent.mkdir(parents=True, exist_ok=True)
    beside = overlay.with_name(overlay.name + ".new")
    beside.write_text(lines, encoding="utf-8")
    beside.replace(overlay)
    actor_list.cache_clear()
    return len(more)


def _line(actor: Actor) -> str:
    entry = {
        "id": actor.id,
        "name": actor.name,
        "type": actor.type,
        "parent": actor.parent,
        "country": actor.country,
        "theatres": list(actor.theatres),
        "from": actor.first,
        "to": actor.last,
        "ucdp": actor.ucdp,
        "ucdp_id": actor.ucdp_id,
        "aliases": list(actor.aliases),
    }
    filled = {name: value for name, value in entry.items() if value not in (None, [])}
    return json.dumps(filled, ensure_ascii=False) + "\n"
