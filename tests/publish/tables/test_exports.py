"""Each format, opened with the tool that its users have."""

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from communique import exports
from communique.account import pages
from communique.account.fused import FusedLedger
from communique.cli import app
from communique.exports import PackageError, export, export_package, take_up
from communique.fuse import Fusion
from communique.ledger import Ledger, open_ledger
from communique.model import Correction, Report, evolve
from communique.publish.tables import FORMATS, Manner
from communique.publish.tables.columns import ACLED, CLAIMS, UCDP
from communique.publish.tables.events import priogrid
from communique.publish.tables.together import WritersApart

PLAIN = Manner()


def written(ledger: Ledger, name: str, folder: Path, manner: Manner = PLAIN) -> Path:
    target = folder / f"{name}.{FORMATS[name].ending}"
    export(ledger, {name: target}, manner)
    return target


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_claims_have_a_row_for_each_source(ledger: Ledger, tmp_path: Path) -> None:
    struck, died = rows(written(ledger, "claims", tmp_path))
    assert tuple(struck) == CLAIMS.names
    assert (struck["source_number"], struck["source"]) == ("1", "Marun Radio")
    assert (died["source_number"], died["source"]) == ("0", "")
    assert struck["targets"] == "market; people"
    assert struck["counts"] == "1; 12–"
    assert (struck["latitude"], struck["where_prec"]) == ("35.25", "1")
    assert (struck["date_start"], struck["date_end"]) == ("2021-05-03", "2021-05-03")
    assert struck["event_id"]


def test_a_place_that_is_not_resolved_has_no_coordinates_but_a_reason(ledger: Ledger, tmp_path: Path) -> None:
    died = rows(written(ledger, "claims", tmp_path))[1]
    assert (died["latitude"], died["longitude"], died["where_prec"]) == ("", "", "")
    assert died["place_reason"] == "not in the gazetteer"


def test_no_cell_is_a_formula(ledger: Ledger, tmp_path: Path) -> None:
    for name in ("claims", "ucdp-ged", "acled", "sources"):
        for row in rows(written(ledger, name, tmp_path)):
            assert not [value for value in row.values() if value[:1] in ("=", "+", "@")]
    assert rows(tmp_path / "claims.csv")[0]["report_title"].startswith("'=A strike")


def test_events_have_the_columns_of_ucdp_in_their_order(ledger: Ledger, tmp_path: Path) -> None:
    found = rows(written(ledger, "ucdp-ged", tmp_path))
    assert len(UCDP.names) == 49
    assert tuple(found[0]) == UCDP.names
    (struck,) = [row for row in found if row["where_coordinates"] == "Marun"]
    assert (struck["low"], struck["best"], struck["deaths_civilians"]) == ("12", "12", "12")
    assert struck["side_a"] == "Syrian Army"
    assert struck["type_of_violence"] == ""  # a market is hit as well: not plainly one-sided
    assert struck["geom_wkt"] == "POINT (37.75 35.25)"
    (other,) = [row for row in found if row["where_coordinates"] == ""]
    assert (other["latitude"], other["geom_wkt"], other["priogrid_gid"]) == ("", "", "")
    assert other["best"] == "1"  # one person who is named counts one


def test_events_have_the_columns_and_terms_of_acled(ledger: Ledger, tmp_path: Path) -> None:
    found = rows(written(ledger, "acled", tmp_path))
    assert len(ACLED.names) == 31
    assert tuple(found[0]) == ACLED.names
    (struck,) = [row for row in found if row["location"] == "Marun"]
    assert struck["sub_event_type"] == "Air/drone strike"
    assert struck["civilian_targeting"] == "Civilian targeting"
    assert (struck["inter1"], struck["actor2"]) == ("State forces", "Civilians")


# Cells of PRIO-GRID by its definition: the first in the south-west, the last in the north-east corner.
@pytest.mark.parametrize(
    ("point", "cell"),
    [((-90, -180), 1), ((-89.75, -179.25), 2), ((90, 179.9), 259_200), ((0.1, 0.1), 129_961)],
)
def test_priogrid_cells(point: tuple[float, float], cell: int) -> None:
    assert priogrid(*point) == cell


