from dataclasses import replace
from math import cos, hypot, radians

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.model import Claim, Place, Report
from communique.resolve.places import Resolver, resolve_mentions, resolve_places
from communique.resolve.places.context import read_scene
from communique.resolve.places.geoparse import geoparse
from communique.resolve.places.rank import Clues
from communique.resolve.places.resolver import default_resolver
from communique.resolve.places.wording import listed_as, parse


def away(answer_or_place: object, latitude: float, longitude: float) -> float:
    place = getattr(answer_or_place, "entry", None) or answer_or_place
    north, east = place.latitude - latitude, place.longitude - longitude
    return hypot(north, east * cos(radians(latitude))) * 111.2


def report_of(text: str, *words: str, relation: str = "in") -> Report:
    places = tuple(
        Place(text=w, start=text.index(w), end=text.index(w) + len(w), relation=relation) for w in words
    )
    claim = Claim(
        claim_id="c", quote=text, start=0, end=len(text), trigger=text[:4], trigger_start=0, trigger_end=4,
        event="ASSAULT", mode="aerial", places=places, confidence=0.9, origin="test",
    )  # fmt: skip
    return Report(id="r", text=text, claims=(claim,))


def resolved(text: str, *words: str, relation: str = "in") -> tuple[Place, ...]:
    return resolve_places(report_of(text, *words, relation=relation)).claims[0].places


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return default_resolver()


def test_provinces_in_a_list_are_provinces() -> None:
    text = "Jets struck depots in the provinces of Aleppo, Latakia, Idilb and Raqqah, the Syrian army said."
    places = resolved(text, "Aleppo", "Latakia", "Idilb", "Raqqah")
    assert [p.geonameid for p in places] == [170062, 173578, 169387, 172957]
    assert {p.where_prec for p in places} == {4}
    assert {p.country for p in places} == {"SY"}


def test_near_a_city() -> None:
    text = "Shelling was heard near the city of Anadan in northern Syria."
    (place,) = resolved(text, "Anadan", relation="near")
    assert away(place, 36.292, 37.045) < 5
    assert place.where_prec == 2
    assert place.within == "Aleppo, Syria"


def test_a_variant_within_its_province() -> None:
    (place,) = resolved("Rockets fell on Latamna in the Syrian province of Hama.", "Latamna")
    assert away(place, 35.319, 36.622) < 5
    assert (place.adm_1, place.country, place.where_prec) == ("Hama", "SY", 1)


@pytest.mark.parametrize(
    ("words", "within", "identity"),
    [
        ("Deir Ezzor", "Syria", 170794),
        ("Dayr az Zawr", "Syria", 170794),
        ("Raqqa", "Syria", 172955),
        ("Ar Raqqah", "Syria", 172955),
        ("Tal Rifaat", "Aleppo, Syria", 163476),
        ("London", "Ontario, Canada", 6058560),
        ("London", None, 2643743),
        ("Syria's north", None, 163843),
        ("Moscow", None, 524901),
    ],
)
def test_variants_and_namesakes(resolver: Resolver, words: str, within: str | None, identity: int) -> None:
    answer = resolver.resolve(words, within=within)
    assert answer.entry is not None
    assert answer.entry.identity == identity


@pytest.mark.parametrize(
    ("words", "within", "prec"),
    [
        ("northern Syria", None, 5),
        ("Syria", None, 6),
        ("Aleppo governorate", "Syria", 4),
        ("northern countryside of Aleppo governorate", "Syria", 4),
        ("southern Gaza Strip", None, 4),
        ("Eastern Ghouta", "Syria", 5),
        ("Aleppo", "Syria", 1),
        ("south of Idlib", "Syria", 2),
        ("Africa", None, 7),
    ],
)
def test_precision_follows_the_wording(resolver: Resolver, words: str, within: str | None, prec: int) -> None:
    assert resolver.resolve(words, within=within).where_prec == prec


@pytest.mark.parametrize(
    "words",
    ["the M4 highway", "the border", "Lebanese-Syrian border", "between Hama and Homs", "Euphrates river"],
)
def test_lines_have_no_point(resolver: Resolver, words: str) -> None:
    answer = resolver.resolve(words)
    assert answer.entry is None
    assert answer.reason


@pytest.mark.parametrize("words", ["Zzyqqlathar", "Qumbrazaltan", "the village", "Grelvembok town"])
def test_what_the_gazetteer_lacks_stays_unresolved(resolver: Resolver, words: str) -> None:
    answer = resolver.resolve(words, within="Aleppo, Syria")
    assert (answer.entry, answer.score, answer.where_prec) == (None, None, None)
    assert answer.reason


def test_the_report_decides_among_namesakes(resolver: Resolver) -> None:
    for text, country in (
        ("Police in Ontario, Canada, said two people were hurt near Paris on Sunday.", "CA"),
        ("The French president spoke in Paris, France, on Sunday.", "FR"),
    ):
        at = text.index("Paris")
        (answer,) = resolve_mentions(text, [(at, at + 5, "Paris", "in", None)], resolver)
        assert answer.entry is not None
        assert answer.entry.country == country


def test_a_quote_is_never_edited() -> None:
    before = report_of("Jets hit Latamna in Hama province, Syria, and Nowherezzan.", "Latamna", "Nowherezzan")
    after = resolve_places(before)
    assert after.text == before.text
    for old, new in zip(before.claims[0].places, after.claims[0].places, strict=True):
        assert (old.text, old.start, old.end, old.relation) == (new.text, new.start, new.end, new.relation)
    assert after.claims[0].quote == before.claims[0].quote


