import html
import time

import pytest
from blog import CLUTTER, COMMENT, COMMENTS, FORM, PARAGRAPHS, REPLY, blog_page

from communique.model import content_id
from communique.read import ReadOptions
from communique.read.html import MAX_ATTRIBUTE_CHARACTERS

SOLID = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def test_a_blog_page_gives_its_report_and_nothing_else(saved, outcomes):
    path = saved("page.html", blog_page())
    (report,), faults = outcomes(path)
    assert not faults
    assert report.text == "\n".join(PARAGRAPHS)
    assert (report.title, report.outlet, report.language) == ("Rockets on the market", "Northern Diary", "en")
    assert report.location == path


@pytest.mark.parametrize("words", CLUTTER)
def test_none_of_the_pages_own_words_are_text(saved, outcomes, words):
    page = blog_page()
    assert words.split()[0] in page
    assert words not in outcomes(saved("page.html", page))[0][0].text


def test_readers_comments_are_kept_apart_one_by_one(saved, outcomes):
    (report,), _ = outcomes(saved("page.html", blog_page()))
    assert [comment.text for comment in report.comments] == [COMMENT, REPLY]


def test_a_page_without_class_names_gives_no_clutter_either(saved, outcomes):
    page = (
        f"<html><head><title>Rockets</title></head><body><a href='/'>Front page</a><h1>Rockets</h1>{SOLID}"
        f"<h3>One response to &ldquo;Rockets&rdquo;</h3><p>{COMMENT}</p><h3>Leave a Reply</h3>"
        "<p>Fill in your details below or click an icon to log in:</p><p>Connecting to %s</p></body></html>"
    )
    (report,), _ = outcomes(saved("page.html", page))
    assert report.text == "\n".join(PARAGRAPHS)
    assert [comment.text for comment in report.comments] == [COMMENT]


def test_an_opinion_piece_named_comment_is_still_a_report(saved, outcomes):
    page = f"<html><body><div class='comment'><h1>On the market</h1>{SOLID}</div></body></html>"
    (report,), _ = outcomes(saved("page.html", page))
    assert PARAGRAPHS[0] in report.text
    assert report.comments == ()


@pytest.mark.parametrize(
    "body",
    [
        "<div>Two shells hit the bridge.</div>",
        "<p>Two shells hit the bridge.</p>",
        "Two shells hit the bridge.",
        "<ul><li>Two shells hit the bridge.</li><li>One hit the road.</li></ul>",
        "<div><div><b>Two shells hit the bridge.</b><br><br>One hit the road.</div></div>",
        "<table><tr><td>Two shells hit the bridge.</td></tr></table>",
    ],
)
def test_a_short_statement_is_read(saved, outcomes, body):
    page = f"<html><head><title>Statement</title></head><body><h1>Statement</h1>{body}</body></html>"
    assert "Two shells hit the bridge." in outcomes(saved("page.html", page))[0][0].text


def test_the_first_line_that_repeats_the_title_is_left_out(saved, outcomes):
    page = (
        f"<html><head><title>On the\xa0market</title></head><body><p>On the market</p>{SOLID}</body></html>"
    )
    (report,), _ = outcomes(saved("page.html", page))
    assert report.text.startswith(PARAGRAPHS[0])


def test_the_id_is_that_of_the_content(saved, outcomes):
    page = blog_page(head='<link rel="canonical" href="https://diary.example.org/market">')
    reports, _ = outcomes(saved("a.html", page), saved("b/c.htm", page))
    assert reports[0].url == "https://diary.example.org/market"
    assert reports[0].id == reports[1].id == content_id(reports[0].url, reports[0].title, reports[0].text)


def test_a_page_cannot_pass_for_another_host(site, outcomes):
    page = blog_page(head='<link rel="canonical" href="https://ministry.example.org/statement">')
    url = site.put("/page", page.encode(), Content_Type="text/html")
    assert outcomes(url, options=ReadOptions(allow_private=True))[0][0].url == url


@pytest.mark.parametrize("encoding", ["windows-1256", "iso-8859-6", "utf-8", "utf-16"])
def test_arabic_pages_are_read_without_a_declaration(saved, outcomes, encoding):
    text = "قالت البلدية إن قذيفتين سقطتا قرب الجسر صباح الأربعاء، ولم تقع إصابات بين السكان في الحي القديم."
    page = f"<html><head><title>بيان</title></head><body><div class='c'><p>{text}</p></div></body></html>"
    (report,), faults = outcomes(saved("page.html", page, encoding))
    assert not faults
    assert (report.text, report.language) == (text, "ar")


