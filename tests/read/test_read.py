import io
import os
import sys
import threading
from pathlib import Path

import pytest
from blog import blog_page
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import communique.read
from communique.model import Fault, Report
from communique.read import ReadOptions, read

TEXT = "The mayor said that the bridge had been hit twice, and that nobody was on it."


@pytest.fixture
def standard_input(monkeypatch):
    """Put bytes on standard input, as a pipe does: what cannot be sought back."""

    def feed(content):
        class Pipe(io.BytesIO):
            def seekable(self):
                return False

            def seek(self, *_):
                raise OSError("a pipe")

        monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": Pipe(content)}))

    return feed


@pytest.mark.parametrize(
    ("content", "title", "text"),
    [
        (TEXT.encode(), None, TEXT),
        (f"Bridge hit\n\n{TEXT}".encode(), "Bridge hit", TEXT),
        (f"<html><body><h1>Bridge hit</h1><p>{TEXT}</p></body></html>".encode(), "Bridge hit", TEXT),
        (b'{"id": "a", "text": "%s"}\n' % TEXT.encode(), None, TEXT),
        (TEXT.encode() * 1_000, None, TEXT * 1_000),  # longer than the head that the format is told from
    ],
)
def test_standard_input_of_every_format(standard_input, outcomes, content, title, text):
    standard_input(content)
    (report,), faults = outcomes("-")
    assert not faults
    assert (report.title, report.text) == (title, text)
    assert report.location.startswith("<stdin>")


def test_an_empty_standard_input_is_named(standard_input, outcomes):
    standard_input(b"")
    _, (fault,) = outcomes("-")
    assert (fault.location, fault.reason) == ("<stdin>", "the document is empty")


def test_a_folder_gives_its_files_in_order_without_hidden_ones(saved, outcomes, tmp_path):
    for name in ("b.txt", "a/z.txt", "a/y/x.txt", "c.txt", ".hidden.txt", ".git/d.txt", "a/.e.txt"):
        saved(name, f"{TEXT} {name}")
    reports, faults = outcomes(str(tmp_path))
    assert not faults
    assert [Path(r.location).relative_to(tmp_path).as_posix() for r in reports] == [
        "a/y/x.txt",
        "a/z.txt",
        "b.txt",
        "c.txt",
    ]


def test_a_folder_without_files_is_named(outcomes, tmp_path):
    _, (fault,) = outcomes(str(tmp_path))
    assert "holds no files" in fault.reason


def test_links_that_lead_upwards_end(saved, outcomes, tmp_path):
    saved("a/one.txt", TEXT)
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    reports, (fault,) = outcomes(str(tmp_path))
    assert len(reports) == 1
    assert (fault.location, "no such file" in fault.reason) == (str(tmp_path / "gone.txt"), True)


def test_a_pipe_in_a_folder_is_passed_over(saved, outcomes, tmp_path):
    saved("a.txt", TEXT)
    os.mkfifo(tmp_path / "pipe")
    reports, (fault,) = outcomes(str(tmp_path))
    assert (len(reports), fault.reason) == (1, "not a regular file")


def test_a_pipe_that_is_named_is_read(outcomes, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(TEXT,))
    writer.start()
    reports, _ = outcomes(str(pipe))
    writer.join()
    assert reports[0].text == TEXT


def test_names_of_another_encoding_are_named(outcomes, tmp_path):
    (tmp_path / os.fsdecode(b"b\xe9ton.txt")).write_text(TEXT)
    (tmp_path / os.fsdecode(b"vide\xff.txt")).write_text("")
    (report,), (fault,) = outcomes(str(tmp_path))
    assert report.location.endswith(r"b\udce9ton.txt")
    assert fault.location.endswith(r"vide\udcff.txt")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("no/such/file.txt", "no such file"),
        ("ftp://example.org/a", "addresses of ftp are not read"),
        ("file:///etc/hostname", "addresses of file are not read"),
        ("a\0b", "null byte"),
        ("x" * 5_000, "cannot be read"),
        ("", "holds no files"),
    ],
)
def test_inputs_that_are_not_there_are_named(outcomes, tmp_path, monkeypatch, name, reason):
    monkeypatch.chdir(tmp_path)
    reports, (fault,) = outcomes(name)
    assert not reports
    assert (fault.location, reason in fault.reason) == (name, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(saved, outcomes):
    path = saved("secret.txt", TEXT)
    Path(path).chmod(0)
    assert "permission denied" in outcomes(path)[1][0].reason


def test_bad_inputs_are_named_and_all_others_read(saved, outcomes):
    bad = [
        saved("empty.txt", ""),
        saved("program", b"\x7fELF\x02\x01\x01" + bytes(200)),
        saved("huge.html", "<html><body>" + "<p>The shelling went on all night.</p>" * 1_400_000),
        saved("nowhere.html", "<html><body></body></html>"),
    ]
    broken = saved(
        "lines.jsonl", '{"id": "1", "text": "One."}\n{"id": "2", "te\n{"id": "3", "text": "Three."}\n'
    )
    good = [saved("good.txt", TEXT), saved("good.html", blog_page())]
    reports, faults = outcomes(bad[0], good[0], bad[1], broken, bad[2], good[1], bad[3])
    assert Path(bad[2]).stat().st_size > 50_000_000
    assert [report.location for report in reports] == [good[0], f"{broken}:1", f"{broken}:3", good[1]]
    assert [fault.location for fault in faults] == [bad[0], bad[1], f"{broken}:2", bad[2], bad[3]]
    assert all(fault.reason for fault in faults)


def test_reports_come_one_by_one(saved):
    outcomes = read(iter([saved("a.txt", TEXT), "/nowhere"]))
    assert isinstance(next(outcomes), Report)
    assert isinstance(next(outcomes), Fault)


def test_files_are_closed(saved, monkeypatch):
    paths = [saved("a.txt", TEXT), saved("b.html", blog_page()), saved("c.jsonl", '{"text": "One."}')]
    opened = []
    original = Path.open
    monkeypatch.setattr(Path, "open", lambda *a, **k: opened.append(original(*a, **k)) or opened[-1])
    list(read(paths))
    assert len(opened) == 3
    assert all(stream.closed for stream in opened)


def test_what_is_public():
    for name in communique.read.__all__:
        assert hasattr(communique.read, name)


markup = st.lists(
    st.sampled_from(
        [
            "<html>",
            "<p>",
            "</p>",
            "<div class='comment'>",
            "</div>",
            "<h1>",
            "<time datetime='2014-05-19'>",
            "<form>",
            "<script type='application/ld+json'>{",
            "</script>",
            "<meta charset='koi8-r'>",
            "Leave a Reply\n",
            "\x00",
            "é",
            "<table><tr>",
            "<!--",
            "-->",
            "&#x0;",
            "&#xd800;",
            "<![CDATA[",
            "<?xml encoding='x'?>",
            TEXT,
        ]
    ),
    max_size=12,
).map(lambda parts: "".join(parts).encode())


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    content=st.binary(max_size=400) | st.text(max_size=200).map(str.encode) | markup,
    suffix=st.sampled_from([".html", ".txt", ".jsonl", ""]),
)
def test_whatever_a_file_holds_it_gives_reports_or_faults(tmp_path, content, suffix):
    path = tmp_path / f"any{suffix}"
    path.write_bytes(content)
    found = list(read([str(path)], ReadOptions()))
    if suffix != ".jsonl":
        assert len(found) >= 1
    for outcome in found:
        assert isinstance(outcome, Report | Fault)
        assert (outcome.location or "").startswith(str(path))
        assert "the reader failed" not in getattr(outcome, "reason", "")
