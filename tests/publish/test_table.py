import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from sample import bare_report, hostile_report, sample_report
from strategies import reports

from communique.model import Report
from communique.publish.table import print_table


def _printed(reports: list[Report], width: int, evidence: bool = False, **settings: object) -> str:
    console = Console(width=width, file=io.StringIO(), **settings)
    print_table(reports, console, evidence=evidence)
    written = console.file
    assert isinstance(written, io.StringIO)
    return written.getvalue()


@pytest.mark.parametrize("width", [20, 40, 80, 111, 112, 120, 149, 150, 200, 320])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    printed = _printed([sample_report(), bare_report(), hostile_report()], width, evidence=True)
    assert max(cell_len(line) for line in printed.splitlines()) <= width


@pytest.mark.parametrize("width", [80, 120, 200])
def test_every_column_says_what_the_claim_says(width: int) -> None:
    printed = " ".join(_printed([sample_report()], width).split())
    for told in ("AFP › SOHR", "author’s voice", "≥ 30", "5–10", "86", "denied", "believed", "planned",
                 "low confidence", "(not placed)", "2015-10-12", "air strike", "Islamic State",
                 "Eighty-eight sorties in a day", "2015-10-13 (meta tag)", "9 claims"):  # fmt: skip
        assert told in printed, told


def test_wide_terminals_have_a_column_for_each_question() -> None:
    header = next(line for line in _printed([sample_report()], 160).splitlines() if "Source" in line)
    assert " ".join(header.split()) == "Source Happening Actor → target Count Place Date Factuality"


def test_a_report_without_claims_or_date_says_so() -> None:
    printed = _printed([bare_report()], 80)
    assert "date unknown · no claims found" in printed


def test_evidence_comes_only_when_asked_for() -> None:
    assert "nobody was hurt" not in _printed([sample_report()], 100)
    evidence = " ".join(_printed([sample_report()], 100, evidence=True).split())
    assert "“Two shells hit the grounds of the Russian embassy in Damascus; nobody was hurt.”" in evidence
    assert "open: “some days ago” has no date: the words fix no day" in evidence


def test_the_trigger_is_highlighted_in_the_evidence() -> None:
    printed = _printed([sample_report()], 200, evidence=True, force_terminal=True, color_system="standard")
    assert "\x1b[1;7mfighting\x1b[0m" in printed


def test_a_pipe_gets_no_escape_codes() -> None:
    assert "\x1b" not in _printed([sample_report()], 80, evidence=True)


def test_no_color_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    printed = _printed([sample_report()], 120, force_terminal=True, color_system="standard")
    assert "\x1b[3" not in printed.replace("\x1b[3m", "")  # italics are no colour


@settings(max_examples=25, deadline=None)
@given(reports(), st.sampled_from([60, 120, 160]))
def test_hostile_text_sends_no_control_to_the_terminal(report: Report, width: int) -> None:
    printed = _printed([report], width, evidence=True)
    assert not [c for c in printed if unicodedata.category(c) == "Cc" and c != "\n"]


def test_hostile_markup_and_escapes_stay_words() -> None:
    printed = _printed([hostile_report()], 400, evidence=True)
    assert "\x1b" not in printed
    assert "\u202e" not in printed
    assert "[bold]x[/bold]" in printed


def test_reports_are_printed_as_they_come() -> None:
    console = Console(width=80, file=io.StringIO())

    def coming():
        yield sample_report()
        assert "Eighty-eight sorties" in console.file.getvalue()
        yield bare_report()

    print_table(coming(), console)
    assert "Untitled report" in console.file.getvalue()
