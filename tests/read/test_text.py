import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model import content_id
from communique.read import ReadOptions
from communique.read.text import split_title

BODY = "The governor said on Sunday that troops had left Wadi Rum.  He gave no number.\n\n\tLater he did: 40."


def test_the_first_line_above_a_blank_one_is_the_title(saved, outcomes):
    path = saved("a.txt", f"Troops leave Wadi Rum!!\n\n{BODY}\n")
    (report,), faults = outcomes(path)
    assert not faults
    assert (report.title, report.text, report.location) == ("Troops leave Wadi Rum!!", BODY, path)
    assert (report.published, report.published_method, report.published_confidence) == (None, None, None)
    assert report.language == "en"


def test_the_text_is_a_piece_of_the_file_character_by_character(saved, outcomes):
    content = f"Title\r\n\r\n{BODY}\xa0 e\u0301 \u200f\r\nlast line\r\n"
    (report,), _ = outcomes(saved("a.txt", content))
    assert report.text in content
    assert report.text.endswith("\xa0 e\u0301 \u200f\r\nlast line")


def test_the_id_does_not_depend_on_the_path(saved, outcomes):
    reports, _ = outcomes(saved("a/one.txt", BODY), saved("b/two.md", BODY))
    assert reports[0].id == reports[1].id == content_id("", "", BODY)


def test_the_day_that_the_user_gives(saved, outcomes):
    (report,), _ = outcomes(saved("a.txt", BODY), options=ReadOptions(published="2015-10-14"))
    assert (report.published, report.published_method, report.published_confidence) == (
        "2015-10-14",
        "given",
        1.0,
    )


@pytest.mark.parametrize("day", ["14 October 2015", "2015-10-32", "20151014", "2015-W42-3", ""])
def test_a_day_that_is_none_is_refused(day):
    with pytest.raises(ValueError, match="is not a day written YYYY-MM-DD"):
        ReadOptions(published=day)


@pytest.mark.parametrize(
    "first",
    [
        "The governor said on Sunday that troops had left.",
        "14 October 2015",
        "Wednesday, October 14th, 2015",
        "2015-10-14 09:30",
        "By Amal Haddad",
        "Dear colleagues,",
        "Summary:",
        "- two dead",
        "https://example.org/a",
        "***",
        "A" * 201,
    ],
)
def test_first_lines_that_are_no_title(first):
    text = f"{first}\n\n{BODY}"
    assert split_title(text) == (None, text)


@pytest.mark.parametrize("text", [BODY.replace("\n\n", "\n"), "Only a line", "Only a line\n\n", ""])
def test_a_line_that_does_not_stand_alone_is_no_title(text):
    assert split_title(text) == (None, text)


@given(st.text())
def test_title_and_rest_are_pieces_of_the_text(text):
    title, rest = split_title(text)
    assert text.endswith(rest)
    assert title is None or title in text


def test_a_pasted_reply_form_is_no_text(saved, outcomes):
    form = "One response to “Wadi Rum”\n\nI was there, it rained.\n\nLeave a Reply\n\nConnecting to %s"
    (report,), _ = outcomes(saved("a.txt", f"Wadi Rum\n\n{BODY}\n\n{form}"))
    assert report.text == BODY
    assert [comment.text for comment in report.comments] == ["I was there, it rained."]


def test_a_file_of_nothing_but_a_form_is_a_fault(saved, outcomes):
    _, (fault,) = outcomes(saved("a.txt", "Leave a Reply\n\nEnter your comment here...\n\nConnecting to %s"))
    assert "no text is left" in fault.reason


def test_nul_characters_are_no_text(saved, outcomes):
    _, (fault,) = outcomes(saved("a.txt", BODY * 10 + "\x00"))
    assert "NUL" in fault.reason
