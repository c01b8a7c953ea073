"""Watches a worker: a record that kills it is named and passed over, and the shard is done all the same.

One that kills it once may not be to blame, since a worker may be killed from outside: it is tried again.
"""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from communique.ingest.manifest import write_manifest
from communique.ingest.outcome import Outcome
from communique.ingest.settings import Settings
from communique.ingest.shards import Shard

__all__ = ["Watch", "Worker"]

Watch = Callable[[Shard, dict[str, Any]], None]
"""Told, for each record that is begun: `at`, its number, and the `claims` and `faults` so far."""

_STARTS: Final = 3  # deaths before the first record that are put up with
_STILL: Final = 20  # a worker that gives no sign for so many times the limit of processor time is ended
# One thread each: processes share out the cores, and a window's bytes must not depend on their number.
_THREADS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
_ALONE: Final = dict.fromkeys(_THREADS, "1") | {"TOKENIZERS_PARALLELISM": "false"}


class Worker:
    """A worker process that is started again whenever it dies; a context manager."""

    def __init__(self, out: Path, settings: Settings) -> None:
        self._out, self._settings = out, settings
        self._process: subprocess.Popen[bytes] | None = None
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed at the end

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._errors.close()

    def run(self, shard: Shard, watch: Watch = lambda *_: None) -> Outcome:
        """Do a shard; raises nothing for what is in it or becomes of it."""
        skip: dict[int, str] = {}
        deaths: Counter[int] = Counter()
        while True:
            at = -1
            for told in self._answers(shard, skip):
                if "done" in told:
                    return self._named(shard, Outcome.from_json(told["done"]))
                at = told["at"]
                watch(shard, told)
            reason, by_itself = self._obituary()
            deaths[at] += 1
            if at in skip or (at < 0 and deaths[at] >= _STARTS):
                return self._named(shard, Outcome(shard.name, failed=reason))
            if at >= 0 and (by_itself or deaths[at] == 2):
                skip[at] = reason

    def kill(self) -> None:
        """End the process, whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()

    def _named(self, shard: Shard, outcome: Outcome) -> Outcome:
        """Write the manifest of a shard that failed; where the disk is full, not even that."""
        if outcome.failed:
            with contextlib.suppress(OSError):
                write_manifest(
                    shard.manifest(self._out), {"input": {"name": shard.name}, "failed": outcome.failed}
                )
        return outcome

    def _answers(self, shard: Shard, skip: dict[int, str]) -> Iterator[dict[str, Any]]:
        """Yield what the worker tells of a shard until it is done with it, or dead."""
        process = self._started()
        job = {
            "shard": shard.as_json(),
            "out": str(self._out),
            "settings": self._settings.as_json(),
            "skip": skip,
        }
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(job).encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            return
        for line in self._lines(process):
            told = json.loads(line)
            yield told
            if "done" in told:
                return

    def _lines(self, process: "subprocess.Popen[bytes]") -> Iterator[bytes]:
        assert process.stdout is not None
        begun = b""
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while selector.select(_STILL * self._settings.seconds):
                chunk = os.read(process.stdout.fileno(), 1 << 16)
                if not chunk:
                    return
                *lines, begun = (begun + chunk).split(b"\n")
                yield from lines
        process.kill()

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            command = [sys.executable, "-m", "communique.ingest.worker"]
            pipe = subprocess.PIPE
            environment = os.environ | _ALONE
            self._process = subprocess.Popen(
                command, stdin=pipe, stdout=pipe, stderr=self._errors, env=environment
            )
        return self._process

    def _obituary(self) -> tuple[str, bool]:
        """Say what the process died of, and whether nobody outside can have killed it; forget it."""
        process = self._process
        status = process.wait() if process is not None else 0
        self.kill()
        if status == -signal.SIGPROF:
            return f"took more than {self._settings.seconds:g} s of processor time", True
        if status == -signal.SIGKILL:
            return "the process was killed on it: it stood still, or the machine's memory ran out", False
        if status < 0:
            return f"the process died on it ({signal.Signals(-status).name})", False
        return f"the process ended with status {status}: {self._last_words()}", False

    def _last_words(self) -> str:
        size = self._errors.seek(0, 2)
        self._errors.seek(max(0, size - 2_000))
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1][:300] if lines else "without a word"
