import importlib.metadata
import io
from collections.abc import Iterator

import pytest

from communique.model import Fault, Report
from communique.read import ENTRY_POINT_GROUP, READERS, Document, Format, ReadOptions, formats, read


def read_subtitles(document: Document, options: ReadOptions) -> Iterator[Report | Fault]:
    """A reader as another package would bring it."""
    spoken = [line for line in document.whole(options.max_bytes).decode().splitlines() if line[:1].isalpha()]
    yield Report(id="subtitles", text=" ".join(spoken), location=document.location)


SUBTITLES = Format("subtitles", f"{__name__}:read_subtitles", suffixes=(".srt",), magic=(b"WEBVTT",))


@pytest.fixture
def plugins(monkeypatch):
    """Install readers of other packages, by entry point, for one test."""
    installed = []

    class Point:
        def __init__(self, name, found):
            self.name, self.found = name, found

        def load(self):
            if isinstance(self.found, Exception):
                raise self.found
            return self.found

    def entry_points(*, group):
        assert group == ENTRY_POINT_GROUP
        return [Point(f"p{n}", found) for n, found in enumerate(installed)]

    monkeypatch.setattr(formats, "entry_points", entry_points)
    monkeypatch.setattr(formats, "import_module", lambda name: globals_of(name))
    formats._others.cache_clear()
    formats._load.cache_clear()
    yield installed
    formats._others.cache_clear()
    formats._load.cache_clear()


def globals_of(name):
    import sys

    return sys.modules.get(name) or importlib.import_module(name)


def test_every_built_in_reader_is_there():
    assert sorted(READERS) == ["feed", "html", "jsonl", "messages", "pdf", "table", "text", "wacz", "warc"]
    for path in READERS.values():
        assert callable(formats._load(path))


@pytest.mark.parametrize(
    ("name", "content"), [("a.srt", "1\n00:01\nShots are heard.\n"), ("b", "WEBVTT\n\nShots are heard.")]
)
def test_a_reader_of_another_package_is_used(plugins, saved, name, content):
    plugins.append(SUBTITLES)
    (report,) = read([saved(name, content)])
    assert isinstance(report, Report)
    assert report.text.endswith("Shots are heard.")


def test_without_it_the_same_file_is_text(plugins, saved):
    (report,) = read([saved("a.srt", "1\n00:01\nShots are heard.\n")])
    assert report.text == "1\n00:01\nShots are heard."


def test_a_package_that_cannot_be_loaded_does_not_end_the_run(plugins, saved, caplog):
    plugins.extend([ImportError("half installed"), SUBTITLES])
    assert isinstance(next(read([saved("a.srt", "Shots.")])), Report)
    assert "half installed" in caplog.text


def test_a_reader_that_breaks_gives_a_fault(plugins, saved):
    plugins.append(Format("broken", f"{__name__}:read_nothing", suffixes=(".srt",)))
    path = saved("a.srt", "Shots.")
    (fault,) = read([path])
    assert isinstance(fault, Fault)
    assert (fault.location, "read_nothing" in fault.reason) == (path, True)


def test_a_format_fits_by_its_first_bytes_or_its_name():
    def document(name, head):
        return Document(name, io.BytesIO(head), head)

    assert SUBTITLES.fits(document("x", b"\xef\xbb\xbfWEBVTT\n"))
    assert SUBTITLES.fits(document("x.SRT", b"1\n"))
    assert not SUBTITLES.fits(document("x.txt", b"1\n"))
    assert not Format("none", "a:b").fits(document("x.txt", b"1\n"))
