"""Several formats fed together, where it pays in a process of their own: one reads while one writes."""

import gc
import pickle
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from queue import Queue
from typing import Any, Final, Self

from communique.publish.tables import open_writer
from communique.publish.tables.claims import claim_rows
from communique.publish.tables.columns import CLAIMS
from communique.publish.tables.masking import Manner
from communique.publish.tables.writing import Batch, Batches

__all__ = ["Writers", "WritersApart"]

_AT_ONCE: Final = 200
"""Records that are handed over at once."""
_WAITING: Final = 8
"""How often so many records may wait to be written."""
_LENGTH: Final = struct.Struct("<Q")
"""What stands before each message: the number of its bytes."""
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
    """The same in another process; what goes wrong there is raised at the end.

    It is a program of its own, since a process of `multiprocessing` would run the script of whoever exports.
    """

    def __init__(self, targets: Mapping[str, Path], manner: Manner) -> None:
        program = [sys.executable, "-m", __name__]
        self._process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._waiting = Queue[bytes](_WAITING)
        self._feeder = threading.Thread(target=self._feed, daemon=True)
        self._feeder.start()
        self._told: list[tuple[str, Any]] = []
        self._put((dict(targets), manner))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Wait until the files are whole; raise what went wrong."""
        if kind is not None:
            self._process.kill()
        self._put(self._told)
        self._put(None)
        self._feeder.join()
        with self._process:
            told = self._process.stdout.read() if self._process.stdout else b""
        if kind is None and (fault := _fault(told)) is not None:
            raise fault

    def take(self, kind: str, told: Any) -> None:
        """Hand a record over, as `Writers.take` does."""
        self._told.append((kind, told))
        if len(self._told) >= _AT_ONCE:
            self._put(self._told)
            self._told = []

    def _put(self, told: Any) -> None:
        # made into bytes here: a thread that does so waits for its turn at every piece of them
        self._waiting.put(pickle.dumps(told, pickle.HIGHEST_PROTOCOL))

    def _feed(self) -> None:
        """Write to the process what waits; where it is gone, wait for the end."""
        given, end, pipe = b"", pickle.dumps(None, pickle.HIGHEST_PROTOCOL), self._process.stdin
        assert pipe is not None
        with suppress(BrokenPipeError), pipe:
            while given != end:
                given = self._waiting.get()
                pipe.write(_LENGTH.pack(len(given)))
                pipe.write(given)
        while given != end:
            given = self._waiting.get()


def _messages() -> Iterator[Any]:
    """Yield what `WritersApart` put, until its end."""
    pipe = sys.stdin.buffer
    while (told := pickle.loads(pipe.read(_LENGTH.unpack(pipe.read(_LENGTH.size))[0]))) is not None:  # noqa: S301
        yield told


def _fault(told: bytes) -> Exception | None:
    if not told:
        return OSError("the process that wrote the tables ended too early")
    found: Exception | None = pickle.loads(told)  # noqa: S301 - written by this very module
    return found


def main() -> None:
    """Write what standard input tells, and to standard output what went wrong; see `WritersApart`."""
    gc.disable()  # plain values have no cycles, and looking for them takes a quarter of the time
    given, fault = _messages(), None
    try:
        with Writers(*next(given)) as writers:
            for several in given:
                for kind, record in several:
                    writers.take(kind, record)
    except Exception as error:  # handed to the process that waits
        fault = error
    sys.stdout.buffer.write(pickle.dumps(fault))


if __name__ == "__main__":
    main()
