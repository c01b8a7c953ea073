"""Exports of messages as JSON: of a Telegram channel (Desktop's `result.json`) and of a Mastodon account.

Telegram: https://core.telegram.org/import-export; Mastodon: `outbox.json` of an archive, an ActivityStreams
collection (https://www.w3.org/TR/activitystreams-vocabulary/), or a list of statuses as its API gives them.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from communique.model import Fault, Report, content_id
from communique.read.document import Document, UnreadableError
from communique.read.language import language_of
from communique.read.markup import plain
from communique.read.options import ReadOptions

__all__ = ["read_messages"]

_Message = dict[str, Any]

_SIZES = 10  # an export may have so many times the bytes of one page
_WANTED = "give Telegram's result.json, Mastodon's outbox.json or a list of statuses"


def read_messages(document: Document, options: ReadOptions) -> Iterator[Report | Fault]:
    """Yield a report for each message that has words; pictures, calls, boosts and service notes have none."""
    try:
        export = json.loads(document.whole(options.max_bytes * _SIZES))
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"the export is not whole JSON: {error}", "export it again") from None
    messages, taken = _messages(export)
    if not messages:
        raise UnreadableError("the JSON holds no messages", _WANTED)
    for number, message in enumerate(messages, start=1):
        place = f"{document.location}#{number}"
        try:
            report = _report(taken(message), place, options)
        except (TypeError, AttributeError, ValueError) as error:
            yield UnreadableError(f"the message has an unknown form: {error}"[:200], _WANTED).fault(place)
            continue
        if report is not None:
            yield report


def _messages(export: Any) -> tuple[list[Any], Callable[[Any], _Message]]:
    """Return the export's messages, and what takes from each `text`, `at`, `author`, `outlet` and `url`."""
    match export:
        case {"messages": [*messages]}:
            return messages, lambda message: _telegram(message, export.get("name"))
        case {"orderedItems": [*activities]}:
            return activities, _activity
        case [*statuses]:
            return statuses, _status
    return [], _status


def _telegram(message: Any, outlet: object) -> _Message:
    if not isinstance(message, dict) or message.get("type") != "message":
        return {}
    parts = message.get("text", "")
    parts = [parts] if isinstance(parts, str) else parts
    words = "".join(part if isinstance(part, str) else part.get("text", "") for part in parts)
    return {
        "text": words,
        "at": message.get("date"),
        "stamp": message.get("date_unixtime"),
        "author": message.get("from"),
        "outlet": outlet,
        "url": None,
    }


def _activity(activity: Any) -> _Message:
    note = activity.get("object") if isinstance(activity, dict) else None
    if not isinstance(note, dict) or activity.get("type") != "Create":
        return {}  # a boost names another's note by its address alone
    return {
        "text": plain(note.get("content") or ""),
        "at": note.get("published"),
        "author": note.get("attributedTo"),
        "outlet": note.get("attributedTo"),
        "url": note.get("url") or note.get("id"),
    }


def _status(status: Any) -> _Message:
    if not isinstance(status, dict) or status.get("reblog"):
        return {}
    account = status.get("account") or {}
    return {
        "text": plain(status.get("content") or ""),
        "at": status.get("created_at"),
        "author": account.get("display_name") or account.get("acct"),
        "outlet": account.get("acct"),
        "url": status.get("url") or status.get("uri"),
    }


def _report(message: _Message, place: str, options: ReadOptions) -> Report | None:
    text = message.get("text", "").strip()
    if not text:
        return None
    published = options.published or _day(message)
    url = message["url"]
    return Report(
        id=content_id(url or message["outlet"] or "", message["at"] or "", text),
        published=published,
        published_method=("given" if options.published else "record") if published else None,
        published_confidence=1.0 if published else None,
        text=text,
        language=language_of(text),
        outlet=message["outlet"],
        author=message["author"],
        url=url,
        location=place,
    )


def _day(message: _Message) -> str | None:
    """Return the message's day in UTC where the export tells the instant, else the day as it is written."""
    try:
        if message.get("stamp"):
            return datetime.fromtimestamp(int(message["stamp"]), UTC).date().isoformat()
        at = datetime.fromisoformat(message["at"])
        return (at.astimezone(UTC) if at.tzinfo else at).date().isoformat()
    except (TypeError, ValueError, OverflowError, OSError):
        pass
    try:
        return date.fromisoformat(str(message["at"])[:10]).isoformat()
    except ValueError:
        return None