def test_quotes_are_left_out_and_still_found_by_hash(ledger: Ledger, tmp_path: Path) -> None:
    claims = rows(written(ledger, "claims", tmp_path, Manner(quotes=False)))
    assert [row["quote"] for row in claims] == ["", ""]
    assert all(len(row["quote_sha256"]) == 64 for row in claims)
    assert [row["notes"] for row in rows(written(ledger, "acled", tmp_path, Manner(quotes=False)))] == [
        "",
        "",
    ]


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("reports", "decisions")])
def test_names_of_persons_are_masked_everywhere(name: str, ledger: Ledger, tmp_path: Path) -> None:
    kept = written(ledger, name, tmp_path / "open").read_bytes()
    masked = written(ledger, name, tmp_path / "masked", Manner(mask_names=True)).read_bytes()
    assert b"Haddad" not in masked
    if name in ("claims", "acled", "gpkg", "ftm"):
        assert b"Haddad" in kept


def test_a_package_without_quotes_or_names_holds_no_texts(ledger: Ledger, tmp_path: Path) -> None:
    for manner in (Manner(quotes=False), Manner(mask_names=True)):
        export_package(ledger, tmp_path / "p", manner)
        assert not (tmp_path / "p" / "reports.jsonl").exists()
        whole = b"".join(file.read_bytes() for file in (tmp_path / "p").iterdir())
        assert b"neighbours" not in whole or manner.mask_names
        if manner.mask_names:
            assert b"Haddad" not in whole


def test_pandas_and_polars_read_the_tables(ledger: Ledger, tmp_path: Path) -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    file = written(ledger, "ucdp-ged", tmp_path)
    assert pandas.read_csv(file)["best"].sum() == 13
    assert polars.read_csv(file)["best"].sum() == 13
    parquet = written(ledger, "parquet", tmp_path)
    assert polars.read_parquet(parquet)["date_start"][0].isoformat() == "2021-05-03"
    assert list(pandas.read_parquet(parquet).columns) == list(CLAIMS.names)


