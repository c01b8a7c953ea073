"""A ledger moves from one database to another, and into a backup, whole and unchanged."""

from collections.abc import Callable
from pathlib import Path

import pytest
from decided import FUSER, fill
from sqlalchemy import text
from synthetic import synthetic_report, synthetic_reports

from communique.ledger import Ledger, LedgerError, migrate, open_ledger
from communique.model import evolve


@pytest.fixture
def ledger(location: str) -> Ledger:
    """Give a ledger of 104 reports, one of them revised, one read by two extractors and two resolvers."""
    with open_ledger(location) as opened:
        list(opened.add(synthetic_reports(0, 104), resolver="resolver 1"))
        list(opened.add([evolve(synthetic_report(3), title="Corrected")], resolver="resolver 1"))
        list(opened.add([synthetic_report(4, origin="synthetic 2")], resolver="resolver 1"))
        list(opened.add([synthetic_report(4)], resolver="resolver 2"))
        fill(opened, synthetic_report(1), synthetic_report(2))
        yield opened


def recorded(ledger: Ledger) -> list[tuple[object, ...]]:
    with ledger._engine.connect() as connection:
        rows = connection.execute(text("SELECT revision_id, recorded_at FROM reports ORDER BY revision_id"))
        return [tuple(row) for row in rows]


def same(one: Ledger, other: Ledger) -> bool:
    return (
        one.fingerprint() == other.fingerprint()
        and one.counts() == other.counts()
        and recorded(one) == recorded(other)
        and list(one.reports(history=True)) == list(other.reports(history=True))
        and list(one.judgements()) == list(other.judgements()) != []
        and list(one.audit_log()) == list(other.audit_log()) != []
        and one.near_copies() == other.near_copies() != set()
        and one.events(FUSER) == other.events(FUSER) != []
    )


def test_migrating_to_the_other_database_and_back(
    ledger: Ledger, location: str, postgres: object, tmp_path: Path
) -> None:
    there = str(tmp_path / "there") if location.startswith("postgresql") else postgres.new_database()
    assert migrate(location, there) == 107
    with open_ledger(there) as moved:
        assert same(moved, ledger)
        assert list(moved.check()) == []
    assert migrate(location, there) == 0
    assert migrate(there, location) == 0


def test_migrating_completes_a_broken_copy_and_keeps_what_is_there(
    ledger: Ledger, location: str, tmp_path: Path
) -> None:
    with open_ledger(tmp_path / "target") as target:
        list(target.add([*synthetic_reports(0, 20), synthetic_report(999)], resolver="resolver 1"))
    assert migrate(location, tmp_path / "target") == 87
    with open_ledger(tmp_path / "target") as target:
        assert target.report("report-999") == synthetic_report(999)
        assert target.counts()["readings"] == 108
        assert list(target.check()) == []


def test_migrating_from_nothing_is_refused(new_location: Callable[[], str], tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no ledger"):
        migrate(new_location(), tmp_path / "target")
    assert list(tmp_path.iterdir()) == []


def test_backup_is_the_same_ledger_in_one_file(ledger: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    ledger.backup(folder / "backup.db")
    assert [found.name for found in folder.iterdir()] == ["backup.db"]
    with open_ledger(folder / "backup.db", create=False) as copy:
        assert same(copy, ledger)
        assert list(copy.check()) == []


def test_backup_overwrites_nothing(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine")
    with pytest.raises(LedgerError, match="overwrites nothing"):
        ledger.backup(tmp_path / "notes")
    assert (tmp_path / "notes").read_text() == "mine"
