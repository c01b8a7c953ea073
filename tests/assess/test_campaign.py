"""Sums of a campaign held against what is recorded one by one."""

import pytest
from tests.assess.telling import place, target, tell

from communique.assess import assess
from communique.assess.campaign import is_sum

MORE = "more than recorded"
WEEK = ("2021-03-01", "2021-03-07")
BY = {"actors": ["Veria=veria"]}


def sorties(how_many, day="2021-03-02", **fields):
    return tell("A", means=[("sorties", how_many)], time=(day, day), **({**BY, **fields}))


CLAIMED = {"means": [("sorties", 510)], "time": WEEK, **BY}


@pytest.mark.parametrize(
    ("claimed", "recorded", "verdict", "figures"),
    [
        pytest.param(CLAIMED, [[sorties(30)], [sorties(20)]], MORE, (50, 50, 2), id="more"),
        pytest.param(CLAIMED, [[sorties(510)]], "within what is recorded", (510, 510, 1), id="all there"),
        pytest.param(CLAIMED, [[sorties(600)]], "less than recorded", (600, 600, 1), id="less"),
        pytest.param(CLAIMED, [[sorties(30), sorties(40)]], MORE, (30, 40, 1), id="one event"),
        pytest.param(CLAIMED, [[sorties(30, "2021-03-09")]], MORE, (0, 0, 0), id="later"),
        pytest.param(
            CLAIMED,
            [[sorties(30, actors=["Norland=norland"])]],
            MORE,
            (0, 0, 0),
            id="other party",
        ),
        pytest.param(
            CLAIMED,
            [[sorties(30, actors=["air force=veria-air-force"])]],
            MORE,
            (30, 30, 1),
            id="its organ",
        ),
        pytest.param(CLAIMED, [[tell("A", **CLAIMED)]], MORE, (0, 0, 0), id="a sum is no record"),
        pytest.param(
            {**CLAIMED, "places": [place("Marun")]},
            [[sorties(30, places=[place("Tallah")])], [sorties(9, places=[place("Qasrin")])]],
            MORE,
            (30, 30, 1),
            id="at the place",
        ),
        pytest.param({**CLAIMED, "actors": []}, [[sorties(30)]], "cannot be held", (0, 0, 0), id="no party"),
        pytest.param(
            {"targets": [target("depot", "destroyed", "most")], "time": WEEK, **BY},
            [[tell("B", targets=[target("depot", "destroyed", 2)], time=("2021-03-03", "2021-03-03"), **BY)]],
            "cannot be held",
            (2, 2, 1),
            id="most of an unknown number",
        ),
    ],
)
def test_sums(claimed, recorded, verdict, figures):
    (found,) = assess([tell("Z", **claimed)], recorded=recorded).sums
    assert found.verdict == verdict
    assert (found.recorded_low, found.recorded_high, found.happenings) == figures
    assert found.claim in found.ground.claims
    assert found.words.startswith("claimed: ")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param(CLAIMED, True, id="a week"),
        pytest.param({**CLAIMED, "time": ("2021-03-01", "2021-03-02")}, False, id="a night"),
        pytest.param({**CLAIMED, "means": []}, False, id="nothing counted"),
        pytest.param({**CLAIMED, "factuality": "future"}, False, id="planned"),
        pytest.param({"targets": [target("depot", "destroyed", "most")]}, True, id="most"),
        pytest.param({"targets": [target("depot", "destroyed", "mostly")]}, False, id="mostly"),
        pytest.param({"targets": [target("depot", "destroyed", "several")]}, False, id="several"),
    ],
)
def test_what_is_a_sum(fields, expected):
    assert is_sum(tell("Z", **fields).claim) is expected