@pytest.mark.parametrize(
    "page",
    [
        "<p>" + "</div></span>" * 50 + SOLID + "</html></html><body>",
        "<html><body>" + "<b><i>" * 60 + SOLID,
        SOLID.replace("</p>", ""),
        f"<html><body><p title='{'x' * 5_000_000}'></p>{SOLID}</body></html>",
        f"<html><body class='{'comment-x ' * 9_000}'>{SOLID}</body></html>",
        f"<html><head><script>{'var a = 1; ' * 400_000}</script></head><body>{SOLID}</body></html>",
        f"<html><script type='application/ld+json'>{'[' * 200_000}</script><body>{SOLID}</body></html>",
        f"<?xml version='1.0' encoding='utf-16'?><html><body>{SOLID}</body></html>",
        "<!-- " + "<!-- -->" * 2_000 + f"<html><body>{SOLID}</body></html>",
        f"<html><body>\x00{SOLID}</body></html>",
        f"<html><body><form id='aspnetForm'><div>{SOLID}</div></form></body></html>",
    ],
    ids=lambda page: page[:24],
)
def test_broken_and_hostile_markup_is_read(saved, outcomes, page):
    start = time.process_time()
    (report,), faults = outcomes(saved("page.html", page))
    assert not faults
    assert all(html.unescape(paragraph) in report.text for paragraph in PARAGRAPHS)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<html><head><title>Only a head</title></head><body></body></html>", "no main text"),
        ("<html><body><nav><a href='/'>Front page</a></nav></body></html>", "no main text"),
        (
            "<html><body><div><ul><li><a>Front page</a></li><li><a>News</a></li></ul></div></body></html>",
            "no main text",
        ),
        ("<html><body><script>document.write('text')</script></body></html>", "no main text"),
        ("<html>" + "<div>" * 100_000 + "deep" + "</html>", "no main text"),
        ("<html><body>" + "<br>" * 100_001 + "</body></html>", "too large: a page of 100,003 elements"),
        ("<html>" + " " * 20_000_000, "too large: more than 20 MB"),
        ("<html><body>" + FORM + "</body></html>", "no main text"),
        ("<!DOCTYPE html>", "no "),
    ],
    ids=lambda value: value[:24],
)
def test_pages_that_cannot_be_read_are_named(saved, outcomes, page, reason):
    path = saved("page.html", page)
    start = time.process_time()
    reports, (fault,) = outcomes(path)
    assert not reports
    assert fault.location == path
    assert reason in fault.reason
    assert time.process_time() - start < 10


def test_a_page_of_ten_megabytes_is_read(saved, outcomes):
    paragraphs = "".join(
        f"<p>On day {n} the observers counted {n % 17} shells near the river.</p>" for n in range(8_000)
    )
    page = f"<html><body><article>{paragraphs}</article><p data-state='{'x' * 9_500_000}'></p></body></html>"
    assert len(page) > 10_000_000
    (report,), _ = outcomes(saved("page.html", page))
    assert "On day 7999 the observers" in report.text


def test_limits_can_be_set(saved, outcomes):
    path = saved("page.html", blog_page())
    assert "elements" in outcomes(path, options=ReadOptions(max_elements=20))[1][0].reason
    assert "0.001 MB" in outcomes(path, options=ReadOptions(max_bytes=1_000))[1][0].reason


def test_embedded_images_are_no_reason_to_stall(saved, outcomes):
    images = f"<img src='data:image/png;base64,{'A' * MAX_ATTRIBUTE_CHARACTERS}'>" * 1_000
    (report,), _ = outcomes(
        saved("page.html", f"<html><body><article>{SOLID}{images}</article></body></html>")
    )
    assert PARAGRAPHS[0] in report.text


def test_comments_without_names_for_their_words_are_found(saved, outcomes):
    comments = f"<ol class='commentlist'><li class='comment'><p>{COMMENT}</p></li></ol>"
    (report,), _ = outcomes(saved("page.html", blog_page(comments=comments)))
    assert [comment.text for comment in report.comments] == [COMMENT]


def test_a_page_without_comments_has_none(saved, outcomes):
    assert outcomes(saved("page.html", blog_page(comments="")))[0][0].comments == ()
    assert COMMENT in COMMENTS
