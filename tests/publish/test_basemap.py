import numpy as np
import pytest

from communique.publish.basemap import FRONTIER, PROVINCE, country_name, load_basemap


@pytest.mark.parametrize(
    ("longitude", "latitude", "country", "name"),
    [
        (36.29, 33.51, "SY", "Damascus"),
        (37.16, 36.20, "SY", "Aleppo"),
        (44.01, 36.19, "IQ", "Erbil"),
        (37.62, 55.75, "RU", "Moscow"),
        (34.10, 44.95, "UA", "Autonomous Republic of Crimea"),
        (178.45, -18.12, "FJ", "Central"),
    ],
)
def test_a_point_lies_in_its_division(longitude: float, latitude: float, country: str, name: str) -> None:
    unit = load_basemap().unit_at(longitude, latitude)
    assert unit is not None
    assert (unit.country, unit.name) == (country, name)


def test_the_open_sea_lies_in_none() -> None:
    assert load_basemap().unit_at(-30.0, 30.0) is None


def test_outlines_are_closed_and_on_the_globe() -> None:
    basemap = load_basemap()
    assert len(basemap.units) > 4500
    assert np.abs(basemap.points).max(axis=0).tolist() <= [180.0, 90.0]
    for unit in basemap.units:
        for ring in unit.rings:
            outline = basemap.ring(ring)
            assert np.allclose(outline[0], outline[-1])


def test_no_outline_smears_across_the_antimeridian() -> None:
    basemap = load_basemap()
    for country in ("RU", "FJ", "US", "NZ"):
        for unit in basemap.of_country(country):
            for ring in unit.rings:
                assert np.abs(np.diff(basemap.ring(ring)[:, 0])).max(initial=0) < 90


def test_neighbours_share_their_border() -> None:
    basemap = load_basemap()
    of = {
        name: {
            n if n >= 0 else ~n
            for unit in basemap.of_country(country)
            if unit.name == name
            for ring in unit.rings
            for n in ring
        }
        for country, name in (("SY", "Aleppo"), ("SY", "Idlib"), ("TR", "Hatay"))
    }
    assert {int(basemap.kinds[n]) for n in of["Aleppo"] & of["Idlib"]} == {PROVINCE}
    assert {int(basemap.kinds[n]) for n in of["Idlib"] & of["Hatay"]} == {FRONTIER}


def test_countries_are_named_and_unknown_codes_stay() -> None:
    assert country_name("SY") == "Syria"
    assert country_name("CU") == "Cuba"
    assert country_name("ZZ") == "ZZ"
