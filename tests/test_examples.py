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
    assert any(copied <= set(v["reports"]) for page in pages for v in page["assessment"]["voices"])
    told = [page for page in pages if {name["local-report"], name["denial"]} <= set(page["reports"])]
    assert [page["grade"] for page in told] == ["Contested"]
    assert "denial" in {found["slot"] for found in told[0]["assessment"]["differences"]}
    assert told[0]["assessment"]["grade_ground"]["claims"]
