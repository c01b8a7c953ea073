"""Lays the merged rows out as the one file that `communique.resolve.gazetteer.store` maps into memory."""

import json
from collections import defaultdict
from math import log2
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np

from communique.resolve.gazetteer.kinds import KINDS
from communique.resolve.gazetteer.names import is_latin, skeleton
from communique.resolve.gazetteer.store import BUCKETS, MAGIC, MANY, VERSION, bucket
from training.gazetteer_merge import row_keys
from training.gazetteer_sources import Row

__all__ = ["write"]

Array = np.ndarray[Any, Any]


def write(rows: list[Row], credits_: dict[str, str], path: Path) -> dict[str, int]:
    """Write the file and return the size in bytes of each part; equal rows give an equal file."""
    rows = sorted(rows, key=_order)
    countries = sorted({row.country for row in rows})
    keys_of = [row_keys(row) for row in rows]
    postings: dict[str, list[int]] = defaultdict(list)
    for number, keys in enumerate(keys_of):
        for k in keys:
            postings[k].append(number)
    trie = marisa_trie.Trie(sorted(postings))
    shown = marisa_trie.Trie(sorted({row.name for row in rows}))
    parts: dict[str, Array | bytes] = {"keys": trie.tobytes(), "shown": shown.tobytes()}
    parts |= _columns(rows, countries, shown)
    parts |= _postings(trie, postings, rows)
    parts |= _skeletons(trie, postings, rows)
    named = {row.country: row.name for row in rows if row.kind == "country"}
    head = {"version": VERSION, "countries": countries, "country_names": named}
    head |= {"credits": credits_, "entries": len(rows)}
    return _lay_out(parts, head, path)


def _order(row: Row) -> tuple[str, int, int, int, int]:
    return row.country, -KINDS.index(row.kind), -row.population, -row.fame, row.identity


def weight(row: Row) -> tuple[int, int, int]:
    """Order the bearers of one name: wider units first, then by people and by names in other languages."""
    wide = {"country": 4, "continent": 4, "region": 3, "macroregion": 3, "area": 3, "capital": 2}.get(
        row.kind, 1
    )
    return -wide, -row.population, -row.fame


def _columns(rows: list[Row], countries: list[str], shown: marisa_trie.Trie) -> dict[str, Array | bytes]:
    place_of = {str(r.identity): n for n, r in enumerate(rows) if r.kind in ("region", "macroregion")}
    divisions = sorted({row.adm1 for row in rows if row.adm1 in place_of}, key=int)
    division_of = {d: n for n, d in enumerate(divisions, 1)}
    districts = sorted({row.adm2 for row in rows if row.adm2})
    district_of = {d: n for n, d in enumerate(districts, 1)}
    country_of = {c: n for n, c in enumerate(countries)}
    units = [
        (country_of[r.country], division_of.get(r.adm1 or "", 0), district_of.get(r.adm2 or "", 0))
        for r in rows
    ]
    known = sorted(set(units))
    unit_of = {unit: n for n, unit in enumerate(known)}
    return {
        "identity": np.array([row.identity for row in rows], "<i4"),
        "latitude": np.array([round(row.latitude * 1e5) for row in rows], "<i4"),
        "longitude": np.array([round(row.longitude * 1e5) for row in rows], "<i4"),
        **_triple("name", [shown[row.name] for row in rows]),
        "people": np.array([round(8 * log2(row.population + 1)) for row in rows], "u1"),
        "kind": np.array([KINDS.index(row.kind) * 16 + fame_level(row.fame) for row in rows], "u1"),
        "unit": np.array([unit_of[unit] for unit in units], "<u2"),
        "unit_country": np.array([unit[0] for unit in known], "u1"),
        "unit_division": np.array([unit[1] for unit in known], "<u2"),
        "unit_district": np.array([unit[2] for unit in known], "<u2"),
        "division": np.array([0] + [place_of[d] for d in divisions], "<u4"),
        "districts": "\n".join(["", *districts]).encode(),
    }


def fame_level(names: int) -> int:
    """Return how well known a place is, 0 to 15: twice the binary logarithm of its number of names."""
    return min(15, round(2 * log2(names + 1)))


def _triple(name: str, values: list[int]) -> dict[str, Array]:
    """Lay numbers below 2**24 out in two columns: most numbers of the file are, and a byte each is a tenth
    of it."""
    numbers = np.array(values, "<u4")
    if len(numbers) and int(numbers.max()) >> 24:
        raise ValueError(f"{name} outgrew 24 bits")
    return {name: (numbers & 0xFFFF).astype("<u2"), f"{name}_high": (numbers >> 16).astype("u1")}


def _postings(trie: marisa_trie.Trie, postings: dict[str, list[int]], rows: list[Row]) -> dict[str, Array]:
    first = [0] * len(postings)
    many: list[int] = []
    for k in sorted(postings):
        held = sorted(postings[k], key=lambda n: (weight(rows[n]), n))
        if len(held) == 1:
            first[trie[k]] = held[0]
        else:
            first[trie[k]] = MANY | len(many)
            many += [len(held), *held]
    return {**_triple("first", first), **_triple("many", many)}


def _skeletons(trie: marisa_trie.Trie, postings: dict[str, list[int]], rows: list[Row]) -> dict[str, Array]:
    buckets: list[list[int]] = [[] for _ in range(BUCKETS)]
    for k, held in postings.items():
        bones = skeleton(k) if is_latin(k) else ""
        if len(bones) > 1:
            for country in {rows[number].country for number in held}:
                buckets[bucket(bones, country)].append(trie[k])
    starts = np.cumsum([0, *map(len, buckets)]).astype("<u4")
    held = [number for one in buckets for number in sorted(one)]
    return {"bucket": starts, **_triple("bones", held)}


def _lay_out(parts: dict[str, Array | bytes], head: dict[str, Any], path: Path) -> dict[str, int]:
    blocks = {name: part if isinstance(part, bytes) else part.tobytes() for name, part in parts.items()}
    at, table = 0, {}
    for name, block in blocks.items():
        table[name] = [at, len(block)]
        at += -(-len(block) // 8) * 8
    told = json.dumps({**head, "parts": table}, sort_keys=True, ensure_ascii=False).encode()
    start = -(-(len(MAGIC) + 4 + len(told)) // 8) * 8
    with path.open("wb") as out:
        out.write((MAGIC + len(told).to_bytes(4, "little") + told).ljust(start, b"\0"))
        for block in blocks.values():
            out.write(block.ljust(-(-len(block) // 8) * 8, b"\0"))
    return {name: len(block) for name, block in blocks.items()}
