"""`check` finds what somebody changed behind the ledger's back."""

from pathlib import Path

import pytest
from synthetic import synthetic_reports

from communique.ledger import Ledger, LedgerError, open_ledger


@pytest.fixture
def ledger(location: str) -> Ledger:
    with open_ledger(location) as opened:
        list(opened.add(synthetic_reports(0, 3), resolver="resolver 1"))
        assert list(opened.check()) == []
        yield opened


def tamper(ledger: Ledger, *statements: str) -> None:
    """Change rows as somebody with full rights over the database can."""
    sqlite = ledger._engine.dialect.name == "sqlite"
    with ledger._engine.connect() as connection:
        if sqlite:
            connection.exec_driver_sql("END")
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            dropped = [f"DROP TRIGGER {name}" for (name,) in names.fetchall()]
        else:
            dropped = ["SET session_replication_role = replica"]
        for statement in (*dropped, *statements):
            connection.exec_driver_sql(statement)
        connection.commit()
    ledger._engine.dispose()


FIRST_REPORT = "(SELECT revision_id FROM reports WHERE report_id = 'report-0')"
FIRST_READING = f"(SELECT reading_id FROM readings WHERE revision_id = {FIRST_REPORT})"


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE reports SET text = text || '!' WHERE report_id = 'report-0'", "revision_id not as recorded"),
        ("UPDATE reports SET text = '!' || text WHERE report_id = 'report-0'", "is not the text at"),
        ("UPDATE reports SET title = 'X' WHERE report_id = 'report-0'", "content_hash, revision_id"),
        ("UPDATE reports SET content_hash = 'X' WHERE report_id = 'report-0'", "content_hash not as"),
        ("UPDATE reports SET report_key = 'X' WHERE report_id = 'report-0'", "report_key not as recorded"),
        ("UPDATE reports SET further = 'no JSON' WHERE report_id = 'report-0'", "rows tell no report"),
        (f"UPDATE claims SET factuality = 'negated' WHERE revision_id = {FIRST_REPORT}", "claim_key not as"),
        (f"UPDATE claims SET confidence = 0.123 WHERE revision_id = {FIRST_REPORT}", "claim_key not as"),
        (f"UPDATE claims SET event = 'WAR' WHERE revision_id = {FIRST_REPORT}", "rows tell no report"),
        (f"UPDATE claims SET slots = '{{}}' WHERE revision_id = {FIRST_REPORT}", "claim_key not as"),
        (
            f"UPDATE resolutions SET earliest = '2000-01-01' WHERE reading_id = {FIRST_READING}",
            "earliest not",
        ),
        (
            f"UPDATE resolutions SET position = position + 9 WHERE reading_id = {FIRST_READING}",
            "position not",
        ),
        (f"DELETE FROM resolutions WHERE reading_id = {FIRST_READING}", "0 of 5 claims are there"),
        (f"DELETE FROM attributions WHERE reading_id = {FIRST_READING}", "0 rows where 5 are due"),
        (f"UPDATE resolved_places SET latitude = 1 WHERE reading_id = {FIRST_READING}", "latitude not"),
        (f"DELETE FROM claims WHERE revision_id = {FIRST_REPORT}", "claims has no such claim_key"),
        ("DELETE FROM reports WHERE report_id = 'report-0'", "reports has no such revision_id"),
        (f"DELETE FROM readings WHERE revision_id = {FIRST_REPORT}", "readings has no such reading_id"),
        ("DELETE FROM sources", "sources has no such source_key"),
        ("UPDATE readings SET resolver = 'X'", "reading_id not as recorded"),
        ("UPDATE sources SET name = 'X'", "source_key not as recorded"),
    ],
)
def test_changed_rows_are_found(ledger: Ledger, statement: str, reason: str) -> None:
    tamper(ledger, statement)
    found = list(ledger.check())
    assert any(reason in fault.reason for fault in found), found


def test_a_fault_names_the_report(ledger: Ledger) -> None:
    tamper(ledger, "UPDATE reports SET title = 'X' WHERE report_id = 'report-2'")
    assert {fault.location.partition(",")[0] for fault in ledger.check()} == {"report report-2"}


def test_reading_damaged_rows_is_refused(ledger: Ledger) -> None:
    tamper(ledger, "UPDATE claims SET event = 'WAR'")
    with pytest.raises(LedgerError, match=r"rows of report 'report-0' are damaged"):
        list(ledger.reports())


def test_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    with open_ledger(path) as ledger:
        list(ledger.add(synthetic_reports(0, 50)))
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 9000] = b"\x55" * 9000
    path.write_bytes(content)
    with open_ledger(path) as ledger, pytest.raises(LedgerError, match="damaged"):
        raise LedgerError("; ".join(fault.reason for fault in ledger.check()))
