"""Reports, claims and events as sequences that become frames, and that a notebook shows as pages and maps."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, Self, TypeVar, overload

from pydantic import TypeAdapter

from communique.model import Claim, Fault, Place, Report, evolve
from communique.publish import words
from communique.publish.notebook import framed_list, framed_page
from communique.publish.page import render_page
from communique.publish.tables import Manner, claim_rows
from communique.publish.tables.claims import Row
from communique.publish.tables.columns import ACLED, CLAIMS, UCDP, Table
from communique.publish.tables.events import acled_row, ucdp_row
from communique.publish.tables.frames import to_geopandas, to_pandas, to_polars

if TYPE_CHECKING:
    import polars

__all__ = ["Claims", "EventPage", "Events", "Reports"]

T = TypeVar("T")
Columns = Literal["ucdp-ged", "acled"]
_EVENT_COLUMNS: Final[Mapping[str, tuple[Table, Callable[[Mapping[str, Any], Manner], Row]]]] = {
    "ucdp-ged": (UCDP, ucdp_row),
    "acled": (ACLED, acled_row),
}
_MANNER: Final = Manner()
_claim = TypeAdapter(Claim)
_report = TypeAdapter(Report)


class _Listed(Sequence[T], Generic[T]):
    """A sequence of which a slice is one of the same kind."""

    _called: str

    def __init__(self, found: Sequence[T]) -> None:
        self._found = tuple(found)

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: int | slice) -> T | Self:
        return self._some(self._found[index]) if isinstance(index, slice) else self._found[index]

    def __repr__(self) -> str:
        return f"<{_counted(len(self), self._called)}>"

    def _some(self, found: tuple[T, ...]) -> Self:
        return type(self)(found)


class Reports(_Listed[Report]):
    """Reports with their claims. A notebook shows them as a page, each claim marked in its words.

    `faults` names the inputs that could not be read.

    >>> reports = communique.read(["bridge.txt", "answer.txt"], published="2021-03-04")
    >>> reports
    <2 reports>
    >>> reports[:1]
    <1 report>
    >>> reports.faults
    ()
    """

    _called = "report"

    def __init__(
        self,
        found: Sequence[Report],
        *,
        faults: tuple[Fault, ...] = (),
        events: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(found)
        self.faults = faults
        self._events = events or {}

    def claims(self) -> "Claims":
        """Return the claims of all the reports, in their order.

        >>> claims = communique.read("bridge.txt").claims()
        >>> claims[0].quote in communique.read("bridge.txt")[0].text
        True
        """
        return Claims([(report, claim) for report in self for claim in report.claims], self._events)

    def to_html(self, file: str | PathLike[str]) -> None:
        """Write one self-contained page, as `communique read --html` does.

        >>> communique.read("bridge.txt").to_html("account.html")
        """
        Path(file).write_text(render_page(self), encoding="utf-8", errors="backslashreplace")

    def _some(self, found: tuple[Report, ...]) -> Self:
        return type(self)(found, faults=self.faults, events=self._events)

    def _repr_html_(self) -> str:
        return framed_page(self)


class Claims(Sequence[Claim]):
    """Claims, each of a report; a notebook shows them as a map and a table.

    Frames have the columns of the export `claims`: one row a claim and source, its span, and the words.

    >>> claims = communique.read("bridge.txt").claims()
    >>> len(claims.to_pandas()) >= len(claims)
    True
    """

    def __init__(self, found: Sequence[tuple[Report, Claim]], events: Mapping[str, str]) -> None:
        self._found, self._events = tuple(found), events

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, index: int) -> Claim: ...
    @overload
    def __getitem__(self, index: slice) -> "Claims": ...
    def __getitem__(self, index: int | slice) -> "Claim | Claims":
        if isinstance(index, slice):
            return Claims(self._found[index], self._events)
        return self._found[index][1]

    def __repr__(self) -> str:
        return f"<{_counted(len(self), 'claim')}>"

    def where(self, test: Callable[[Claim], bool]) -> "Claims":
        """Return the claims for which a test holds.

        >>> claims = communique.read("bridge.txt").claims()
        >>> claims.where(lambda claim: claim.event == "AID")
        <0 claims>
        """
        return Claims([(report, claim) for report, claim in self._found if test(claim)], self._events)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of the export `claims` as plain values; what nobody told is null.

        >>> row = next(communique.read("bridge.txt").claims().rows())
        >>> row["quote"].startswith("Shells hit")
        True
        """
        for _, group in groupby(self._found, key=lambda found: found[0].id):
            found = list(group)
            told = evolve(found[0][0], claims=tuple(claim for _, claim in found))
            plain = _report.dump_python(told, exclude_none=True)
            for claim in plain["claims"]:
                claim["event_id"] = self._events.get(claim["claim_id"])
            for row in claim_rows(plain, _MANNER):
                yield {name: row.get(name) for name in CLAIMS.names}

    def to_pandas(self) -> Any:
        """Return a `pandas.DataFrame`; days are datetimes, and what nobody told is missing.

        >>> frame = communique.read("bridge.txt").claims().to_pandas()
        >>> str(frame["where_prec"].dtype)
        'Int64'
        """
        return to_pandas(CLAIMS, self.rows())

    def to_polars(self) -> "polars.DataFrame":
        """Return a `polars.DataFrame`; what nobody told is null.

        >>> frame = communique.read("bridge.txt").claims().to_polars()
        >>> frame.columns[:2]
        ['claim_id', 'report_id']
        """
        return to_polars(CLAIMS, self.rows())

    def to_geopandas(self) -> Any:
        """Return a `geopandas.GeoDataFrame` in WGS 84; a claim whose place is not resolved has no point.

        >>> communique.read("bridge.txt").claims().to_geopandas().crs.to_epsg()
        4326
        """
        return to_geopandas(CLAIMS, self.rows())

    def _repr_html_(self) -> str:
        columns = ("who says", "what", "who", "to whom", "where", "when", "in its words")
        places = [(n, place) for n, (_, claim) in enumerate(self._found, 1) for place in claim.places]
        heading = _counted(len(self), "claim")
        return framed_list(heading, columns, [_told(*found) for found in self._found], places)


