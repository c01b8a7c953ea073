"""A process that works on shards, one after another, and may die of one without harm: `supervise` watches it.

Jobs come as lines of JSON on standard input; progress and outcomes go out likewise. Where the input ends, the
one who gave the jobs is gone, and the process ends at once.
"""

import contextlib
import json
import os
import queue
import signal
import sys
import threading
from pathlib import Path
from typing import Any, TextIO

from communique.ingest.outcome import Outcome
from communique.ingest.settings import Settings
from communique.ingest.shards import Shard

__all__ = ["main"]


def main() -> None:
    """Work on jobs until there are no more."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is no answer
    jobs: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_take, args=(jobs,), daemon=True).start()
    while True:
        _answer(answers, _work(jobs.get(), answers))


def _take(jobs: "queue.SimpleQueue[dict[str, Any]]") -> None:
    for line in sys.stdin:
        jobs.put(json.loads(line))
    os._exit(0)


def _work(job: dict[str, Any], answers: TextIO) -> dict[str, Any]:
    from communique.ingest.shard import process_shard, warm_up

    settings = Settings.from_json(job["settings"])
    shard = Shard(**job["shard"])
    skip = {int(number): reason for number, reason in job["skip"].items()}

    def step(outcome: Outcome) -> None:
        _answer(answers, {"at": outcome.records, "claims": outcome.claims, "faults": len(outcome.faults)})
        _bound_memory(settings.megabytes)
        _start_clock(settings.seconds)

    try:
        warm_up(settings)
        outcome = process_shard(shard, Path(job["out"]), settings, skip, step)
    except Exception as error:  # the shard is named as failed, the worker goes on with the next
        outcome = Outcome(shard.name, failed=f"{type(error).__name__}: {error}"[:500])
    finally:
        _start_clock(0)
    return {"done": outcome.as_json()}


def _answer(answers: TextIO, told: dict[str, Any]) -> None:
    try:
        answers.write(json.dumps(told) + "\n")
        answers.flush()
    except BrokenPipeError:
        os._exit(0)


def _start_clock(seconds: float) -> None:
    """Let the kernel end the process after so many seconds of its processor time; 0 stops the clock."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def _bound_memory(megabytes: int) -> None:
    """Let the process take so much more than it has, no further: then Python raises, a library may abort.

    Counted are pages that may be written (Linux, proc(5): the sixth figure of `statm`); elsewhere nothing is.
    """
    with contextlib.suppress(OSError, ValueError, ImportError):
        import resource

        with open("/proc/self/statm", encoding="ascii") as figures:
            held = int(figures.read().split()[5]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_DATA, (held + megabytes * 1_000_000, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
