from hypothesis import given, settings
from hypothesis import strategies as st
from sample import sample_report
from strategies import reports

from communique.model import Report
from communique.publish.marking import paragraphs, parts_of, pieces


@settings(max_examples=40, deadline=None)
@given(reports())
def test_the_pieces_joined_are_the_text(report: Report) -> None:
    assert "".join(piece.text for piece in pieces(report.text, report.claims)) == report.text


@settings(max_examples=40, deadline=None)
@given(reports())
def test_every_character_is_marked_by_exactly_the_claims_whose_spans_hold_it(report: Report) -> None:
    parts = [part for number, claim in enumerate(report.claims) for part in parts_of(number, claim)]
    at = 0
    for piece in pieces(report.text, report.claims):
        for position in range(at, at + len(piece.text)):
            here = [part for part in parts if part.start <= position < part.end]
            assert set(piece.claims) == {part.claim for part in here}
            assert set(piece.roles) == {(part.claim, part.role) for part in here if part.role != "quote"}
            assert piece.depth == len({part.claim for part in here if part.role == "quote"})
        at += len(piece.text)


@settings(max_examples=40, deadline=None)
@given(reports())
def test_every_trigger_is_closed_once(report: Report) -> None:
    closed = [claim for piece in pieces(report.text, report.claims) for claim in piece.closing]
    assert sorted(closed) == list(range(len(report.claims)))


@settings(max_examples=40, deadline=None)
@given(reports(st.text(alphabet="ab\n\r", min_size=1)))
def test_paragraphs_keep_all_pieces_and_break_only_at_line_ends(report: Report) -> None:
    cut = list(pieces(report.text, report.claims))
    lines = list(paragraphs(cut))
    assert [piece for line in lines for piece in line] == cut
    for line in lines[:-1]:
        assert line[-1].text.endswith(("\n", "\r"))


def test_where_claims_overlap_the_nearest_trigger_comes_first() -> None:
    report = sample_report()
    cut = list(pieces(report.text, report.claims))
    fighting = next(piece for piece in cut if piece.text == "fighting")
    raids = next(piece for piece in cut if piece.text == "air raids")
    assert fighting.claims == (3, 2)
    assert raids.claims == (2, 3)
    assert raids.is_trigger
    assert (2, "means") in raids.roles


def test_an_empty_text_has_no_pieces() -> None:
    assert list(pieces("", ())) == []
