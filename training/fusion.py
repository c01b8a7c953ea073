"""`python -m training.fusion --data ../shared`: the weights of fusing, and how rare words are.

The weights are held against pairs of MUC-4 development messages: their answer keys tell which incidents a
message reports, with day, place and victims. Incidents of two messages that agree in these are one happening;
those that differ in day or place are two; the others are left out. Each claim read from a message goes to the
incident whose fillers its words name. So the pairs carry the faults of reading and resolving that fusing will
meet.
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from evals.muc4 import dateline, read_messages
from numpy.typing import NDArray

from communique.config import Config
from communique.fuse.fusion import tellings_of
from communique.fuse.match import asked_keys, compare, own_keys
from communique.fuse.profile import Profile
from communique.fuse.score import WEIGHTED
from communique.fuse.words import tokens
from communique.model import Claim, Report, Statement
from communique.run import claims_of
from communique.weights import BUILT_IN

TARGET = BUILT_IN / "fusion.json"
_SLOTS = {
    "PERP: INDIVIDUAL ID": "perpetrators",
    "PERP: ORGANIZATION ID": "perpetrators",
    "PHYS TGT: ID": "targets",
    "HUM TGT: NAME": "targets",
    "HUM TGT: DESCRIPTION": "targets",
}
_LEAST_REPORTS = 4  # a word in fewer reports is as rare as an unknown one
# What each finding says, in log-odds. Set by reasoning; then those that the measures showed to be too weak or
# too strong were moved, so that pairs of MUC-4 stay as apart as before and the texts of `evals/fusion.py`
# come together: docs/decisions/0012-fusing.md.
WEIGHTS = {
    "prior": -5.7,
    "day_agrees": 2.0,
    "day_apart": -1.5,
    "report_day_agrees": 0.5,
    "report_day_apart": -0.6,
    "day_unknown": -2.5,
    "place_same": 2.0,
    "place_near": 0.8,
    "place_within": 0.5,
    "place_apart": -1.8,
    "place_part": -2.5,
    "type_differs": -0.5,
    "mode_same": 0.3,
    "mode_differs": -0.9,
    "actor_same": 0.4,
    "actor_differs": -0.6,
    "recipient_same": 0.8,
    "recipient_differs": -0.5,
    "target_same": 0.3,
    "target_differs": -1.2,
    "count_same": 0.9,
    "count_agrees": 0.4,
    "count_excludes": -0.8,
    "words": 2.0,
    "rare_words": 0.9,
    "reports_alike": 12.0,
    "names": 2.4,
}
Floats = NDArray[np.float64]


@dataclass
class Incident:
    """One answer key: its kind, first and last day, the words of its place and of who was in it."""

    message: str
    kind: str = ""
    days: tuple[int, int] | None = None
    place: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()


def main() -> None:
    """Count words, write the file of the package, print how well its weights tell the pairs apart."""
    parser = argparse.ArgumentParser(prog="python -m training.fusion", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds claims/ and data/")
    data = parser.parse_args().data
    words = count_words(texts(data))
    written = {"name": "communique-fusion", "version": "1.2", "words": words, "weights": WEIGHTS}
    TARGET.write_text(json.dumps(written) + "\n", encoding="utf-8")
    print(figures(*pairs(read_reports(data), data)))


def read_reports(data: Path) -> dict[str, Report]:
    """Return the development messages with the claims read from them."""
    found: dict[str, str] = {}
    for file in sorted((data / "data" / "muc4" / "dev").glob("dev-*")):
        found |= dict(read_messages(file.read_text(encoding="latin-1")))
    reports = (Report(id=name, published=dateline(text), text=text) for name, text in found.items())
    return {report.id: report for report in claims_of(reports, Config())}


def texts(data: Path) -> Iterator[str]:
    """Yield the texts that words are counted in."""
    for file, field in (("claims/train.jsonl", "text"), ("data/muc4/train.jsonl", "doctext")):
        for line in (data / file).read_text(encoding="utf-8").splitlines():
            yield json.loads(line)[field]


def count_words(reports: Iterable[str]) -> dict[str, object]:
    """Return the number of reports and the words by the number of reports that they stand in."""
    counts, total = Counter[str](), 0
    for total, text in enumerate(reports, start=1):  # noqa: B007 - the last one is the number of reports
        counts.update(set(tokens(text)))
    grouped = defaultdict(list)
    for word, count in sorted(counts.items()):
        if count >= _LEAST_REPORTS:
            grouped[count].append(word)
    return {"reports": total, "in_reports": {str(n): " ".join(words) for n, words in sorted(grouped.items())}}


def incidents(data: Path) -> dict[str, list[Incident]]:
    """Return the incidents of the official answer keys, by message."""
    found: dict[str, list[Incident]] = defaultdict(list)
    for file in sorted((data / "data" / "muc4" / "dev").glob("key-*")):
        for block in re.split(r"(?m)^0\.\s+", file.read_text(encoding="latin-1"))[1:]:
            incident = _incident(block)
            if incident.kind:
                found[incident.message].append(incident)
    return found


def _incident(block: str) -> Incident:
    message = re.search(r"(?:DEV|TST\d)-MUC\d-\d{4}", block)
    assert message
    incident, field = Incident(message[0]), ""
    names, targets = set[str](), set[str]()
    for line in block.splitlines():
        if start := re.match(r"\d+\.\s+(\S.*?)\s{2,}(.*)", line):
            field, value = start[1].strip(), start[2].strip()
        else:
            value = line.strip()
        if value in ("", "-", "*"):
            continue
        if field == "INCIDENT: TYPE":
            incident.kind = value.split(" /")[0]
        elif field == "INCIDENT: DATE":
            incident.days = _days(value)
        elif field == "INCIDENT: LOCATION":
            parts = re.split(r" - |:", re.sub(r"\([^)]*\)", "", value))
            incident.place = tuple(part.strip().casefold() for part in parts if part.strip())
        elif field in _SLOTS:
            quoted = {q.casefold() for q in re.findall(r'"([^"\\]+)', value)}
            (targets if _SLOTS[field] == "targets" else names).update(quoted)
    incident.targets, incident.names = frozenset(targets), frozenset(names | targets)
    return incident


def _days(value: str) -> tuple[int, int] | None:
    days = []
    for found in re.findall(r"\d\d [A-Z]{3} \d\d", value):
        with suppress(ValueError):  # the keys have some days that no month has
            days.append(datetime.strptime(found, "%d %b %y").toordinal())
    return (min(days), max(days)) if days else None


def same(one: Incident, other: Incident) -> bool | None:
    """Return whether two incidents are one happening; null where the keys do not tell."""
    if not one.days or not other.days or len(one.place) < 2 or len(other.place) < 2:
        return None
    gap = max(one.days[0] - other.days[1], other.days[0] - one.days[1])
    placed = one.place[-1] in other.place or other.place[-1] in one.place
    named = bool(one.targets & other.targets)
    if gap > 3 or not placed:
        return None if named and (gap <= 3 or placed) else False
    return True if gap <= 0 and named and one.kind == other.kind else None


def incident_of(claim: Claim, told: list[Incident]) -> int | None:
    """Return the number of the incident that most of the claim's words name; null where none or two do."""
    quote = claim.quote.casefold()
    scores = [
        2 * sum(name in quote for name in incident.targets)
        + sum(name in quote for name in incident.names)
        + any(place in quote for place in incident.place[1:])
        for incident in told
    ]
    best = max(scores, default=0)
    return scores.index(best) if best >= 2 and scores.count(best) == 1 else None


