"""The process pool: as many workers as the machine has cores, each with a shard at a time."""

import os
import queue
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from communique.ingest.outcome import Outcome
from communique.ingest.settings import IngestError, Settings
from communique.ingest.shards import Shard
from communique.ingest.supervise import Watch, Worker

__all__ = ["open_output", "run_pool"]


def run_pool(
    shards: Sequence[Shard], out: Path, settings: Settings, workers: int = 0, watch: Watch = lambda *_: None
) -> Iterator[tuple[Shard, Outcome]]:
    """Yield each shard, as it is done, with its outcome; `workers` 0 takes every core.

    Where the caller goes, also by an interrupt, all workers are ended.
    """
    waiting: queue.SimpleQueue[Shard] = queue.SimpleQueue()
    for shard in shards:
        waiting.put(shard)
    done: queue.SimpleQueue[tuple[Shard, Outcome]] = queue.SimpleQueue()
    pool = [Worker(out, settings) for _ in range(min(workers or os.cpu_count() or 1, max(len(shards), 1)))]
    stopped = threading.Event()
    threads = [threading.Thread(target=_work, args=(w, waiting, done, watch, stopped)) for w in pool]
    try:
        for thread in threads:
            thread.start()
        for _ in shards:
            yield done.get()
    finally:
        stopped.set()
        for worker in pool:
            worker.kill()
        for thread in threads:
            thread.join()


def _work(
    worker: Worker,
    waiting: "queue.SimpleQueue[Shard]",
    done: "queue.SimpleQueue[tuple[Shard, Outcome]]",
    watch: Watch,
    stopped: threading.Event,
) -> None:
    def watched(shard: Shard, told: dict[str, int]) -> None:
        if stopped.is_set():
            raise _StoppedError
        watch(shard, told)

    with worker:
        while not stopped.is_set():
            try:
                shard = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                done.put((shard, worker.run(shard, watched)))
            except _StoppedError:
                return


class _StoppedError(Exception):
    """The run was ended from outside."""


def open_output(out: Path) -> None:
    """Make the output folder; raise `IngestError` where it cannot be written."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / f".{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise IngestError(f"{out}: {error.strerror or error}") from error