class EventPage(Mapping[str, Any]):
    """One event: a mapping with UCDP's names, `grade`, `assessment`, `statements` and `responses`.

    A notebook shows a map, why it is graded so, how voices differ, and each claim.

    >>> with communique.open_ledger("war.db", create=True) as ledger:
    ...     added = ledger.add("bridge.txt", published="2021-03-04")
    ...     event = ledger.events()[0]
    >>> event["event"]
    'ASSAULT'
    """

    def __init__(self, page: Mapping[str, Any]) -> None:
        self._page = page

    def __getitem__(self, name: str) -> Any:
        return self._page[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._page)

    def __len__(self) -> int:
        return len(self._page)

    def __repr__(self) -> str:
        return f"<event {self['event_id']}: {', '.join(_summed(self)[:3])}>"

    def claims(self) -> list[Claim]:
        """Return the event's claims, in the order in which they were published.

        >>> with communique.open_ledger("war.db", create=True) as ledger:
        ...     added = ledger.add("bridge.txt", published="2021-03-04")
        ...     type(ledger.events()[0].claims()[0]).__name__
        'Claim'
        """
        return [_claim.validate_python(statement["claim"]) for statement in self["statements"]]

    def differences(self) -> list[str]:
        """Return in words how voices contradict each other; empty where they do not.

        >>> with communique.open_ledger("war.db", create=True) as ledger:
        ...     added = ledger.add("bridge.txt", published="2021-03-04")
        ...     ledger.events()[0].differences()
        []
        """
        return [f"{found['slot']}: {found['words']}" for found in self["assessment"]["differences"]]

    def _repr_html_(self) -> str:
        told, assessed = self.claims(), self["assessment"]
        rows = [_stated(*found) for found in zip(self["statements"], told, strict=True)]
        notes = [f"{self['grade'] or 'No grade'}: {assessed['grade_ground']['words']}"]
        notes += [f"≠ {difference}" for difference in self.differences()]
        what, *when_and_where = _summed(self)[:3]
        heading = ", ".join((what.capitalize(), *when_and_where))
        places = [(number, place) for number, claim in enumerate(told, 1) for place in claim.places]
        columns = ("report", "published", "who says", "what", "in its words")
        return framed_list(heading, columns, rows, places, notes)


