"""How often a client may do something, counted over all server processes of a ledger.

Each process counts by itself. What comes near a limit it tells the others through the ledger, all of it at
once and once a second at most, so that ordinary readers cost no write. Until the others hear of it a client
may have a tenth of a limit, and what it asks for within a second, from each process; never more than a limit.
"""

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from typing import Final

from limits import RateLimitItem

from communique.ledger.access import Access, Tally
from communique.ledger.opening import LedgerError

__all__ = ["Limiter"]

_NEAR: Final = 10
"""A tenth of a limit is near enough to tell the others."""
_SHARE_SECONDS: Final = 1.0
_SWEEP_SECONDS: Final = 60.0


class Limiter:
    """Counts in windows that begin at the same moments everywhere: whole minutes, hours or days of UTC."""

    def __init__(self, access: Access, clock: Callable[[], float] = time.time) -> None:
        self._access = access
        self._clock = clock
        self._process = secrets.token_hex(8)
        self._lock, self._sharing = threading.Lock(), threading.Lock()
        self._mine: dict[str, Tally] = {}
        self._others: dict[str, int] = {}
        self._near: set[str] = set()
        self._timer: threading.Timer | None = None
        self._closed = False
        self._swept = clock()

    def hit(self, limit: RateLimitItem, what: str, client: str) -> bool:
        """Count an attempt; say whether it is within the limit."""
        return self._counted(limit, what, client, _NEAR)

    def hit_at_once(self, limit: RateLimitItem, what: str, client: str) -> bool:
        """Count what is rare; the other processes are asked before and told after, which takes two writes."""
        self.share()
        allowed = self._counted(limit, what, client, limit.amount)
        self.share()
        return allowed

    def _counted(self, limit: RateLimitItem, what: str, client: str, near: int) -> bool:
        at, seconds = self._clock(), limit.get_expiry()
        window = int(at // seconds)
        key = hashlib.sha256(f"{what} {seconds} {window} {client}".encode()).hexdigest()
        with self._lock:
            self._sweep(at)
            number = self._mine[key].number + 1 if key in self._mine else 1
            if number <= limit.amount + 1:  # how far beyond it is nobody needs to know
                self._mine[key] = Tally(key, number, (window + 1) * seconds)
                if number * near >= limit.amount:
                    self._share_soon(key)
            return number + self._others.get(key, 0) <= limit.amount

    def share(self) -> None:
        """Tell the others what came near a limit, and hear what they counted."""
        with self._sharing:
            with self._lock:
                if self._closed:
                    return
                told = [self._mine[key] for key in self._near if key in self._mine]
                self._near = set()
                if self._timer is not None:
                    self._timer.cancel()
                    self._timer = None
            try:
                others = self._access.share_tallies(self._process, told, self._clock())
            except LedgerError:
                # the ledger is full, or away; each process goes on counting by itself
                return
            with self._lock:
                self._others = others

    def close(self) -> None:
        """Tell the others nothing more: the ledger is closed next."""
        with self._sharing, self._lock:
            self._closed = True
            if self._timer is not None:
                self._timer.cancel()

    def _share_soon(self, key: str) -> None:
        self._near.add(key)
        if self._timer is None and not self._closed:
            self._timer = threading.Timer(_SHARE_SECONDS, self.share)
            self._timer.daemon = True
            self._timer.start()

    def _sweep(self, at: float) -> None:
        if at - self._swept > _SWEEP_SECONDS:
            self._swept = at
            self._mine = {key: tally for key, tally in self._mine.items() if tally.until > at}
