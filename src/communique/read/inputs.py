"""From what the user names to open documents: files, folders, web addresses, standard input."""

import os
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from communique.model import Fault
from communique.read.document import Document, UnreadableError, printable, rewound
from communique.read.options import ReadOptions

__all__ = ["STANDARD_INPUT", "open_input"]

STANDARD_INPUT = "-"
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")


def open_input(name: str, options: ReadOptions) -> Iterator[Document | Fault]:
    """Yield the documents that `name` stands for, each open until the next is asked for.

    A folder gives its files in the order of their names, subfolders among them, hidden ones left out.
    """
    try:
        if name == STANDARD_INPUT:
            yield rewound("<stdin>", sys.stdin.buffer)
        elif address := _ADDRESS.match(name):
            yield _address(name, address[1].lower(), options)
        elif (path := Path(name)).is_dir():
            yield from _folder(path)
        else:
            yield from _file(path)
    except UnreadableError as unreadable:
        yield unreadable.fault(name)
    except (OSError, ValueError) as error:
        yield _explained(error).fault(name)


def _address(name: str, scheme: str, options: ReadOptions) -> Document:
    if scheme not in ("http", "https"):
        raise UnreadableError(f"addresses of {scheme} are not read", "give an http address or a path")
    from communique.read.web import fetch  # httpx is imported only where an address is read

    return fetch(name, options)


def _file(path: Path) -> Iterator[Document | Fault]:
    with path.open("rb") as stream:
        yield rewound(printable(str(path)), stream)


def _folder(path: Path) -> Iterator[Document | Fault]:
    empty = True
    for entry in _entries(path, frozenset()):
        empty = False
        yield from _entry(entry)
    if empty:
        raise UnreadableError("the folder holds no files to read")


def _entry(path: Path) -> Iterator[Document | Fault]:
    try:
        # a pipe or a device in a folder would never end, or change by being read
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableError("not a regular file")
        yield from _file(path)
    except UnreadableError as unreadable:
        yield unreadable.fault(str(path))
    except OSError as error:
        yield _explained(error).fault(str(path))


def _entries(folder: Path, above: frozenset[tuple[int, int]]) -> Iterator[Path]:
    """The files below a folder; `above` are the folders it lies in, so that a link upwards ends there."""
    status = folder.stat()
    here = (status.st_dev, status.st_ino)
    if here in above:
        return
    for name in sorted(os.listdir(folder)):
        if name.startswith("."):
            continue
        path = folder / name
        if path.is_dir():
            yield from _entries(path, above | {here})
        else:
            yield path


def _explained(error: OSError | ValueError) -> UnreadableError:
    match error:
        case FileNotFoundError():
            return UnreadableError("there is no such file", "check the path")
        case PermissionError():
            return UnreadableError("it may not be read: permission denied", "check the file's permissions")
        case OSError(strerror=str() as words):
            return UnreadableError(f"it cannot be read: {words[:1].lower()}{words[1:]}")
        case _:
            return UnreadableError(f"it cannot be read: {error}")
