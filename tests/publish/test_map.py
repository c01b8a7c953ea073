import re

import pytest
from sample import sample_report

from communique.model import Place
from communique.publish.frame import frame_around
from communique.publish.map import WIDTH, draw_map, spots_of


def _place(
    name: str, latitude: float, longitude: float, where_prec: int, country: str | None = None
) -> Place:
    return Place(
        text=name, start=0, end=len(name), latitude=latitude, longitude=longitude,
        where_prec=where_prec, country=country,
    )  # fmt: skip


def _sample_spots() -> list:
    return spots_of([(n, p) for n, c in enumerate(sample_report().claims, 1) for p in c.places], "p")


def test_a_place_that_two_claims_name_is_one_spot() -> None:
    spots = {spot.name: spot for spot in _sample_spots()}
    assert spots["Kafr Nabudah"].claims == (3, 4)
    assert spots["Kafr Nabudah"].known_as == "Kafr Nabūdah"
    assert "Tell Asfar" not in spots


def test_what_is_no_point_is_not_drawn_as_one() -> None:
    drawn = draw_map(_sample_spots())
    assert drawn is not None
    shapes = {shape.spot.name: shape for shape in drawn.shapes}
    assert shapes["Aleppo"].path
    assert not shapes["Anadan"].path
    assert shapes["Anadan"].radius > shapes["Damascus"].radius
    precisions = [shape.spot.where_prec for shape in drawn.shapes]
    assert precisions == sorted(precisions, reverse=True)


def test_a_circle_of_where_prec_2_is_25_km_wide_on_the_ground() -> None:
    drawn = draw_map(_sample_spots())
    assert drawn is not None
    anadan = next(shape for shape in drawn.shapes if shape.spot.name == "Anadan")
    assert anadan.radius == pytest.approx(25 * drawn.scale_pixels / drawn.scale_km, rel=0.02)


def test_every_spot_lies_in_view_and_labels_do_not_meet() -> None:
    drawn = draw_map(_sample_spots())
    assert drawn is not None
    for shape in drawn.shapes:
        assert 0 <= shape.x <= drawn.width
        assert 0 <= shape.y <= drawn.height
    labels = [shape.label for shape in drawn.shapes if shape.label]
    assert len(labels) >= 7
    assert len({(label.x, label.y) for label in labels}) == len(labels)


def test_a_far_capital_is_named_and_not_shown() -> None:
    drawn = draw_map([*_sample_spots(), *spots_of([(1, _place("Washington", 38.9, -77.0, 1, "US"))], "w")])
    assert drawn is not None
    assert [spot.name for spot in drawn.beyond] == ["Washington"]
    assert drawn.scale_km <= 200


def test_a_country_is_drawn_as_its_shape() -> None:
    drawn = draw_map(spots_of([(1, _place("Sudan", 16.0, 30.0, 6, "SD"))], "p"))
    assert drawn is not None
    assert len(drawn.shapes[0].path) > 100
    assert drawn.shapes[0].radius == 0


def test_both_sides_of_the_antimeridian_are_neighbours() -> None:
    drawn = draw_map(
        spots_of(
            [(1, _place("Taveuni", -16.85, -179.95, 1, "FJ")), (1, _place("Suva", -18.14, 178.44, 1, "FJ"))],
            "p",
        )
    )
    assert drawn is not None
    assert not drawn.beyond
    xs = sorted(shape.x for shape in drawn.shapes)
    assert 0 < xs[0] < xs[1] < drawn.width
    assert drawn.focus


def test_nothing_resolved_means_no_map() -> None:
    assert draw_map([]) is None
    assert draw_map(spots_of([(1, _place("the world", 0.0, 0.0, 7))], "p")) is None


def test_paths_are_well_formed_and_stay_near_the_view() -> None:
    drawn = draw_map(_sample_spots())
    assert drawn is not None
    for path in (drawn.land, drawn.focus, drawn.coast, drawn.frontiers, drawn.provinces):
        assert set(path) <= set("Mlz -0123456789")
        starts = re.findall(r"M(-?\d+) (-?\d+)l", path)
        assert len(starts) == path.count("M")
        assert all(-20000 < int(x) < 20000 and -20000 < int(y) < 20000 for x, y in starts)


@pytest.mark.parametrize("latitude", [-54.0, 0.0, 36.0, 71.0])
def test_a_frame_holds_its_points(latitude: float) -> None:
    frame = frame_around([(10.0, latitude, 0.3), (14.0, latitude + 1, 0.3)], WIDTH)
    for longitude, north in ((10.0, latitude), (14.0, latitude + 1)):
        assert frame.holds(*frame.at(longitude, north))
