"""The same function on Ray: a task a shard, each with a worker of its own that Ray's process watches.

Nothing else imports ray. A task that is lost with its process or machine is given to another one; what it had
begun leaves nothing behind, and what it had finished is found and not repeated.
"""

import logging
import os
import re
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import ray

from communique.ingest.outcome import Outcome
from communique.ingest.settings import IngestError, Settings
from communique.ingest.shards import Shard
from communique.ingest.supervise import Worker

__all__ = ["run_ray"]

_ANSWER: Final = 10.0  # seconds
_RETRIES: Final = 20  # of a task whose process or machine was lost


def run_ray(
    shards: Sequence[Shard], out: Path, settings: Settings, address: str
) -> Iterator[tuple[Shard, Outcome]]:
    """Yield each shard, as it is done, with its outcome.

    Inputs and `out` lie on storage that all machines see. `address` is that of a running cluster, or
    `local` for one of this machine's cores, made for the run. Raises `IngestError` where there is no cluster.
    """
    joined = _join(address)
    task = ray.remote(num_cpus=1, max_retries=_RETRIES)(_do)
    given = (str(out.absolute()), settings.as_json())
    waiting = {task.remote(shard.as_json(), *given): shard for shard in shards}
    try:
        while waiting:
            done, _ = ray.wait(list(waiting))
            for reference in done:
                shard = waiting.pop(reference)
                yield shard, _outcome(shard, reference)
    finally:
        if joined:
            ray.shutdown()


def _join(address: str) -> bool:
    """Connect to the cluster, unless this process is connected already; say whether that was needed."""
    if ray.is_initialized():
        return False
    own: dict[str, Any] = {"include_dashboard": False} if address == "local" else {"address": address}
    try:
        if found := re.fullmatch(r"(?:ray://)?([^:/]+):(\d+)", address):
            # Ray itself tries for minutes before it says so
            socket.create_connection((found[1], int(found[2])), timeout=_ANSWER).close()
        ray.init(**own, log_to_driver=False, logging_level=logging.WARNING)
    except (ConnectionError, OSError, ValueError) as error:
        raise IngestError(f"{address}: no Ray cluster there: {error}") from error
    return True


def _outcome(shard: Shard, reference: Any) -> Outcome:
    try:
        return Outcome.from_json(ray.get(reference))
    except ray.exceptions.RayError as error:
        return Outcome(shard.name, failed=f"lost on the cluster: {error}"[:500])


def _do(shard: dict[str, Any], out: str, settings: dict[str, Any]) -> dict[str, Any]:
    os.makedirs(out, exist_ok=True)
    worker = _worker(out, repr(sorted(settings.items())), lambda: Settings.from_json(settings))
    return worker.run(Shard(**shard)).as_json()


_WORKERS: dict[tuple[str, str], Worker] = {}


def _worker(out: str, key: str, settings: Any) -> Worker:
    """Return the worker of this process: it stays for the next task, since it loads the model for seconds."""
    if (out, key) not in _WORKERS:
        _WORKERS[out, key] = Worker(Path(out), settings())
    return _WORKERS[out, key]
