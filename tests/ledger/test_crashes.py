"""Killed writers, many writers and full disks cost no report and leave no half one."""

import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from synthetic import synthetic_report, synthetic_reports

from communique.ledger import Ledger, LedgerError, open_ledger

Start = Callable[[str, int, int], Any]
REPORTS = 400
KILLS = 50


def test_killing_a_writer_at_any_moment(new_location: Callable[[], str], start_adding: Start) -> None:
    due = {report.id: report for report in synthetic_reports(0, REPORTS)}
    with open_ledger(new_location()) as whole:
        list(whole.add(due.values(), resolver="synthetic 1"))
        unkilled = whole.fingerprint()
    location, chance, held = new_location(), random.Random(), 0
    for kill in range(KILLS):
        adder = start_adding(location, held, REPORTS)
        # Spread over the reports, and by the short sleep over the moments of one report.
        for _ in range(2 + chance.randint(1, REPORTS // KILLS)):
            assert adder.await_message() is not None
        time.sleep(chance.random() * 0.01)
        adder.kill()
        assert adder.process.exitcode == -signal.SIGKILL, kill
        with open_ledger(location) as ledger:
            found = list(ledger.reports())
            assert all(report == due[report.id] for report in found)
            assert len(found) > held
            held = len(found)
    assert held <= REPORTS
    with open_ledger(location) as ledger:
        assert list(ledger.check()) == []
        list(ledger.add(due.values(), resolver="synthetic 1"))
        assert ledger.fingerprint() == unkilled
        assert ledger.counts()["reports"] == REPORTS
        assert list(ledger.check()) == []


def test_killing_while_the_ledger_is_made(new_location: Callable[[], str], start_adding: Start) -> None:
    chance = random.Random()
    location = new_location()
    for _ in range(8):
        adder = start_adding(location, 0, 3)
        assert adder.await_message() == "started"
        time.sleep(chance.random() * 0.3)
        adder.kill()
    with open_ledger(location) as ledger:
        list(ledger.add(synthetic_reports(0, 3), resolver="synthetic 1"))
        assert list(ledger.reports()) == list(synthetic_reports(0, 3))
        assert list(ledger.check()) == []


def test_several_writers_lose_and_double_nothing(
    new_location: Callable[[], str], start_adding: Start
) -> None:
    location = new_location()
    # Each shares half of its reports with the next one.
    adders = [start_adding(location, first, first + 60) for first in (0, 30, 60, 90)]
    assert [adder.await_end() for adder in adders] == [0, 0, 0, 0]
    with open_ledger(location) as ledger, open_ledger(new_location()) as alone:
        list(alone.add(synthetic_reports(0, 150), resolver="synthetic 1"))
        assert ledger.fingerprint() == alone.fingerprint()
        assert ledger.counts() == alone.counts()
        assert list(ledger.check()) == []


def test_full_disk_is_named_and_leaves_whole_reports(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger") as ledger:
        _limit_pages(ledger, 60)
        with pytest.raises(LedgerError, match="no space is left"):
            list(ledger.add(synthetic_reports(0, 1000)))
        held = list(ledger.reports())
        assert held == list(synthetic_reports(0, len(held)))
        assert list(ledger.check()) == []
    with open_ledger(tmp_path / "ledger") as ledger:
        again = list(ledger.add(synthetic_reports(0, len(held) + 10)))
        assert [added.new for added in again] == [False] * len(held) + [True] * 10
        assert list(ledger.check()) == []


def _limit_pages(ledger: Ledger, pages: int) -> None:
    ledger._engine.dispose()

    @event.listens_for(ledger._engine, "connect")
    def _limit(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")


@pytest.mark.parametrize("table", ["claims", "readings", "resolutions", "resolved_places"])
def test_failure_within_a_report_leaves_nothing_of_it(ledger: Ledger, table: str) -> None:
    list(ledger.add([synthetic_report(1)]))
    before = ledger.counts(), ledger.fingerprint()

    @event.listens_for(ledger._engine, "before_cursor_execute")
    def _fail(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith(f"INSERT INTO {table} "):
            raise OSError("power cut")

    with pytest.raises(OSError, match="power cut"):
        list(ledger.add([synthetic_report(2)]))
    assert (ledger.counts(), ledger.fingerprint()) == before


def test_a_lock_held_for_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.ledger.opening._PATIENCE_S", 0.05)
    with open_ledger(tmp_path / "ledger") as one, open_ledger(tmp_path / "ledger") as other:
        with one._engine.connect() as connection:
            connection.exec_driver_sql("UPDATE communique_version SET version_num = version_num")
            with pytest.raises(LedgerError, match="locked for too long"):
                list(other.add([synthetic_report(1)]))
        assert [added.new for added in other.add([synthetic_report(1)])] == [True]
