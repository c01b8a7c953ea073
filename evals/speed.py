"""Speed: reports a second where all are relevant and where one in ten is, memory, and a cold start.

Each figure comes from a process of its own, on text that is already read; figures of different machines
differ, so none of them has a floor.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from communique.config import Config
from communique.model import Report
from communique.run import claims_of

FILES: tuple[str, ...] = ("claims/dev.jsonl", "data/fusion/news-clusters.jsonl")
OTHER_NEWS = {"sports", "technology", "entertainment", "science", "business"}
STARTS = 3
_FIRST = "Two airstrikes hit a fuel depot near Hama on Monday, killing 3 soldiers, the army said.\n"


def measure(data: Path) -> dict[str, float]:
    """Return reports a second by stream and threads, peak memory in MB, and seconds of a whole first run."""
    figures: dict[str, float] = {"size": len(stream(data, "relevant"))}
    for name in ("relevant", "mixed"):
        for threads in (1, 2):
            ran = _child(data, name, threads)
            figures[f"{name}, {threads} thread{'s' * (threads > 1)}"] = ran["reports a second"]
            figures["peak memory, MB"] = max(figures.get("peak memory, MB", 0), ran["peak memory"])
    return figures | {"cold start, s": min(_cold_start() for _ in range(STARTS))}


def stream(data: Path, name: str) -> list[Report]:
    """Return the development reports, or ten of them among ninety of other news."""
    lines = [json.loads(line) for line in (data / FILES[0]).open(encoding="utf-8")]
    relevant = [Report(id=r["id"], published=r["published"], text=r["text"]) for r in lines]
    if name == "relevant":
        return relevant
    news = [json.loads(line) for line in (data / FILES[1]).open(encoding="utf-8")]
    other = [Report(id=n["id"], text=n["text"]) for n in news if n["category"] in OTHER_NEWS]
    mixed: list[Report] = []
    for number, report in enumerate(relevant[: len(other) // 9]):
        mixed += [report, *other[number * 9 : number * 9 + 9]]
    return mixed


def _child(data: Path, name: str, threads: int) -> dict[str, float]:
    command = [sys.executable, "-m", "evals.speed", str(data), name, str(threads)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return found


def _cold_start() -> float:
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "first.txt"
        file.write_text(_FIRST, encoding="utf-8")
        started = time.perf_counter()
        command = [sys.executable, "-m", "communique", "read", str(file)]
        subprocess.run(command, check=True, capture_output=True, cwd=scratch)
        return time.perf_counter() - started


def main(data: str, name: str, threads: str) -> None:
    """Read one stream and print what it took."""
    reports, config = stream(Path(data), name), Config(threads=int(threads))
    list(claims_of(reports[:3], config))
    started = time.perf_counter()
    list(claims_of(reports, config))
    taken = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"reports a second": len(reports) / taken, "peak memory": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
