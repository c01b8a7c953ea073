"""Opens the database of a ledger: finds it, checks that it is one, makes or migrates it, sets it up."""

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, table, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.schema import Column

from communique.ledger.schema import SCHEMA_VERSIONS, VERSION_TABLE, metadata

__all__ = ["LedgerError", "forget_log", "open_engine", "translated", "writing"]

# Pages of an SQLite file that a connection keeps: with the usual 2 MB a large one is read a third slower.
_CACHE_KB = 16_000
# How long a writer waits for the other writers of an SQLite file.
_PATIENCE_S = 120.0
# An arbitrary number, the same for every ledger: only one process at a time makes or migrates one.
_MIGRATION_LOCK = 0x436F6D6D756E
_NONE_THERE = "there is no ledger; `communique add` makes one"


class LedgerError(Exception):
    """The ledger cannot be opened, or cannot do what was asked; the message says why, for a person.

    >>> try:
    ...     communique.open_ledger("nowhere.db")
    ... except communique.LedgerError as error:
    ...     print(error)
    there is no ledger; `communique add` makes one
    """


def open_engine(location: str | Path, *, create: bool = True) -> Engine:
    """Return an engine on the ledger at a path or URL, which is made or migrated where it needs to be."""
    url = _url(location)
    sqlite = url.get_backend_name() == "sqlite"
    if sqlite:
        _check_file(Path(url.database or ""), create)
    with translated():
        engine = _sqlite_engine(url) if sqlite else _postgres_engine(url)
        try:
            _prepare(engine, create)
        except BaseException:
            engine.dispose()
            raise
    return engine


def writing(engine: Engine) -> Engine:
    """Return the engine for transactions that write: on SQLite they take the write lock at their start."""
    return engine.execution_options(writing=True)


@contextmanager
def translated() -> Iterator[None]:
    """Turn a database's errors into a `LedgerError` that says what to do."""
    try:
        yield
    except DBAPIError as error:
        raise LedgerError(_explained(error)) from error
    except sqlite3.Error as error:
        raise LedgerError(_explained_words(str(error))) from error


def _url(location: str | Path) -> URL:
    if isinstance(location, Path) or not re.match(r"[a-z][a-z0-9+]*://", location):
        return URL.create("sqlite", database=os.fspath(location))
    try:
        url = make_url(location)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise LedgerError("this is no database address; write postgresql://user@host/name") from error
    kind = url.drivername.partition("+")[0]
    if kind == "sqlite" and url.database not in (None, "", ":memory:"):
        return url.set(drivername="sqlite")
    if kind in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    raise LedgerError(f"a ledger is a file or a PostgreSQL database, not {kind}://{url.database or ''}")


def _check_file(path: Path, create: bool) -> None:
    if str(path) in ("", ".") or path.is_dir():
        raise LedgerError("this is a folder; a ledger is a file")
    if not create and not path.exists():
        raise LedgerError(_NONE_THERE)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        head = _head(path)
    except FileNotFoundError:
        head = b""
    except (FileExistsError, NotADirectoryError):
        raise LedgerError(f"{path.parent} is no folder") from None
    except OSError as error:
        raise LedgerError(f"cannot be opened: {error.strerror}") from error
    if head and head != b"SQLite format 3\x00":
        raise LedgerError("this file is not a ledger; it is left as it is")
    if not os.access(path if head else path.parent, os.W_OK):
        raise LedgerError("this is read-only; a ledger must be writable")
    if head and not os.access(path.parent, os.W_OK):
        raise LedgerError("the folder is read-only; a ledger writes files beside itself")


def _head(path: Path) -> bytes:
    with path.open("rb") as opened:
        return opened.read(16)


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": _PATIENCE_S})

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: object) -> None:
        # Transactions are begun below, so that making and migrating tables is part of them, too.
        connection.isolation_level = None
        # With a write-ahead log this outlives the end of a process at any moment, and a power cut may
        # cost the last transactions, never the file.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _postgres_engine(url: URL) -> Engine:
    try:
        return create_engine(url)
    except ModuleNotFoundError as error:
        raise LedgerError("PostgreSQL needs the extra: pip install 'communique[postgres]'") from error


def _prepare(engine: Engine, create: bool) -> None:
    with engine.connect() as connection:
        version = _version(connection)
    if version is None and not create:
        raise LedgerError(_NONE_THERE)
    if engine.dialect.name == "sqlite":
        _use_write_ahead_log(engine)
    if version == SCHEMA_VERSIONS[-1]:
        return
    with writing(engine).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        if _version(connection) != SCHEMA_VERSIONS[-1]:
            _migrate(connection)


def _version(connection: Connection) -> str | None:
    """Return the schema that the database has, null where it is empty; raise where it is no ledger."""
    found = set(inspect(connection).get_table_names())
    if VERSION_TABLE in found:
        column: Column[str] = Column("version_num")
        version = connection.scalar(select(column).select_from(table(VERSION_TABLE)))
        if version not in SCHEMA_VERSIONS:
            raise LedgerError(
                f"a newer version of Communique wrote this ledger (schema {version}; "
                f"this one knows up to {SCHEMA_VERSIONS[-1]}): update Communique"
            )
        return version
    if connection.dialect.name == "sqlite" and found:
        raise LedgerError("this database is not a ledger; it is left as it is")
    if taken := found & metadata.tables.keys():
        raise LedgerError(f"this database is not a ledger and has a table {min(taken)} of its own")
    if connection.dialect.name == "postgresql":
        _check_encoding(connection)
    return None


def _check_encoding(connection: Connection) -> None:
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise LedgerError(f"the database's encoding is {encoding}; a ledger needs UTF8")


def _migrate(connection: Connection) -> None:
    # Imported late: Alembic takes a moment to load, and an up-to-date ledger does not need it.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "communique.ledger:migrations")
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")


def _use_write_ahead_log(engine: Engine) -> None:
    """Switch the file to a write-ahead log once; SQLite's own patience does not cover the switch."""
    deadline = time.monotonic() + _PATIENCE_S
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        while cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            try:
                cursor.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
        cursor.close()
    finally:
        raw.close()


def forget_log(engine: Engine) -> None:
    """Empty an SQLite file's write-ahead log, which holds what rows said before; readers may delay it."""
    if engine.dialect.name == "sqlite":
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            raw.close()


_EXPLANATIONS = (
    (r"disk is full|No space left|could not extend file", "no space is left: the disk or its quota is full"),
    (r"readonly database|read-only", "this is read-only; a ledger must be writable"),
    (r"file is not a database", "this file is not a ledger; it is left as it is"),
    (r"malformed|disk image", "the file is damaged; restore a backup"),
    (r"locked|lock timeout", "another process has kept it locked for too long"),
    (r"string or blob too big|too large|out of memory", "a text is too large for the database"),
    (r"unable to open database file", "cannot be opened; does its folder exist?"),
    (
        r"[Cc]onnection refused|could not translate|failed to resolve|connection failed",
        "the database server cannot be reached",
    ),
)


def _explained(error: DBAPIError) -> str:
    return _explained_words(str(error.orig))


def _explained_words(words: str) -> str:
    for pattern, explanation in _EXPLANATIONS:
        if re.search(pattern, words):
            return explanation
    return words.strip().partition("\n")[0] or "the database gave no reason"
