"""The commands on a ledger's events, by the functions that they call, in this process."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.test_accounts import five
from typer.testing import CliRunner

from communique.cli import app
from communique.ledger import open_ledger


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    location = str(tmp_path / "ledger.db")
    with open_ledger(location) as opened:
        list(opened.add(five()))
    return location


def run(*arguments: str, status: int = 0) -> str:
    done = CliRunner().invoke(app, arguments, env={"COLUMNS": "140"})
    assert done.exit_code == status, done.output
    return done.output


def lines(*arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*arguments, "--format", "jsonl").splitlines()]


def test_events_as_lines_and_as_a_table(ledger: str) -> None:
    (event,) = lines("events", "--ledger", ledger)
    assert event["grade"] == "Contested"
    assert event["date_start"] == "2016-03-07"
    assert event["reports"] == sorted(report.id for report in five())
    shown = run("events", "--ledger", ledger)
    assert event["event_id"] in shown
    assert "Contested ≠" in shown


def test_event_shows_voices_and_marks_differences(ledger: str) -> None:
    (event,) = lines("events", "--ledger", ledger)
    shown = run("event", event["event_id"], "--ledger", ledger)
    assert "≠ denied: " in shown
    assert "≠ count: " in shown
    told = json.loads(run("event", event["event_id"], "--ledger", ledger, "--format", "json"))
    assert len(told["statements"]) == 5
    assert "no event" in run("event", "e-none", "--ledger", ledger, status=2)


def test_contradictions_name_their_event(ledger: str) -> None:
    found = lines("contradictions", "--ledger", ledger)
    assert {"count", "denial"} <= {difference["slot"] for difference in found}
    assert found[0]["event_id"] in run("contradictions", "--ledger", ledger)


def test_reports_are_found_by_their_words(ledger: str) -> None:
    assert [hit["report_id"] for hit in lines("search", "rescuers", "harim", "--ledger", ledger)] == ["local"]
    shown = run("search", "jets", "--ledger", ledger)
    assert "Notes" in shown
    assert "1 report." in shown
    assert "0 reports." in run("search", "nowhere", "--ledger", ledger)
    assert "the newest 2 of them shown" in run("search", "harim", "--limit", "2", "--ledger", ledger)


def test_sources_are_rated(ledger: str) -> None:
    rating = ("--rate", "Notes", "--reliability", "E", "--by", "Ana", "--why", "made up before")
    rows = json.loads(run("sources", "--ledger", ledger, *rating, "--format", "json"))
    assert {row["name"]: row["reliability"] for row in rows}["Notes"] == "E"
    assert "Notes" in run("sources", "--ledger", ledger)
    run("sources", "--ledger", ledger, "--rate", "Notes", "--reliability", "Q", "--by", "Ana", status=2)
    run("sources", "--ledger", ledger, "--rate", "Notes", status=2)


def test_judging_and_taking_back(ledger: str) -> None:
    judged = ("judge", "claim-blog", "claim-local", "--ledger", ledger)
    run(*judged, status=2)  # nobody decides
    (made,) = lines(*judged, "--verdict", "negative", "--by", "Ana", "--why", "another day")
    assert made["verdict"] == "negative"
    assert len(lines("events", "--ledger", ledger)) == 2
    run("judge", "--ledger", ledger, "--withdraw", made["judgement_id"], "--by", "Ben")
    assert lines("judge", "--ledger", ledger) == []
    assert len(lines("events", "--ledger", ledger)) == 1
    run("judge", "claim-blog", "nothing", "--ledger", ledger, "--by", "Ana", status=2)


def test_backup_and_migrate(ledger: str, tmp_path: Path) -> None:
    run("ledger", "backup", str(tmp_path / "copy.db"), "--ledger", ledger)
    assert run("ledger", "migrate", ledger, str(tmp_path / "copy.db")).startswith("0 new")
    assert run("ledger", "migrate", ledger, str(tmp_path / "new.db")).startswith("5 new")
    run("ledger", "backup", str(tmp_path / "copy.db"), "--ledger", ledger, status=2)
    assert "no fault found" in run("ledger", "check", "--ledger", str(tmp_path / "new.db"))
