"""Fusing: reports by happening on three corpora, by B³ and CoNLL F1, and the fused event against its record.

Of crime, which is not what the relevance gate lets pass, every report is read. A report belongs to the
event that holds most of its claims (of several such, the one it tells first); one without claims is alone.
What is called "most that reading allows" is B³ with every report that makes a claim put rightly. An
incident's event is the one that most of its reports belong to. A report's day is what its record says: the
day of publication, else the one in its time stamp or its address.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from communique.assess import assess
from communique.config import Config
from communique.earth import kilometres
from communique.extract import open_extractor
from communique.extract.trained import TrainedExtractor
from communique.fuse import fuse
from communique.model import Event, Report, Statement
from communique.read.dates import url_day
from communique.run import claims_of
from evals.clusters import b_cubed, conll

FILES = tuple(f"fusion/{name}.jsonl" for name in ("airwars-texts", "news-clusters", "gun-violence"))
_NEAR_KM, _NEAR_DAYS = 25, 2


def measure(data: Path) -> dict[str, float]:
    """Return the figures of each corpus, and those that every report alone would have."""
    figures: dict[str, float] = {"size": 0}
    for file in FILES:
        rows = [json.loads(line) for line in (data / file).read_text(encoding="utf-8").splitlines()]
        extractor = open_extractor(Config())
        if "gun" in file and isinstance(extractor, TrainedExtractor):
            extractor.gate = None  # crime is not what the gate lets pass
        reports = list(claims_of(map(as_report, rows), Config(), extractor=extractor))
        name = Path(file).stem.split("-")[0]
        figures["size"] += len(rows)
        figures |= {f"{name} {figure}": value for figure, value in figures_of(rows, reports).items()}
    return figures


def figures_of(rows: Sequence[dict[str, Any]], reports: Sequence[Report]) -> dict[str, float]:
    """Return the figures of one corpus, its reports read."""
    statements = {c.claim_id: Statement(report=r, claim=c) for r in reports for c in r.claims}
    events = list(fuse(statements.values()))
    of_claim = {claim: event for event in events for claim in event.claims}
    found = {report.id: _event_of(report, of_claim) for report in reports}
    truth = {row["id"]: _incident(row) for row in rows}
    clusters = {name: event.event_id if event else f"alone {name}" for name, event in found.items()}
    precision, recall, f1 = b_cubed(truth, clusters)
    figures = {"B3": f1, "B3 P": precision, "B3 R": recall, "CoNLL": conll(truth, clusters)}
    figures["B3 each alone"] = b_cubed(truth, {name: name for name in truth})[2]
    told = {r.id: truth[r.id] if r.claims else f"alone {r.id}" for r in reports}
    figures["B3 most that reading allows"] = b_cubed(truth, told)[2]
    figures["reports without claims"] = sum(not r.claims for r in reports) / len(reports)
    return figures | _against_records(rows, found, statements)


def as_report(row: dict[str, Any]) -> Report:
    """Return a row of a corpus as the report that reading would give."""
    stamp = re.match(r"\d{4}-\d\d-\d\d", row.get("published_text") or "")
    in_address = url_day(row.get("url"))
    published = row["published"] or (stamp and stamp[0]) or (in_address and in_address.isoformat())
    return Report(
        id=row["id"], title=row["title"] or None, published=published, text=row["text"], url=row.get("url")
    )


def _incident(row: dict[str, Any]) -> str:
    return str(row.get("incident") or row.get("cluster") or "+".join(row.get("incidents", [])))


def _event_of(report: Report, of_claim: dict[str, Event]) -> Event | None:
    held = Counter(of_claim[claim.claim_id].event_id for claim in report.claims)
    if not held:
        return None
    wanted = max(held, key=lambda event: held[event])  # the first of several, as they come in the text
    return next(e for c in report.claims if (e := of_claim[c.claim_id]).event_id == wanted)


def _against_records(
    rows: Iterable[dict[str, Any]], found: dict[str, Event | None], statements: Mapping[str, Statement]
) -> dict[str, float]:
    """Return shares of the records, of those that have the field, that the fused event meets."""
    records: dict[str, dict[str, Any]] = {}
    members = defaultdict(list)
    for row in rows:
        told = row.get("record") or next(iter(row.get("records") or ()), None)
        if told:
            records[_incident(row)] = told
            members[_incident(row)].append(found[row["id"]])
    met = defaultdict(list)
    for incident, record in records.items():
        events = [event for event in members[incident] if event]
        often = Counter(event.event_id for event in events)
        event = next((e for e in events if e.event_id == often.most_common(1)[0][0]), None)
        tolls = _tolls(event, statements)
        for figure, right in _compare(record, event, tolls):
            met[figure].append(right)
    return {figure: sum(right) / len(right) for figure, right in met.items()}


def _compare(
    record: dict[str, Any], event: Event | None, tolls: dict[str, int]
) -> Iterable[tuple[str, bool]]:
    if record.get("lat") is not None:
        yield "within 25 km", event is not None and _near(event, record)
    if record.get("evidence") is not None or record.get("killed"):
        day = (event and event.date_start) or ""
        yield "within two days", bool(day) and abs(_ordinal(day) - _ordinal(record["date"])) <= _NEAR_DAYS
    low, high = record.get("killed") or (None, None)
    if low is not None and high is not None:
        yield "killed in range", event is not None and low <= tolls["killed"] <= high
    for slot in ("killed", "injured"):
        if (number := record.get(f"num_{slot}")) is not None:
            yield f"{slot} exact", event is not None and tolls[slot] == number


def _tolls(event: Event | None, statements: Mapping[str, Statement]) -> dict[str, int]:
    """Return the killed and injured of an event, as assessed: the best figures of all sides added up."""
    tolls = {"killed": 0, "injured": 0}
    if event is not None:
        for toll in assess([statements[name] for name in event.claims]).tolls:
            tolls[toll.effect] += toll.best
    return tolls


def _ordinal(day: str) -> int:
    from datetime import date

    return date.fromisoformat(day[:10]).toordinal()


def _near(event: Event, record: dict[str, Any]) -> bool:
    if event.latitude is None or event.longitude is None:
        return False
    there = (record["lat"], record["lon"])
    return kilometres((event.latitude, event.longitude), there) <= _NEAR_KM
