"""Archives for the tests: made-up pages, whole and poisoned, as the records of a WARC file."""

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

TELLING = (
    "Rebel fighters shelled the village of {place} on Tuesday and killed {dead} people, the governor said. "
    "An airstrike destroyed a fuel depot near {place} hours later. Residents said that {dead} soldiers were "
    "wounded when a rocket hit their checkpoint. The army denied that its aircraft had been in the area."
)
DULL = (
    "The orchestra of {place} opens its season with a symphony that was thought lost for {dead} years. "
    "Tickets are sold at the library and at the door, and children listen for nothing."
)


@dataclass
class Record:
    """A record as it is to be written."""

    body: bytes
    url: str = "https://news.example/a"
    media: str = "text/html; charset=utf-8"
    status: str = "200 OK"
    headers: list[tuple[str, str]] = field(default_factory=list)
    kind: str = "response"


def page(text: str, title: str = "A day in the valley") -> bytes:
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n"))
    return (
        f'<html lang="en"><head><title>{title}</title>'
        '<meta property="article:published_time" content="2024-03-05"></head>'
        '<body><nav><a href="/">Home</a></nav>'
        f"<article><h1>{title}</h1>{paragraphs}</article></body></html>"
    ).encode()


def telling(number: int, place: str = "Marduz") -> Record:
    """A page that tells of conflict, other than all others."""
    body = page(TELLING.format(place=place + "abcdefghij"[number % 10] * (1 + number // 10), dead=2 + number))
    return Record(body, f"https://news.example/{number}")


def dull(number: int) -> Record:
    return Record(page(DULL.format(place="Ostrel", dead=2 + number)), f"https://news.example/dull/{number}")


def compressed(record: Record) -> bytes:
    """Return one member of an archive, after the WARC 1.1 standard."""
    headers = "".join(
        f"{name}: {value}\r\n" for name, value in [("Content-Type", record.media), *record.headers]
    )
    answer = f"HTTP/1.1 {record.status}\r\n{headers}\r\n".encode() if record.kind == "response" else b""
    media = "application/http; msgtype=response" if answer else record.media
    head = (
        f"WARC/1.1\r\nWARC-Type: {record.kind}\r\nWARC-Target-URI: {record.url}\r\n"
        "WARC-Date: 2024-03-05T12:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\n"
        f"Content-Type: {media}\r\nContent-Length: {len(answer) + len(record.body)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + record.body + b"\r\n\r\n", mtime=0)


def warc(path: Path, records: Iterable[Record | bytes]) -> Path:
    """Write an archive; bytes are put in as they are."""
    parts = [part if isinstance(part, bytes) else compressed(part) for part in records]
    path.write_bytes(b"".join(parts))
    return path


def written(out: Path) -> dict[str, str]:
    """Return the hash of each file of a folder, hidden ones too."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(out.iterdir())}
