"""The events that a ledger recorded last, and the claims that they were made of: nothing is fused again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from communique.account.corrections import corrected, in_force_by_claim
from communique.ledger import Extent, Ledger, LedgerError
from communique.model import Correction, Event, Report, Statement

__all__ = ["Recorded", "statements_of", "told_of"]

_TRIES = 5


@dataclass(frozen=True)
class Recorded:
    """Events at one moment. `readings` names the reading of each report that counts, `seen` all readings.

    Readings and corrections are never taken away, so its claims stay the same whatever is added.
    """

    ledger: Ledger
    events: Mapping[str, Event]
    readings: Mapping[str, str]
    seen: frozenset[str]
    corrections: Mapping[str, list[Correction]]
    extent: Extent
    latest: int

    @classmethod
    def of(cls, ledger: Ledger, fuser: str, *, links: bool = True) -> Self | None:
        """Return what is recorded, null where the ledger holds something that is not fused yet."""
        for _ in range(_TRIES):
            extent, read, latest = ledger.unseen()
            found = ledger.events(fuser, links=links)
            if found is None:
                return None
            corrections = in_force_by_claim(ledger.corrections(), ledger.withdrawals())
            if ledger.unseen(set(read), latest)[0] == extent:
                by_id = {event.event_id: event for event in found}
                last = {report: reading for reading, report in read.items()}
                return cls(ledger, by_id, last, frozenset(read), corrections, extent, latest)
        return None

    def report(self, report_id: str) -> Report | None:
        """Return a report with its claims as corrected."""
        return next(self.reports([report_id]), None)

    def reports(self, report_ids: Iterable[str]) -> Iterator[Report]:
        """Yield these reports with their claims as corrected, those that are known."""
        wanted = [self.readings[name] for name in report_ids if name in self.readings]
        for _, report in self.ledger.readings_named(wanted):
            yield corrected(report, self.corrections)

    def statements(self, events: Sequence[Event]) -> list[list[Statement]]:
        """Return the claims of each event, each with its report, in the order of publication."""
        wanted = {name for event in events for name in event.reports}
        held = {report.id: report for report in self.reports(sorted(wanted))}
        for missing in sorted(wanted - held.keys()):
            raise LedgerError(f"the report {missing!r} of an event is missing; check the ledger")
        return [told_of(event, (held[name] for name in event.reports)) for event in events]


def statements_of(report: Report) -> list[Statement]:
    """Return each claim of a report once, with the report."""
    by_id = {claim.claim_id: claim for claim in report.claims}
    return [Statement(report=report, claim=claim) for claim in by_id.values()]


def told_of(event: Event, reports: Iterable[Report]) -> list[Statement]:
    """Return the claims of an event out of its reports, in the order of publication."""
    wanted = set(event.claims)
    kept = [s for report in reports for s in statements_of(report) if s.claim.claim_id in wanted]
    return sorted(kept, key=lambda s: (s.report.published or "9", s.report.id, s.claim.start))
