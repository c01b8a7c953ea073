"""The ledger: what reports claim, recorded once and for good, on SQLite or PostgreSQL."""

from communique.ledger.decisions import Decision, Entry
from communique.ledger.happenings import Extent
from communique.ledger.opening import LedgerError
from communique.ledger.searching import Found, searched_words
from communique.ledger.store import Added, Ledger, migrate, open_ledger

__all__ = [
    "Added",
    "Decision",
    "Entry",
    "Extent",
    "Found",
    "Ledger",
    "LedgerError",
    "migrate",
    "open_ledger",
    "searched_words",
]
