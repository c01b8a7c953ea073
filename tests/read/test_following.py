"""Pages behind a feed's entries: fetched by their site's rules, once; the summary where they fail."""

import io

import pytest

from communique.model import Fault, Report
from communique.read import Document, ReadOptions
from communique.read.feed import read_entries
from communique.read.following import PAUSE_SECONDS, TRIES, Follower

LOCAL = ReadOptions(allow_private=True)
PAGE = b"""<html><head><title>Raid on Velm</title></head><body><article><h1>Raid on Velm</h1>
<p>Rebels raided the town of Velm at dawn on Monday and took eleven soldiers with them, the army said.</p>
<p>The raid was the third on the town within a month, residents told this newspaper by telephone.</p>
</article></body></html>"""


def feed(*items):
    body = f'<rss version="2.0"><channel><title>Velm Post</title>{"".join(items)}</channel></rss>'.encode()
    return Document("feed.xml", io.BytesIO(body), body[:1000])


def item(link, summary="Rebels raided Velm.", whole=""):
    content = (
        f'<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">{whole}</content:encoded>'
    )
    return (
        f"<item><title>Raid</title><link>{link}</link><pubDate>Mon, 04 Mar 2024 10:00:00 GMT</pubDate>"
        f"<description>{summary}</description>{content if whole else ''}</item>"
    )


def followed(site, *items, tried=None):
    """What the entries give, the tries left, and the seconds that were waited."""
    waited = []
    found, left = Follower(LOCAL, waited.append).follow(read_entries(feed(*items), LOCAL), tried or {})
    texts = [outcome.text if isinstance(outcome, Report) else outcome.reason for outcome in found]
    return texts, left, waited, found


def test_a_summary_is_replaced_by_its_page_with_the_feeds_date(site):
    link = site.put("/a", PAGE, Content_Type="text/html")
    _, left, waited, (report,) = followed(site, item(link))
    assert "eleven soldiers" in report.text
    assert (report.title, report.outlet) == ("Raid on Velm", "Velm Post")
    assert (report.published, report.published_method, report.url) == ("2024-03-04", "feed", link)
    assert (left, waited) == ({link: 0}, [])
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a"]


def test_a_whole_text_needs_no_page(site):
    texts, left, _, _ = followed(site, item(site.address + "/a", whole="Rebels raided Velm and left."))
    assert (texts, left, site.asked) == (["Rebels raided Velm and left."], {}, [])


def test_what_was_read_is_not_asked_for_again(site):
    link = site.put("/a", PAGE)
    assert followed(site, item(link), tried={link: 0})[:2] == ([], {link: 0})
    assert site.asked == []


@pytest.mark.parametrize("rules", [b"User-agent: *\nDisallow: /", b"User-agent: communique\nDisallow: /a"])
def test_robots_are_kept_out_where_the_site_says_so(site, rules):
    site.put("/robots.txt", rules)
    texts, left, _, _ = followed(site, item(site.put("/a", PAGE)))
    assert "robots.txt" in texts[0]
    assert texts[1:] == ["Rebels raided Velm."]
    assert set(left.values()) == {0}
    assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_a_server_that_fails_to_tell_its_rules_is_asked_nothing(site):
    site.answer("/robots.txt", status=500)
    texts, _, _, _ = followed(site, item(site.put("/a", PAGE)))
    assert texts[1:] == ["Rebels raided Velm."]
    assert [path for path, _ in site.asked] == ["/robots.txt"]


@pytest.mark.parametrize(("rules", "pause"), [(b"", PAUSE_SECONDS), (b"User-agent: *\nCrawl-delay: 7", 7)])
def test_pages_of_one_host_are_asked_for_one_after_another(site, rules, pause):
    site.put("/robots.txt", rules)
    _, _, waited, found = followed(site, *(item(site.put(f"/{n}", PAGE)) for n in range(3)))
    assert len(found) == 3
    assert waited == [pytest.approx(pause, abs=1.5)] * 2


def test_a_page_that_fails_is_tried_again_and_then_the_summary_stands(site):
    link, tried = site.answer("/a", status=404), {}
    for left in range(TRIES - 1, 0, -1):
        texts, tried, _, _ = followed(site, item(link), tried=tried)
        assert (len(texts), tried) == (1, {link: left})
    texts, tried, _, _ = followed(site, item(link), tried=tried)
    assert (texts[1:], tried) == (["Rebels raided Velm."], {link: 0})


def test_who_has_enough_is_left_alone(site):
    links = [site.answer("/a", status=429), site.put("/b", PAGE)]
    texts, left, _, _ = followed(site, *map(item, links))
    assert "left alone" in texts[1]
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a"]
    assert left == {links[0]: TRIES - 1, links[1]: TRIES - 1}


def test_private_addresses_are_refused(site):
    entries = read_entries(feed(item(site.put("/a", PAGE))), ReadOptions())
    found, _ = Follower(ReadOptions()).follow(entries, {})
    assert isinstance(found[0], Fault)
    assert site.asked == []
