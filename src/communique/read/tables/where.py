"""When and where a row says that it happened: values of its cells, checked, never guessed."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Any

from communique.model import Place, Time
from communique.read.tables.layout import Line, RowError

__all__ = ["coded_place", "coded_time", "day_of", "degrees", "month_of", "week_around"]

_FORMS = ("%Y-%m-%d", "%d %B %Y", "%d-%b-%Y", "%d %b %Y", "%d/%m/%Y")


def day_of(words: str, column: str) -> date:
    """Return the day that a cell names; times of the day behind it do not count. Raises `RowError`."""
    told = words.strip()
    for form in _FORMS:
        for piece in (told, told[:10]):
            try:
                return datetime.strptime(piece, form).date()
            except ValueError:
                continue
    raise RowError(f"`{column}` is {words[:40]!r}, which is no day")


def coded_time(quoted: dict[str, Any], first: date, last: date, precision: int) -> Time:
    """Return the time of a row: inclusive days, UCDP's precision. Raises `RowError` where they do not fit."""
    if last < first:
        raise RowError(f"it ends on {last}, before it begins on {first}")
    if not 1 <= precision <= 5:
        raise RowError(f"the precision of the date is {precision}, and not one of 1 to 5")
    return Time(
        **quoted,
        earliest=first.isoformat(),
        latest=last.isoformat(),
        date_prec=precision,  # type: ignore[arg-type]
        basis="stated",
    )


def week_around(day: date) -> tuple[date, date]:
    """Return the seven days around a day."""
    return day - timedelta(3), day + timedelta(3)


def month_of(day: date) -> tuple[date, date]:
    """Return the first and last day of a day's month."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def degrees(latitude: str, longitude: str) -> tuple[float, float] | None:
    """Return the row's coordinate, null where it has none. Raises `RowError` where it is not on earth."""
    if not latitude.strip() and not longitude.strip():
        return None
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        raise RowError(f"the coordinate {latitude[:20]!r}, {longitude[:20]!r} is none") from None
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        raise RowError(f"the coordinate {north:g}, {east:g} is not on earth")
    return north, east


def coded_place(
    line: Line, point: tuple[float, float] | None, precision: int | None, units: tuple[str, str, str]
) -> Place:
    """Return the row's place with its own coordinate; `units` are its second and first division and country.

    Without a coordinate the place is left to the gazetteer, as one that a report names.
    """
    adm_2, adm_1, country = (unit.strip() or None for unit in units)
    within = ", ".join(unit for unit in (adm_1, country) if unit) or None
    if point is None:
        return Place(**line.value, within=within)
    return Place(
        **line.value,
        within=within,
        name=line.value["text"],
        latitude=point[0],
        longitude=point[1],
        adm_1=adm_1,
        adm_2=adm_2,
        where_prec=precision,  # type: ignore[arg-type]
        score=1.0,
    )