@pytest.mark.parametrize(("name", "layer"), [("gpkg", "events"), ("gpkg", "claims"), ("geoparquet", None)])
def test_geopandas_reads_points(name: str, layer: str | None, ledger: Ledger, tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    file = written(ledger, name, tmp_path)
    read = geopandas.read_file(file, layer=layer) if layer else geopandas.read_parquet(file)
    assert read.crs.to_string() in ("EPSG:4326", "OGC:CRS84")
    points = read.geometry.dropna()
    assert [(p.x, p.y) for p in points] == [(37.75, 35.25)]
    assert len(read) == 2


def test_the_geopackage_is_of_version_1_2_and_plain_sqlite(ledger: Ledger, tmp_path: Path) -> None:
    with sqlite3.connect(written(ledger, "gpkg", tmp_path)) as database:
        assert database.execute("pragma user_version").fetchone() == (10200,)
        assert database.execute("select count(*) from claims").fetchone() == (2,)


def test_gdal_lists_the_layers(ledger: Ledger, tmp_path: Path) -> None:
    if not shutil.which("ogrinfo"):
        pytest.skip("ogrinfo is not installed (Debian: gdal-bin)")
    told = subprocess.run(
        ["ogrinfo", "-so", "-al", written(ledger, "gpkg", tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "Layer name: claims" in told
    assert "Layer name: events" in told
    assert "Geometry: Point" in told


def test_r_reads_the_csv(ledger: Ledger, tmp_path: Path) -> None:
    if not shutil.which("Rscript"):
        pytest.skip("Rscript is not installed (Debian: r-base-core)")
    script = "d <- read.csv(commandArgs(TRUE)[1]); cat(ncol(d), nrow(d), sum(d$best, na.rm = TRUE))"
    file = written(ledger, "ucdp-ged", tmp_path)
    told = subprocess.run(["Rscript", "-e", script, file], capture_output=True, text=True, check=True).stdout
    assert told == "49 2 13"


def test_r_reads_the_geopackage_as_points(ledger: Ledger, tmp_path: Path) -> None:
    if not Path("/usr/lib/R/site-library/sf").is_dir():
        pytest.skip("R's package sf is not installed (Debian: r-cran-sf)")
    script = (
        "p <- sf::st_read(commandArgs(TRUE)[1], layer = 'events', quiet = TRUE);"
        "cat(nrow(p), sf::st_crs(p)$epsg, sum(!sf::st_is_empty(p)))"
    )
    file = written(ledger, "gpkg", tmp_path)
    told = subprocess.run(["Rscript", "-e", script, file], capture_output=True, text=True, check=True).stdout
    assert told == "2 4326 1"


def test_datasette_serves_the_geopackage(ledger: Ledger, tmp_path: Path) -> None:
    pytest.importorskip("datasette")
    import asyncio

    from datasette.app import Datasette

    async def rows_shown() -> Any:
        site = Datasette([str(written(ledger, "gpkg", tmp_path))])
        answer = await site.client.get("/gpkg/claims.json?_shape=array&_col=claim_id&_col=event")
        return answer.json()

    assert [row["event"] for row in asyncio.run(rows_shown())] == ["ASSAULT", "ASSAULT"]


def test_frictionless_finds_the_package_valid(ledger: Ledger, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    export_package(ledger, tmp_path / "p", PLAIN)
    report = frictionless.validate(str(tmp_path / "p" / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # its reader closes no file
def test_followthemoney_loads_its_statements(ledger: Ledger, tmp_path: Path) -> None:
    statement = pytest.importorskip("followthemoney.statement")
    from followthemoney.dataset import Dataset

    file = written(ledger, "ftm", tmp_path)
    with file.open("rb") as stream:
        read = list(statement.read_statements(stream, statement.CSV))
    by_entity: dict[str, list[Any]] = {}
    for one in read:
        by_entity.setdefault(one.entity_id, []).append(one)
    made = [
        statement.StatementEntity.from_statements(Dataset.make({"name": "communique", "title": "C"}), s)
        for s in by_entity.values()
    ]
    events = [entity for entity in made if entity.schema.name == "Event"]
    assert len(events) == 2
    assert ["syria-army"] in [entity.get("involved") for entity in events]


def test_geojson_has_null_for_what_is_not_resolved(ledger: Ledger, tmp_path: Path) -> None:
    told = json.loads(written(ledger, "geojson", tmp_path).read_text("utf-8"))
    points = [feature["geometry"] for feature in told["features"]]
    assert None in points
    assert {"type": "Point", "coordinates": [37.75, 35.25]} in points


def test_plover_names_parties_by_id(ledger: Ledger, tmp_path: Path) -> None:
    lines = map(json.loads, written(ledger, "plover", tmp_path).read_text("utf-8").splitlines())
    (struck,) = [line for line in lines if line["location"]["name"] == "Marun"]
    assert struck["actor"] == [{"name": "Syrian Army", "id": "syria-army", "type": "state forces"}]
    assert struck["killed"] == {"low": 12, "best": 12, "high": 12}


def package_bytes(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_out_in_and_out_again_gives_the_same_bytes(ledger: Ledger, tmp_path: Path) -> None:
    export_package(ledger, tmp_path / "one", PLAIN)
    with open_ledger(tmp_path / "fresh.db") as fresh:
        assert [added.new for added in take_up(tmp_path / "one", fresh)] == [True]
        assert [added.new for added in take_up(tmp_path / "one", fresh)] == [False]
        assert list(fresh.check()) == []
        export_package(fresh, tmp_path / "two", PLAIN)
        for name in ("gpkg", "geoparquet", "parquet", "ftm", "geojson", "plover"):
            first, second = written(ledger, name, tmp_path / "a"), written(fresh, name, tmp_path / "b")
            assert first.read_bytes() == second.read_bytes(), name
    assert package_bytes(tmp_path / "one") == package_bytes(tmp_path / "two")


@pytest.mark.parametrize("spoilt", ["{", '{"id": ""}', '{"id": "x", "text": "y", "claims": 3}'])
def test_a_broken_package_is_named_by_file_and_line(spoilt: str, ledger: Ledger, tmp_path: Path) -> None:
    export_package(ledger, tmp_path / "p", PLAIN)
    with (tmp_path / "p" / "reports.jsonl").open("a", encoding="utf-8") as file:
        file.write(spoilt + "\n")
    with (
        open_ledger(tmp_path / "fresh.db") as fresh,
        pytest.raises(PackageError, match=r"reports.jsonl, line 2"),
    ):
        list(take_up(tmp_path / "p", fresh))


def test_an_export_that_fails_leaves_what_was_there(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = written(ledger, "claims", tmp_path)
    before = target.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("communique.publish.tables.delimited.ClaimsCsv.claims", full)
    with pytest.raises(OSError, match="No space"):
        export(ledger, {"claims": target}, PLAIN)
    assert target.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".export")] == []


def test_the_commands_write_and_take_up(ledger: Ledger, tmp_path: Path) -> None:
    run, location = CliRunner(), str(tmp_path / "war.db")
    done = run.invoke(app, ["export", location, "-o", str(tmp_path / "p")])
    assert done.exit_code == 0, done.output
    again = run.invoke(app, ["import", str(tmp_path / "p"), "--ledger", str(tmp_path / "new.db")])
    assert "1 reports read, 1 of them new" in again.output
    missing = run.invoke(app, ["import", str(tmp_path), "--ledger", str(tmp_path / "new.db")])
    assert (missing.exit_code, "exported without its texts" in missing.output) == (2, True)
    absent = run.invoke(app, ["export", str(tmp_path / "none.db"), "-o", str(tmp_path / "q")])
    assert absent.exit_code == 2


def decided_and_copied(ledger: Ledger, report: Report) -> None:
    """Add what makes events of several reports and of a corrected claim."""
    for number in range(6):
        name = f"again{number}"
        told = [evolve(claim, claim_id=f"{name}-{claim.claim_id}", confidence=0.5) for claim in report.claims]
        copy = evolve(report, id=name, url=f"https://other.example/{number}", claims=tuple(told))
        list(ledger.add([copy], resolver="told"))
    ledger.decide(
        Correction(
            claim_id=report.claims[0].claim_id, verdict="corrected", slot="time", value="null",
            by="ana", at="2021-06-02T10:00:00Z",
        )
    )  # fmt: skip


@pytest.mark.parametrize("name", ["ucdp-ged", "acled", "geojson", "plover"])
def test_recorded_events_are_exported_as_fused_ones_without_fusing(
    ledger: Ledger, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    decided_and_copied(ledger, report)
    fused = written(ledger, name, tmp_path / "fused").read_bytes()
    FusedLedger(ledger).record()
    monkeypatch.setattr(Fusion, "take", None)  # whoever fuses now fails
    monkeypatch.setattr(pages, "AT_ONCE", 2)
    assert written(ledger, name, tmp_path / "recorded").read_bytes() == fused


def test_several_formats_are_written_in_one_pass(ledger: Ledger, tmp_path: Path) -> None:
    command = ["export", str(tmp_path / "war.db"), "-o", str(tmp_path / "tables")]
    several = [*command, "--format", "claims", "--format", "parquet", "--format", "gpkg"]
    assert CliRunner().invoke(app, several).exit_code == 0
    assert sorted(file.name for file in (tmp_path / "tables").iterdir()) == [
        "claims.csv",
        "claims.parquet",
        "ledger.gpkg",
    ]
    alone = written(ledger, "claims", tmp_path)
    assert (tmp_path / "tables" / "claims.csv").read_bytes() == alone.read_bytes()
    refused = CliRunner().invoke(app, [*command, "--format", "claims", "--format", "package"])
    assert refused.exit_code != 0


def test_writers_in_a_process_of_their_own_write_the_same(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def all_formats(folder: Path) -> dict[str, bytes]:
        targets = {name: folder / chosen.file for name, chosen in FORMATS.items()}
        export(ledger, targets, PLAIN)
        return {name: target.read_bytes() for name, target in targets.items()}

    here = all_formats(tmp_path / "here")
    monkeypatch.setattr(exports, "_MANY", 0)
    assert all_formats(tmp_path / "there") == here


def test_what_goes_wrong_in_the_other_process_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(FileNotFoundError),
        WritersApart({"claims": tmp_path / "no folder" / "c.csv"}, PLAIN) as apart,
    ):
        apart.take("claims", {"id": "a", "claims": []})


def test_a_reader_that_fails_leaves_no_process_behind(tmp_path: Path) -> None:
    apart = WritersApart({"claims": tmp_path / "c.csv"}, PLAIN)
    with pytest.raises(KeyError), apart:
        raise KeyError("damaged")
    assert apart._process.returncode is not None
    assert not apart._feeder.is_alive()


def test_a_process_that_is_killed_is_told(tmp_path: Path) -> None:
    apart = WritersApart({"claims": tmp_path / "c.csv"}, PLAIN)
    apart._process.kill()
    for _ in range(100_000):  # far more than may wait
        apart.take("claims", {"id": "a", "claims": []})
    with pytest.raises(OSError, match="too early"):
        apart.__exit__(None)


def test_a_script_that_exports_is_not_run_twice(ledger: Ledger, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import communique.exports as exports, communique\n"
        "exports._MANY = 0\n"
        "print('run')\n"
        "with communique.open_ledger('war.db') as ledger:\n"
        "    ledger.export('tables', ['claims', 'parquet'])\n"
    )
    told = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert told.stdout.split() == ["run"]
    assert (tmp_path / "tables" / "claims.csv").stat().st_size > 500
