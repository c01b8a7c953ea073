"""UCDP GED (49 columns, codebook 25.1): a row is one claim, told by the headlines that it cites."""

from collections.abc import Mapping
from typing import Any, Final

from communique.model import Count, Party, Report, Source, Target
from communique.read.tables.layout import Coded, Layout, Line, RowError, number, single_source
from communique.read.tables.where import coded_place, coded_time, day_of, degrees

__all__ = ["ucdp_row"]

_ONE_SIDED: Final = 3
_DEATHS: Final = (
    ("deaths_a", "Deaths of side a", "combatants"),
    ("deaths_b", "Deaths of side b", "combatants"),
    ("deaths_civilians", "Deaths of civilians", "civilians"),
    ("deaths_unknown", "Deaths unknown", "people"),
)
Row = Mapping[str, str]


def ucdp_row(row: Row, place: str) -> Coded | None:
    """Return what a row codes. Raises `RowError` where its values do not fit."""
    kind = number(row["type_of_violence"], "type_of_violence")
    if kind not in (1, 2, _ONE_SIDED):
        raise RowError(f"`type_of_violence` is {row['type_of_violence'][:40]!r}, and not 1, 2 or 3")
    layout = Layout()
    layout.prose(row.get("source_headline", ""))
    trigger = layout.line("Type of violence", str(kind)).label
    claim: dict[str, Any] = {"event": "ASSAULT", "mode": "unspecified", "time": _time(row, layout)}
    targets: list[Target] = []
    # Who attacked whom is told of one-sided violence alone; else the two sides fought each other.
    for column, label in (("side_a", "Side a"), ("side_b", "Side b")):
        told = row.get(column, "").strip()
        if not told:
            continue
        quoted = layout.line(label, told).value
        if kind == _ONE_SIDED and column == "side_b":
            targets.append(Target(**quoted, kind="civilians", effect="targeted"))
        else:
            claim.setdefault("actors", []).append(Party(**quoted, name=told))
    claim["targets"] = targets + _deaths(row, layout)
    claim["places"] = _places(row, layout)
    claim["sources"] = _sources(row, layout)
    report = Report(
        id=f"ucdp-ged:{row['id'].strip().removesuffix('.0')}",
        text=layout.text,
        language="en",
        outlet="UCDP GED",
        location=place,
    )
    return Coded(report, trigger, claim)


def _time(row: Row, layout: Layout) -> Any:
    days = [row[column].strip()[:10] for column in ("date_start", "date_end")]
    first, last = day_of(days[0], "date_start"), day_of(days[1], "date_end")
    quoted = layout.line("Date", " to ".join(dict.fromkeys(days))).value
    return coded_time(quoted, first, last, number(row.get("date_prec", ""), "date_prec") or 1)


def _deaths(row: Row, layout: Layout) -> list[Target]:
    """Return the dead by group, and all of them between the least and the most; groups without dead are none.

    The range is that of the only group where there is but one, else of people of whom no more is said.
    """
    figures = {c: number(row.get(c, ""), c) for c in (*(c for c, *_ in _DEATHS), "best", "low", "high")}
    given = [(label, kind, column) for column, label, kind in _DEATHS if figures[column]]
    low, best, high = figures["low"], figures["best"], figures["high"]
    if low is not None and high is not None and low > high:
        low = high = best  # bounds that exclude each other are slips; they still stand in the text
    found = []
    for label, kind, column in given if len(given) > 1 else ():
        line = layout.line(label, row[column].strip().removesuffix(".0"))
        found.append(_killed(line, kind, figures[column], figures[column]))
    if best or high:
        label, kind = given[0][:2] if len(given) == 1 else ("Deaths", "people")
        told = ", ".join(
            f"{c} {row[c].strip().removesuffix('.0')}" for c in ("best", "low", "high") if row[c]
        )
        found.append(_killed(layout.line(label, told), kind, low if low is not None else best, high or best))
    return found


def _killed(line: Line, kind: str, low: int | None, high: int | None) -> Target:
    return Target(**line.label, kind=kind, effect="killed", count=Count(**line.value, low=low, high=high))


def _places(row: Row, layout: Layout) -> list[Any]:
    told = row.get("where_coordinates", "").strip()
    if not told:
        return []
    precision = number(row.get("where_prec", ""), "where_prec", most=7)
    point = degrees(row.get("latitude", ""), row.get("longitude", ""))
    units = (row.get("adm_2", ""), row.get("adm_1", ""), row.get("country", ""))
    return [coded_place(layout.line("Place", told), point, precision or None, units)]


def _sources(row: Row, layout: Layout) -> list[Source]:
    """Return the one who published and the one who spoke first, where the row names one of each."""
    found: list[Source] = []
    for column, label in (("source_office", "Source"), ("source_original", "Told by")):
        told = row.get(column, "").strip()
        if not told:
            continue
        line = layout.line(label, told)
        if not single_source(line):
            return []
        found += single_source(line)
    return found
