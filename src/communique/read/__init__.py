"""Files, folders, web addresses and standard input → `Report`s; what cannot be read → `Fault`s."""

from collections.abc import Iterable, Iterator

from communique.model import Fault, Report
from communique.read.document import Document, UnreadableError, printable
from communique.read.formats import ENTRY_POINT_GROUP, READERS, Format, Reader, reader_of
from communique.read.inputs import STANDARD_INPUT, open_input
from communique.read.options import ReadOptions

__all__ = [
    "ENTRY_POINT_GROUP",
    "READERS",
    "STANDARD_INPUT",
    "Document",
    "Format",
    "ReadOptions",
    "Reader",
    "UnreadableError",
    "read",
    "read_document",
]

_DEFAULTS = ReadOptions()


def read(inputs: Iterable[str], options: ReadOptions = _DEFAULTS) -> Iterator[Report | Fault]:
    """Yield the reports of all inputs in their order, and a fault for each part that cannot be read.

    An input is a path, a folder, a http or https address, or `-` for standard input. The run goes on
    after every fault; nothing is raised for what an input holds.
    """
    for name in inputs:
        for opened in open_input(name, options):
            if isinstance(opened, Fault):
                yield opened
            else:
                yield from read_document(opened, options)


def read_document(document: Document, options: ReadOptions) -> Iterator[Report | Fault]:
    """Yield the reports of one open document, or the fault that says why it cannot be read."""
    try:
        yield from reader_of(document)(document, options)
    except UnreadableError as unreadable:
        yield unreadable.fault(document.location)
    except Exception as error:  # a hostile document may break a parser, but not the run
        reason = printable(f"the reader failed: {type(error).__name__}: {error}"[:300])
        yield Fault(location=document.location, reason=reason, hint="save the report as plain text")
