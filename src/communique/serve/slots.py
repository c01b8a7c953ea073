"""The slots of a claim as rows of a form, and back: words are found in the report, identities looked up."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from pydantic import TypeAdapter

from communique.account.corrections import apply, slot_value
from communique.model import (
    EFFECTS,
    EVENT_MODES,
    FACTUALITIES,
    MEANS_KINDS,
    RELATIONS,
    TARGET_KINDS,
    Claim,
    Correction,
    Report,
    evolve,
)

__all__ = ["CHOICES", "FIELDS", "LISTS", "UnfitError", "rows_of_slot", "value_of_rows"]

Row = dict[str, str]
Resolve = Callable[[Report], Report]

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "event": ("event", "mode"),
    "factuality": ("factuality",),
    "sources": ("text",),
    "actors": ("text", "name"),
    "recipients": ("text", "name"),
    "targets": ("text", "kind", "effect", "count", "low", "high"),
    "means": ("text", "kind", "count", "low", "high"),
    "places": ("text", "relation", "within"),
    "time": ("text", "earliest", "latest"),
}
LISTS: Final = ("sources", "actors", "recipients", "targets", "means", "places")
_MODES: Final = tuple(dict.fromkeys(mode for modes in EVENT_MODES.values() for mode in modes))
CHOICES: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("event", "event"): tuple(EVENT_MODES),
    ("event", "mode"): ("", *_MODES),
    ("factuality", "factuality"): FACTUALITIES,
    ("targets", "kind"): TARGET_KINDS,
    ("targets", "effect"): EFFECTS,
    ("means", "kind"): MEANS_KINDS,
    ("places", "relation"): RELATIONS,
}
# Identities that a resolver finds for words, by slot; a row whose words stay keeps its own.
_RESOLVED: Final = ("sources", "actors", "recipients", "places", "time")
# Days that a range may take for each `date_prec` from 1 on (UCDP GED codebook).
_DAYS: Final = (1, 6, 7, 31)
_claim = TypeAdapter(Claim)


class UnfitError(ValueError):
    """What was written cannot be; the message is for the person who wrote it."""


def rows_of_slot(claim: Claim, slot: str) -> list[Row]:
    """Return the slot's values as rows of a form; empty where nothing is told."""
    told = _claim.dump_python(claim, mode="json")
    if slot in ("event", "factuality"):
        return [{name: told[name] or "" for name in FIELDS[slot]}]
    values = told[slot] if slot in LISTS else [told[slot]] if told[slot] else []
    return [_row(slot, value) for value in values]


def _row(slot: str, value: Mapping[str, Any]) -> Row:
    count = value.get("count") or {}
    flat = {**value, "count": count.get("text"), "low": count.get("low"), "high": count.get("high")}
    return {name: "" if flat.get(name) is None else str(flat[name]) for name in FIELDS[slot]}


def value_of_rows(report: Report, claim: Claim, slot: str, rows: list[Row], resolve: Resolve) -> str:
    """Return what a person wrote as a correction's value (JSON). Raises `UnfitError` where it cannot be."""
    kept = [{name: value.strip() for name, value in row.items()} for row in rows]
    if slot == "event":
        value: Any = {"event": kept[0]["event"], "mode": kept[0]["mode"] or None}
    elif slot == "factuality":
        value = kept[0]["factuality"]
    else:
        made = [_entry(report, claim, slot, row) for row in kept if row["text"]]
        if slot == "time":
            value = made[0] if made else None
        elif slot == "sources":
            value = json.loads(slot_value(claim, "sources")) | {"sources": made}
        else:
            value = made
    written = json.dumps(value, ensure_ascii=False, sort_keys=True)
    changed = _tried(claim, slot, written)
    if slot in _RESOLVED:
        return slot_value(_identified(report, claim, changed, slot, resolve), slot)
    return slot_value(changed, slot)


