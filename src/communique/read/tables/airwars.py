"""Incidents of Airwars, as CSV or JSON: a row is one claim of harm to civilians, told by its assessment."""

from collections.abc import Mapping
from typing import Any, Final

from communique.model import Count, Party, Report, Target
from communique.read.tables.layout import Coded, Layout, number, single_source
from communique.read.tables.where import coded_place, coded_time, day_of, degrees

__all__ = ["airwars_row"]

# Each value under the names that exports have for its column.
_NAMES: Final = {
    "code": ("code", "incident_code"),
    "date": ("date", "incident_date", "date_start"),
    "date_end": ("date_end", "incident_date_end"),
    "prose": ("assessment", "summary", "description"),
    "place": ("loc_en", "location", "location_name", "place"),
    "adm_1": ("gov", "governorate", "province", "admin1"),
    "country": ("country",),
    "latitude": ("lat", "latitude"),
    "longitude": ("lon", "lng", "longitude"),
    "precision": ("precision", "geolocation_accuracy", "geo_accuracy"),
    "party": ("actor", "belligerent", "suspected_belligerent"),
    "strike": ("strike", "strike_type"),
    "grade": ("evidence", "grading"),
    "url": ("url", "link"),
    "source": ("sources", "source"),
}
# How well the place is known → UCDP's `where_prec`.
_WHERE: Final = {
    **dict.fromkeys(("exact_location", "within_1m", "within_100m", "street", "neighbourhood_area"), 1),
    **dict.fromkeys(("neighbourhood", "nearby_landmark", "village", "town"), 1),
    "city": 2,
    **dict.fromkeys(("subdistrict", "district"), 3),
    **dict.fromkeys(("province_governorate", "province", "governorate"), 4),
    "country": 6,
}
# Airwars' grades of the evidence → how the happening is presented.
_GRADES: Final = {
    "confirmed": "actual",
    "fair": "actual",
    "weak": "probable",
    "contested": "probable",
    "discounted": "negated",
}
_MODES: Final = {
    "drone": "drone",
    "air": "aerial",
    "artillery": "heavy-weapons",
    "missile": "heavy-weapons",
    "naval": "heavy-weapons",
    "explosive": "explosives",
}
Row = Mapping[str, str]


def airwars_row(row: Row, place: str) -> Coded | None:
    """Return what a row codes. Raises `RowError` where its values do not fit."""
    given = {name: _first(row, columns) for name, columns in _NAMES.items()}
    layout = Layout()
    layout.prose(given["prose"])
    strike = layout.line("Strike", given["strike"]) if given["strike"] else None
    claim: dict[str, Any] = {"event": "ASSAULT", "mode": _mode(given["strike"])}
    days = [day for day in (given["date"][:10], given["date_end"][:10]) if day]
    first, last = day_of(days[0] if days else "", "date"), day_of(days[-1] if days else "", "date_end")
    dated = layout.line("Date", " to ".join(dict.fromkeys(days)))
    span = (last - first).days + 1
    precision = 1 if span <= 1 else 2 if span <= 6 else 3 if span == 7 else 4 if span <= 31 else 5
    claim["time"] = coded_time(dated.value, first, last, precision)
    claim["actors"] = _parties(given["party"], layout)
    claim["targets"], harm = _harm(row, layout)
    claim["places"] = _places(given, layout)
    if given["grade"]:
        layout.line("Grade", given["grade"])
        claim["factuality"] = _GRADES.get(given["grade"].split(",")[0].strip().lower(), "actual")
    if given["source"]:
        claim["sources"] = single_source(layout.line("Source", given["source"]))
    report = Report(
        id=f"airwars:{given['code']}",
        text=layout.text,
        language="en",
        outlet="Airwars",
        url=given["url"] or None,
        location=place,
    )
    return Coded(report, strike.value if strike else harm or dated.label, claim)


def _first(row: Row, columns: tuple[str, ...]) -> str:
    return next((row[column].strip() for column in columns if row.get(column, "").strip()), "")


def _mode(strike: str) -> str:
    found = {mode for word, mode in _MODES.items() if word in strike.lower()}
    return found.pop() if len(found) == 1 else "unspecified"


def _parties(told: str, layout: Layout) -> list[Party]:
    """Return whom the incident is laid to where that is one; of several, not all need have been there."""
    if not told:
        return []
    quoted = layout.line("Suspected", told).value
    return [] if "," in told or ";" in told else [Party(**quoted, name=told)]


def _harm(row: Row, layout: Layout) -> tuple[list[Target], dict[str, Any] | None]:
    """Return the civilians killed and injured, and the word of the first that counts any."""
    found, word = [], None
    for effect, label in (("killed", "Civilians killed"), ("injured", "Civilians injured")):
        low, high = _range(row, effect)
        if not (low or high):
            continue
        told = f"{low}" if low == high else f"{low or 0} to {high}"
        line = layout.line(label, told)
        count = Count(**line.value, low=low, high=high)
        found.append(Target(**line.head_of_label(9), kind="civilians", effect=effect, count=count))
        word = word or {"text": effect, "start": line.label["start"] + 10, "end": line.label["end"]}
    return found, word


def _range(row: Row, effect: str) -> tuple[int | None, int | None]:
    whole = row.get(effect, "")
    low, _, high = whole.partition("-") if "-" in whole else (whole, "", whole)
    low, high = row.get(f"{effect}_min", low), row.get(f"{effect}_max", high)
    return number(low, f"{effect}_min"), number(high, f"{effect}_max")


def _places(given: Mapping[str, str], layout: Layout) -> list[Any]:
    told = given["place"] or given["adm_1"]
    if not told:
        return []
    point = degrees(given["latitude"], given["longitude"])
    precision = _WHERE.get(given["precision"].lower()) if given["place"] else 4
    return [coded_place(layout.line("Place", told), point, precision, ("", given["adm_1"], given["country"]))]
