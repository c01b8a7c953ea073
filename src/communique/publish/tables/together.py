"""Several formats fed together, where it pays in a process of their own: one reads while one writes."""

import gc
import multiprocessing
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from multiprocessing.connection import Connection
from multiprocessing.queues import Queue
from pathlib import Path
from queue import Full
from typing import Any, Final, Self

from communique.publish.tables import open_writer
from communique.publish.tables.claims import Plain, claim_rows
from communique.publish.tables.columns import CLAIMS
from communique.publish.tables.masking import Manner
from communique.publish.tables.writing import Batch, Batches

__all__ = ["Writers", "WritersApart"]

_AT_ONCE: Final = 200
"""Records that are handed over at once."""
_WAITING: Final = 64
"""How often so many records may wait to be written."""
Handed = list[tuple[str, Any]] | None
"""Records, each with its kind; null at the end."""
_KINDS: Final = frozenset({"report", "event", "source", "removed", "decision"})


class Writers:
    """Several formats that are fed together; use it as a context manager."""

    def __init__(self, targets: Mapping[str, Path], manner: Manner) -> None:
        self._stack, self._manner = ExitStack(), manner
        with ExitStack() as opening:
            self._writers = [
                opening.enter_context(open_writer(name, target, manner)) for name, target in targets.items()
            ]
            self._stack = opening.pop_all()
        self._claims = Batches(CLAIMS, self._write_claims)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, fault: BaseException | None, *__: object) -> None:
        with self._stack:
            if fault is not None:
                raise fault
            self._claims.flush()

    def take(self, kind: str, told: Any) -> None:
        """Hand a record to each format: `claims` (a report with them), or what `Writer` has a method for."""
        if kind == "claims":
            for row in claim_rows(told, self._manner):
                self._claims.add(row)
            return
        if kind not in _KINDS:
            raise ValueError(f"{kind!r} is nothing that tables are made of")
        for writer in self._writers:
            getattr(writer, kind)(told)

    def _write_claims(self, batch: Batch) -> None:
        for writer in self._writers:
            writer.claims(batch)


class WritersApart:
    """The same in another process; what goes wrong there is raised at the end."""

    def __init__(self, targets: Mapping[str, Path], manner: Manner) -> None:
        # spawned, not forked: a ledger's connections must not be shared
        context = multiprocessing.get_context("spawn")
        self._answers, there = context.Pipe(duplex=False)
        self._queue: Queue[Handed] = context.Queue(_WAITING)
        self._told: list[tuple[str, Plain]] = []
        given = (self._queue, there, dict(targets), manner)
        self._process = context.Process(target=_write, args=given, daemon=True)
        self._process.start()
        there.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Wait until the files are whole; raise what went wrong."""
        if kind is not None:
            self._process.terminate()
        else:
            self._hand_over()
            self._send(None)
        fault = self._answer()
        self._answers.close()
        self._queue.cancel_join_thread()
        self._queue.close()
        self._process.join()
        if kind is None and fault is not None:
            raise fault

    def take(self, kind: str, told: Any) -> None:
        """Hand a record over, as `Writers.take` does."""
        self._told.append((kind, told))
        if len(self._told) >= _AT_ONCE:
            self._hand_over()

    def _hand_over(self) -> None:
        told, self._told = self._told, []
        self._send(told)

    def _send(self, told: list[tuple[str, Plain]] | None) -> None:
        while self._process.is_alive():  # where it is not, the answer tells why
            with suppress(Full):
                self._queue.put(told, timeout=1.0)
                return

    def _answer(self) -> Exception | None:
        try:
            found: Exception | None = self._answers.recv()
        except EOFError:
            return OSError("the process that wrote the tables ended too early")
        return found


def _write(told: "Queue[Handed]", answers: Connection, targets: dict[str, Path], manner: Manner) -> None:
    gc.disable()  # plain values have no cycles, and looking for them takes a quarter of the time
    fault: Exception | None = None
    try:
        with Writers(targets, manner) as writers:
            while (several := told.get()) is not None:
                for kind, record in several:
                    writers.take(kind, record)
    except Exception as error:  # handed to the process that waits
        fault = error
    answers.send(fault)
