import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from communique.model import json_schema

STATEMENT = """The Defence Ministry of Arcadia said on 4 June 2019 that its aircraft had carried out
12 strikes near Idlib in Syria during the day and destroyed three ammunition depots of Islamic State.
"""


def communique(
    *arguments: object, stdin: bytes = b"", cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "communique", *map(str, arguments)]
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    return subprocess.run(
        command, input=stdin, capture_output=True, timeout=120, env=environment, cwd=cwd, check=False
    )


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    file = tmp_path / "statement.txt"
    file.write_text(STATEMENT, "utf-8")
    return file


def test_read_prints_the_contract(statement: Path) -> None:
    done = communique("read", statement, "--format", "jsonl")
    assert done.returncode == 0, done.stderr.decode()
    report = json.loads(done.stdout)
    jsonschema.validate(report, json_schema())
    assert report["text"].strip() == STATEMENT.strip()
    assert report["claims"]
    for claim in report["claims"]:
        assert report["text"][claim["start"] : claim["end"]] == claim["quote"]


def test_read_prints_a_table_and_writes_a_page(statement: Path, tmp_path: Path) -> None:
    page = tmp_path / "new" / "account.html"
    done = communique("read", statement, "--html", page)
    assert done.returncode == 0, done.stderr.decode()
    assert "strike" in done.stdout.decode()
    assert "ammunition depots" in page.read_text("utf-8")
    assert str(page) in done.stderr.decode()


def test_json_lines_keep_id_and_text(tmp_path: Path) -> None:
    lines = [
        {"id": "a/1", "title": None, "published": "2019-06-05", "text": STATEMENT},
        {"id": "b", "text": "Calm. "},
    ]
    done = communique("read", "-", "--format", "jsonl", stdin="\n".join(map(json.dumps, lines)).encode())
    assert done.returncode == 0, done.stderr.decode()
    read = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(r["id"], r["text"]) for r in read] == [(line["id"], line["text"]) for line in lines]


def test_bad_inputs_are_named_and_all_others_read(statement: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "binary.bin").write_bytes(bytes(range(256)) * 40)
    lines = [json.dumps({"id": str(n), "text": STATEMENT}) for n in range(3)]
    (tmp_path / "lines.jsonl").write_text("\n".join([lines[0], '{"id": "broken", "te', *lines[1:]]), "utf-8")
    done = communique("read", tmp_path, tmp_path / "missing.html", "--format", "jsonl")
    faults = done.stderr.decode()
    assert done.returncode == 1
    for name in ("empty.txt", "binary.bin", "lines.jsonl:2", "missing.html"):
        assert any(name in line and line.startswith("communique: ") for line in faults.splitlines()), name
    assert len(done.stdout.splitlines()) == 4
    assert "Traceback" not in faults


def test_an_undated_report_gets_no_dates_and_a_given_date_anchors_it(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text(
        "Rebel fighters shelled a market in Idlib in the past 24 hours, killing five civilians.\n", "utf-8"
    )

    def times(*options: str) -> list[tuple[str | None, str | None]]:
        report = json.loads(communique("read", file, "--format", "jsonl", *options).stdout)
        return [(c["time"]["earliest"], c["time"]["latest"]) for c in report["claims"] if c["time"]]

    assert set(times()) == {(None, None)}
    assert ("2015-10-13", "2015-10-14") in times("--published", "2015-10-14")


def test_a_wrong_date_is_refused_before_anything_is_read(statement: Path) -> None:
    done = communique("read", statement, "--published", "yesterday")
    assert done.returncode == 2
    assert b"--published" in done.stderr


def test_adding_twice_changes_nothing(statement: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    first = communique("add", statement, "--ledger", ledger)
    assert first.returncode == 0, first.stderr.decode()
    assert b"1 of them new" in first.stdout
    again = communique("add", statement, "--ledger", ledger)
    assert b"0 of them new, 0 new claims" in again.stdout


def test_a_file_that_is_no_ledger_is_left_alone(statement: Path) -> None:
    before = statement.read_bytes()
    done = communique("add", statement, "--ledger", statement)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert statement.read_bytes() == before


def test_a_wrong_setting_is_named(statement: Path, tmp_path: Path) -> None:
    (tmp_path / "communique.toml").write_text('threads = "many"\n', "utf-8")
    done = communique("read", statement, cwd=tmp_path)
    assert done.returncode == 2
    assert b"threads" in done.stderr


def test_nothing_said_gives_help() -> None:
    done = communique()
    assert b"Usage" in done.stdout + done.stderr