class Events(_Listed[EventPage]):
    """Events, by id; a notebook shows them as a map and a table.

    Frames have UCDP GED's 49 columns, or with `columns="acled"` ACLED's 31.

    >>> with communique.open_ledger("war.db", create=True) as ledger:
    ...     added = ledger.add("bridge.txt", published="2021-03-04")
    ...     events = ledger.events()
    >>> len(events.to_pandas().columns), len(events.to_polars("acled").columns)
    (49, 31)
    """

    _called = "event"

    def rows(self, columns: Columns = "ucdp-ged") -> Iterator[dict[str, Any]]:
        """Yield the rows of the export of that name as plain values; what no claim tells is null.

        >>> with communique.open_ledger("war.db", create=True) as ledger:
        ...     added = ledger.add("bridge.txt", published="2021-03-04")
        ...     next(ledger.events().rows())["code_status"] in ("Clear", "Check")
        True
        """
        table, row_of = _EVENT_COLUMNS[columns]
        for page in self:
            row = row_of(page, _MANNER)
            yield {name: row.get(name) for name in table.names}

    def to_pandas(self, columns: Columns = "ucdp-ged") -> Any:
        """Return a `pandas.DataFrame`.

        >>> with communique.open_ledger("war.db", create=True) as ledger:
        ...     list(ledger.events().to_pandas("acled").columns[:2])
        ['event_id_cnty', 'event_date']
        """
        return to_pandas(_EVENT_COLUMNS[columns][0], self.rows(columns))

    def to_polars(self, columns: Columns = "ucdp-ged") -> "polars.DataFrame":
        """Return a `polars.DataFrame`.

        >>> with communique.open_ledger("war.db", create=True) as ledger:
        ...     ledger.events().to_polars().schema["date_start"]
        Date
        """
        return to_polars(_EVENT_COLUMNS[columns][0], self.rows(columns))

    def to_geopandas(self, columns: Columns = "ucdp-ged") -> Any:
        """Return a `geopandas.GeoDataFrame` in WGS 84; an event whose place is not known has no point.

        >>> with communique.open_ledger("war.db", create=True) as ledger:
        ...     ledger.events().to_geopandas().geometry.name
        'geometry'
        """
        return to_geopandas(_EVENT_COLUMNS[columns][0], self.rows(columns))

    def _repr_html_(self) -> str:
        columns = ("event", "what", "when", "where", "claims", "reports", "grade")
        rows = [(page["event_id"], *_summed(page)) for page in self]
        places = [(n, place) for n, page in enumerate(self, 1) if (place := _place(page))]
        return framed_list(_counted(len(self), "event"), columns, rows, places)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _told(report: Report, claim: Claim) -> tuple[str, ...]:
    when = claim.time
    days = " to ".join(dict.fromkeys(filter(None, (when.earliest, when.latest)))) if when else ""
    return (
        ", ".join(words.source_chain(claim.sources)) or report.outlet or "the author",
        words.happening(claim) + ("" if claim.factuality == "actual" else f" ({claim.factuality})"),
        ", ".join(party.name for party in claim.actors),
        ", ".join(party.name for party in claim.recipients),
        ", ".join(words.place_name(place) for place in claim.places),
        days or (when.text if when else ""),
        claim.quote,
    )


def _stated(statement: Mapping[str, Any], claim: Claim) -> tuple[str, ...]:
    return (
        statement["outlet"] or statement["report"],
        statement["published"] or "–",
        ", ".join(words.source_chain(claim.sources)) or "the author",
        words.happening(claim),
        claim.quote,
    )


def _summed(page: Mapping[str, Any]) -> tuple[str, ...]:
    days = " to ".join(dict.fromkeys(filter(None, (page["date_start"], page["date_end"]))))
    return (
        words.kind_of(page["event"], page["mode"]),
        days or "no date told",
        page["where_coordinates"] or page["where_description"] or "no place told",
        str(len(page["claims"])),
        str(len(page["reports"])),
        page["grade"] or "–",
    )


def _place(page: Mapping[str, Any]) -> Place | None:
    """Return where an event was as a place to draw, under the name that the gazetteer has for it."""
    name = page["where_coordinates"] or page["where_description"]
    if page["latitude"] is None or not name:
        return None
    where = {key: page[key] for key in ("latitude", "longitude", "adm_1", "country", "where_prec")}
    return Place(text=name, start=0, end=len(name), name=name, **where)