def _tried(claim: Claim, slot: str, written: str) -> Claim:
    try:
        made = Correction(
            claim_id=claim.claim_id,
            verdict="corrected",
            slot=slot,
            value=written,
            by="-",
            at="2000-01-01T00:00:00Z",
        )
        changed = apply(claim, [made])
    except (ValueError, TypeError) as error:
        told = getattr(error, "errors", None)
        words = "; ".join(str(found["msg"]) for found in told()) if told else str(error)
        raise UnfitError(words) from error
    assert changed is not None
    return changed


def _entry(report: Report, claim: Claim, slot: str, row: Row) -> dict[str, Any]:
    """Return a row as the slot has it: the former entry of these words with what was changed of it."""
    start = _found(report, row["text"], claim.start, claim.end)
    entry: dict[str, Any] = dict(_former(claim, slot, row["text"]))
    entry |= {"text": row["text"], "start": start, "end": start + len(row["text"])} if not entry else {}
    if slot in ("actors", "recipients"):
        name = row["name"] or row["text"]
        if name != entry.get("name"):
            entry |= {"name": name, "actor_id": None, "actor_type": None, "reason": "named by an analyst"}
    if slot in ("targets", "means"):
        entry |= {name: row[name] for name in ("kind", "effect") if name in row}
        entry["count"] = _count(report, row, start)
    if slot == "places":
        entry |= {"relation": row["relation"] or "in", "within": row["within"] or None}
    if slot == "time":
        entry |= _dated(row, entry)
    return entry


def _former(claim: Claim, slot: str, words: str) -> dict[str, Any]:
    told = _claim.dump_python(claim, mode="json")[slot]
    values = told if slot in LISTS else [told] if told else []
    return next((value for value in values if value["text"] == words), {})


def _count(report: Report, row: Row, near: int) -> dict[str, Any] | None:
    if not row["count"]:
        if row["low"] or row["high"]:
            raise UnfitError("A number needs the words that carry it: fill in “count”.")
        return None
    start = _found(report, row["count"], near, near)
    bounds = {name: _number(row[name]) for name in ("low", "high")}
    return {"text": row["count"], "start": start, "end": start + len(row["count"]), **bounds}


def _number(words: str) -> int | None:
    if words and not words.isdecimal():
        raise UnfitError(f"“{words}” is no whole number.")
    return int(words) if words else None


def _dated(row: Row, former: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: row[name] or None for name in ("earliest", "latest")}
    if all(former.get(name) == value for name, value in days.items()):
        return {}
    both = [_day(value) for value in days.values() if value]
    length = (max(both) - min(both)).days + 1 if len(both) == 2 else 365
    precision = next((number for number, most in enumerate(_DAYS, 1) if length <= most), 5)
    return {**days, "date_prec": precision if both else None, "basis": "stated" if both else None} | (
        {"reason": None} if both else {"reason": "left open by an analyst"}
    )


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise UnfitError(f"“{words}” is no day; write YYYY-MM-DD.") from None


def _found(report: Report, words: str, start: int, end: int) -> int:
    """Return where the words stand in the report, nearest to a span of it."""
    places = list(_occurrences(report.text, words))
    if not places:
        raise UnfitError(f"“{words}” is not in the report; a claim quotes it word for word.")
    return min(places, key=lambda at: (max(start - at, at - end, 0), at))


def _occurrences(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _identified(report: Report, claim: Claim, changed: Claim, slot: str, resolve: Resolve) -> Claim:
    """Return the changed claim, with what a resolver finds for the words that are new in this slot."""
    known = {row["text"] for row in rows_of_slot(claim, slot)}
    filled = getattr(changed, slot)
    values = filled if slot in LISTS else (filled,) if filled else ()
    if all(value.text in known for value in values):
        return changed
    (resolved,) = resolve(evolve(report, claims=(changed,))).claims
    found = getattr(resolved, slot)
    if slot == "time":
        return changed if changed.time and changed.time.earliest else evolve(changed, time=found)
    if len(found) != len(values):
        return changed
    pairs = zip(values, found, strict=True)
    return evolve(changed, **{slot: tuple(one if one.text in known else new for one, new in pairs)})
