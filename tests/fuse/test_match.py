"""What two reports have in common, beside the places, days and parties that are compared by themselves."""

from dataclasses import replace

import pytest
from tests.fuse.made import report_of

from communique.fuse.fusion import tellings_of
from communique.fuse.match import compare
from communique.fuse.profile import Profile
from communique.fuse.score import WEIGHTED, explained, log_odds
from communique.fuse.tellings import tellings
from communique.fuse.words import MOST, bag, similarity, tokens
from communique.model import Count, Means, Place, Statement, evolve

STORY = "Orlan Veskit and his aunt Mirdah Tolvane were buried beside the Ashkara mill, said Pell Quorin."
OTHER = "The ministry said that the road to the border would be open within days, and that prices rose."


def profile(name: str, further: str, town: str = "Harim", **changed: object) -> Profile:
    """Return the profile of a report of one claim in a town, with no day and something further told."""
    (statement,) = report_of(name, {"town": town}, published=None)
    report = evolve(statement.report, text=f"{statement.report.text} {further}", **changed)
    (telling,) = tellings_of([Statement(report=report, claim=statement.claim)])
    return telling.whole


def found(left: Profile, right: Profile) -> dict[str, float]:
    return {finding.name: finding.value for finding in compare(left, right)}


def test_names_in_common_speak_for_one_happening_and_are_told() -> None:
    left, right, other = profile("a", STORY), profile("b", f"{OTHER} {STORY}"), profile("c", OTHER)
    assert log_odds(left, right) > log_odds(left, other) + 4
    told = {reason.compared: reason.words for reason in explained(left, right).reasons}
    assert {"mirdah", "ashkara"} <= set(told["names"].split(", "))
    assert "harim" not in told["names"]
    assert told["day unknown"] == "one of them tells no day"


def test_what_is_compared_as_a_place_is_no_name_and_no_likeness() -> None:
    left, right = profile("a", "Kafr Nabl, Kafr Nabl!", "Kafr Nabl"), profile("b", "Kafr Nabl", "Kafr Nabl")
    assert {"kafr", "nabl"} <= left.named & right.named
    bare = [replace(one, named=frozenset()) for one in (left, right)]
    assert found(left, right).get("names", 0.0) < found(*bare)["names"]
    assert found(left, right)["reports_alike"] < found(*bare)["reports_alike"]


@pytest.mark.parametrize("url", ["https://x.com/monitor/status/{}", "https://t.me/monitor/{}"])
def test_posts_of_one_account_are_worded_alike_anyway(url: str) -> None:
    ours = [profile(name, STORY, url=url.format(name)) for name in "ab"]
    theirs = [profile(name, STORY, url=f"https://{name}.example/1") for name in "ab"]
    assert all(one.posted for one in ours)
    assert not any(one.posted for one in theirs)
    assert log_odds(*ours) < log_odds(*theirs) - 4


def test_another_place_makes_the_same_words_say_less() -> None:
    here, there = profile("a", STORY), profile("b", STORY, "Kafr Nabl")
    assert found(here, there)["names"] == pytest.approx(found(here, profile("c", STORY))["names"] / 2)


def test_a_comparison_is_symmetric_and_all_its_findings_have_weights() -> None:
    left, right = profile("a", f"{STORY} Veskit. Veskit."), profile("b", f"{OTHER} {STORY}")
    assert compare(left, right) == compare(right, left)
    assert found(left, right).keys() <= set(WEIGHTED)


def test_words_weigh_by_how_often_they_are_said() -> None:
    once, often = bag(tokens("veskit tolvane said")), bag(tokens("veskit veskit veskit tolvane said"))
    assert once["veskit"] == pytest.approx(once["tolvane"])
    assert often["veskit"] > often["tolvane"]
    assert similarity(once, once) == pytest.approx(1)
    assert similarity(once, bag([])) == 0


def test_only_the_heaviest_words_of_a_long_text_are_kept() -> None:
    assert len(bag(f"name{number}x" for number in range(500))) == MOST


def test_claims_of_one_report_are_not_held_together_by_its_words() -> None:
    told = report_of("a", {"town": "Harim", "day": "2016-03-07"}, {"town": "Kafr Nabl", "day": "2016-03-01"})
    assert len(tellings([one.whole for one in tellings_of(told)])) == 2


def at(name: str, adm_1: str, where_prec: int, latitude: float, longitude: float) -> Place:
    return Place(
        text=name,
        start=0,
        end=len(name),
        name=name,
        country="SY",
        adm_1=adm_1,
        where_prec=where_prec,  # type: ignore[arg-type]
        latitude=latitude,
        longitude=longitude,
        score=0.9,
    )


HAMA = at("Hama", "Hama", 4, 35.1, 36.8)
IDLIB = at("Idlib", "Idlib", 4, 35.9, 36.6)
TOWN = at("Kafr Zita", "Hama", 1, 35.4, 36.6)
FURTHER = at("Suran", "Hama", 1, 35.3, 36.75)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ((HAMA,), (TOWN,), {"place_within"}),
        ((HAMA,), (IDLIB,), {"place_apart"}),  # neighbours, and nearer than either is wide
        ((IDLIB,), (TOWN,), {"place_apart"}),
        ((HAMA,), (replace(HAMA, latitude=36.9),), {"place_within"}),
        ((IDLIB,), (replace(HAMA, latitude=35.9, longitude=36.6),), {"place_apart"}),
        ((TOWN, HAMA), (FURTHER, HAMA), {"place_apart"}),  # one province does not make two towns one
        ((TOWN, HAMA), (TOWN,), {"place_same"}),
        ((HAMA, IDLIB, at("Latakia", "Latakia", 4, 35.5, 35.9)), (TOWN,), {"place_within", "place_part"}),
    ],
)
def test_provinces_are_told_apart_by_name_and_say_nothing_beside_a_town(
    left: tuple[Place, ...], right: tuple[Place, ...], expected: set[str]
) -> None:
    one, other = (
        replace(profile(name, OTHER), places=places) for name, places in (("a", left), ("b", right))
    )
    assert {name for name in found(one, other) if name.startswith("place_")} == expected
    assert compare(one, other) == compare(other, one)


def test_most_of_the_strikes_are_no_telling_of_one_of_them() -> None:
    told = tellings_of(report_of("a", {"town": "Harim"}, {"town": "Harim"}))
    first, second = (claim for telling in told for claim in telling.claims)
    second = replace(second, places=(), at=first.at)
    assert len(tellings([first, second])) == 1
    assert len(tellings([first, replace(second, general=True)])) == 2


@pytest.mark.parametrize(("words", "low", "expected"), [("most of", None, True), ("88", 88, False)])
def test_a_share_of_the_strikes_without_a_place_is_general(
    words: str, low: int | None, expected: bool
) -> None:
    (statement,) = report_of("a", {"town": "Harim"})
    count = Count(text=words, start=0, end=len(words), low=low, high=low)
    means = Means(text="strikes", start=0, end=7, kind="action", count=count)
    told = evolve(statement, claim=evolve(statement.claim, means=(means,), places=()))
    assert [one.whole.general for one in tellings_of([told])] == [expected]
    placed = evolve(statement, claim=evolve(statement.claim, means=(means,)))
    assert [one.whole.general for one in tellings_of([placed])] == [False]
