"""Whole runs: one process and two, small archives and large ones, and the memory of all processes."""

import json
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from communique.ingest.driver import run_pool
from communique.ingest.outcome import Outcome
from communique.ingest.settings import Settings
from communique.ingest.shards import Shard, shards_of
from evals.bench.archive import write_archives

__all__ = ["cuts", "growth", "workers"]

_SMALLEST = 1_000


def workers(folder: Path, pages: int) -> dict[str, Any]:
    """Return pages a second by the number of processes."""
    return {f"{count} workers": run(folder, shards_of([str(folder / str(pages))]), count) for count in (1, 2)}


def growth(folder: Path, pages: int) -> dict[str, Any]:
    """Return processor time a record from a thousand records on, by tens, up to `pages`."""
    figures, size = {}, _SMALLEST
    while size <= pages:
        write_archives(folder / str(size), size)
        figures[f"{size} pages"] = run(folder, shards_of([str(folder / str(size))]), 2)
        size *= 10
    return figures


def cuts(folder: Path, pages: int) -> dict[str, Any]:
    """Return what it costs to cut a file into pieces of a tenth."""
    (file, *_) = sorted((folder / str(pages)).glob("*.warc.gz"))
    whole, piece = str(file), file.stat().st_size // 10
    return {"whole": run(folder, shards_of([whole]), 1), "in ten": run(folder, shards_of([whole], piece), 1)}


def run(folder: Path, shards: list[Shard], count: int) -> dict[str, float]:
    """Ingest the shards with so many processes; return rates, shares of the stages, and memory in MB."""
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    job = json.dumps({"shards": [shard.as_json() for shard in shards], "out": str(out), "count": count})
    driver = subprocess.Popen(
        [sys.executable, "-m", "evals.bench.runs", job], stdout=subprocess.PIPE, text=True
    )
    memory = _Memory(driver.pid)
    with memory:
        told, _ = driver.communicate()
    figures: dict[str, float] = json.loads(told)
    return figures | {
        "memory_mb": memory.peak / 1e6,
        "memory_first_half_mb": memory.half(0) / 1e6,
        "memory_second_half_mb": memory.half(1) / 1e6,
    }


def main(job: str) -> None:
    """Be the driver, in a process of its own, and print what the run took."""
    told = json.loads(job)
    shards = [Shard(**shard) for shard in told["shards"]]
    began = time.perf_counter()
    outcomes = [o for _, o in run_pool(shards, Path(told["out"]), Settings(), told["count"])]
    print(json.dumps(_figures(outcomes, time.perf_counter() - began)))


def _figures(outcomes: list[Outcome], wall: float) -> dict[str, float]:
    records = sum(outcome.records for outcome in outcomes)
    seconds = {stage: sum(o.seconds[stage] for o in outcomes) for o in outcomes for stage in o.seconds}
    spent = sum(seconds.values())
    return {
        "records": records,
        "reports": sum(outcome.reports for outcome in outcomes),
        "records_a_second": records / wall,
        "processor_ms_a_record": 1e3 * spent / records,
    } | {f"share_{stage}": taken / spent for stage, taken in seconds.items()}


class _Memory:
    """Watches the memory of a process and its children: proportional shares, so that none counts twice."""

    def __init__(self, process: int) -> None:
        self._process = process
        self._seen: list[int] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    @property
    def peak(self) -> int:
        return max(self._seen, default=0)

    def half(self, number: int) -> int:
        """Return the median of the first or the second half of the run."""
        middle = len(self._seen) // 2
        seen = sorted(self._seen[:middle] if number == 0 else self._seen[middle:])
        return seen[len(seen) // 2] if seen else 0

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.5):
            self._seen.append(sum(map(_held, _family(self._process))))


def _family(process: int) -> list[str]:
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        children = [child for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return [str(process), *children]


def _held(process: str) -> int:
    try:
        rolled = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next(int(line.split()[1]) * 1024 for line in rolled.splitlines() if line.startswith("Pss:"))


if __name__ == "__main__":
    main(sys.argv[1])
