import zipfile
from pathlib import Path

import pytest

from communique.resolve.gazetteer.importer import add_places, read_places
from communique.resolve.gazetteer.overlay import OwnPlace, default_overlay, write_overlay
from communique.resolve.places import resolver_with

HEADER = "name,latitude,longitude,country,adm_1,alias\n"


def geonames_line(number: int, name: str, *, feature: str = "P", code: str = "PPL") -> str:
    fields = [str(number), name, name, "Qaryat Jadida,القرية", "36.5", "37.25", feature, code, "SY", ""]
    return "\t".join([*fields, "09", "", "", "", "1200", "", "", "Asia/Damascus", "2020-01-01"]) + "\n"


def test_an_imported_place_is_found_at_once(tmp_path: Path) -> None:
    overlay, table = tmp_path / "own" / "places.sqlite", tmp_path / "mine.csv"
    assert resolver_with(overlay).resolve("Umm Zarqitan", within="Aleppo, Syria").entry is None
    table.write_text(HEADER + "Umm Zarqitan,36.31,37.52,SY,Aleppo,Om Zarkitan|أم زرقيتان\n", encoding="utf-8")
    assert add_places(table, overlay) == 1
    resolver = resolver_with(overlay)
    for spelled in ("Umm Zarqitan", "Om Zarkitan", "Umm al-Zarqitan", "أم زرقيتان"):
        answer = resolver.resolve(spelled, within="Aleppo, Syria")
        assert answer.entry is not None, spelled
        assert (answer.entry.latitude, answer.entry.longitude) == (36.31, 37.52)
        assert answer.entry.adm_1 == "Aleppo"
        assert answer.entry.gazetteer_id is not None


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    overlay, table = tmp_path / "places.sqlite", tmp_path / "mine.csv"
    table.write_text(HEADER + "Umm Zarqitan,36.31,37.52,SY,Aleppo,\n", encoding="utf-8")
    for _ in range(2):
        add_places(table, overlay)
    assert len(resolver_with(overlay).lookup.places.layers[0].named("ummzarqitan")) == 1


def test_a_geonames_dump_is_read(tmp_path: Path) -> None:
    dump = tmp_path / "SY.txt"
    lines = geonames_line(900001, "Qarya Tajribiya") + geonames_line(
        900002, "Wadi Fulan", feature="H", code="WAD"
    )
    division = geonames_line(170062, "Aleppo Governorate", feature="A", code="ADM1")
    dump.write_text(division + lines, encoding="utf-8")
    division_row, place = read_places(dump)
    assert (division_row.kind, division_row.adm_1_id) == ("region", 170062)
    assert (place.geonameid, place.code, place.population) == (900001, "geonames:900001", 1200)
    assert (place.adm_1_id, place.adm_1) == (170062, "Aleppo Governorate")
    assert "القرية" in place.names


def test_a_zipped_dump_is_read(tmp_path: Path) -> None:
    path = tmp_path / "SY.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("SY.txt", geonames_line(900001, "Qarya Tajribiya"))
    assert [place.name for place in read_places(path)] == ["Qarya Tajribiya"]


def test_a_place_code_table_is_read(tmp_path: Path) -> None:
    table = tmp_path / "admin4.csv"
    head = "ADM4_EN;ADM4_AR;ADM4_PCODE;ADM1_EN;ADM2_EN;ADM0_PCODE;LATITUDE;LONGITUDE\n"
    table.write_text(head + "Beit Tajriba;بيت;C9001;Idleb;Harim;SY;36,1;36,6\n", encoding="utf-8-sig")
    (place,) = read_places(table)
    assert (place.code, place.country, place.adm_2) == ("C9001", "SY", "Harim")
    assert (place.latitude, place.longitude) == (36.1, 36.6)
    assert (place.adm_1, place.adm_1_id) == ("Idlib", 169387)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "empty"),
        ("settlement,height\nA,5\n", "no column for name, latitude, longitude"),
        (HEADER + "A,north,3,SY,,\n", "line 2.*no number of degrees"),
        (HEADER + "A,96,3,SY,,\n", "no point on Earth"),
        (HEADER + "A,36,3,Atlantis,,\n", "no country's ISO code or English name"),
    ],
)
def test_a_faulty_file_is_refused_with_its_reason(tmp_path: Path, content: str, message: str) -> None:
    table = tmp_path / "bad.csv"
    table.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        add_places(table, tmp_path / "places.sqlite")


def test_all_is_added_or_nothing(tmp_path: Path) -> None:
    overlay, table = tmp_path / "places.sqlite", tmp_path / "half.csv"
    table.write_text(HEADER + "Umm Zarqitan,36.31,37.52,SY,,\nB,x,3,SY,,\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 3"):
        add_places(table, overlay)
    assert resolver_with(overlay).lookup.places.layers[0].named("ummzarqitan") == ()


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no such kind"):
        OwnPlace(code="1", name="A", latitude=0, longitude=0, kind="planet")


def test_the_overlay_lies_among_the_users_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_overlay() == tmp_path / "communique" / "places.sqlite"


def test_writing_makes_the_folder(tmp_path: Path) -> None:
    overlay = tmp_path / "a" / "b" / "places.sqlite"
    assert write_overlay([OwnPlace(code="1", name="A B", latitude=1, longitude=2)], overlay) == 1
    assert overlay.exists()
