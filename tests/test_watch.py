import json

import pytest
from tests.read.conftest import site
from typer.testing import CliRunner

from communique.cli import app
from communique.ledger import open_ledger
from communique.read import ReadOptions
from communique.read.polling import LONGEST_WAIT, SHORTEST_WAIT, FeedState, poll
from communique.watch import Watch, feeds_of

__all__ = ["site"]

FEED = b"""<rss version="2.0"><channel><title>Velm Post</title><item><title>Raid</title>
<link>https://post.example/1</link><pubDate>Mon, 04 Mar 2024 10:00:00 GMT</pubDate>
<description>Government troops killed two rebels in Aleppo on Sunday, the army said.</description></item>
</channel></rss>"""
LOCAL = ReadOptions(allow_private=True)


def test_a_second_request_asks_only_for_what_changed(site):
    address = site.answer("/f", headers={"ETag": '"a"', "Last-Modified": "yesterday"}, chunks=(FEED,))
    first = poll(address, FeedState(), 1000.0, LOCAL)
    assert first.document is not None
    assert first.state == FeedState('"a"', "yesterday", 0, 1000.0 + SHORTEST_WAIT)
    site.answer("/f", status=304)
    second = poll(address, first.state, 5000.0, LOCAL)
    assert (second.document, second.fault) == (None, None)
    assert (second.state.etag, second.state.next_at) == ('"a"', 5000.0 + SHORTEST_WAIT)
    headers = site.asked[-1][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"a"', "yesterday")


def test_each_failure_doubles_the_wait_up_to_a_day(site):
    address = site.answer("/f", status=500)
    state, waits = FeedState(etag='"a"'), []
    for _ in range(9):
        polled = poll(address, state, 0.0, LOCAL)
        assert polled.fault is not None
        state = polled.state
        waits.append(state.next_at)
    assert waits[:3] == [SHORTEST_WAIT, 2 * SHORTEST_WAIT, 4 * SHORTEST_WAIT]
    assert waits[-1] == LONGEST_WAIT
    assert (state.failures, state.etag) == (9, '"a"')


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("4000", 4000),
        ("9" * 40, LONGEST_WAIT),
        ("Thu, 01 Jan 1970 02:00:00 GMT", 7200),
        ("soon", SHORTEST_WAIT),
    ],
)
def test_a_server_may_ask_to_wait(site, said, wait):
    address = site.answer("/f", status=429, headers={"Retry-After": said})
    assert poll(address, FeedState(), 0.0, LOCAL).state.next_at == wait


def test_private_addresses_are_refused(site):
    assert poll(site.answer("/f", chunks=(FEED,)), FeedState(), 0.0, ReadOptions()).fault is not None
    assert site.asked == []


def test_what_was_not_recorded_is_asked_for_again(site, tmp_path):
    address = site.answer("/f", headers={"ETag": '"a"'}, chunks=(FEED,))
    memory = tmp_path / "state.json"

    def full(found):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        Watch([address], memory, LOCAL).run(full)
    taken = []
    Watch([address], memory, LOCAL).run(taken.extend)
    assert [report.title for report in taken] == ["Raid"]
    Watch([address], memory, LOCAL).run(taken.extend)
    assert (len(taken), len(site.asked)) == (1, 2)  # not due


def test_the_command_records_entries_once(site, tmp_path):
    address = site.answer("/f", chunks=(FEED,))
    ledger, memory = tmp_path / "war.db", tmp_path / "war.db.feeds.json"
    listed = tmp_path / "feeds.txt"
    listed.write_text(f"# ours\n{address}\n")
    asked = ["watch", str(listed), "--ledger", str(ledger), "--once", "--allow-private"]
    assert "1 of them new" in CliRunner().invoke(app, asked).output
    states = {name: {**state, "next_at": 0} for name, state in json.loads(memory.read_text()).items()}
    memory.write_text(json.dumps(states))
    assert "0 of them new" in CliRunner().invoke(app, asked).output
    with open_ledger(str(ledger), create=False) as opened:
        (report,) = opened.reports()
    assert (report.outlet, report.published) == ("Velm Post", "2024-03-04")


def test_a_feed_that_fails_gives_status_1_and_a_missing_list_2(site, tmp_path):
    base = ["--ledger", str(tmp_path / "war.db"), "--once", "--allow-private"]
    assert CliRunner().invoke(app, ["watch", site.answer("/f", status=500), *base]).exit_code == 1
    assert CliRunner().invoke(app, ["watch", str(tmp_path / "none"), *base]).exit_code == 2


def test_feeds_are_named_or_listed(tmp_path):
    listed = tmp_path / "l"
    listed.write_text("# x\n\nhttps://a.example/f\n")
    assert feeds_of(["https://b.example", str(listed), "https://b.example"]) == [
        "https://b.example",
        "https://a.example/f",
    ]


def test_pages_are_followed_once_over_several_passes(site, tmp_path):
    page = b"<html><body><article><p>Rebels raided Velm at dawn and took eleven soldiers along.</p>" * 3
    feed = FEED.replace(b"https://post.example/1", site.put("/1", page, Content_Type="text/html").encode())
    address = site.answer("/f", chunks=(feed,))
    memory, taken = tmp_path / "state.json", []
    for _ in range(2):
        Watch([address], memory, LOCAL, pages=True).run(taken.extend)
        states = {name: {**state, "next_at": 0} for name, state in json.loads(memory.read_text()).items()}
        memory.write_text(json.dumps(states))
    (report,) = taken
    assert ("eleven soldiers" in report.text, report.published) == (True, "2024-03-04")
    assert [path for path, _ in site.asked] == ["/f", "/robots.txt", "/1", "/f"]
