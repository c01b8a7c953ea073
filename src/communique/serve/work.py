"""Proof of work for guests: a puzzle that costs a browser a moment, and a flood of responses much more.

The browser looks for a number such that SHA-256 over `CHALLENGE:NUMBER` begins with so many zero bits
(after Back, Hashcash, 2002). A challenge is signed, expires, belongs to one page, and works once.
"""

import hashlib
import hmac
import secrets
import time
from datetime import timedelta
from typing import Final

from communique.ledger.access import Access

__all__ = ["new_challenge", "solved", "zero_bits"]

_LIFETIME: Final = timedelta(hours=2)
_KEY: Final = "proof of work"


def new_challenge(access: Access, about: str, bits: int) -> str:
    """Return a challenge for one page."""
    until = int(time.time() + _LIFETIME.total_seconds())
    told = f"{bits}.{until}.{secrets.token_hex(16)}"
    return f"{told}.{_signature(access, told, about)}"


def solved(access: Access, challenge: str, number: str, about: str, bits: int) -> bool:
    """Say whether the number solves a challenge of ours, for the first time."""
    told, _, signature = challenge.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _signature(access, told, about).encode()):
        return False
    demanded, until, _ = told.split(".")
    if int(demanded) < bits or int(until) < time.time() or not number.isdecimal() or len(number) > 20:
        return False
    digest = hashlib.sha256(f"{challenge}:{number}".encode()).digest()
    return zero_bits(digest) >= bits and access.spend(challenge, _LIFETIME)


def zero_bits(digest: bytes) -> int:
    """Return how many zero bits a digest begins with."""
    return len(digest) * 8 - int.from_bytes(digest, "big").bit_length()


def _signature(access: Access, told: str, about: str) -> str:
    return hmac.new(access.site_key(_KEY), f"{told}|{about}".encode(), hashlib.sha256).hexdigest()