def pairs(reports: dict[str, Report], data: Path) -> tuple[Floats, Floats]:
    """Return the findings (N, F) of the pairs that a block brings together, and which are one (N,)."""
    told, blocks, rows, labels = incidents(data), defaultdict(list), list[list[float]](), list[float]()
    known: list[tuple[Profile, Incident]] = []
    for report in reports.values():
        for telling in tellings_of([Statement(report=report, claim=claim) for claim in report.claims]):
            held = {c.claim_id: incident_of(c, told[report.id]) for c in report.claims}
            votes = Counter(n for c in telling.whole.claims if (n := held[c]) is not None)
            if len(votes) != 1:
                continue
            incident = told[report.id][next(iter(votes))]
            near = {number for key in asked_keys(telling.whole) for number in blocks[key]}
            for profile, other in (known[number] for number in sorted(near)):
                label = None if profile.report == report.id else same(incident, other)
                if label is not None:
                    rows.append(as_row(telling.whole, profile))
                    labels.append(float(label))
            for key in own_keys(telling.whole):
                blocks[key].append(len(known))
            known.append((telling.whole, incident))
    return np.array(rows), np.array(labels)


def as_row(left: Profile, right: Profile) -> list[float]:
    """Return the findings on a pair as one row, after `WEIGHTED`."""
    found = {"prior": 1.0} | {finding.name: finding.value for finding in compare(left, right)}
    return [found.get(name, 0.0) for name in WEIGHTED]


def figures(values: Floats, labels: Floats) -> dict[str, float]:
    """Return precision, recall and calibration error of the weights on pairs whose truth is known."""
    chance = 1 / (1 + np.exp(-(values @ np.array([WEIGHTS[name] for name in WEIGHTED]))))
    joined = chance >= 0.5
    right = float((joined * labels).sum())
    edges = np.minimum((chance * 10).astype(int), 9)
    error = sum(abs(float((labels - chance)[edges == e].sum())) for e in range(10)) / len(labels)
    return {
        "pairs": len(labels),
        "of one happening": int(labels.sum()),
        "precision": right / max(1, int(joined.sum())),
        "recall": right / max(1.0, float(labels.sum())),
        "calibration_error": error,
    }


if __name__ == "__main__":
    main()
