import io
import json
import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.model import Report, content_id
from communique.read import Document, ReadOptions
from communique.read.jsonl import read_jsonl

TEXT = (
    "The council said that two shells fell near the mill.  No one was hurt.\r\n\tSo it said. Leave a Reply\n"
)


def lines(*records):
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def test_id_and_text_stay_as_they_are(saved, outcomes):
    record = {
        "id": " Ü/1 ",
        "title": "Shells near the mill",
        "published": "2016-03-04",
        "text": TEXT,
        "more": [1],
    }
    (report,), faults = outcomes(saved("r.jsonl", lines(record)))
    assert not faults
    assert (report.id, report.text, report.title) == (record["id"], TEXT, record["title"])
    assert (report.published, report.published_method, report.published_confidence) == (
        "2016-03-04",
        "record",
        1,
    )
    assert report.location.endswith("r.jsonl:1")
    assert report.language == "en"


def test_what_a_record_knows_of_its_source_is_kept(saved, outcomes):
    known = {"outlet": "The Miller", "author": "A. Writer", "url": "https://example.org/1", "language": "tr"}
    (report,), _ = outcomes(saved("r.jsonl", lines({"text": TEXT, **known})))
    assert {field: getattr(report, field) for field in known} == known
    assert report.id == content_id("https://example.org/1", "", TEXT)


def test_a_broken_line_in_the_middle_is_named_and_the_others_are_read(saved, outcomes):
    good = [{"id": str(n), "text": f"On day {n} the road was closed."} for n in range(40)]
    rows = lines(*good).splitlines(keepends=True)
    rows[16] = rows[16][: len(rows[16]) // 2] + "\n"
    path = saved("r.jsonl", "".join(rows))
    reports, (fault,) = outcomes(path)
    assert [report.id for report in reports] == [str(n) for n in range(40) if n != 16]
    assert fault.location == f"{path}:17"
    assert "not JSON" in fault.reason


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('["text"]', "not an object"),
        ("12", "not an object"),
        ("null", "not an object"),
        ('{"id": "a"}', "no `text`"),
        ('{"id": "a", "text": " "}', "no `text`"),
        ('{"id": "a", "text": 5}', "`text` is not a string"),
        ('{"id": ["a"], "text": "x"}', "`id` is not a string"),
        ('{"id": true, "text": "x"}', "`id` is not a string"),
        ('{"title": {}, "text": "x"}', "`title` is not a string"),
        ('{"text": "\\ud800"}', "surrogate"),
        ("[" * 100_000, "not JSON"),
        ('{"text": "x", "n": ' + "9" * 10_000 + "}", "not JSON"),
        ("{", "not JSON"),
    ],
)
def test_what_is_no_record_is_named_with_its_line(saved, outcomes, line, reason):
    path = saved(
        "r.jsonl", lines({"id": "0", "text": TEXT}) + "\n\n" + line + "\n" + lines({"id": "1", "text": TEXT})
    )
    reports, (fault,) = outcomes(path)
    assert [report.id for report in reports] == ["0", "1"]
    assert fault.location == f"{path}:4"
    assert reason in fault.reason


def test_a_line_that_is_not_utf_8_is_named(saved, outcomes):
    latin = '{"id": "b", "text": "Près du pont, deux blessés."}\n'.encode("cp1252")
    path = saved("r.jsonl", lines({"id": "a", "text": TEXT}).encode() + latin)
    (report,), (fault,) = outcomes(path)
    assert report.id == "a"
    assert (fault.location, fault.reason) == (f"{path}:2", "the line is not UTF-8")


def test_an_id_that_comes_twice_is_named(saved, outcomes):
    rows = lines({"id": "a", "text": "First."}, {"id": "b", "text": "Second."}, {"id": "a", "text": "Third."})
    reports, (fault,) = outcomes(saved("r.jsonl", rows))
    assert [report.text for report in reports] == ["First.", "Second."]
    assert "'a' stands in this input twice" in fault.reason


def test_the_same_id_in_two_inputs_is_no_fault(saved, outcomes):
    row = lines({"id": "a", "text": "First."})
    assert not outcomes(saved("1.jsonl", row), saved("2.jsonl", row))[1]


