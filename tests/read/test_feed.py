import pytest

from communique.model import Fault, Report
from communique.read import ReadOptions, read

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Velm Post</title>
<item><title>Bridge &amp; mill hit</title><link>https://post.example/1</link>
<pubDate>Mon, 04 Mar 2024 23:30:00 -0500</pubDate>
<description>&lt;p&gt;Shells fell on the bridge.&lt;/p&gt;
&lt;p&gt;Two died.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description></item>
<item><title>Only a headline</title><link>https://post.example/2</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><title>Raid</title>
<link href="https://wire.example/r"/><updated>2024-03-09T10:00:00Z</updated><author><name>Ana</name></author>
<content type="html">&lt;div&gt;Troops raided the camp.&lt;/div&gt;</content></entry></feed>"""


def test_each_entry_of_rss_is_a_report(saved):
    first, second = read([saved("feed.xml", RSS)])
    assert isinstance(first, Report)
    assert first.text == "Shells fell on the bridge.\n\nTwo died."
    assert (first.title, first.outlet, first.url) == (
        "Bridge & mill hit",
        "Velm Post",
        "https://post.example/1",
    )
    assert (first.published, first.published_method) == ("2024-03-05", "feed")  # in UTC
    assert isinstance(second, Fault)
    assert "https://post.example/2" in (second.hint or "")


def test_an_update_of_atom_is_no_publication(saved):
    (report,) = read([saved("feed", ATOM)])
    assert isinstance(report, Report)
    assert (report.text, report.author, report.published) == ("Troops raided the camp.", "Ana", None)


def test_a_given_day_stands_above(saved):
    report = next(read([saved("feed.xml", RSS)], ReadOptions(published="2024-03-01")))
    assert isinstance(report, Report)
    assert (report.published, report.published_method) == ("2024-03-01", "given")


@pytest.mark.parametrize("body", ["<rss><channel></channel></rss>", "<rss><channel><item><"])
def test_a_feed_without_entries_is_named(saved, body):
    (fault,) = read([saved("feed.xml", body)])
    assert isinstance(fault, Fault)
    assert "feed" in fault.reason


def test_entities_do_not_open_files(saved, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hidden words")
    body = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file://{secret}">]>' + RSS[21:].replace(
        "Shells", "&x;"
    )
    assert "hidden" not in repr(list(read([saved("feed.rss", body)])))
