"""A ledger on each kind of database: every test that asks for `location` runs on both."""

import multiprocessing
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from communique.ledger import Ledger, open_ledger

sys.path.insert(0, str(Path(__file__).parent))

# Forked from a server that has loaded everything: a process a kill costs milliseconds, not seconds.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(
    ["communique.ledger", "sqlalchemy.dialects.sqlite.pysqlite", "psycopg", "alembic.command"]
)


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: path.parts[-3])
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    return Path(on_path).resolve().parent if on_path else None


class Server:
    """A PostgreSQL server of our own in a folder of its own, reached by a socket only."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.folder = folder
        self._numbers = count()
        # PostgreSQL refuses to run as root.
        self._account = {"user": "nobody"} if os.geteuid() == 0 else {}
        if self._account:
            os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
        initdb = [programs / "initdb", "-D", folder / "db", "-U", "ledger", "-A", "trust", "-E", "UTF8"]
        self._run([*initdb, "--locale=C.UTF-8", "--no-sync"])
        options = ["-c", "listen_addresses=", "-c", "fsync=off", "-k", folder]
        self._log = (folder / "log").open("wb")
        self.process = subprocess.Popen(
            [programs / "postgres", "-D", folder / "db", *options],
            stdout=self._log,
            stderr=self._log,
            cwd=folder,
            **self._account,
        )
        self._await_start()

    def _run(self, command: list[object]) -> None:
        subprocess.run(
            [str(part) for part in command], check=True, capture_output=True, cwd=self.folder, **self._account
        )

    def _await_start(self) -> None:
        import psycopg

        deadline = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.url("postgres").replace("+psycopg", "")).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.1)

    def url(self, database: str) -> str:
        return f"postgresql://ledger@/{database}?host={self.folder}"

    def new_database(self, options: str = "") -> str:
        import psycopg

        name = f"ledger_{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} {options}")
        return self.url(name)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGQUIT)  # the "immediate shutdown": its files are of no more use
        self.process.wait(30)
        self._log.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed (Debian: postgresql-15)")
    # Not below pytest's own folder: another account cannot enter that, and socket paths must be short.
    folder = Path(tempfile.mkdtemp(prefix="ledger-pg-"))
    server = Server(programs, folder)
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def new_location(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Give the location of a further empty ledger at every call."""
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgres")
        return server.new_database
    numbers = count()
    return lambda: str(tmp_path / f"ledger-{next(numbers)}.db")


@pytest.fixture
def location(new_location: Callable[[], str]) -> str:
    return new_location()


@pytest.fixture
def ledger(location: str) -> Iterator[Ledger]:
    with open_ledger(location) as opened:
        yield opened


class Adder:
    """A process that adds synthetic reports, and the pipe through which it says what it did."""

    def __init__(self, location: str, first: int, last: int) -> None:
        from add_reports import add_reports

        self._hears, says = _processes.Pipe(duplex=False)
        self.process = _processes.Process(target=add_reports, args=(says, location, first, last))
        self.process.start()
        says.close()

    def await_message(self) -> str | None:
        """Return the next message, null after the last."""
        try:
            return self._hears.recv()
        except EOFError:
            return None

    def await_end(self) -> int | None:
        """Return the exit status."""
        while self.await_message() is not None:
            pass
        self.process.join(60)
        return self.process.exitcode

    def kill(self) -> None:
        """End the process at once, wherever it is."""
        self.process.kill()
        self.process.join(60)
        self._hears.close()


@pytest.fixture
def start_adding() -> Iterator[Callable[[str, int, int], Adder]]:
    """Start processes that add synthetic reports; none outlives the test."""
    started: list[Adder] = []

    def start(location: str, first: int, last: int) -> Adder:
        started.append(Adder(location, first, last))
        return started[-1]

    yield start
    for adder in started:
        adder.kill()
