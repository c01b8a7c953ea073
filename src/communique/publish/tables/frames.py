"""Rows of a table as frames of pandas, polars and geopandas; each library is loaded only when asked for."""

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from communique.publish.tables.claims import Row
from communique.publish.tables.columns import Table

if TYPE_CHECKING:
    import polars

__all__ = ["MissingFramesError", "to_geopandas", "to_pandas", "to_polars"]

# pandas: the types that know a missing value, so that an unknown figure neither becomes 0 nor a fraction.
_PANDAS: Final = {"string": "string", "integer": "Int64", "number": "Float64", "date": "datetime64[s]"}
_POLARS: Final = {"string": "String", "integer": "Int64", "number": "Float64", "date": "Date"}


class MissingFramesError(ImportError):
    """A frame is asked for whose library is not installed; the message says what to install.

    >>> claims = communique.read("bridge.txt").claims()
    >>> try:
    ...     frame = claims.to_polars()
    ... except communique.MissingFramesError as missing:
    ...     print(missing)
    """


def to_pandas(table: Table, rows: Iterable[Row]) -> Any:
    """Return a `pandas.DataFrame` in the table's columns; what nobody told is missing, days are datetimes."""
    pandas = _library("pandas")
    columns = _columns(table, rows)
    series = {c.name: pandas.Series(columns[c.name], dtype=_PANDAS[c.kind]) for c in table.columns}
    return pandas.DataFrame(series, columns=list(table.names))


def to_polars(table: Table, rows: Iterable[Row]) -> "polars.DataFrame":
    """Return a `polars.DataFrame` in the table's columns; what nobody told is null."""
    library = _library("polars")
    columns = _columns(table, rows)
    series = []
    for column in table.columns:
        kind = getattr(library, _POLARS[column.kind])
        if column.kind == "date":
            told = library.Series(column.name, columns[column.name], dtype=library.String)
            series.append(told.str.to_date("%Y-%m-%d"))
        else:
            series.append(library.Series(column.name, columns[column.name], dtype=kind))
    frame: polars.DataFrame = library.DataFrame(series)
    return frame


def to_geopandas(table: Table, rows: Iterable[Row]) -> Any:
    """Return a `geopandas.GeoDataFrame`, WGS 84: points, and none where the place is not resolved."""
    geopandas, shapely = _library("geopandas"), _library("shapely")
    frame = to_pandas(table, rows)
    points = [
        None if longitude is None else shapely.Point(longitude, latitude)
        for longitude, latitude in zip(_floats(frame["longitude"]), _floats(frame["latitude"]), strict=True)
    ]
    return geopandas.GeoDataFrame(frame, geometry=points, crs="EPSG:4326")


def _floats(series: Any) -> list[float | None]:
    return [None if missing else value for value, missing in zip(series, series.isna(), strict=True)]


def _columns(table: Table, rows: Iterable[Row]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {name: [] for name in table.names}
    for row in rows:
        for name, cells in columns.items():
            cells.append(row.get(name))
    return columns


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        needs = "communique[geo]" if name in ("geopandas", "shapely") else name
        raise MissingFramesError(f"this frame needs {error.name}: pip install '{needs}'") from None
