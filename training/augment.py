"""Variants of training reports: other places, countries and groups in the same sentences.

A name is exchanged everywhere in a report alike, so that the gold quotes still fit.
"""

import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# (country, demonym): belligerents and their neighbours, exchanged as pairs.
COUNTRIES = (
    ("Israel", "Israeli"), ("Russia", "Russian"), ("Turkey", "Turkish"), ("Syria", "Syrian"),
    ("Iraq", "Iraqi"), ("Iran", "Iranian"), ("Ukraine", "Ukrainian"), ("Sudan", "Sudanese"),
    ("Ethiopia", "Ethiopian"), ("Nigeria", "Nigerian"), ("Yemen", "Yemeni"), ("Libya", "Libyan"),
    ("Mali", "Malian"), ("Chad", "Chadian"), ("Rwanda", "Rwandan"), ("Pakistan", "Pakistani"),
    ("India", "Indian"), ("Myanmar", "Burmese"), ("Colombia", "Colombian"), ("Armenia", "Armenian"),
    ("Azerbaijan", "Azerbaijani"), ("France", "French"), ("Egypt", "Egyptian"), ("Jordan", "Jordanian"),
    ("Lebanon", "Lebanese"), ("Kenya", "Kenyan"), ("Burundi", "Burundian"), ("Cameroon", "Cameroonian"),
    ("Philippines", "Filipino"), ("Afghanistan", "Afghan"),
)  # fmt: skip
GROUPS = (
    "ISIS", "ISIL", "Islamic State", "Hamas", "Hezbollah", "Taliban", "Boko Haram", "al-Shabaab", "M23",
    "RSF", "SDF", "YPG", "PKK", "HTS", "Houthis", "al-Qaeda", "al-Nusra Front", "Wagner Group", "JNIM",
    "FARC", "ELN", "Fano", "TPLF", "Arakan Army", "Ansar Allah", "Abu Sayyaf", "Lashkar-e-Taiba",
    "Jaysh al-Izza", "PMF",
)  # fmt: skip
NAMES_PER_COUNTRY = 400


class Augmenter:
    """Exchanges names in a share of the reports that it is given."""

    def __init__(self, gazetteer: Path, share: float) -> None:
        self.share = share
        self.names = [name for file in sorted(gazetteer.glob("*.jsonl.gz")) for name in _names(file)]

    def vary(self, report: dict[str, Any], rng: random.Random) -> dict[str, Any]:
        """Return the report, or a variant of it."""
        if rng.random() >= self.share:
            return report
        exchanges = self._places(report, rng) | _pairs(rng)
        present = {old: new for old, new in exchanges.items() if old in report["text"]}
        if not present:
            return report
        pattern = re.compile(
            r"(?<![\w-])(?:"
            + "|".join(map(re.escape, sorted(present, key=len, reverse=True)))
            + r")(?![\w-])"
        )
        varied = _exchange(report, pattern, present)
        return varied if _fits(varied) else report

    def _places(self, report: dict[str, Any], rng: random.Random) -> dict[str, str]:
        texts = {p["text"] for c in report["claims"] for p in c["places"]}
        plain = sorted(t for t in texts if t[:1].isupper() and len(t.split()) <= 2 and "," not in t)
        countries = {name for pair in COUNTRIES for name in pair}
        return {t: rng.choice(self.names) for t in plain if t not in countries and rng.random() < 0.6}


def _pairs(rng: random.Random) -> dict[str, str]:
    exchanges: dict[str, str] = {}
    if rng.random() < 0.5:
        for old, new in zip(COUNTRIES, rng.sample(COUNTRIES, len(COUNTRIES)), strict=True):
            exchanges |= dict(zip(old, new, strict=True))
    if rng.random() < 0.5:
        exchanges |= dict(zip(GROUPS, rng.sample(GROUPS, len(GROUPS)), strict=True))
    return exchanges


def _exchange(value: Any, pattern: re.Pattern[str], exchanges: dict[str, str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(lambda m: exchanges[m[0]], value)
    if isinstance(value, list):
        return [_exchange(v, pattern, exchanges) for v in value]
    if isinstance(value, dict):
        return {k: _exchange(v, pattern, exchanges) for k, v in value.items()}
    return value


def _fits(report: dict[str, Any]) -> bool:
    return all(c["quote"] in report["text"] and c["trigger"] in c["quote"] for c in report["claims"])


def _names(file: Path) -> Iterator[str]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        places = [json.loads(line) for line in lines]
    names = [
        p["name"]
        for p in places
        if p["kind"] == "locality" and re.fullmatch(r"[A-Z][a-zA-Z' `-]{2,24}", p["name"])
    ]
    step = max(1, len(names) // NAMES_PER_COUNTRY)
    return iter(names[::step][:NAMES_PER_COUNTRY])
