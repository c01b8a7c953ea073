"""Airwars: each belligerent's statement against the incident that it is filed under, among those of ±3 days.

An incident is a claim made of its record (day, place, toll). A statement with claims is fused with the
incidents of three days around; it is found where one of its claims stands in an event with its own
incident, and each incident of another day or place that it stands with is a false one. Statements filed under
several incidents count once, and for each of them.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from communique.config import Config
from communique.fuse import fuse
from communique.model import Claim, Count, Place, Report, Statement, Target, Time
from communique.run import claims_of

FILES = ("airwars-syria/incidents-2016-2017.jsonl",)
_AROUND = 3  # days
_PRECISION = {"village": 1, "town": 1, "neighbourhood": 1, "city": 2, "subdistrict": 3, "district": 3}


def measure(data: Path) -> dict[str, float]:
    """Return recall and precision over statement and incident, and the share of statements with a claim."""
    rows = [json.loads(line) for line in (data / FILES[0]).read_text(encoding="utf-8").splitlines()]
    incidents = {row["code"]: as_statement(row) for row in rows if _on_earth(row)}
    days = {row["code"]: date.fromisoformat(row["date"]).toordinal() for row in rows}
    filed = defaultdict(set)
    for row in rows:
        for said in row["reports"]:
            if said["report"] and row["code"] in incidents:
                filed[said["report"]].add(row["code"])
    order = sorted(filed)
    read = claims_of((_statement_report(n, text, filed, days) for n, text in enumerate(order)), Config())
    right = wanted = given = with_claims = 0
    for text, report in zip(order, read, strict=True):
        own = filed[text]
        wanted += len(own)
        if not report.claims:
            continue
        with_claims += 1
        near = [c for c in incidents if any(abs(days[c] - days[o]) <= _AROUND for o in own)]
        found = _met(report, [incidents[code] for code in near])
        given += len(found)
        right += len(found & own)
    return {
        "size": len(order),
        "recall": right / max(1, wanted),
        "precision": right / max(1, given),
        "statements with claims": with_claims / len(order),
    }


def _on_earth(row: dict[str, Any]) -> bool:
    """Whether a record has a coordinate; one of them has a slip of the pen for its longitude."""
    return row["lat"] is not None and abs(row["lat"]) <= 90 and abs(row["lon"]) <= 180


def _statement_report(number: int, text: str, filed: dict[str, set[str]], days: dict[str, int]) -> Report:
    """Return a belligerent's statement as a report of the latest day that it is filed under."""
    day = date.fromordinal(max(days[code] for code in filed[text]))
    return Report(id=f"statement {number}", published=day.isoformat(), text=text)


def _met(report: Report, incidents: Sequence[Statement]) -> set[str]:
    """Return the incidents that stand in an event with a claim of the report."""
    own = {claim.claim_id for claim in report.claims}
    statements: Iterable[Statement] = [
        *incidents,
        *(Statement(report=report, claim=claim) for claim in report.claims),
    ]
    met = {claim for event in fuse(statements) if own & set(event.claims) for claim in event.claims}
    return met - own


def as_statement(row: dict[str, Any]) -> Statement:
    """Return an incident's record as the one claim of a report; its id is the incident's code."""
    toll = str((row["killed"] or [0])[0] or 0)
    where = row["loc_en"] or row["gov"] or "?"
    text = f"An airstrike in {where} on {row['date']} killed {toll} civilians."

    def at(words: str, start: int = 0) -> dict[str, Any]:
        found = text.index(words, start)
        return {"text": words, "start": found, "end": found + len(words)}

    low, high = row["killed"] or (None, None)
    count = None if low is None else Count(**at(toll, text.rindex("killed")), low=low, high=high)
    claim = Claim(
        claim_id=row["code"],
        quote=text,
        start=0,
        end=len(text),
        trigger="airstrike",
        trigger_start=3,
        trigger_end=12,
        event="ASSAULT",
        mode="aerial",
        targets=(Target(**at("civilians"), kind="civilians", effect="killed", count=count),),
        places=(
            Place(
                **at(where),
                name=where,
                latitude=row["lat"],
                longitude=row["lon"],
                country="SY",
                where_prec=_PRECISION.get(row["precision"] or "", 2),
            ),
        ),
        time=Time(**at(row["date"]), earliest=row["date"], latest=row["date"], date_prec=1, basis="stated"),
        confidence=1.0,
        origin="record",
    )
    report = Report(id=row["code"], published=row["date"], text=text)
    return Statement(report=report, claim=claim)
