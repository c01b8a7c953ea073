import json

import pytest

from communique.model import Fault, Report
from communique.read import read

TELEGRAM = {
    "name": "Velm now",
    "type": "public_channel",
    "id": 1,
    "messages": [
        {"id": 1, "type": "service", "date": "2024-03-04T09:00:00", "text": ""},
        {
            "id": 2,
            "type": "message",
            "date": "2024-03-05T01:00:00",
            "date_unixtime": "1709593200",
            "from": "Velm now",
            "text": ["Shells fell on ", {"type": "bold", "text": "the bridge"}, "."],
        },
        {"id": 3, "type": "message", "date": "2024-03-05T02:00:00", "photo": "p.jpg", "text": ""},
        {"id": 4, "type": "message", "date": "2024-03-05T03:00:00", "text": 7},
    ],
}
NOTE = {"type": "Note", "content": "<p>Two died.</p><p>Help came.</p>", "published": "2024-03-05T23:00:00Z"}
OUTBOX = {
    "@context": "https://www.w3.org/ns/activitystreams",
    "type": "OrderedCollection",
    "orderedItems": [
        {"type": "Announce", "object": "https://other.example/1"},
        {
            "type": "Create",
            "object": {**NOTE, "id": "https://m.example/1", "attributedTo": "https://m.example/a"},
        },
    ],
}
STATUSES = [
    {
        "id": "1",
        "created_at": "2024-03-05T23:00:00.000Z",
        "content": "<p>Two &amp; more died.</p>",
        "url": "https://m.example/1",
        "account": {"acct": "ana", "display_name": "Ana"},
    },
    {"id": "2", "created_at": "2024-03-06T00:00:00.000Z", "content": "", "reblog": {"id": "9"}},
]


@pytest.mark.parametrize("indent", [None, 1])
def test_a_telegram_export_gives_the_messages_with_words(saved, indent):
    report, fault = read([saved("result.json", json.dumps(TELEGRAM, indent=indent))])
    assert isinstance(report, Report)
    assert (report.text, report.outlet) == ("Shells fell on the bridge.", "Velm now")
    assert report.published == "2024-03-04"  # the instant, in UTC
    assert isinstance(fault, Fault)
    assert fault.location.endswith("#4")


def test_a_mastodon_outbox_gives_notes_without_boosts(saved):
    (report,) = read([saved("outbox.json", json.dumps(OUTBOX))])
    assert isinstance(report, Report)
    assert (report.text, report.published) == ("Two died.\n\nHelp came.", "2024-03-05")
    assert report.url == "https://m.example/1"


def test_a_list_of_statuses_is_read(saved):
    (report,) = read([saved("statuses.json", json.dumps(STATUSES))])
    assert isinstance(report, Report)
    assert (report.text, report.author, report.outlet) == ("Two & more died.", "Ana", "ana")


def test_an_export_that_is_cut_off_is_named(saved):
    (fault,) = read([saved("result.json", json.dumps(TELEGRAM)[:-20])])
    assert isinstance(fault, Fault)
    assert "not whole JSON" in fault.reason


def test_the_same_message_has_the_same_id(saved):
    first, again = (next(read([saved(name, json.dumps(STATUSES))])) for name in ("a.json", "b.json"))
    assert isinstance(first, Report)
    assert isinstance(again, Report)
    assert first.id == again.id
