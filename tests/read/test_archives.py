"""WARC files and saved pages (WACZ): what is in them is read, and what is hostile or broken is named."""

import gzip
import io
import json
import subprocess
import sys
import tracemalloc
import zipfile
import zlib

import pytest

from communique.read import warc

PAGE = b"""<!doctype html><html><head><title>Shelling in Velm</title>
<meta property="article:published_time" content="2024-03-05"></head><body><article><h1>Shelling in Velm</h1>
<p>Government forces shelled the market of Velm on Monday, killing three civilians, residents said.</p>
<p>The army did not comment on the shelling, which lasted for about an hour, the residents added.</p>
</article></body></html>"""


def record(url, body, *, status=200, media="text/html", kind="response", fields=(), length=None):
    lines = [f"HTTP/1.1 {status} Said", f"Content-Type: {media}", *fields, f"Content-Length: {len(body)}"]
    payload = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
    head = [
        *("WARC/1.1", f"WARC-Type: {kind}", f"WARC-Target-URI: {url}", "WARC-Date: 2024-03-06T00:00:00Z"),
        *("WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>",),
        *("Content-Type: application/http; msgtype=response",),
        f"Content-Length: {len(payload) if length is None else length}",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + payload + b"\r\n\r\n"


def packed(*records):
    """A gzipped WARC file, a member a record."""
    return b"".join(map(gzip.compress, records))


def wacz(archives, pages=(), method=zipfile.ZIP_STORED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, body in archives.items():
            made.writestr(f"archive/{name}", body)
        if pages:
            listed = [{"format": "json-pages-1.0", "id": "pages"}, *({"url": url} for url in pages)]
            made.writestr("pages/pages.jsonl", "\n".join(map(json.dumps, listed)))
        made.writestr("datapackage.json", "{}")
    return file.getvalue()


WANTED = record("https://post.example/a", PAGE)


@pytest.mark.parametrize("body", [WANTED * 2, packed(WANTED, WANTED)], ids=["plain", "gzip"])
def test_a_warc_file_gives_its_pages(saved, outcomes, body):
    reports, faults = outcomes(saved("p.warc", body))
    assert faults == []
    assert [(r.title, r.url, r.published) for r in reports] == [
        ("Shelling in Velm", "https://post.example/a", "2024-03-05")
    ] * 2
    assert "killing three civilians" in reports[0].text


def test_a_wacz_gives_the_pages_that_it_lists_and_where_they_led(saved, outcomes):
    body = packed(
        record("https://post.example/old", b"", status=301, fields=["Location: /a"]),
        WANTED,
        record("https://post.example/frame", PAGE),
        record("https://post.example/x.css", b"p {}", media="text/css"),
        record("https://post.example/a", b"", kind="request"),
    )
    pages = ["https://post.example/old#top", "https://post.example/lost"]
    reports, faults = outcomes(saved("saved.wacz", wacz({"data.warc.gz": body}, pages)))
    assert [r.url for r in reports] == ["https://post.example/a"]
    assert [f.location.rpartition("#")[2] for f in faults] == ["https://post.example/lost"]


def test_without_a_list_every_page_is_read(saved, outcomes):
    body = packed(
        WANTED, record("https://post.example/b", PAGE), record("https://post.example/c", b"", status=404)
    )
    reports, faults = outcomes(saved("saved.zip", wacz({"data.warc.gz": body, "more.warc": WANTED})))
    assert len(reports) == 3
    assert faults == []


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_encodings_of_the_web_are_undone(saved, outcomes, encoding):
    body = gzip.compress(PAGE) if encoding == "gzip" else zlib.compress(PAGE)
    made = record("https://post.example/a", body, fields=[f"Content-Encoding: {encoding}"])
    (report,), faults = outcomes(saved("p.warc.gz", packed(made)))
    assert report.title == "Shelling in Velm"
    assert faults == []


def test_a_stream_is_read_too(tmp_path):
    program = "from communique.read import read\nfor o in read(['-']): print(type(o).__name__, o.location)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=wacz({"d.warc.gz": packed(WANTED)}),
        capture_output=True,
        timeout=60,
    )
    assert done.stdout.decode().split() == ["Report", "<stdin>#https://post.example/a"], done.stderr.decode()


def broken_crc():
    body = bytearray(wacz({"d.warc": WANTED}))
    at = body.find(b"residents added")
    body[at : at + 9] = b"RESIDENTS"
    return bytes(body)


def locked():
    body = bytearray(wacz({"d.warc": WANTED}))
    body[6] |= 1
    body[body.find(b"PK\x01\x02") + 8] |= 1
    return bytes(body)


BOMB = packed(record("https://a.example", bytes(60_000_000), kind="request"))
FAULTS = {
    "cut off": (wacz({"d.warc.gz": packed(WANTED)})[:-400], "the ZIP archive is broken"),
    "no archives": (wacz({}), "without web archives"),
    "no pages": (wacz({"d.warc": record("https://a.example", b"", status=404)}), "holds no page"),
    "crc": (broken_crc(), "Bad CRC-32"),
    "locked": (locked(), "locked with a password"),
    "other member": (wacz({"d.txt": b"hello"}), "not a WARC file"),
    "bomb in gzip": (wacz({"d.warc.gz": BOMB}), "swells"),
    "bomb in zip": (wacz({"d.warc": bytes(60_000_000)}, method=zipfile.ZIP_DEFLATED), "swells"),
    "no record": (wacz({"d.warc": b"hello\r\n"}), "no record begins"),
    "endless header": (wacz({"d.warc": b"WARC/1.1\r\n" + b"A: b\r\n" * 20_000}), "does not end"),
    "no length": (wacz({"d.warc": WANTED.replace(b"Content-Length", b"Content-Size")}), "length"),
    "too long": (wacz({"d.warc": record("https://a.example", b"x", length=10**14)}), "cut off"),
    "damaged gzip": (wacz({"d.warc.gz": packed(WANTED)[:60] + b"rubbish" * 40}), "damaged"),
    "cut gzip": (wacz({"d.warc.gz": packed(WANTED)[:-30]}), "cut off"),
    "zip in warc": (wacz({"d.warc": record("https://a.example", wacz({}))}), "in an archive"),
}  # fmt: skip


@pytest.mark.parametrize("case", list(FAULTS))
def test_what_is_broken_or_hostile_is_named(saved, outcomes, case):
    body, reason = FAULTS[case]
    _, faults = outcomes(saved("saved.wacz", body))
    assert any(reason in fault.reason for fault in faults), faults
    assert not any("the reader failed" in fault.reason for fault in faults)


def test_behind_a_swollen_record_the_rest_is_read(saved, outcomes):
    swollen = record(
        "https://a.example", gzip.compress(bytes(60_000_000), 9), fields=["Content-Encoding: gzip"]
    )
    name = saved("p.warc", swollen + b"" + WANTED)
    tracemalloc.start()
    reports, faults = outcomes(name)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [r.title for r in reports] == ["Shelling in Velm"]
    assert ["too large" in f.reason for f in faults] == [True]
    assert most < 150_000_000


def test_a_directory_of_a_million_members_is_refused(saved, outcomes):
    end = b"PK\x05\x06" + bytes(4) + b"\xff\xff\xff\xff" + (30_000_000).to_bytes(4, "little") + bytes(6)
    body = wacz({"d.warc": WANTED}) + bytes(30_000_000) + end
    _, (fault,) = outcomes(saved("saved.wacz", body))
    assert "members" in fault.reason


def test_a_missing_library_is_named(saved, outcomes, monkeypatch):
    monkeypatch.setattr(warc, "find_spec", lambda name: None)
    _, (fault,) = outcomes(saved("p.warc", WANTED))
    assert "pip install" in (fault.hint or "")
