from datetime import date, timedelta

import pytest
from blog import blog_page
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from communique.read import ReadOptions
from communique.read.dates import find_published, url_day

JSON_LD = '<script type="application/ld+json">%s</script>'
NEWS = '{"@context": "https://schema.org", "@type": "NewsArticle", "datePublished": "%s"}'


def found(head="", dateline="", url=None):
    published = find_published(document_fromstring(blog_page(head=head, dateline=dateline, comments="")), url)
    return (published.day, published.method) if published else None


@pytest.mark.parametrize(
    ("head", "dateline", "url", "method"),
    [
        (JSON_LD % (NEWS % "2014-05-19T08:12:00+02:00"), "", None, "json-ld"),
        (JSON_LD % ('{"@graph": [{"@type": "WebSite"}, %s]}' % (NEWS % "2014-05-19")), "", None, "json-ld"),
        ('<meta property="article:published_time" content="2014-05-19T08:12:00+02:00">', "", None, "meta"),
        ('<meta name="pubdate" content="Mon, 19 May 2014 08:12:00 GMT">', "", None, "meta"),
        ("", '<span itemprop="datePublished" content="2014-05-19">today</span>', None, "microdata"),
        (
            "",
            '<time class="entry-date published" datetime="2014-05-19T08:12:00+02:00">19/05</time>',
            None,
            "time",
        ),
        ("", '<time pubdate datetime="2014-05-19">Monday</time>', None, "time"),
        ("", "<time>19 May 2014</time>", None, "time"),
        ("", '<abbr class="published" title="2014-05-19T08:12:00+02:00">Monday</abbr>', None, "time"),
        ("", "", "https://diary.example.org/2014/05/19/market/", "url"),
        ("", "", "https://diary.example.org/2014/may/19/market", "url"),
        ("", "Posted on May 19, 2014 by Rima", None, "text"),
        ("", "<b>Monday, 19 May 2014 - 08:12</b>", None, "text"),
    ],
)
def test_each_kind_of_evidence_alone(head, dateline, url, method):
    assert found(head, dateline, url) == ("2014-05-19", method)


@pytest.mark.parametrize(
    ("language", "dateline"),
    [("ru", "19 мая 2014"), ("uk", "19 травня 2014"), ("ar", "19 مايو 2014"), ("fr", "19 mai 2014")],
)
def test_dates_in_the_pages_language(language, dateline):
    page = blog_page(dateline=f"<span>{dateline}</span>", comments="").replace(
        'lang="en"', f'lang="{language}"'
    )
    published = find_published(document_fromstring(page), None)
    assert published
    assert published.day == "2014-05-19"


@pytest.mark.parametrize(
    ("head", "dateline"),
    [
        ("", ""),
        ("", "May 2014"),
        ("", "2014"),
        ('<meta name="date" content="2014-05">', ""),
        ('<meta name="date" content="May 2014">', ""),
        ("", "03/04/2014"),  # March or April
        ("", '<time datetime="2014-03-04">4 March</time> <time datetime="2014-05-19">19 May</time>'),
        ("", "Updated: May 19, 2014"),
        ("", '<time class="updated" datetime="2014-05-19">19 May 2014</time>'),
        ('<meta property="article:modified_time" content="2014-05-19T08:12:00+02:00">', ""),
        ('<meta property="og:image" content="https://example.org/2014/05/19/a.jpg">', ""),
        (JSON_LD % (NEWS % "0001-01-01"), ""),
        (JSON_LD % (NEWS % "1970-01-01"), ""),
        (JSON_LD % '{"@type": "ItemList", "itemListElement": [%s]}' % (NEWS % "2014-05-19"), ""),
        (JSON_LD % '{"@type": "NewsArticle", "datePublished"', ""),
        (JSON_LD % '{"@type": "NewsArticle", "datePublished": {"year": 2014}}', ""),
        (
            "",
            "<p>On 19 May 2014 the council of the town met in the school to talk about water.</p>",
        ),
        ("", "Copyright 2014"),
    ],
)
def test_what_is_no_day_of_publication_gives_none(head, dateline):
    assert found(head, dateline) is None


def test_a_day_to_come_is_no_day_of_publication():
    late = (date.today() + timedelta(days=30)).isoformat()
    assert found(f'<meta name="date" content="{late}">') is None


def test_comments_do_not_date_the_page(saved, outcomes):
    (report,), _ = outcomes(saved("page.html", blog_page()))
    assert (report.published, report.published_method, report.published_confidence) == (None, None, None)


def test_evidence_that_agrees_is_surer_than_one_kind_alone():
    meta = '<meta name="date" content="2014-05-19">'
    both = meta + JSON_LD % (NEWS % "2014-05-19")
    alone, both = (
        find_published(document_fromstring(blog_page(head=h, comments="")), None) for h in (meta, both)
    )
    assert alone
    assert both
    assert both.confidence > alone.confidence


def test_evidence_that_disagrees_gives_none():
    assert found('<meta name="date" content="2014-05-19">' + JSON_LD % (NEWS % "2014-06-30")) is None


def test_the_majority_decides():
    head = '<meta name="date" content="2014-05-19">' + JSON_LD % (NEWS % "2014-05-19")
    assert found(head, "June 30, 2014") == ("2014-05-19", "json-ld")


def test_the_outlets_own_day_counts_not_that_of_greenwich():
    head = '<meta property="article:published_time" content="2014-05-20T01:12:00Z">'
    assert found(head, url="https://example.org/2014/05/19/market") == ("2014-05-19", "meta")


def test_the_day_that_the_user_gives_stands_above_the_pages(saved, outcomes):
    page = blog_page(head='<meta name="date" content="2014-05-19">')
    (report,), _ = outcomes(saved("page.html", page), options=ReadOptions(published="2014-05-01"))
    assert (report.published, report.published_method, report.published_confidence) == (
        "2014-05-01",
        "given",
        1.0,
    )


@pytest.mark.parametrize(
    "url", ["https://a.example/2014/13/19/", "https://a.example/2014/5", "https://a.example/x?d=1", None]
)
def test_addresses_without_a_day(url):
    assert url_day(url) is None


@given(
    st.dates(date(1991, 1, 1), date.today()),
    st.sampled_from(["/{:%Y/%m/%d}/a", "/a-{:%Y-%m-%d}.html", "/{:%Y/%m/%d}"]),
)
def test_addresses_with_a_day(day, form):
    assert url_day("https://a.example" + form.format(day)) == day


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_dateline_breaks_the_search(head, dateline):
    page = document_fromstring("<html><body><h1>x</h1><p>y</p></body></html>")
    page.find(".//p").text = "".join(c for c in dateline if c.isprintable())
    page.find(".//p").set("itemprop", "datePublished")
    page.find(".//p").set("content", "".join(c for c in head if c.isprintable()))
    published = find_published(page, head)
    assert published is None or published.day <= (date.today() + timedelta(days=1)).isoformat()
