"""JSON Lines: one report a line, its `id` and `text` unchanged; a broken line is named, the others read."""

import codecs
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from communique.model import Fault, Report, content_id
from communique.read.document import Document, UnreadableError
from communique.read.language import language_of
from communique.read.options import ReadOptions

__all__ = ["read_jsonl"]

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d.*)?")
_LANGUAGE = re.compile(r"[a-z]{2}")
_WANTED = "a record is an object with `text`, and where known `id`, `title` and `published`"


def read_jsonl(document: Document, options: ReadOptions) -> Iterator[Report | Fault]:
    """Yield a report for each line, or a fault at `LOCATION:LINE`; blank lines are passed over.

    Of a record, `text`, `id`, `title`, `published`, `language`, `outlet`, `author` and `url` are read.
    A second record with the same `id` is a fault.
    """
    seen: set[str] = set()
    for number, line in _lines(document, options.max_bytes):
        place = f"{document.location}:{number}"
        try:
            record = _record(line)
            report = _report(record, place, options)
            if report.id in seen:
                raise UnreadableError(
                    f"the id {report.id!r} stands in this input twice", "give each record its own id"
                )
        except UnreadableError as fault:
            yield fault.fault(place)
            continue
        seen.add(report.id)
        if record.get("published") and report.published_method != "record":
            yield _undated(record, place)
        yield report


def _lines(document: Document, limit: int) -> Iterator[tuple[int, str | UnreadableError]]:
    """Number the lines that are not blank; one above `limit` characters is passed over in small steps."""
    wide = document.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    stream = io.TextIOWrapper(
        document.stream, "utf-16" if wide else "utf-8-sig", errors="surrogateescape", newline="\n"
    )
    try:
        for number, line in enumerate(iter(lambda: stream.readline(limit + 1), ""), start=1):
            if len(line) > limit:
                _skip_line(stream, line, limit)
                yield (
                    number,
                    UnreadableError(f"too large: a line of more than {limit / 1_000_000:g} MB"),
                )
            elif line.strip():
                yield number, line
    finally:
        stream.detach()  # the document's stream is closed by who opened it


def _skip_line(stream: io.TextIOWrapper, line: str, limit: int) -> None:
    while line and not line.endswith("\n"):
        line = stream.readline(limit)


def _record(line: str | UnreadableError) -> dict[str, Any]:
    if isinstance(line, UnreadableError):
        raise line
    try:
        line.encode()
    except UnicodeEncodeError:
        raise UnreadableError("the line is not UTF-8", "save the file as UTF-8") from None
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"the line is not JSON: {error}", _WANTED) from None
    if not isinstance(record, dict):
        raise UnreadableError("the line is JSON, but not an object", _WANTED)
    return record


def _report(record: dict[str, Any], place: str, options: ReadOptions) -> Report:
    text, title = _string(record, "text"), _string(record, "title")
    if text is None or not text.strip():
        raise UnreadableError("the record has no `text`", _WANTED)
    url = _string(record, "url")
    stated = _day(record.get("published"))
    language = record.get("language")
    known = isinstance(language, str) and _LANGUAGE.fullmatch(language)
    return Report(
        id=_identity(record) or content_id(url or "", title or "", text),
        title=title,
        published=stated or options.published,
        published_method="record" if stated else "given" if options.published else None,
        published_confidence=1.0 if stated or options.published else None,
        text=text,
        language=language if known else language_of(text),
        outlet=_string(record, "outlet"),
        author=_string(record, "author"),
        url=url,
        location=place,
    )


def _string(record: dict[str, Any], field: str) -> str | None:
    value = record.get(field)
    if value is None:
        return None
    if not isinstance(value, str):
        raise UnreadableError(f"`{field}` is not a string", _WANTED)
    try:
        value.encode()
    except UnicodeEncodeError:
        raise UnreadableError(f"`{field}` holds half a surrogate pair, which is no character") from None
    return value


def _identity(record: dict[str, Any]) -> str | None:
    value = record.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(record, "id")


def _day(value: object) -> str | None:
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    try:
        return date.fromisoformat(found[1]).isoformat() if found else None
    except ValueError:
        return None


def _undated(record: dict[str, Any], place: str) -> Fault:
    reason = f"`published` is {str(record['published'])[:40]!r}, which is no ISO date, so it is left out"
    return UnreadableError(reason, "write the day as YYYY-MM-DD, or null").fault(place)
