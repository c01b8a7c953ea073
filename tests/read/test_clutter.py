import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.read.clutter import cut_clutter

REPORT = (
    "Shells fell on the mill at Umm Tina on Friday, the council said.\n\n"
    "It counted nine, and two families left for the next village."
)
# A reply form as it comes along when a WordPress page is marked and copied whole.
FORM = """Leave a Reply

Fill in your details below or click an icon to log in: Logo

You are commenting using your WordPress.com account. Log Out / Change )

Twitter picture

You are commenting using your Twitter account. Log Out / Change )

Connecting to %s"""


@pytest.mark.parametrize(
    "clutter",
    [
        FORM,
        "One response to “Shells at the mill”\n\n" + FORM,
        "No comments yet\n\n" + FORM,
        "Share this:\n\nTwitter\nFacebook\n\nLike this:\n\nLike Loading...\n\nRelated\n\n" + FORM,
        "Leave a comment\n\nYour email address will not be published. Required fields are marked *",
        "Post a Comment\n\nName\nEmail\n\nNotify me of new posts by email.",
        "Fill in your details below or click an icon to log in:\nConnecting to %s",
        "Добавить комментарий\n\nВаш адрес email не будет опубликован. Обязательные поля помечены *",
        "اترك تعليقاً\n\nلن يتم نشر عنوان بريدك الإلكتروني.",
        "Share this:\nTwitter\nFacebook",
        "Click to share on X (Opens in new window)",
        "Share this:\nEmail\nRelated\nBridge closed until Monday",
        FORM.replace("\n", "\r\n"),
        FORM.replace(" ", "\xa0"),
    ],
)
def test_reply_forms_and_share_buttons_at_the_end_are_cut(clutter):
    body = cut_clutter(f"{REPORT}\n\n{clutter}\n")
    assert body.text == REPORT
    assert body.comments == ""


def test_readers_comments_are_kept_apart():
    comments = "The mill has been empty for three years now, nobody was there.\n\nSad news again."
    body = cut_clutter(f"{REPORT}\n\n2 responses to “Shells at the mill”\n\n{comments}\n\n{FORM}")
    assert (body.text, body.comments) == (REPORT, comments)


def test_comments_below_the_form_are_kept_apart_too():
    below = "My uncle lives there and he says that the roof is gone."
    body = cut_clutter(f"{REPORT}\n\n{FORM}\n\n{below}\n\nArchives\nMay 2014\nApril 2014")
    assert (body.text, body.comments) == (REPORT, below)


@pytest.mark.parametrize(
    "text",
    [
        REPORT,
        "Leave a Reply\n\nThe ministry's answer was short: it had none to give.",
        "The deputy was asked thrice.\n\nNo comment.",
        "Two responses to the shelling\n\nThe council called for calm, the militia for revenge.",
        "Asked who fired, the sergeant said: connecting to %s failed, so nobody knows.",
        "More\n\nEmail\n\nThe clerk read both words from the burnt sheet.",
        "Share this bread, the priest told both sides, and they did so until noon on that day.",
        "Leave a comment\n" + "The line went on.\n" * 40 + "Your email address will not be published.",
    ],
)
def test_a_report_that_only_sounds_alike_stays_whole(text):
    assert cut_clutter(text).text == text


@given(
    st.lists(
        st.sampled_from([*REPORT.split("\n"), *FORM.split("\n"), "3 comments", "Share this:", "Tweet", ""])
    )
)
def test_what_stays_is_the_beginning_of_the_text(lines):
    text = "\n".join(lines)
    assert text.strip().startswith(cut_clutter(text).text)


def test_a_huge_text_is_cut_in_no_time():
    text = "The shelling went on.\n" * 500_000
    assert cut_clutter(text + FORM).text == text.strip()
