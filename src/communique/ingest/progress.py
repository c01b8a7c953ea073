"""What an ingest tells: a live bar on a terminal, else a line now and then; at the end a summary."""

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any, Final, Self

from communique.ingest.outcome import Outcome
from communique.ingest.shards import Shard
from communique.terminal import QUIET, level

__all__ = ["Progress"]

_EVERY: Final = 10.0  # seconds between two lines where there is no terminal
_NAMED: Final = 20  # faults in the summary; all of them stand in the manifests


def _is_live() -> bool:
    return sys.stderr.isatty() and level() > QUIET


class Progress:
    """Counts what workers tell and shards give; a context manager. Times are of the clock on the wall."""

    def __init__(self, shards: Sequence[Shard], *, live: bool | None = None) -> None:
        self._total = len(shards)
        self.outcomes: list[Outcome] = []
        self._running: dict[Shard, dict[str, Any]] = {}
        self._lock, self._began, self._told = threading.Lock(), time.monotonic(), 0.0
        self._bar, self._task = self._opened(_is_live() if live is None else live)

    def _opened(self, live: bool) -> tuple[Any, Any]:
        if not live:
            return None, None
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (BarColumn(), TextColumn("{task.fields[told]}"), TimeRemainingColumn())
        bar = Bar(*columns, console=Console(stderr=True))
        return bar, bar.add_task("", total=self._total, told="")

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def watch(self, shard: Shard, told: dict[str, Any]) -> None:
        """Take in what a worker tells of a shard; any thread may call this."""
        with self._lock:
            self._running[shard] = told
            self._show()

    def take(self, done: Iterable[tuple[Shard, Outcome]]) -> None:
        """Count the shards that are done, until there are no more."""
        for shard, outcome in done:
            with self._lock:
                self._running.pop(shard, None)
                self.outcomes.append(outcome)
                self._show()

    def _show(self) -> None:
        now = time.monotonic()
        if level() == QUIET:
            return
        if now - self._told < (_EVERY if self._bar is None else 0.2):
            return
        self._told = now
        if self._bar is None:
            print(f"communique: {self._line()}", file=sys.stderr, flush=True)
        else:
            self._bar.update(self._task, completed=len(self.outcomes), told=self._line())

    def _line(self) -> str:
        taken = max(time.monotonic() - self._began, 1e-3)
        counts = self.counts()
        fresh = counts["records"] - sum(o.records for o in self.outcomes if o.done_before)
        worked = sum(not o.done_before for o in self.outcomes)
        waiting = self._total - len(self.outcomes)
        left = f", {taken / worked * waiting:,.0f} s left" if worked else ""
        return (
            f"{len(self.outcomes)} of {self._total} shards, {counts['records']:,} records "
            f"({fresh / taken:,.0f} a second), {counts['claims']:,} claims, {counts['faults']:,} faults{left}"
        )

    def counts(self) -> Counter[str]:
        """Return records, reports, claims, copies and faults so far."""
        counts: Counter[str] = Counter()
        for outcome in self.outcomes:
            counts.update(outcome.counts)
            counts["faults"] += len(outcome.faults)
        for told in self._running.values():
            counts.update({"records": told["at"], "claims": told["claims"], "faults": told["faults"]})
        return counts

    def summary(self) -> Iterator[str]:
        """Yield the lines that are told at the end."""
        counts, passed, seconds = self.counts(), Counter[str](), Counter[str]()
        for outcome in self.outcomes:
            passed.update(outcome.passed_over)
            for stage, spent in outcome.seconds.items():
                seconds[stage] += spent  # type: ignore[assignment]
        before = sum(outcome.done_before for outcome in self.outcomes)
        yield self._line() + (f"; {before} shards were done before" if before else "")
        yield f"{counts['reports']:,} reports, {counts['copies']:,} of them copies"
        if passed:
            yield "passed over: " + ", ".join(f"{number:,} {why}" for why, number in passed.most_common())
        if seconds:
            yield "processor time: " + ", ".join(
                f"{spent:,.1f} s {stage}" for stage, spent in seconds.items()
            )
        yield from self._named()

    def _named(self) -> Iterator[str]:
        faults = [fault for outcome in self.outcomes for fault in outcome.faults]
        yield from (f"{fault.location}: {fault.reason}" for fault in faults[:_NAMED])
        if len(faults) > _NAMED:
            yield f"and {len(faults) - _NAMED:,} more faults, all of them in the manifests"
        yield from (f"{o.name}: the shard failed: {o.failed}" for o in self.outcomes if o.failed)
