import gzip
import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.ingest.making import page

from communique.ingest.raw import PassedOver, Raw
from communique.ingest.shard import records_of
from communique.ingest.shards import shards_of
from communique.model import Fault


def read(file: Path, page_bytes: int = 5_000_000) -> list[Raw | PassedOver | Fault]:
    return [record for shard in shards_of([str(file)]) for record in records_of(shard, page_bytes)]


def test_parquet_under_the_names_of_other_dumps(tmp_path: Path) -> None:
    rows = [
        {"maintext": "One.", "date_publish": date(2024, 3, 5), "source_domain": "a.example", "headline": "T"},
        {"maintext": None, "date_publish": None, "source_domain": "b.example", "headline": None},
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    first, second = read(tmp_path / "a.parquet")
    assert first.fields == {"text": "One.", "published": "2024-03-05", "outlet": "a.example", "title": "T"}
    assert json.loads(first.body) == first.fields
    assert second == PassedOver("a.parquet:2", "empty")


def test_parquet_of_pages(tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"html": [page("Words.").decode()], "url": ["https://a.example"]}), tmp_path / "a.parquet"
    )
    (found,) = read(tmp_path / "a.parquet")
    assert (found.body, found.url) == (page("Words."), "https://a.example")


def test_a_broken_line_is_named_and_the_others_read(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    lines = [
        b'{"text": "One."}',
        b"{broken",
        b"[1]",
        b'{"text": "\xff"}',
        b'{"text": ["list"]}',
        b'{"text": "Two."}',
    ]
    file.write_bytes(b"\n".join(lines))
    found = read(file)
    assert [type(f) for f in found] == [Raw, Fault, Fault, Fault, PassedOver, Raw]


def test_an_endless_line_is_passed_over_in_small_steps(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    with file.open("wb") as out:
        out.write(b'{"text": "')
        for _ in range(40):
            out.write(b"x" * 1_000_000)
        out.write(b'"}\n{"text": "Two."}\n')
    first, second = read(file)
    assert isinstance(first, Fault)
    assert "a line of more than 5 MB" in first.reason
    assert second.fields == {"text": "Two."}


def test_compressed_lines(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl.gz"
    file.write_bytes(gzip.compress(b'{"text": "One."}\n' * 3))
    assert len(read(file)) == 3


def test_nested_json_without_end_is_no_way_in(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text("[" * 100_000 + "\n" + '{"text": "Two."}\n', encoding="utf-8")
    first, second = read(file)
    assert isinstance(first, Fault)
    assert isinstance(second, Raw)


def test_a_file_that_is_no_table_raises_what_the_shard_names(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 nothing")
    with pytest.raises(pa.ArrowInvalid):
        read(tmp_path / "a.parquet")
