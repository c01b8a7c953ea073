"""The example reports as the built-in extractor reads them, from the pages to the grade."""

from pathlib import Path

import pytest

from communique.account.pages import event_pages
from communique.config import Config
from communique.ledger import open_ledger
from communique.read import ReadOptions
from communique.run import account, record

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.html"))


@pytest.mark.slow
def test_the_strike_on_anadan_is_contested_and_a_copy_is_no_voice(tmp_path: Path) -> None:
    faults: list[object] = []
    reports = list(account(map(str, EXAMPLES), ReadOptions(), Config(), faults.append))
    assert not faults
    name = {Path(report.location or "").stem: report.id for report in reports}
    with open_ledger(tmp_path / "ledger.db") as ledger:
        list(record(reports, ledger))
        pages = list(event_pages(ledger))
        assert list(ledger.check()) == []
    copied = {name["ministry-statement"], name["statement-copy"]}
    told = [page for page in pages if {name["local-report"], name["denial"]} <= set(page["reports"])]
    assert [page["grade"] for page in told] == ["Contested"]
    assert copied <= set(told[0]["reports"])
    assert any(copied <= set(voice["reports"]) for voice in told[0]["assessment"]["voices"])
    assert "denial" in {found["slot"] for found in told[0]["assessment"]["differences"]}
    assert told[0]["assessment"]["grade_ground"]["claims"]


@pytest.mark.slow
def test_the_strikes_that_one_statement_lists_are_events_of_their_own(tmp_path: Path) -> None:
    statement = Path(__file__).parents[1] / "examples" / "ministry-statement.html"
    with open_ledger(tmp_path / "ledger.db") as ledger:
        list(record(account([str(statement)], ReadOptions(), Config(), lambda _: None), ledger))
        pages = list(event_pages(ledger))
    of = {
        place["text"]: page["event_id"]
        for page in pages
        for told in page["statements"]
        for place in told["claim"]["places"]
        if told["claim"]["event"] == "ASSAULT" and len(told["claim"]["places"]) < 3
    }
    assert len({of["Anadan"], of["al-Lataminah"], of["Latakia province"]}) == 3
