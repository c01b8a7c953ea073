"""`python on_ray.py ARCHIVES OUT KILLS`: an ingest on a cluster of three processes, some of which are killed.

A process of its own, so that a test may kill it too. Prints `done` and the number of kills at the end.
"""

import os
import random
import signal
import sys
import threading
from pathlib import Path

import ray

from communique.cluster import run_ray
from communique.ingest.settings import Settings
from communique.ingest.shards import shards_of


def workers() -> list[int]:
    """Return the processes of this cluster that have a task of ours: children of children of this one."""
    parents, named = {}, []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            parents[int(entry.name)] = int(stat[1])
            if command.startswith(b"ray::_do"):
                named.append(int(entry.name))

    def ours(pid: int) -> bool:
        while pid in parents and pid != os.getpid():
            pid = parents[pid]
        return pid == os.getpid()

    return [pid for pid in named if ours(pid)]


def kill_some(number: int, killed: list[int], ended: threading.Event) -> None:
    """Kill one as soon as it is at work; the others at a pace that lets them begin."""
    chance = random.Random(5)
    while number and not killed and not ended.wait(0.05):
        kill_one(chance, killed)
    while len(killed) < number and not ended.wait(chance.uniform(4, 16)):
        kill_one(chance, killed)


def kill_one(chance: random.Random, killed: list[int]) -> None:
    if found := workers():
        killed.append(chance.choice(found))
        os.kill(killed[-1], signal.SIGKILL)


def main(archives: str, out: str, kills: str) -> None:
    ray.init(num_cpus=3, include_dashboard=False, log_to_driver=False)
    killed: list[int] = []
    ended = threading.Event()
    killer = threading.Thread(target=kill_some, args=(int(kills), killed, ended))
    killer.start()
    Path(out).mkdir(exist_ok=True)
    failed = [o.failed for _, o in run_ray(shards_of([archives]), Path(out), Settings(), "here") if o.failed]
    ended.set()
    killer.join()
    ray.shutdown()
    print("failed" if failed else "done", len(killed), *failed, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
