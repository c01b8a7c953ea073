from pathlib import Path

import pytest
from tests.ingest.making import dull, telling, warc

from communique.ingest.settings import IngestError
from communique.ingest.shard import records_of
from communique.ingest.shards import part_of, shards_of


def test_a_folder_gives_its_archives_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.warc.gz", "notes.txt", ".hidden.jsonl"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.parquet").write_bytes(b"x")
    assert [s.name for s in shards_of([str(tmp_path)])] == ["a.warc.gz", "b.jsonl", "sub/c.parquet"]


def test_globs_and_files_given_twice_count_once(tmp_path: Path) -> None:
    for name in ("1.jsonl", "2.jsonl"):
        (tmp_path / name).write_bytes(b"x")
    shards = shards_of([str(tmp_path / "*.jsonl"), str(tmp_path / "1.jsonl")])
    assert [s.name for s in shards] == ["1.jsonl", "2.jsonl"]


@pytest.mark.parametrize("given", ["nowhere", "*.warc"])
def test_an_input_that_is_not_there_is_an_error(tmp_path: Path, given: str) -> None:
    with pytest.raises(IngestError, match="no WARC, Parquet or JSON Lines"):
        shards_of([str(tmp_path / given)])


def test_a_file_of_another_kind_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"x")
    with pytest.raises(IngestError, match="by its name"):
        shards_of([str(tmp_path / "a.pdf")])


def test_parts_are_all_of_it_and_share_nothing(tmp_path: Path) -> None:
    for number in range(11):
        (tmp_path / f"{number:02}.jsonl").write_bytes(b"x")
    shards = shards_of([str(tmp_path)])
    parts = [part_of(shards, number, 4) for number in (1, 2, 3, 4)]
    assert sorted((s for part in parts for s in part), key=lambda s: s.path) == shards
    assert sum(map(len, parts)) == len(shards)


@pytest.mark.parametrize("piece", [1, 300, 700, 1_500, 4_000, 1_000_000])
def test_pieces_of_an_archive_hold_each_record_once(tmp_path: Path, piece: int) -> None:
    file = warc(tmp_path / "a.warc.gz", [telling(n) if n % 3 else dull(n) for n in range(9)])
    whole = [r.place for s in shards_of([str(file)]) for r in records_of(s, 5_000_000)]
    pieces = [r.place for s in shards_of([str(file)], piece) for r in records_of(s, 5_000_000)]
    assert len(whole) == 9
    assert pieces == whole


@pytest.mark.parametrize("piece", [1, 7, 60, 61, 1_000])
def test_pieces_of_json_lines_hold_each_line_once(tmp_path: Path, piece: int) -> None:
    file = tmp_path / "a.jsonl"
    lines = [f'{{"id": "{n}", "text": "{"words " * (1 + n % 5)}"}}' for n in range(20)]
    file.write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    found = [r for s in shards_of([str(file)], piece) for r in records_of(s, 5_000_000)]
    assert [r.fields["id"] for r in found] == [str(n) for n in range(20)]
    assert len({r.place for r in found}) == 20
