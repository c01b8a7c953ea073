"""ACLED's export (31 columns, codebook 2024): a row is one claim, told by the row's notes."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from communique.model import Count, Party, Report, Target
from communique.read.tables.layout import Coded, Layout, Line, RowError, number, single_source
from communique.read.tables.where import coded_place, coded_time, day_of, degrees, month_of, week_around

__all__ = ["acled_row"]

# Sub-event type → event type and mode; null where it tells of no happening between parties. The way back is
# `publish.tables.events`.
_TYPES: Final[dict[str, tuple[str, str | None] | None]] = {
    "armed clash": ("ASSAULT", "clash"),
    "government regains territory": ("CONTROL", "gain"),
    "non-state actor overtakes territory": ("CONTROL", "gain"),
    "air/drone strike": ("ASSAULT", "aerial"),
    "shelling/artillery/missile attack": ("ASSAULT", "heavy-weapons"),
    "remote explosive/landmine/ied": ("ASSAULT", "explosives"),
    "grenade": ("ASSAULT", "explosives"),
    "suicide bomb": ("ASSAULT", "suicide-attack"),
    "chemical weapon": ("ASSAULT", "chemical"),
    "attack": ("ASSAULT", "unspecified"),
    "abduction/forced disappearance": ("ASSAULT", "abduct"),
    "sexual violence": ("ASSAULT", "sexual"),
    "excessive force against protesters": ("ASSAULT", "crowd-control"),
    "peaceful protest": ("PROTEST", None),
    "protest with intervention": ("PROTEST", None),
    "violent demonstration": ("PROTEST", None),
    "mob violence": ("ASSAULT", "unspecified"),
    "agreement": ("AGREE", None),
    "arrests": ("COERCE", "arrest"),
    "disrupted weapons use": ("COERCE", "seize"),
    "headquarters or base established": ("CONTROL", "hold"),
    "looting/property destruction": ("ASSAULT", "destroy"),
    "non-violent transfer of territory": ("CONTROL", "gain"),
    "change to group/activity": None,
    "other": None,
}
# `geo_precision` → UCDP's `where_prec`: the place itself, a part of a district, a province.
_WHERE: Final = {1: 1, 2: 3, 3: 4}
_QUALIFIED = re.compile(r"\s*\([^()]*\)\s*$")
Row = Mapping[str, str]


def acled_row(row: Row, place: str) -> Coded | None:
    """Return what a row codes; null where its type tells of no happening. Raises `RowError`."""
    kind = row["sub_event_type"].strip()
    if kind.lower() not in _TYPES:
        raise RowError(f"`sub_event_type` is {kind[:40]!r}, which the codebook does not have")
    coded = _TYPES[kind.lower()]
    if coded is None:
        return None
    layout = Layout()
    layout.prose(row.get("notes", ""))
    trigger = layout.line("Event", kind)
    event, mode = coded
    claim: dict[str, Any] = {"event": event, "mode": mode, "time": _time(row, layout)}
    claim |= _slots(row, layout, both=mode == "clash")
    claim["places"] = _places(row, layout)
    if event == "CONTROL" and claim["places"]:
        where = claim["places"][0]
        claim["targets"].append(
            Target(text=where.text, start=where.start, end=where.end, kind="settlement", effect="captured")
        )
    if source := row.get("source", "").strip():
        claim["sources"] = single_source(layout.line("Source", source))
    published = _published(row.get("timestamp", ""))
    report = Report(
        id=f"acled:{row['event_id_cnty'].strip()}",
        published=published,
        published_method="record" if published else None,
        published_confidence=1.0 if published else None,
        text=layout.text,
        language="en",
        outlet="ACLED",
        location=place,
    )
    return Coded(report, trigger.value, claim)


def _time(row: Row, layout: Layout) -> Any:
    told = row["event_date"].strip()
    day = day_of(told, "event_date")
    quoted = layout.line("Date", told).value
    precision = number(row.get("time_precision", ""), "time_precision") or 1
    if precision == 1:
        return coded_time(quoted, day, day, 1)
    if precision == 2:
        return coded_time(quoted, *week_around(day), 3)
    if precision == 3:
        return coded_time(quoted, *month_of(day), 4)
    raise RowError(f"`time_precision` is {precision}, and not 1, 2 or 3")


def _slots(row: Row, layout: Layout, *, both: bool) -> dict[str, Any]:
    """Return actors, recipients and targets; civilians are no party but those who were targeted."""
    parties: dict[str, list[Party]] = {"actors": [], "recipients": []}
    targets: list[Target] = []
    for column, slot in (("actor1", "actors"), ("actor2", "actors" if both else "recipients")):
        if not (told := row.get(column, "").strip()):
            continue
        quoted = _bare(layout.line("Party", told))
        if quoted["text"].lower() == "civilians":
            targets.append(Target(**quoted, kind="civilians", effect="targeted"))
        else:
            parties[slot].append(Party(**quoted, name=quoted["text"]))
    dead = number(row.get("fatalities", ""), "fatalities")
    if dead:  # ACLED writes 0 where sources tell of no dead: that is no count
        line = layout.line("Fatalities", row["fatalities"].strip())
        count = Count(**line.value, low=dead, high=dead)
        targets.append(Target(**line.label, kind="people", effect="killed", count=count))
    return {**parties, "targets": targets}


def _bare(line: Line) -> dict[str, Any]:
    """Return a party's name without what stands behind it in brackets: years of a government, a country."""
    bare = _QUALIFIED.sub("", line.value["text"])
    return line.head(len(bare)) if bare else line.value


def _places(row: Row, layout: Layout) -> list[Any]:
    told = row.get("location", "").strip()
    if not told:
        return []
    precision = number(row.get("geo_precision", ""), "geo_precision")
    if precision is not None and precision not in _WHERE:
        raise RowError(f"`geo_precision` is {precision}, and not 1, 2 or 3")
    point = degrees(row.get("latitude", ""), row.get("longitude", ""))
    units = (row.get("admin2", ""), row.get("admin1", ""), row.get("country", ""))
    return [coded_place(layout.line("Place", told), point, _WHERE.get(precision or 0), units)]


def _published(stamp: str) -> str | None:
    """Return the day on which ACLED published the row as it is; `timestamp` counts seconds since 1970."""
    if not stamp.strip().isdigit():
        return None
    try:
        return datetime.fromtimestamp(int(stamp), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return None
