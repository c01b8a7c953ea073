"""Workers die here in many ways; what they leave must be what a quiet run leaves."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.ingest.making import telling, warc, written
from tests.ingest.poison import poisons

from communique.ingest.driver import run_pool
from communique.ingest.output import stored_reports
from communique.ingest.settings import Settings
from communique.ingest.shards import Shard, part_of, shards_of
from communique.ingest.supervise import Worker

pytestmark = pytest.mark.slow
COMMAND = (sys.executable, "-m", "communique", "ingest")
SMALL = (
    "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)); "
    "sys.argv[0] = 'communique'; runpy.run_module('communique', run_name='__main__')"
)


def folder(path: Path) -> Path:
    path.mkdir(exist_ok=True)
    return path


def test_ten_poisons_in_one_archive_are_named_and_all_else_is_there(tmp_path: Path) -> None:
    records: list[Any] = [telling(0)]
    for number, poison in enumerate(poisons().values(), 1):
        records += [poison, telling(number)]
    file = warc(tmp_path / "poisoned.warc.gz", records)
    out = folder(tmp_path / "out")
    with Worker(out, Settings(seconds=8)) as worker:
        outcome = worker.run(shards_of([str(file)])[0])
    assert outcome.failed is None
    reasons = [fault.reason for fault in outcome.faults]
    assert len(reasons) == len(poisons()), reasons
    assert [words for words, reason in zip(poisons(), reasons, strict=True) if words not in reason] == []
    kept = {stored.report.url for stored in stored_reports(out)}
    assert kept == {f"https://news.example/{n}" for n in range(len(poisons()) + 1)}


def test_a_record_that_takes_too_much_memory_is_named(tmp_path: Path) -> None:
    big = telling(1)
    big.body = big.body.replace(b"</article>", b"<p>x y z</p>" * 90_000 + b"</article>")
    file = warc(tmp_path / "a.warc.gz", [telling(0), big, telling(2)])
    out = folder(tmp_path / "out")
    with Worker(out, Settings(megabytes=60)) as worker:
        outcome = worker.run(shards_of([str(file)])[0])
    assert outcome.failed is None
    assert (outcome.reports, len(outcome.faults)) == (2, 1)


def test_a_worker_killed_at_random_records_loses_nothing(
    archives: Path, quiet: dict[str, str], tmp_path: Path
) -> None:
    chance, out = random.Random(7), folder(tmp_path / "out")
    with Worker(out, Settings()) as worker:
        for shard in shards_of([str(archives)]):
            ends = set(chance.sample(range(12), 3))

            def kill(_: Shard, told: dict[str, Any], ends: set[int] = ends) -> None:
                if told["at"] in ends and worker._process is not None:
                    ends.remove(told["at"])
                    os.kill(worker._process.pid, signal.SIGKILL)

            assert worker.run(shard, kill).failed is None
            assert not ends
    assert written(out) == quiet


def test_drivers_give_the_same_bytes(archives: Path, quiet: dict[str, str], tmp_path: Path) -> None:
    shards = shards_of([str(archives)])
    pool, parts = folder(tmp_path / "pool"), folder(tmp_path / "parts")
    assert len(list(run_pool(shards[::-1], pool, Settings(), 2))) == 4
    for number in (3, 1, 4, 2):
        list(run_pool(part_of(shards, number, 4), parts, Settings(), 1))
    assert written(pool) == quiet
    assert written(parts) == quiet


def test_a_driver_killed_at_random_moments_loses_nothing(
    archives: Path, quiet: dict[str, str], tmp_path: Path
) -> None:
    chance, out = random.Random(3), tmp_path / "out"
    command = [
        sys.executable,
        "-m",
        "communique",
        "ingest",
        str(archives),
        "--out",
        str(out),
        "--workers",
        "2",
    ]
    for _ in range(10):
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            run.wait(chance.uniform(2, 12))
        except subprocess.TimeoutExpired:
            run.kill()
            run.wait()
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert written(out) == quiet


def test_workers_end_with_their_driver(archives: Path, tmp_path: Path) -> None:
    command = [*COMMAND, str(archives), "--out", str(tmp_path / "out")]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    workers = wait_for(lambda: children(run.pid))
    run.kill()
    run.wait()
    wait_for(lambda: not any(alive(pid) for pid in workers))


def test_a_disk_that_is_full_is_named_and_the_next_run_completes(
    archives: Path, quiet: dict[str, str], tmp_path: Path
) -> None:
    out = folder(tmp_path / "out")
    arguments = [str(archives), "--out", str(out), "--workers", "1"]
    full = [sys.executable, "-c", SMALL, "ingest", *arguments]
    ran = subprocess.run(full, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stdout.count("the shard failed") == 4
    assert subprocess.run([*COMMAND, *arguments], capture_output=True, check=False).returncode == 0
    assert written(out) == quiet


def test_a_worker_that_cannot_start_fails_the_shard_by_name(
    archives: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    (shard, *_) = shards_of([str(archives)])
    with Worker(folder(tmp_path / "out"), Settings()) as worker:
        outcome = worker.run(shard)
    assert outcome.failed == "the process ended with status 1: without a word"
    assert list(stored_reports(tmp_path / "out")) == []


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    threads = Path(f"/proc/{pid}/task")
    if not found.exists():
        return []
    return [int(child) for task in threads.iterdir() for child in (task / "children").read_text().split()]


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


def wait_for(condition: Any, seconds: float = 60) -> Any:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if found := condition():
            return found
        time.sleep(0.2)
    raise AssertionError("it did not come about")
