"""What a reader wants removed is gone from the file, and leaves a tombstone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from decided import moment
from synthetic import synthetic_report

from communique.ledger import Ledger, LedgerError, migrate, open_ledger
from communique.ledger.removing import BLOT, claimed_report_id
from communique.model import Correction, Moderation, Removal, Report, Response, evolve

WORDS = "I am Jonathan Quill and it was my street."


def answered(ledger: Ledger) -> Response:
    """Return a response that was taken up as a report with a claim, which was corrected."""
    told = Response(
        event_id="e-1", text=WORDS, by="Jonathan Quill", at=moment(1), link="https://quill.example"
    )
    ledger.decide(told, Moderation(response_id=told.response_id, verdict="claimed", by="Ana", at=moment(2)))
    made = synthetic_report(1, claims=1)
    report = evolve(made, id=claimed_report_id(told.response_id), author="Jonathan Quill")
    list(ledger.add([report, synthetic_report(2)]))
    ledger.decide(
        Correction(
            claim_id=report.claims[0].claim_id,
            verdict="corrected",
            slot="factuality",
            value='"probable"',
            by="Ana",
            at=moment(3),
        )
    )
    return told


def removal(told: Response) -> Removal:
    return Removal(response_id=told.response_id, event_id=told.event_id, by="Ana", at=moment(4), why="asked")


def test_the_words_go_and_a_tombstone_stays(ledger: Ledger) -> None:
    told = answered(ledger)
    before = ledger.counts()
    assert ledger.decide(removal(told))
    assert list(ledger.responses()) == []
    assert list(ledger.removals()) == [removal(told)]
    report = ledger.report(claimed_report_id(told.response_id))
    assert report is not None
    assert set(report.text) == {BLOT}
    assert report.author is None
    assert set(report.claims[0].quote) == {BLOT}
    assert report.claims[0].actors == ()
    assert list(ledger.corrections()) == []
    assert list(ledger.check()) == []
    after = ledger.counts()
    assert {name: after[name] - before[name] for name in after if after[name] < before[name]} == {
        "attributions": -1,
        "resolved_places": -1,
        "sources": -1,
    }
    assert ledger.report("report-2") == synthetic_report(2)


def test_nothing_of_the_words_is_left_in_the_file(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger.db") as ledger:
        told = answered(ledger)
        held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert b"Jonathan" in held
        ledger.decide(removal(told))
        held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert b"Jonathan" not in held
        assert b"quill.example" not in held


def test_rows_are_guarded_again_afterwards(ledger: Ledger) -> None:
    told = answered(ledger)
    ledger.decide(removal(told))
    for table in ("responses", "reports", "claims", "sources", "corrections"):
        with pytest.raises(Exception, match="append-only"), ledger._engine.begin() as connection:
            connection.exec_driver_sql(f"DELETE FROM {table}")


def test_a_removed_response_is_neither_moderated_nor_removed_again(ledger: Ledger) -> None:
    told = answered(ledger)
    ledger.decide(removal(told))
    with pytest.raises(LedgerError, match="was removed"):
        ledger.decide(evolve(removal(told), at=moment(5)))
    with pytest.raises(LedgerError, match="was removed"):
        ledger.decide(Moderation(response_id=told.response_id, verdict="refused", by="Ana", at=moment(6)))


def test_a_removal_reaches_copies(new_location: Callable[[], str]) -> None:
    source, target = new_location(), new_location()
    with open_ledger(source) as ledger:
        told = answered(ledger)
    migrate(source, target)
    with open_ledger(source) as ledger:
        ledger.decide(removal(told))
    migrate(source, target)
    with open_ledger(target) as copied:
        assert list(copied.responses()) == []
        assert set(report_text(copied, told)) == {BLOT}
        assert list(copied.check()) == []


def report_text(ledger: Ledger, told: Response) -> str:
    report: Report | None = ledger.report(claimed_report_id(told.response_id))
    assert report is not None
    return report.text
