"""A ledger is made, migrated, shared and refused as it should be."""

import os
import pwd
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from synthetic import synthetic_report, synthetic_reports

from communique.ledger import LedgerError, access, open_ledger
from communique.ledger.opening import writing
from communique.ledger.schema import SCHEMA_VERSIONS, VERSION_TABLE, metadata


def test_the_migrations_make_the_schema(location: str) -> None:
    with open_ledger(location) as ledger, ledger._engine.connect() as connection:
        options = {"version_table": VERSION_TABLE, "include_object": _no_search_index}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, [metadata, access.metadata]) == []
        assert context.get_current_revision() == SCHEMA_VERSIONS[-1]


def _no_search_index(_what: object, name: str | None, *_more: object) -> bool:
    """The index of words is the database's own affair and no part of the tables."""
    return not str(name).startswith(("searched", "report_words", "ix_reports_words"))


def test_schema_versions_are_those_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", "communique.ledger:migrations")
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(reversed([script.revision for script in scripts])) == SCHEMA_VERSIONS


def test_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "some" / "folder" / "ledger"
    with open_ledger(path) as ledger:
        list(ledger.add([synthetic_report(1)]))
    with open_ledger(f"sqlite:///{path}") as ledger:
        assert ledger.counts()["reports"] == 1


@pytest.mark.parametrize("name", ["a b.db", "ünï عندان.db", "x?mode=ro", "100%.db", "-", "file:x.db"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    with open_ledger(tmp_path / name) as ledger:
        list(ledger.add([synthetic_report(1)]))
    assert (tmp_path / name).stat().st_size > 0
    with open_ledger(str(tmp_path / name)) as ledger:
        assert ledger.counts()["reports"] == 1


def test_empty_file_becomes_a_ledger(tmp_path: Path) -> None:
    (tmp_path / "ledger").touch()
    with open_ledger(tmp_path / "ledger") as ledger:
        assert ledger.counts()["reports"] == 0


@pytest.mark.parametrize(
    "content", [b"Some notes.\n", b"\x00" * 100, b"SQLite format 3\x00" + b"rubbish " * 200]
)
def test_file_that_is_no_ledger_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(LedgerError, match="not a ledger"):
        open_ledger(path)
    assert path.read_bytes() == content
    assert [found.name for found in tmp_path.iterdir()] == ["notes.txt"]


def test_other_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE reports (x)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="not a ledger"):
        open_ledger(path)
    assert path.read_bytes() == before


def test_postgres_database_with_a_table_of_that_name_is_left_alone(postgres: object) -> None:
    import psycopg

    url = postgres.new_database()
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("CREATE TABLE reports (x int)")
    with pytest.raises(LedgerError, match="not a ledger and has a table reports"):
        open_ledger(url)


def test_postgres_needs_utf8(postgres: object) -> None:
    url = postgres.new_database("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(LedgerError, match="encoding is LATIN1; a ledger needs UTF8"):
        open_ledger(url)


def test_newer_schema_is_named(location: str) -> None:
    with open_ledger(location) as ledger, writing(ledger._engine).begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(LedgerError, match=r"newer version .*schema 9999.*update"):
        open_ledger(location)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("mysql://host/name", "not mysql://"),
        ("sqlite://", "a ledger is a file"),
        ("sqlite:///:memory:", "a ledger is a file"),
        ("postgresql://host:port/name", "no database address"),
        ("postgresql://nobody@127.0.0.1:1/none", "cannot be reached"),
        (".", "is a folder"),
        ("/dev/null/ledger", "/dev/null is no folder"),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_is_explained(location: str, reason: str) -> None:
    with pytest.raises(LedgerError, match=reason):
        open_ledger(location)


OPEN_AS = """
import os, sys
sys.path[:0] = {path!r}
from communique.ledger import LedgerError, open_ledger
if {user} is not None:
    os.setgid({user}); os.setuid({user})
try:
    list(open_ledger({location!r}).add([]))
except LedgerError as error:
    print(error)
"""


def _opened_by_another(location: Path) -> str:
    """Return what the error says where an account without rights opens the ledger."""
    user = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None
    program = OPEN_AS.format(path=sys.path, user=user, location=str(location))
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o777), (0o666, 0o555)])
def test_read_only_ledger_is_named(tmp_path: Path, file_mode: int, folder_mode: int) -> None:
    folder = tmp_path / "folder"
    with open_ledger(folder / "ledger") as ledger:
        list(ledger.add([synthetic_report(1)]))
    base = Path(tempfile.gettempdir())
    for parent in tmp_path.parents:
        if parent.is_relative_to(base) and parent != base:
            parent.chmod(0o755)
    tmp_path.chmod(0o755)
    (folder / "ledger").chmod(file_mode)
    folder.chmod(folder_mode)
    said = _opened_by_another(folder / "ledger")
    folder.chmod(0o755)
    assert "read-only" in said


def test_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LedgerError, match=r"pip install 'communique\[postgres\]'"):
        open_ledger("postgresql://localhost/ledger")


def test_opening_an_up_to_date_ledger_does_not_load_alembic_or_psycopg(tmp_path: Path) -> None:
    open_ledger(tmp_path / "ledger").close()
    program = (
        "import sys; from communique.ledger import open_ledger; open_ledger(sys.argv[1]).close();"
        "assert not {'alembic', 'psycopg'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "ledger")], check=True)


def test_several_processes_make_the_ledger_at_once(
    location: str, start_adding: Callable[[str, int, int], Any]
) -> None:
    adders = [start_adding(location, number, number + 1) for number in range(4)]
    assert [adder.await_end() for adder in adders] == [0, 0, 0, 0]
    with open_ledger(location) as ledger:
        assert sorted(ledger.reports(), key=lambda report: report.id) == list(synthetic_reports(0, 4))


def test_failed_migration_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE reports (x)"))
        raise OSError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr("communique.ledger.opening._migrate", broken)
        with pytest.raises(OSError, match="power cut"):
            open_ledger(tmp_path / "ledger")
    with open_ledger(tmp_path / "ledger") as ledger:
        assert ledger.counts()["reports"] == 0
