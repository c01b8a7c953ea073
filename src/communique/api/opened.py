"""An open ledger, with the words of the commands."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from communique.account.fused import decide, events_of
from communique.account.outlines import contradictions
from communique.account.outlines import record as record_events
from communique.account.pages import claim_meant, event_page, event_pages
from communique.account.voices import source_table
from communique.api.listed import Claims, EventPage, Events, Reports
from communique.exports import export, export_package
from communique.ledger import Ledger
from communique.model import Judgement, Report, Verdict
from communique.publish.tables import FORMATS, Manner
from communique.run import record

__all__ = ["OpenLedger"]

Input = str | PathLike[str]


class OpenLedger:
    """A ledger, opened by `communique.open_ledger`; others may read and add meanwhile.

    >>> ledger = communique.open_ledger("war.db", create=True)
    >>> ledger.add(["bridge.txt", "answer.txt"], published="2021-03-04")
    2
    >>> ledger.add("bridge.txt", published="2021-03-04")
    0
    >>> ledger.close()
    """

    def __init__(self, ledger: Ledger, read: Callable[..., Reports]) -> None:
        self._ledger, self._read = ledger, read

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the ledger; what it returned stays usable.

        >>> communique.open_ledger("war.db", create=True).close()
        """
        self._ledger.close()

    def add(
        self,
        found: Reports | Input | Iterable[Input],
        *,
        published: str | None = None,
        allow_private: bool = False,
    ) -> int:
        """Record reports, or what is read of such inputs, and the events; return how many were new.

        >>> with communique.open_ledger("war.db", create=True) as ledger:
        ...     ledger.add(communique.read("bridge.txt"))
        1
        """
        if not isinstance(found, Reports):
            found = self._read(found, published=published, allow_private=allow_private)
        new = sum(added.new for added in record(found, self._ledger))
        record_events(self._ledger)
        return new

    def reports(self) -> Reports:
        """Return the reports with their claims as last read, in the order of recording.

        >>> with communique.open_ledger("war.db", create=True) as ledger:
        ...     ledger.reports()
        <0 reports>
        """
        events = {claim: event.event_id for event in events_of(self._ledger) for claim in event.claims}
        return Reports(tuple(self._ledger.reports()), events=events)

    def claims(self) -> Claims:
        """Return all claims; their frames name the event that each belongs to.

        >>> with communique.open_ledger("war.db", create=True) as ledger:
        ...     new = ledger.add("bridge.txt", published="2021-03-04")
        ...     set(ledger.claims().to_polars()["event_id"]) == {e["event_id"] for e in ledger.events()}
        True
        """
        return self.reports().claims()

    def events(self) -> Events:
        """Return the events that the claims tell of, assessed, by id.

        >>> with communique.open_ledger("war.db", create=True) as ledger:
        ...     ledger.events()
        <0 events>
        """
        return Events([EventPage(page) for page in event_pages(self._ledger)])

    def event(self, event_id: str) -> EventPage:
        """Return one event, by an id that it has or once had; raise `KeyError` where there is none.

        >>> with communique.open_ledger("war.db", create=True) as ledger:
        ...     new = ledger.add("bridge.txt", published="2021-03-04")
        ...     first = ledger.events()[0]
        ...     ledger.event(first["event_id"])["event"] == first["event"]
        True
        """
        page = event_page(self._ledger, event_id)
        if page is None:
            raise KeyError(event_id)
        return EventPage(page)

    def contradictions(self) -> Events:
        """Return the events in which voices contradict each other.

        >>> with communique.open_ledger("war.db", create=True) as ledger:
        ...     ledger.contradictions()
        <0 events>
        """
        return Events([EventPage(page) for page in contradictions(self._ledger)])

    def sources(self) -> list[dict[str, Any]]:
        """Return who says something: `source_id`, `name`, `claims`, `reports`, `reliability` (A to F).

        >>> with communique.open_ledger("war.db", create=True) as ledger:
        ...     ledger.sources()
        []
        """
        return source_table(self._ledger)

    def judge(self, one: str, other: str, *, by: str, verdict: Verdict = "positive", why: str = "") -> None:
        """Decide whether two claims, or events, by id, are one happening: `positive`, `negative`, `unsure`.

        Raises `ValueError` where both are the same.

        >>> with communique.open_ledger("war.db", create=True) as ledger:
        ...     new = ledger.add("bridge.txt", published="2021-03-04")
        ...     first = ledger.claims()[0].claim_id
        ...     ledger.judge(first, first, by="A. Reader")
        Traceback (most recent call last):
        ...
        pydantic_core._pydantic_core.ValidationError: 1 validation error for Judgement
        ...
        """
        at = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        left, right = claim_meant(one), claim_meant(other)
        decide(self._ledger, Judgement(left=left, right=right, verdict=verdict, by=by, at=at, why=why))

    def export(
        self,
        output: Input,
        format: str | Sequence[str] = "package",
        *,
        quotes: bool = True,
        mask_names: bool = False,
    ) -> None:
        """Write one of the formats of `communique export` to a file, several or the package to a folder.

        >>> with communique.open_ledger("war.db", create=True) as ledger:
        ...     ledger.export("events.csv", "ucdp-ged")
        ...     ledger.export("tables", ["claims", "ucdp-ged"])
        >>> import os
        >>> sorted(os.listdir("tables"))
        ['claims.csv', 'events.csv']
        """
        manner, target = Manner(quotes=quotes, mask_names=mask_names), Path(output)
        if format == "package":
            export_package(self._ledger, target, manner)
        elif isinstance(format, str):
            export(self._ledger, {format: target}, manner)
        else:
            export(self._ledger, {name: target / FORMATS[name].file for name in format}, manner)

    def __iter__(self) -> Iterator[Report]:
        return iter(self.reports())

    def __repr__(self) -> str:
        counts = self._ledger.counts()
        return f"<ledger: {counts['documents']} reports, {counts['claims']} claims>"
