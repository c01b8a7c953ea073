"""What `import communique` offers: the words of the commands, for Python and notebooks."""

import warnings
from collections.abc import Iterable
from os import PathLike, fspath
from typing import Any

from communique.api.listed import Claims, EventPage, Events, Reports
from communique.api.opened import OpenLedger
from communique.config import Config
from communique.ledger import LedgerError
from communique.ledger import open_ledger as _open_ledger
from communique.model import Fault
from communique.publish.tables.frames import MissingFramesError
from communique.read import ReadOptions
from communique.resolve import geoparse as _geoparse
from communique.resolve import resolver_with
from communique.resolve import times as _times
from communique.run import account

__all__ = [
    "Claims",
    "EventPage",
    "Events",
    "LedgerError",
    "MissingFramesError",
    "OpenLedger",
    "ReadWarning",
    "Reports",
    "geoparse",
    "open_ledger",
    "read",
    "times",
]

Input = str | PathLike[str]


class ReadWarning(UserWarning):
    """An input, or a part of one, could not be read; the others were.

    >>> import warnings
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore", communique.ReadWarning)
    ...     reports = communique.read(["missing.txt", "bridge.txt"])
    >>> len(reports), reports.faults[0].reason
    (1, 'there is no such file')
    """


def read(
    inputs: Input | Iterable[Input],
    *,
    published: str | None = None,
    allow_private: bool = False,
    config: Config | None = None,
) -> Reports:
    """Read files, folders or web addresses, and return the reports with their claims.

    `published` is the day (`YYYY-MM-DD`) on which all of them were published, where they do not tell it.
    `config` is what `communique.toml` and the environment say, unless given. What cannot be read is named in
    `faults` of what is returned, and warned of (`ReadWarning`). Raises `ValueError` where `published` is no
    day.

    >>> reports = communique.read("bridge.txt", published="2021-03-04")
    >>> [report.published for report in reports]
    ['2021-03-04']
    >>> reports.claims()[0].event
    'ASSAULT'
    """
    names = [inputs] if isinstance(inputs, str | PathLike) else inputs
    options = ReadOptions(published=published, allow_private=allow_private)
    faults: list[Fault] = []
    found = tuple(account([fspath(name) for name in names], options, config or Config(), faults.append))
    for fault in faults:
        hint = f" ({fault.hint})" if fault.hint else ""
        warnings.warn(f"{fault.location}: {fault.reason}{hint}", ReadWarning, stacklevel=3)
    return Reports(found, faults=tuple(faults))


def open_ledger(location: Input, *, create: bool = False) -> OpenLedger:
    """Open the ledger in a file, or at a PostgreSQL address; with `create`, make it where there is none.

    Raises `LedgerError` where there is none, or something else. Use it as a context manager, or `close` it.

    >>> with communique.open_ledger("war.db", create=True) as ledger:
    ...     ledger.add("bridge.txt", published="2021-03-04")
    ...     len(ledger.reports())
    1
    1
    """
    return OpenLedger(_open_ledger(fspath(location), create=create), read)


def geoparse(text: str, *, config: Config | None = None) -> list[dict[str, Any]]:
    """Return the toponyms of a text in its order, with coordinates or the `reason` why there are none.

    Each has `start`, `end`, `text`, `latitude`, `longitude` (degrees, WGS 84), `geonameid`, `gazetteer_id`,
    `name`, `adm_1`, `country`, `where_prec`, `score` and `reason`.

    >>> found = communique.geoparse("Families left Aleppo on foot.")
    >>> [(place["text"], place["country"], round(place["latitude"])) for place in found]
    [('Aleppo', 'SY', 36)]
    """
    resolver = resolver_with((config or Config()).gazetteer)
    (found,) = _geoparse([{"id": None, "text": text}], resolver)
    toponyms: list[dict[str, Any]] = found["toponyms"]
    return toponyms


def times(text: str, *, published: str | None = None) -> list[dict[str, Any]]:
    """Return the time expressions of a text in its order, as TIMEX3 values and as ranges of days.

    Each has `start`, `end`, `text`, `type`, `value`, `mod`, `earliest`, `latest` and `date_prec`; null where
    the text, with the day on which it was `published`, does not fix them.

    >>> [time["earliest"] for time in communique.times("It happened yesterday.", published="2021-03-04")]
    ['2021-03-03']
    """
    (found,) = _times([{"id": None, "text": text, "published": published}])
    expressions: list[dict[str, Any]] = found["times"]
    return expressions
