import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.read.pdfs import pdf as made

from communique.model import Fault, Report
from communique.read import ReadOptions, pdf, read

LINES = [
    "Bridge shelled at dawn",
    "Shells fell on the bridge at Velm early on Monday, residents told our reporter, and",
    "two people were killed.",
    "The ministry of defence denied that its guns had fired on the town that day or later.",
]
PAGE = made(LINES, ["Rescue went on for two hours."], title="Velm")


def test_a_pdf_is_a_report_with_its_lines_put_together(saved):
    (report,) = read([saved("a.pdf", PAGE)], ReadOptions(published="2024-03-04"))
    assert isinstance(report, Report)
    assert report.text.split("\n\n") == [
        LINES[0],
        f"{LINES[1]} {LINES[2]}",
        LINES[3],
        "Rescue went on for two hours.",
    ]
    assert (report.title, report.published, report.language) == ("Velm", "2024-03-04", "en")


def test_a_pdf_is_known_by_its_first_bytes_and_has_no_date_of_its_own(saved):
    (report,) = read([saved("a.txt", PAGE)])
    assert isinstance(report, Report)
    assert report.published is None


def test_a_pdf_is_read_from_an_address(site):
    address = site.answer("/a.pdf", headers={"Content-Type": "application/pdf"}, chunks=(PAGE,))
    (report,) = read([address], ReadOptions(allow_private=True))
    assert isinstance(report, Report)
    assert report.url == address


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (made([]), "holds no text"),
        (b"%PDF-1.4\nnothing", "broken"),
        (PAGE[: len(PAGE) // 4], "broken"),
        (made(LINES, encrypt=True), "locked with a password"),
    ],
    ids=["scan", "no body", "cut off", "locked"],
)
def test_what_cannot_be_read_is_named(saved, content, reason):
    (fault,) = read([saved("a.pdf", content)])
    assert isinstance(fault, Fault)
    assert reason in fault.reason
    assert fault.hint


def test_too_many_pages_are_refused(saved, monkeypatch):
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)
    (fault,) = read([saved("a.pdf", PAGE)])
    assert isinstance(fault, Fault)
    assert "more than 1 pages" in fault.reason


def test_words_divided_at_a_lines_end_are_whole():
    assert pdf.paragraphs("The am\x02\nmunition lay there\x00.") == "The ammunition lay there."


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.integers(9, len(PAGE) - 1), junk=st.binary(min_size=1, max_size=30))
def test_a_damaged_pdf_ends_no_run(saved, where, junk):
    outcomes = list(read([saved("a.pdf", PAGE[:where] + junk + PAGE[where + len(junk) :])]))
    assert len(outcomes) == 1
