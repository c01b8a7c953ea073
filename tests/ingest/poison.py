"""Ten kinds of records that have ended or stalled readers of archives, each with what its fault must say."""

import gzip

from tests.ingest.making import TELLING, Record, compressed, page, telling

WORDS = TELLING.format(place="Poisonville", dead=4)


def _flipped(record: Record) -> bytes:
    """Damage in the middle of a record's compressed bytes."""
    whole = bytearray(compressed(record))
    for at in range(len(whole) // 2, len(whole) // 2 + 8):
        whole[at] ^= 0xFF
    return bytes(whole)


def _headless(record: Record) -> bytes:
    """Damage in the first bytes: nothing shows any more that a record begins here."""
    return b"\x00" * 16 + compressed(record)[16:]


def poisons() -> dict[str, Record | bytes]:
    """Return the poisoned records by the words that must stand in the reason of their fault."""
    nested = b"<html><body>" + b"<div>" * 60_000 + f"<p>{WORDS}</p>".encode()
    many = b"<html><body>" + f"<p>{WORDS}</p>".encode() + b"<i>x</i>" * 150_000
    bomb = gzip.compress(b"<p>" + b"A" * 60_000_000)
    return {
        "too large: more than 5 MB": Record(bomb, headers=[("Content-Encoding", "gzip")]),
        "too large: more": Record(page(WORDS + "A" * 6_000_000)),
        "damaged here": _flipped(telling(91)),
        "damaged": _headless(telling(92)),
        "binary": Record(f"<p>{WORDS}</p>".encode() + bytes(range(32)) * 4_000),
        "elements": Record(many),
        "processor time": Record(nested),
        "document is empty": Record(b"\xff\xfe\x00\x00" + page(WORDS)),
        "no main text": Record(
            f"<html><title>{WORDS}</title><body><nav>{WORDS}</nav></body></html>".encode()
        ),
        "cannot be unpacked": Record(page(WORDS), headers=[("Content-Encoding", "gzip")]),
    }
