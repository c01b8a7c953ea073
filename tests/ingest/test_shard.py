import errno
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from tests.ingest.making import Record, dull, page, telling, warc, written

from communique.config import Config
from communique.ingest import output
from communique.ingest.outcome import Outcome
from communique.ingest.output import stored_reports
from communique.ingest.settings import Settings
from communique.ingest.shard import process_shard
from communique.ingest.shards import Shard, shards_of


@pytest.fixture
def shard(tmp_path: Path) -> Shard:
    again = Record(telling(2).body, "https://other.example/reprint")
    file = warc(
        tmp_path / "a.warc.gz", [dull(0), telling(1), telling(2), again, Record(b"<p>", status="404 Gone")]
    )
    return shards_of([str(file)])[0]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def test_a_shard_becomes_reports_with_claims_and_a_manifest(shard: Shard, out: Path) -> None:
    outcome = process_shard(shard, out, Settings())
    assert outcome.counts == {"records": 5, "reports": 3, "claims": outcome.claims, "copies": 1}
    assert outcome.passed_over == {"no word of conflict": 1, "another answer than 200": 1}
    stored = list(stored_reports(out))
    assert [s.report.published for s in stored] == ["2024-03-05"] * 3
    assert stored[0].report.claims
    assert stored[0].report.claims[0].quote in stored[0].report.text
    assert [s.copy_of for s in stored] == [None, None, stored[1].report.id]
    assert stored[2].report.claims == ()
    assert stored[2].report.url == "https://other.example/reprint"


def test_the_manifest_says_what_it_was_made_from(shard: Shard, out: Path) -> None:
    outcome = process_shard(shard, out, Settings())
    told = json.loads(shard.manifest(out).read_text("utf-8"))
    assert told["input"]["sha256"] == hashlib.sha256(Path(shard.path).read_bytes()).hexdigest()
    assert told["output"]["sha256"] == written(out)[told["output"]["name"]]
    assert told["counts"]["claims"] == outcome.claims
    assert told["versions"]["extractor"]
    assert told["settings"]["languages"] == ["en"]


def test_the_same_shard_gives_the_same_bytes_and_is_done_once(shard: Shard, out: Path) -> None:
    first = process_shard(shard, out, Settings())
    before = written(out)
    again = process_shard(shard, out, Settings())
    assert again.done_before
    assert not first.done_before
    assert again.counts == first.counts
    for file in out.iterdir():
        file.unlink()
    process_shard(shard, out, Settings())
    assert written(out) == before


@pytest.mark.parametrize("change", ["settings", "input", "table"])
def test_what_has_changed_is_done_again(shard: Shard, out: Path, change: str) -> None:
    settings = Settings()
    process_shard(shard, out, settings)
    if change == "settings":
        settings = Settings(config=Config(threads=1, min_confidence=0.9))
    elif change == "input":
        whole = Path(shard.path).read_bytes()
        Path(shard.path).write_bytes(whole[:9] + bytes([whole[9] ^ 1]) + whole[10:])
    else:
        shard.table(out).write_bytes(b"spoilt")
    assert not process_shard(shard, out, settings).done_before


def test_a_record_that_may_not_be_touched_is_named(shard: Shard, out: Path) -> None:
    outcome = process_shard(shard, out, Settings(), skip={1: "it was too much"})
    assert [f.reason for f in outcome.faults] == ["it was too much"]
    assert outcome.reports == 2


def test_each_record_is_announced(shard: Shard, out: Path) -> None:
    numbers: list[int] = []
    process_shard(shard, out, Settings(), step=lambda so_far: numbers.append(so_far.records))
    assert numbers == list(range(6))


def test_a_reader_that_fails_costs_one_record(
    shard: Shard, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class RustPanic(BaseException):
        """As libraries written in Rust raise: no `Exception`."""

    def failing(self: Any, raw: Any) -> str | None:
        if raw.url.endswith("/1"):
            raise RustPanic("index out of bounds")
        return None

    monkeypatch.setattr("communique.ingest.sieve.Sieve.refusal", failing)
    outcome = process_shard(shard, out, Settings())
    assert [f.reason for f in outcome.faults] == ["the record cannot be read: RustPanic: index out of bounds"]
    assert outcome.reports == 3


def test_a_full_disk_leaves_nothing_half_done(
    shard: Shard, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(output.Table, "_flush", full)
        with pytest.raises(OSError, match="No space"):
            process_shard(shard, out, Settings())
    assert written(out) == {}
    assert process_shard(shard, out, Settings()).reports == 3


def test_an_input_that_is_gone_is_an_error(shard: Shard, out: Path) -> None:
    Path(shard.path).unlink()
    with pytest.raises(FileNotFoundError):
        process_shard(shard, out, Settings())


def test_rows_keep_their_ids_and_the_second_of_a_kind_is_told(tmp_path: Path, out: Path) -> None:
    file = tmp_path / "a.jsonl"
    text = "Rebel fighters shelled the town and killed three soldiers on Tuesday, the governor said."
    lines = [{"id": name, "text": text + f" He spoke in room {n}."} for n, name in enumerate(("x", "y", "x"))]
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    (shard,) = shards_of([str(file)])
    outcome = process_shard(shard, out, Settings())
    assert [s.report.id for s in stored_reports(out)] == ["x", "y"]
    assert outcome.passed_over == {"an id that was there before": 1}
    assert [s.report.location for s in stored_reports(out)] == [
        "a.jsonl:0",
        f"a.jsonl:{len(json.dumps(lines[0])) + 1}",
    ]


def test_an_outcome_is_the_same_after_its_way_through_a_pipe(shard: Shard, out: Path) -> None:
    outcome = process_shard(shard, out, Settings())
    assert Outcome.from_json(json.loads(json.dumps(outcome.as_json()))) == outcome


def test_settings_are_the_same_after_their_way_through_a_pipe() -> None:
    settings = Settings(languages=("en", "uk"), seconds=5, config=Config(threads=1, min_confidence=0.3))
    again = Settings.from_json(json.loads(json.dumps(settings.as_json())))
    assert again.as_json() == settings.as_json()
    assert again.config.min_confidence == 0.3


def test_a_page_without_main_text_is_a_fault(tmp_path: Path, out: Path) -> None:
    words = "Rebels killed soldiers with bombs."
    empty = Record(f'<html lang="en"><title>{words * 9}</title><nav>{words * 9}</nav></html>'.encode())
    (shard,) = shards_of([str(warc(tmp_path / "a.warc.gz", [empty, Record(page(words * 3))]))])
    outcome = process_shard(shard, out, Settings())
    assert [f.reason for f in outcome.faults] == ["the page has no main text"]
