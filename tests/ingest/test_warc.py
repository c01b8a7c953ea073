import zlib
from pathlib import Path

import pytest
import zstandard
from tests.ingest.making import Record, compressed, dull, page, telling, warc

from communique.ingest.raw import PassedOver, Raw
from communique.ingest.shard import records_of
from communique.ingest.shards import shards_of
from communique.model import Fault


def read(file: Path) -> list[Raw | PassedOver | Fault]:
    return [record for shard in shards_of([str(file)]) for record in records_of(shard, 5_000_000)]


def test_a_page_comes_with_its_address_and_encoding(tmp_path: Path) -> None:
    (record,) = read(warc(tmp_path / "a.warc.gz", [telling(3)]))
    assert record == Raw("a.warc.gz:0", telling(3).body, "https://news.example/3", "utf-8")


@pytest.mark.parametrize("suffix", [".warc", ".warc.gz", ".warc.zst"])
def test_every_compression_gives_the_same_records(tmp_path: Path, suffix: str) -> None:
    members = [zlib.decompress(compressed(telling(n)), 31) for n in range(4)]
    pack = zstandard.ZstdCompressor().compress
    written = {".warc": lambda m: m, ".warc.gz": lambda m: zlib.compress(m, wbits=31), ".warc.zst": pack}[
        suffix
    ]
    file = tmp_path / f"a{suffix}"
    file.write_bytes(b"".join(map(written, members)))
    assert [r.body for r in read(file)] == [telling(n).body for n in range(4)]


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (Record(b"moved", status="301 Moved Permanently"), "another answer than 200"),
        (Record(b"\xff\xd8", media="image/jpeg"), "neither a page nor text"),
        (Record(b"  \n"), "empty"),
    ],
)
def test_what_holds_no_report_is_passed_over(tmp_path: Path, record: Record, why: str) -> None:
    assert read(warc(tmp_path / "a.warc.gz", [record])) == [PassedOver("a.warc.gz:0", why)]


def test_requests_are_no_records_of_ours(tmp_path: Path) -> None:
    assert read(warc(tmp_path / "a.warc.gz", [Record(b"GET / HTTP/1.1\r\n\r\n", kind="request")])) == []


def test_a_text_without_http_is_read(tmp_path: Path) -> None:
    (record,) = read(
        warc(tmp_path / "a.warc.gz", [Record(b"A text.", kind="conversion", media="text/plain")])
    )
    assert record.body == b"A text."


def test_reading_goes_on_behind_damage_and_names_it(tmp_path: Path) -> None:
    parts = [compressed(telling(n)) for n in range(5)]
    parts[1] = parts[1][:200] + bytes(40) + parts[1][240:]
    parts[3] = bytes(20) + parts[3][20:]
    found = read(warc(tmp_path / "a.warc.gz", parts))
    faults = [f for f in found if isinstance(f, Fault)]
    assert [r.body for r in found if isinstance(r, Raw)] == [telling(n).body for n in (0, 2, 4)]
    assert [int(f.location.split(":")[1]) for f in faults] == [len(parts[0]), sum(map(len, parts[:3]))]
    assert all("damaged" in f.reason for f in faults)


def test_bytes_between_records_are_named(tmp_path: Path) -> None:
    found = read(warc(tmp_path / "a.warc.gz", [telling(0), b"no record" * 30, telling(1)]))
    assert [type(r) for r in found] == [Raw, Fault, Raw]


def test_an_archive_that_is_cut_off_is_named(tmp_path: Path) -> None:
    found = read(warc(tmp_path / "a.warc.gz", [dull(0), compressed(dull(1))[:-90]]))
    assert isinstance(found[-1], Fault)
    assert "cut off" in found[-1].reason or "damaged" in found[-1].reason


def test_a_page_that_is_packed_is_unpacked(tmp_path: Path) -> None:
    record = Record(zlib.compress(page("Some words."), wbits=31), headers=[("Content-Encoding", "gzip")])
    (found,) = read(warc(tmp_path / "a.warc.gz", [record]))
    assert found.body == page("Some words.")
