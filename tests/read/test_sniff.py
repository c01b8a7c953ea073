import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.read import Document, UnreadableError
from communique.read.formats import READERS
from communique.read.sniff import sniff


def kind(head, name="-"):
    return sniff(Document(name, io.BytesIO(head), head))


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (b"<!DOCTYPE html><p>x", "-", "html"),
        (b"\xef\xbb\xbf \n<HTML>", "-", "html"),
        ("<html><body>x".encode("utf-16"), "page", "html"),
        (b"<!-- saved --><!-- twice --><div>x</div>", "-", "html"),
        (b"<?xml version='1.0'?><html xmlns='x'>", "-", "html"),
        (b"<p>x</p>", "page", "html"),
        (b"Plain, with a <b>tag</b>", "page.HTM", "html"),
        (b"<!doctype html>", "page.html", "html"),
        (b"<html><p>x", "page.txt", "html"),
        (b"No tag at all, 3 < 4", "page.html", "text"),
        (b"<p>quoted markup</p>", "notes.txt", "text"),
        (b"Two shells fell.", "-", "text"),
        (b"Two shells fell <here>.", "-", "text"),
        (b"{curly} start of a text", "-", "text"),
        (b"[Agency] Two shells fell.", "-", "text"),
        (b'{"text": "x"}\n', "-", "jsonl"),
        (b' { "text": "x"}\n', "a.txt", "jsonl"),
        (b"broken line\n", "a.jsonl", "jsonl"),
        (b"broken line\n", "a.ndjson", "jsonl"),
        (b'{"text": "<html><body>x</body></html>"}', "-", "jsonl"),
    ],
)
def test_formats_are_told_by_content_then_by_name(head, name, expected):
    assert kind(head, name) == expected


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"PK\x03\x04....", "a ZIP archive"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"SQLite format 3\x00", "an SQLite database"),
        (b"abc\x00\x01\x02\x03" * 10, "binary"),
        (bytes(range(256)), "binary"),
        (b'{\n  "text": "x"\n}', "not one object a line"),
        (b'[{"text": "x"}]', "not one object a line"),
    ],
)
def test_what_is_not_read_is_named(head, reason):
    with pytest.raises(UnreadableError, match=reason):
        kind(head)


@given(st.binary(max_size=200), st.sampled_from(["-", "a.html", "a.txt", "a.jsonl"]))
def test_any_head_has_a_known_format_or_is_refused(head, name):
    with contextlib.suppress(UnreadableError):
        assert kind(head, name) in READERS


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"], exclude_characters="<{[%"), min_size=1))
def test_words_without_markup_are_text(words):
    assert kind(f"The {words}".encode()) == "text"
