import json
from pathlib import Path

import pytest
from tests.ingest.making import Record, dull, telling, warc
from typer.testing import CliRunner, Result

from communique.cli import app
from communique.ledger import open_ledger


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    again = Record(telling(1).body, "https://other.example/reprint")
    return warc(tmp_path / "a.warc.gz", [dull(0), telling(1), again, telling(2)])


def test_an_archive_is_ingested_and_added_to_a_ledger(archive: Path, tmp_path: Path) -> None:
    out, ledger = str(tmp_path / "out"), str(tmp_path / "war.db")
    ran = run("ingest", str(archive), "--out", out, "--workers", "1")
    assert ran.exit_code == 0, ran.output
    assert "1 of 1 shards, 4 records" in ran.stdout
    assert "3 reports, 1 of them copies" in ran.stdout
    assert "passed over: 1 no word of conflict" in ran.stdout
    added = run("add", out, "--ledger", ledger)
    assert "3 reports read, 3 of them new" in added.stdout
    assert "3 reports read, 0 of them new" in run("add", out, "--ledger", ledger).stdout
    with open_ledger(ledger) as opened:
        reports = {report.url: report for report in opened.reports()}
        assert len(reports) == 3
        assert reports["https://news.example/1"].claims
        pair = (reports["https://news.example/1"].id, reports["https://other.example/reprint"].id)
        assert tuple(sorted(pair)) in opened.near_copies()


def test_what_is_done_is_not_done_again(archive: Path, tmp_path: Path) -> None:
    arguments = ("ingest", str(archive), "--out", str(tmp_path / "out"), "--workers", "1")
    run(*arguments)
    assert "1 shards were done before" in run(*arguments).stdout


def test_a_shard_that_fails_is_named_and_ends_with_status_1(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"no table")
    out = tmp_path / "out"
    ran = run("ingest", str(tmp_path / "a.parquet"), "--out", str(out), "--workers", "1")
    assert "the rest cannot be read" in ran.stdout
    (manifest,) = out.glob("*.manifest.json")
    assert json.loads(manifest.read_text("utf-8"))["faults"][0]["location"] == "a.parquet"


@pytest.mark.parametrize("part", ["0/4", "5/4", "1", "a/b"])
def test_a_part_that_is_none_is_refused(archive: Path, tmp_path: Path, part: str) -> None:
    assert run("ingest", str(archive), "--out", str(tmp_path / "out"), "--shard", part).exit_code == 2


def test_an_input_that_is_not_there_is_refused(tmp_path: Path) -> None:
    ran = run("ingest", str(tmp_path / "nowhere.warc.gz"), "--out", str(tmp_path / "out"))
    assert ran.exit_code == 2


def test_a_folder_that_cannot_be_written_is_refused(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert run("ingest", str(archive), "--out", str(tmp_path / "file" / "out")).exit_code == 2