@pytest.mark.parametrize(
    "value", ["2016-02-30", "4 March 2016", "2016", "04/03/2016", 20160304, ["2016-03-04"]]
)
def test_an_impossible_date_is_left_out_and_named(saved, outcomes, value):
    (report,), (fault,) = outcomes(saved("r.jsonl", lines({"id": "a", "text": TEXT, "published": value})))
    assert (report.id, report.published, report.published_method) == ("a", None, None)
    assert str(value)[:8] in fault.reason


def test_a_moment_counts_as_its_day(saved, outcomes):
    (report,), faults = outcomes(saved("r.jsonl", lines({"text": TEXT, "published": "2016-03-04T23:10:00Z"})))
    assert (report.published, faults) == ("2016-03-04", [])


def test_the_day_that_the_user_gives_fills_in_only(saved, outcomes):
    rows = lines(
        {"id": "a", "text": TEXT, "published": "2016-03-04"}, {"id": "b", "text": TEXT, "published": None}
    )
    reports, _ = outcomes(saved("r.jsonl", rows), options=ReadOptions(published="2016-05-06"))
    assert [(r.published, r.published_method) for r in reports] == [
        ("2016-03-04", "record"),
        ("2016-05-06", "given"),
    ]


def test_a_number_as_id_is_its_digits(saved, outcomes):
    assert outcomes(saved("r.jsonl", lines({"id": 17, "text": TEXT})))[0][0].id == "17"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_no_part_of_the_first_record(saved, outcomes, encoding):
    rows = lines({"id": "a", "text": "У реки."}, {"id": "b", "text": "У моста."})
    reports, faults = outcomes(saved("r.jsonl", rows, encoding))
    assert ([report.id for report in reports], faults) == (["a", "b"], [])


def test_only_line_feeds_end_a_line(saved, outcomes):
    text = "One\u2028two\u0085three\x0bfour\rfive"
    path = saved("r.jsonl", lines({"id": "a", "text": text}).replace("\n", "\r\n") * 1)
    assert outcomes(path)[0][0].text == text


def test_a_line_above_the_limit_is_named_and_passed_over(saved, outcomes):
    rows = lines({"id": "a", "text": TEXT}, {"id": "b", "text": "x" * 5_000}, {"id": "c", "text": TEXT})
    path = saved("r.jsonl", rows)
    reports, (fault,) = outcomes(path, options=ReadOptions(max_bytes=1_000))
    assert [report.id for report in reports] == ["a", "c"]
    assert (fault.location, fault.reason[:9]) == (f"{path}:2", "too large")


def test_a_file_is_read_line_by_line():
    """The first report comes before the rest of the stream is asked for."""

    class Endless(io.RawIOBase):
        served = 0

        def readable(self):
            return True

        def readinto(self, buffer):
            self.served += 1
            row = b'{"text": "Report number %d."}\n' % self.served
            buffer[: len(row)] = row
            return len(row)

    raw = Endless()
    document = Document("endless", io.BufferedReader(raw), b"{")
    reports = read_jsonl(document, ReadOptions())
    assert [next(reports).text for _ in range(3)] == [f"Report number {n}." for n in (1, 2, 3)]
    assert raw.served < 2_000


def test_records_are_read_without_the_libraries_for_pages(saved):
    program = (
        "import sys; from communique.read import read; list(read(sys.argv[1:]));"
        "print([m for m in ('trafilatura', 'htmldate', 'lxml', 'httpx') if m in sys.modules])"
    )
    path = saved("r.jsonl", lines({"text": TEXT}))
    done = subprocess.run(
        [sys.executable, "-c", program, path], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.strip() == "[]"


words = st.text(max_size=40)
values = st.none() | st.booleans() | st.integers() | st.floats() | words | st.lists(words, max_size=2)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    text=values,
    record=st.dictionaries(st.sampled_from(["id", "title", "published", "url", "language"]), values),
)
def test_every_record_gives_its_text_unchanged_or_a_fault(text, record):
    line = json.dumps({**record, "text": text}).encode() + b"\n"
    found = list(read_jsonl(Document("r", io.BytesIO(line), line), ReadOptions()))
    assert found
    reports = [outcome for outcome in found if isinstance(outcome, Report)]
    assert [report.text for report in reports] == [text] * len(reports)
