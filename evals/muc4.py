"""MUC-4: who did what to whom, in messages of the third test set, against the official answer keys.

Fillers are compared a message, not a template (as by Du et al. 2021): a filler of a key, in any of its
wordings, is found where a claim of the message has words that agree with it by half or more; one is false
where no key has it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from communique.config import Config
from communique.model import Claim, Report
from communique.run import claims_of

FILES: tuple[str, ...] = ("data/muc4/tst3",)
SLOTS = ("perpetrator", "target", "victim", "weapon", "date", "location")
_FIELDS = {
    "PERP: INDIVIDUAL ID": "perpetrator", "PERP: ORGANIZATION ID": "perpetrator", "PHYS TGT: ID": "target",
    "HUM TGT: NAME": "victim", "HUM TGT: DESCRIPTION": "victim", "INCIDENT: INSTRUMENT ID": "weapon",
    "INCIDENT: DATE": "date", "INCIDENT: LOCATION": "location",
}  # fmt: skip
_MONTHS = {
    "JAN": 1, "FEB": 2, "MAR": 3, "APR": 4, "MAY": 5, "JUN": 6,
    "JUL": 7, "AUG": 8, "SEP": 9, "OCT": 10, "NOV": 11, "DEC": 12,
}  # fmt: skip
_PEOPLE = {"civilians", "combatants", "leader", "journalist", "aid-worker", "people"}

Fillers = dict[str, list[set[str]]]  # slot → the wordings of each filler


def measure(data: Path) -> dict[str, float]:
    """Return precision, recall and F1 a slot, and of all slots together."""
    folder = data / FILES[0]
    keys = read_keys(next(folder.glob("key-*")).read_text(encoding="latin-1"))
    texts = dict(read_messages(next(folder.glob("tst*")).read_text(encoding="latin-1")))
    reports = [Report(id=name, published=dateline(text), text=text) for name, text in texts.items()]
    hit, want, got, right = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for report in claims_of(reports, Config()):
        found = fillers(report.claims)
        for slot in SLOTS:
            gold = keys[report.id].get(slot, [])
            want[slot], got[slot] = want[slot] + len(gold), got[slot] + len(found[slot])
            hit[slot] += sum(any(_agree(g, f) for f in found[slot]) for g in gold)
            right[slot] += sum(any(_agree(g, f) for g in gold) for f in found[slot])
    for table in (hit, want, got, right):
        table["all slots"] = sum(table[slot] for slot in SLOTS)
    figures: dict[str, float] = {"size": len(texts)}
    for slot in (*SLOTS, "all slots"):
        precision, recall = right[slot] / max(got[slot], 1), hit[slot] / max(want[slot], 1)
        if slot == "all slots":
            figures |= {"all slots P": precision, "all slots R": recall}
        figures[slot] = 2 * precision * recall / (precision + recall) if precision and recall else 0.0
    return figures


def fillers(claims: tuple[Claim, ...]) -> Fillers:
    """Return what the acts of violence among the claims fill, each filler once."""
    found: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if claim.event != "ASSAULT" or claim.factuality in ("negated", "hypothetical"):
            continue
        found["perpetrator"] |= {actor.text for actor in claim.actors}
        for target in claim.targets:
            found["victim" if target.kind in _PEOPLE else "target"].add(target.text)
        found["weapon"] |= {m.text for m in claim.means if m.kind != "action"}
        found["location"] |= {place.text for place in claim.places}
        if claim.time and claim.time.earliest:
            found["date"].add(str(claim.time.earliest))
    return {slot: [{text.lower()} for text in sorted(found[slot])] for slot in SLOTS}


def read_keys(text: str) -> dict[str, Fillers]:
    """Return the fillers of each message in a file of official keys."""
    keys: dict[str, Fillers] = defaultdict(lambda: defaultdict(list))
    message, slot = "", None
    for line in text.splitlines():
        if start := re.match(r"\d+\.\s+(\S.*?)\s{2,}(.*)", line):
            field, value = start[1].strip(), start[2].strip()
            slot = _FIELDS.get(field)
            if field == "MESSAGE: ID":
                message = value
                keys[message]  # a message without a template has no fillers
        else:
            value = line.strip()
        if slot and value not in ("", "-", "*"):
            for wording in _wordings(slot, value):
                if wording not in keys[message][slot]:
                    keys[message][slot].append(wording)
    return keys


def _wordings(slot: str, value: str) -> Iterator[set[str]]:
    """Yield the fillers that one line of a key gives, each with all its wordings."""
    value = value.removeprefix("?").strip()
    if slot == "date":
        days = {d for d in (_iso(part) for part in re.findall(r"\d\d [A-Z]{3} \d\d", value)) if d}
        if days:
            yield days
    elif slot == "location":
        parts = re.split(r" - |:", re.sub(r"\([^)]*\)", "", value))
        yield {part.strip().lower() for part in parts if part.strip()}
    else:
        quoted = re.findall(r'"([^"]+)"', value)
        if quoted:
            yield {q.lower() for q in quoted}


def _iso(day: str) -> str | None:
    number, month, year = day.split()
    return f"19{year}-{_MONTHS[month]:02}-{number}" if month in _MONTHS else None


def read_messages(text: str) -> Iterator[tuple[str, str]]:
    """Yield id and text of each message, its lines joined to paragraphs."""
    parts = re.split(r"(?m)^((?:TST\d|DEV)-MUC\d-\d{4}).*$", text)
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        paragraphs = [" ".join(p.split()) for p in re.split(r"\n\s*\n", body)]
        yield name, "\n\n".join(p for p in paragraphs if p)


def dateline(text: str) -> str | None:
    """Return the date in a message's head."""
    found = re.search(r"\b(\d{1,2}) ([A-Z]{3}) (\d\d)\b", text[:200])
    return _iso(f"{int(found[1]):02} {found[2]} {found[3]}") if found else None


def _agree(gold: set[str], found: set[str]) -> bool:
    return any(_same(g, f) for g in gold for f in found)


def _same(a: str, b: str) -> bool:
    left, right = Counter(re.findall(r"[\w-]+", a)), Counter(re.findall(r"[\w-]+", b))
    both = sum((left & right).values())
    return both > 0 and 2 * both / (sum(left.values()) + sum(right.values())) >= 0.5
