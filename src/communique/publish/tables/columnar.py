"""Parquet, GeoParquet and GeoPackage, a batch of rows at a time."""

import json
import struct
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from communique.publish.tables.columns import CLAIMS, UCDP
from communique.publish.tables.masking import Manner
from communique.publish.tables.writing import Batch, ColumnarWriter

__all__ = ["ClaimsParquet", "GeoPackage", "GeoParquet"]

_TYPES: Final = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "date": pa.date32()}
# GeoParquet 1.1.0: points in WKB; without a `crs` the default holds, longitude and latitude on WGS 84.
_GEO: Final = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
}


def _arrow(batch: Batch, *, geometry: bool) -> pa.Table:
    columns = batch.columns
    arrays = [
        pa.array(columns[c.name], pa.string()).cast(_TYPES[c.kind])
        if c.kind == "date"
        else pa.array(columns[c.name], _TYPES[c.kind])
        for c in batch.table.columns
    ]
    names = list(batch.table.names)
    if geometry:
        points = map(_point, columns["longitude"], columns["latitude"])
        arrays.append(pa.array(points, pa.binary()))
        names.append("geometry")
    return pa.Table.from_arrays(arrays, names)


def _point(longitude: float | None, latitude: float | None) -> bytes | None:
    """Return a point as well-known binary, little-endian; null where the place is not known."""
    if longitude is None or latitude is None:
        return None
    return struct.pack("<BIdd", 1, 1, longitude, latitude)


class GeoParquet(ColumnarWriter):
    """Events as GeoParquet 1.1; without a point where the place is not known."""

    table = UCDP
    geometry = True

    def __init__(self, target: Path, manner: Manner) -> None:
        super().__init__(target, manner)
        self._file: pq.ParquetWriter | None = None

    def write(self, batch: Batch) -> None:  # noqa: D102 - as Writer says
        if batch.table is not self.table:
            return
        rows = _arrow(batch, geometry=self.geometry)
        if self.geometry:
            rows = rows.replace_schema_metadata({"geo": json.dumps(_GEO)})
        if self._file is None:
            self._file = pq.ParquetWriter(self.target, rows.schema, compression="zstd")
        self._file.write_table(rows)

    def close(self) -> None:  # noqa: D102
        super().close()
        if self._file is None:
            self.write(Batch(self.table, []))
        if self._file is not None:
            self._file.close()


class ClaimsParquet(GeoParquet):
    """Claims as Parquet."""

    table = CLAIMS
    geometry = False


class GeoPackage(ColumnarWriter):
    """Claims and events as two layers of points in a GeoPackage 1.2, which QGIS and Datasette open."""

    def __init__(self, target: Path, manner: Manner) -> None:
        super().__init__(target, manner)
        import pyogrio

        # The time of writing would make every file another one.
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2000-01-01T00:00:00.000Z"})
        target.unlink(missing_ok=True)
        self._layers: set[str] = set()

    def write(self, batch: Batch) -> None:  # noqa: D102
        import pyogrio

        layer = batch.table.name
        pyogrio.write_arrow(
            _arrow(batch, geometry=True),
            self.target,
            layer=layer,
            driver="GPKG",
            geometry_name="geometry",
            geometry_type="Point",
            crs="EPSG:4326",
            append=layer in self._layers,
            dataset_options={} if self._layers else {"VERSION": "1.2"},
        )
        self._layers.add(layer)

    def close(self) -> None:  # noqa: D102
        super().close()
        for table in (CLAIMS, UCDP):
            if table.name not in self._layers:
                self.write(Batch(table, []))