def test_every_null_has_a_reason() -> None:
    place, lost = resolved(
        "Jets hit Latamna in Hama province, Syria, and Nowherezzan.", "Latamna", "Nowherezzan"
    )
    assert place.latitude is not None
    assert place.reason is None
    assert lost.latitude is None
    assert lost.reason == "the gazetteer has no place named 'Nowherezzan'"


def test_resolving_again_changes_nothing() -> None:
    once = resolve_places(report_of("Jets hit Latamna in Hama province, Syria.", "Latamna"))
    assert resolve_places(once) == once


def test_a_report_without_places_comes_back_as_it_is() -> None:
    report = Report(id="r", text="Nothing happened.")
    assert resolve_places(report) is report


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_words_are_taken(words: str) -> None:
    answer = default_resolver().resolve(words, within="Syria")
    assert (answer.entry is None) == (answer.reason is not None)
    assert answer.score is None or 0 <= answer.score <= 1


def test_wording_is_taken_apart() -> None:
    wording = parse("northern countryside of Aleppo governorate")
    assert (wording.names, wording.kind, wording.part) == (("Aleppo",), "province", True)
    assert parse("Jinsharah (Abu Talha)").names == ("Jinsharah", "Abu Talha")
    assert parse("Hama, Syria").within == "Syria"
    assert parse("near the city of Anadan") == replace(
        parse("city of Anadan"), whole="near the city of Anadan", near=True
    )


def test_the_text_beside_tells_the_kind() -> None:
    assert listed_as("in the provinces of Aleppo, Latakia and ", ".") == "province"
    assert listed_as("in the Syrian province of ", ".") == "province"
    assert listed_as("he left for ", " city at noon") == "settlement"
    assert listed_as("in ", ".") is None


def test_geoparse_gives_the_benchmark_form() -> None:
    text = "Clashes broke out in Aleppo and near Idlib in Syria on Monday."
    (parsed,) = geoparse([{"id": "1", "text": text, "published": None}])
    assert parsed["id"] == "1"
    assert [t["text"] for t in parsed["toponyms"]] == ["Aleppo", "Idlib", "Syria"]
    for toponym in parsed["toponyms"]:
        assert text[toponym["start"] : toponym["end"]] == toponym["text"]
        assert toponym["country"] == "SY"
        assert toponym["score"] > 0.5
    given_spans = [{"start": 21, "end": 27, "text": "Aleppo"}]
    (again,) = geoparse([{"id": "1", "text": text, "published": None, "toponyms": given_spans}])
    assert [t["geonameid"] for t in again["toponyms"]] == [170063]


def test_a_province_said_to_be_one_is_no_town() -> None:
    text = "Shells fell on Latamna in the Syrian province of Hama and in the Aleppo countryside."
    hama, aleppo = resolved(text, "Hama", "Aleppo countryside")
    assert (hama.geonameid, hama.where_prec) == (170015, 4)
    assert (aleppo.geonameid, aleppo.where_prec) == (170062, 4)


def test_a_towns_countryside_is_near_the_town(resolver: Resolver) -> None:
    answer = resolver.resolve("northern countryside of Tall Rifat", within="Aleppo, Syria")
    assert answer.entry is not None
    assert (answer.entry.identity, answer.where_prec) == (163476, 2)


def test_a_county_is_no_town_of_its_name(resolver: Resolver) -> None:
    answer = resolver.resolve("Metcalfe County", within="Kentucky, United States")
    assert answer.entry is not None
    assert (answer.entry.kind, answer.entry.adm_1) == ("county", "Kentucky")
    assert answer.entry.gazetteer_id == "fips:21169"


def test_a_province_outweighs_a_hamlet_of_its_name(resolver: Resolver) -> None:
    text = (
        "The storm crossed Florida overnight, and schools in Virginia stayed shut, officials in the US said."
    )
    spans = [(text.index(name), text.index(name) + len(name), name) for name in ("Florida", "Virginia")]
    answers = resolve_mentions(text, [(*span, "in", None) for span in spans], resolver)
    assert [a.entry and a.entry.geonameid for a in answers] == [4155751, 6254928]


def test_a_capital_stands_before_a_province_of_its_name(resolver: Resolver) -> None:
    text = "Officials in Washington said the United States would answer."
    (answer,) = resolve_mentions(text, [(13, 23, "Washington", "in", None)], resolver)
    assert answer.entry is not None
    assert answer.entry.kind == "capital"


@pytest.mark.parametrize(("words", "geonameid"), [("KY", 6254925), ("Ky", 6254925), ("Alta.", 5883102)])
def test_abbreviations_of_states_are_spelled_out(resolver: Resolver, words: str, geonameid: int) -> None:
    answer = resolver.resolve(words)
    assert answer.entry is not None
    assert answer.entry.geonameid == geonameid


def test_neighbours_named_beside_it_tell_which_namesake_is_meant(resolver: Resolver) -> None:
    alone = resolver.resolve("Paris", clues=Clues(countries={"US": 1.0}))
    company = resolver.company(["Paris", "Blossom", "Reno", "Roxton", "Detroit"])
    beside = resolver.resolve("Paris", clues=Clues(countries={"US": 1.0}, company=company))
    assert beside.entry is not None
    assert beside.entry.adm_1 == "Texas"
    assert alone.entry is not None
    assert alone.entry.country == "FR"


def test_a_possessive_tells_the_country_all_the_same() -> None:
    scene = read_scene("Syria's army left the town.", default_resolver())
    assert set(scene.weights) == {"SY"}
