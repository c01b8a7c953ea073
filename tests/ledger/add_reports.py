"""Run in a process of its own: add synthetic reports to a ledger, and say so of each through a pipe."""

from multiprocessing.connection import Connection

from synthetic import synthetic_reports

from communique.ledger import open_ledger


def add_reports(said: Connection, location: str, first: int, last: int) -> None:
    """Add the reports from `first` on, `last` left out; send `open`, then each report's id."""
    said.send("started")
    with open_ledger(location) as ledger:
        said.send("open")
        for added in ledger.add(synthetic_reports(first, last), resolver="synthetic 1"):
            said.send(added.report_id)
    said.close()
