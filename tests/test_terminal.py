"""The manners of every command: how loud, which colours, which exit status, and what to do next."""

import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.test_cli import communique, statement
from typer.testing import CliRunner

from communique import cli, terminal
from communique.ledger import open_ledger

__all__ = ["statement"]

COMMAND = [sys.executable, "-m", "communique"]


@pytest.mark.parametrize("where", ["before", "behind"])
def test_quiet_says_only_what_failed(statement: Path, tmp_path: Path, where: str) -> None:
    asked = ["add", statement, tmp_path / "missing", "--ledger", tmp_path / "war.db"]
    done = communique("-q", *asked) if where == "before" else communique(*asked, "--quiet")
    assert (done.returncode, done.stdout) == (1, b"")
    (line,) = done.stderr.decode().splitlines()
    assert "missing" in line


def test_quiet_leaves_results(statement: Path, tmp_path: Path) -> None:
    done = communique("read", statement, "--html", tmp_path / "page.html", "--format", "jsonl", "-q")
    assert done.stdout.startswith(b'{"id"')
    assert done.stderr == b""


def test_verbose_tells_of_each_report(statement: Path) -> None:
    done = communique("read", statement, "--verbose", "--format", "jsonl")
    assert re.search(r"communique: \S*statement.txt: \d+ claims", done.stderr.decode())
    assert len(done.stdout.splitlines()) == 1


def test_quiet_and_verbose_exclude_each_other() -> None:
    assert communique("schema", "-q", "-v").returncode == 2


def on_a_terminal(*arguments: object, **environment: str) -> str:
    """Return what a command writes to a terminal."""
    ours, theirs = pty.openpty()
    settings = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    settings |= {"TERM": "xterm-256color", "COLUMNS": "100", **environment}
    process = subprocess.Popen([*COMMAND, *map(str, arguments)], stdout=theirs, stderr=theirs, env=settings)
    os.close(theirs)
    told = b""
    while True:
        try:
            chunk = os.read(ours, 4096)
        except OSError:
            break
        if not chunk:
            break
        told += chunk
    process.wait(60)
    os.close(ours)
    return told.decode(errors="replace")


COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|9[0-7])(?:;\d+)*m")


@pytest.mark.parametrize("arguments", [["--help"], ["evnts"], ["events"]])
def test_no_colour_where_none_is_wanted(arguments: list[str]) -> None:
    assert COLOUR.search(on_a_terminal(*arguments))
    assert not COLOUR.search(on_a_terminal(*arguments, NO_COLOR="1"))


def test_tables_follow_no_color(statement: Path) -> None:
    assert "strike" in on_a_terminal("read", statement, NO_COLOR="1")
    assert not COLOUR.search(on_a_terminal("read", statement, NO_COLOR="1"))


def test_a_reader_that_goes_away_is_no_failure(statement: Path) -> None:
    process = subprocess.Popen([*COMMAND, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(60) == terminal.CUT_SHORT
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()


def test_an_interrupt_ends_quietly() -> None:
    process = subprocess.Popen([*COMMAND, "read", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    assert process.stderr is not None
    assert process.stderr.read() == b""
    for pipe in (process.stdin, process.stderr):
        assert pipe is not None
        pipe.close()


@pytest.mark.parametrize("verbose", [False, True])
def test_an_unforeseen_fault_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], verbose: bool
) -> None:
    def broken() -> None:
        raise KeyError("slot")

    monkeypatch.setattr("communique.model.json_schema", broken)
    monkeypatch.setattr(sys, "argv", ["communique", "schema", *["-v"][: int(verbose)]])
    with pytest.raises(SystemExit) as left:
        cli.main()
    told = capsys.readouterr().err
    assert left.value.code == terminal.BROKEN
    assert "KeyError: 'slot'" in told
    assert ("Traceback" in told) == verbose
    assert ("--verbose" in told) != verbose


def test_a_full_disk_is_no_fault_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    assert terminal.explain(OSError(28, "No space left on device", "war.db")) == 2
    assert "war.db: No space left on device" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "then"),
    [
        (["events", "--ledger", "none.db"], "communique add"),
        (["export", "none.db", "-o", "x"], "communique add"),
        (["serve", "none.db"], "communique add"),
        (["ledger", "check", "--ledger", "note.txt"], "name another file"),
        (["event", "e1", "--ledger", "war.db"], "communique events --ledger"),
        (["watch", "none.txt", "--ledger", "war.db"], "addresses of feeds"),
        (["serve", "war.db", "--host", "203.0.113.9"], "--host"),
        (["judge", "a", "b", "--ledger", "war.db"], "--by"),
    ],
)
def test_what_cannot_be_done_names_the_next_step(tmp_path: Path, arguments: list[str], then: str) -> None:
    with open_ledger(tmp_path / "war.db"):
        (tmp_path / "note.txt").write_text("a note")
    done = communique(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert then in " ".join(done.stderr.decode().split())
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("written", "environment", "named"),
    [
        ("threads = ", {}, "communique.toml"),
        ("colour = 1", {}, "in communique.toml"),
        ("", {"COMMUNIQUE_THREADS": "many"}, "in the environment, COMMUNIQUE_THREADS"),
        ("", {"COMMUNIQUE_SIGN_IN": "{"}, "COMMUNIQUE_"),
    ],
)
@pytest.mark.parametrize(
    "command", [["geoparse", "-"], ["watch", "f.txt", "--ledger", "l"], ["serve", "w.db"]]
)
def test_a_wrong_setting_says_where_it_stands(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    written: str,
    environment: dict[str, str],
    named: str,
    command: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "communique.toml").write_text(written)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    done = CliRunner().invoke(cli.app, command)
    assert done.exit_code == 2
    assert named in done.output


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("ev", "events"), ("export l --format geo", "geoparquet"), ("read --extractor ", "llm"),
     ("judge --verdict p", "positive"), ("add --qu", "--quiet")],
)  # fmt: skip
def test_the_shell_completes_commands_options_and_values(typed: str, offered: str) -> None:
    words = f"communique {typed}"
    environment = {
        **os.environ,
        "_COMMUNIQUE_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    program = "import sys; sys.argv[0] = 'communique'; from communique.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60
    )
    assert offered in done.stdout.split()
