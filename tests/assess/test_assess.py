"""The whole assessment: independence, tolls, differences, grades; rule by rule, with near-misses."""

import pytest
from tests.assess.telling import dead, place, target, tell

from communique.assess import assess

MINISTRY = "Ministry of Defence of Veria"
SAYS = "Verian Defense Ministry=veria-ministry-of-defence"
SOHR = "Lowland Observatory=lowland-observatory"
LONG = (
    "Warplanes struck the northern quarter of the town shortly after midnight on Tuesday, setting a row of "
    "shops alight, and leaving a deep crater in the road that leads to the old mill."
)
COPY = LONG.replace("shortly after midnight", "just past midnight") + " More follows."
OTHER = (
    "A doctor at the clinic counted the wounded by candlelight, as the power had failed when the bombs "
    "fell, and said that the ambulances could not pass because rubble lay across both bridges."
)
HARM = [dead(12)]
DEPOT = [target("depot", "destroyed", 1)]


def one_voice(*statements, **options):
    return len(assess(statements, **options).voices)


@pytest.mark.parametrize(
    ("statements", "voices"),
    [
        pytest.param([tell("A", text=LONG), tell("B", text=COPY)], 1, id="near-copy"),
        pytest.param([tell("A", text=LONG), tell("B", text=OTHER)], 2, id="written apart"),
        pytest.param([tell("A", text=LONG), tell("B", text=LONG + " " + OTHER)], 2, id="half its own words"),
        pytest.param(
            [tell("A", text="A short line."), tell("B", text="a short  line.")], 1, id="same, short"
        ),
        pytest.param(
            [tell("A", text="A short line."), tell("B", text="A short lane.")], 2, id="short, alike"
        ),
        pytest.param([tell("A", SOHR), tell("B", SOHR)], 1, id="one speaker by id"),
        pytest.param([tell("A", "Abu Hadi"), tell("B", "Abu Hadi")], 1, id="one speaker by name"),
        pytest.param([tell("A", "Abu Hadi"), tell("B", "Abu Nadi")], 2, id="names alike"),
        pytest.param([tell("A", SOHR), tell("A", SAYS)], 2, id="one outlet quotes two"),
        pytest.param([tell("A"), tell("A")], 1, id="one outlet twice"),
        pytest.param([tell("A"), tell("A", SOHR)], 2, id="an outlet and whom it quotes"),
        pytest.param([tell("A", "residents"), tell("B", "residents")], 2, id="unnamed by two outlets"),
        pytest.param([tell("A", "residents"), tell("A", "a doctor")], 1, id="unnamed by one outlet"),
        pytest.param([tell("A", "Newswire", SOHR), tell("B", SOHR)], 1, id="through another"),
        pytest.param([tell("A", "Newswire"), tell("Newswire")], 1, id="the agency and who cites it"),
        pytest.param([tell("Newswire", SOHR), tell("Newswire")], 2, id="the agency's own and quoted"),
        pytest.param([tell(MINISTRY), tell("B", SAYS)], 1, id="a ministry's own page"),
        pytest.param([tell("Ministry of Health of Veria"), tell("B", SAYS)], 2, id="another ministry"),
        pytest.param(
            [tell("A", SOHR, text=LONG), tell("B", SAYS, text=COPY)], 2, id="a frame, but other speakers"
        ),
        pytest.param(
            [tell("A", SOHR, text=LONG), tell("B", text=COPY)], 1, id="copy that hides whom it quotes"
        ),
        pytest.param([tell("A", quote=LONG), tell("B", quote=COPY, text=OTHER)], 1, id="sentence taken over"),
        pytest.param(
            [tell("A", quote="It hit."), tell("B", quote="It hit.", text=OTHER)], 2, id="short sentence alike"
        ),
    ],
)
def test_voices(statements, voices):
    assert one_voice(*statements) == voices
    assert one_voice(*reversed(statements)) == voices


def test_a_spokesman_speaks_for_his_ministry_where_the_list_says_so():
    told = [tell("A", "Ivo Renn=ivo-renn"), tell("B", SAYS)]
    assert one_voice(*told) == 2
    assert one_voice(*told, belongs={"ivo-renn": "veria-ministry-of-defence"}) == 1


def test_chain_leads_from_the_outlet_to_the_first_speaker():
    (voice,) = assess([tell("Daily Lantern", "Newswire", SOHR, claim_id="x")]).voices
    assert voice.chains[0].words == "Daily Lantern ← Newswire ← Lowland Observatory"
    assert voice.chains[0].claim == "x"
    assert voice.name == "Lowland Observatory"


def test_joining_has_its_grounds():
    (voice,) = assess([tell("A", text=LONG, claim_id="x"), tell("B", text=COPY, claim_id="y")]).voices
    ground = next(g for g in voice.grounds if g.rule == "near-copy")
    assert ground.words == "the reports of A and B are near-copies"
    assert ground.claims == ("x", "y")


def toll(*statements, side="civilians", effect="killed", **options):
    found = assess(statements, **options).tolls
    return next(((t.low, t.best, t.high) for t in found if (t.side, t.effect) == (side, effect)), None)


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        pytest.param([tell("A", targets=[dead(12)])], (12, 12, 12), id="one figure"),
        pytest.param([tell("A", targets=[dead((40, None))])], (40, 40, 40), id="at least"),
        pytest.param([tell("A", targets=[dead((None, 15))])], (0, 0, 15), id="up to"),
        pytest.param([tell("A", targets=[dead((10, 14))])], (10, 10, 14), id="between"),
        pytest.param(
            [tell(o, targets=[dead(n)]) for o, n in zip("ABC", (9, 12, 12), strict=True)],
            (9, 12, 12),
            id="most say",
        ),
        pytest.param(
            [tell("A", targets=[dead(9)]), tell("B", targets=[dead(14)])], (9, 9, 14), id="tie: lower"
        ),
        pytest.param(
            [
                tell("A", SOHR, targets=[dead(14)]),
                tell("B", SOHR, targets=[dead(14)]),
                tell("C", targets=[dead(9)]),
            ],
            (9, 9, 14),
            id="an echo has no second vote",
        ),
        pytest.param(
            [tell("A", targets=[dead(5)]), tell("A", targets=[dead(8)], day="2021-03-04")],
            (8, 8, 8),
            id="a later toll replaces",
        ),
        pytest.param(
            [
                tell("A", targets=[dead(5)], text=LONG),
                tell("A", targets=[dead(8)], day="2021-03-04"),
                tell("B", targets=[dead(5)], text=COPY, day="2021-03-05"),
            ],
            (8, 8, 8),
            id="a late copy of an old toll does not",
        ),
        pytest.param(
            [
                tell(
                    "A",
                    targets=[dead(3, words="women", at=0), dead(2, words="children", at=9)],
                    quote="x" * 40,
                )
            ],
            (5, 5, 5),
            id="counted apart",
        ),
        pytest.param(
            [
                tell(
                    "A",
                    quote="30 dead civilians, including 8 children",
                    targets=[dead(30, at=0), dead(8, words="children", at=29)],
                )
            ],
            (30, 30, 30),
            id="a part of the total",
        ),
        pytest.param([tell("A", targets=[dead("many")])], None, id="no number"),
        pytest.param([tell("A", targets=[dead(12)], factuality="negated")], None, id="denied is no figure"),
        pytest.param([tell("A", targets=[dead(12)], factuality="future")], None, id="planned is no figure"),
        pytest.param([tell("A", targets=[dead(4, "journalist")])], (4, 4, 4), id="journalists are civilians"),
        pytest.param([tell("A", targets=[dead(4, "people")])], None, id="people may be anyone"),
    ],
)
def test_civilian_tolls(statements, expected):
    assert toll(*statements) == expected


def test_the_most_reliable_voices_give_the_best_figure():
    told = [tell(o, targets=[dead(n)]) for o, n in zip("ABC", (9, 12, 12), strict=True)]
    assert toll(*told, reliability={"A": "B"}) == (9, 9, 12)
    assert toll(*told, reliability={"A": "D"}) == (9, 12, 12)


def test_sides():
    told = [
        tell("A", actors=["Veria=veria"], recipients=["Red Band=red-band"], targets=[dead(30, "combatants")]),
        tell("B", actors=["Red Band=red-band"], recipients=["Veria=veria"], targets=[dead(4, "combatants")]),
        tell("C", actors=["Veria=veria"], recipients=["Red Band=red-band"]),
    ]
    assert toll(*told, side="side_b") == (30, 30, 30)
    assert toll(*told, side="side_a") == (4, 4, 4)
    assert toll(tell("A", targets=[dead(7, "combatants")]), side="unknown") == (7, 7, 7)


def test_a_total_holds_its_parts_unless_it_is_the_smaller():
    total = tell("A", targets=[dead(20, "people"), dead(12)])
    assert toll(total) == (12, 12, 12)
    assert toll(total, side="unknown") == (8, 8, 8)
    assert toll(tell("A", targets=[dead(12, "people"), dead(12)]), side="unknown") is None
    assert toll(tell("A", targets=[dead(2, "people"), dead(12)]), side="unknown") == (2, 2, 2)


def slots(*statements, **options):
    made = assess(statements, **options)
    return [d.slot for d in made.differences], [a.slot for a in made.agreements]


CLAIMED = {"targets": HARM}


@pytest.mark.parametrize(
    ("left", "right", "differs", "agrees"),
    [
        pytest.param(
            {"targets": [dead(12)]}, {"targets": [dead(20)]}, "count", "target", id="counts exclude"
        ),
        pytest.param({"targets": [dead((10, None))]}, {"targets": [dead(20)]}, "", "count", id="at least"),
        pytest.param(
            {"targets": [dead((None, 15))]}, {"targets": [dead(20)]}, "count", "", id="up to, beyond"
        ),
        pytest.param(
            {"targets": [dead((10, 15))]}, {"targets": [dead((15, 20))]}, "", "count", id="ranges touch"
        ),
        pytest.param(
            {"targets": [dead(12)]},
            {"targets": [target("civilians", "injured", 20)]},
            "",
            "target",
            id="hurt, dead",
        ),
        pytest.param({"targets": [dead(12)]}, {"targets": [dead(20, "people")]}, "", "", id="other groups"),
        pytest.param(
            {"means": [("air strikes", 30)]}, {"means": [("air strikes", 12)]}, "count", "", id="strikes"
        ),
        pytest.param(
            {"means": [("air strikes", 30)]}, {"means": [("sorties", 12)]}, "", "", id="not the same means"
        ),
        pytest.param(
            {"places": [place("Marun")]}, {"places": [place("Qasrin")]}, "place", "", id="far apart"
        ),
        pytest.param({"places": [place("Marun")]}, {"places": [place("Tallah")]}, "", "place", id="near"),
        pytest.param(
            {"places": [place("Marun", 6)]}, {"places": [place("Qasrin")]}, "", "", id="within a country"
        ),
        pytest.param(
            {"places": [place("Marun"), place("Qasrin")]},
            {"places": [place("Qasrin")]},
            "",
            "place",
            id="one in two",
        ),
        pytest.param(
            {"places": [place("Marun", relation="from")]}, {"places": [place("Qasrin")]}, "", "", id="whence"
        ),
        pytest.param(
            {"actors": ["Veria=veria"]}, {"actors": ["Norland=norland"]}, "actor", "", id="other blamed"
        ),
        pytest.param(
            {"actors": ["Veria=veria"]},
            {"actors": ["its army=veria-armed-forces"]},
            "",
            "actor",
            id="its army",
        ),
        pytest.param({"actors": ["Veria=veria"]}, {"actors": ["jets"]}, "", "", id="nobody named"),
        pytest.param({"targets": HARM}, {"targets": DEPOT}, "target", "", id="civilians, depot"),
        pytest.param({"targets": HARM}, {"targets": DEPOT + HARM}, "", "target", id="depot and civilians"),
        pytest.param(
            {"targets": HARM}, {"targets": [target("building", "hit")]}, "", "", id="building is neither"
        ),
        pytest.param(CLAIMED, {**CLAIMED, "factuality": "negated"}, "denial", "", id="denied"),
        pytest.param(CLAIMED, {"factuality": "negated"}, "denial", "", id="all denied"),
        pytest.param(
            CLAIMED, {"factuality": "negated", "event": "AID"}, "", "", id="a denial of something else"
        ),
        pytest.param(
            {"targets": [dead(3, "combatants")]},
            {**CLAIMED, "factuality": "negated"},
            "",
            "",
            id="no civilians, but",
        ),
        pytest.param(
            {"targets": [target("civilians", "injured", 3)]},
            {"targets": [dead(None)], "factuality": "negated"},
            "",
            "",
            id="none killed, some hurt",
        ),
        pytest.param(CLAIMED, {"targets": [target("people", "none")]}, "denial", "", id="nobody was hurt"),
    ],
)
def test_differences(left, right, differs, agrees):
    told = tell("A", **left), tell("B", **right)
    found, same = slots(*told)
    assert found == ([differs] if differs else [])
    assert not agrees or agrees in same
    assert slots(*reversed(told)) == (found, same)


def test_one_voice_does_not_contradict_itself():
    assert slots(tell("A", SOHR, targets=[dead(5)]), tell("B", SOHR, targets=[dead(9)])) == ([], [])


def test_a_difference_names_both_positions_and_their_claims():
    made = assess([tell("A", targets=[dead(5)], claim_id="x"), tell("B", targets=[dead(9)], claim_id="y")])
    (found,) = made.differences
    assert found.words == "civilians killed: 5 and 9 exclude each other"
    assert found.claims == ("x", "y")


BLAMED = {"actors": ["Veria=veria"]}
DENIED = {"factuality": "negated", "targets": [dead(None)]}
ON_OWN = {"recipients": ["Red Band=red-band"], **BLAMED}


@pytest.mark.parametrize(
    ("statements", "grade", "rule"),
    [
        pytest.param([tell("A", targets=HARM)], "Weak", "one voice", id="one"),
        pytest.param(
            [tell("A", SOHR, targets=HARM), tell("B", SOHR, targets=HARM)], "Weak", "one voice", id="echo"
        ),
        pytest.param(
            [tell("A", targets=HARM), tell("B", targets=HARM)], "Fair", "two or more voices", id="two"
        ),
        pytest.param(
            [tell("A", targets=[dead(5)]), tell("B", targets=[dead(9)])],
            "Fair",
            "two or more voices",
            id="tolls",
        ),
        pytest.param(
            [tell(o, targets=HARM, factuality="probable") for o in "AB"],
            "Weak",
            "one voice",
            id="only alleged",
        ),
        pytest.param(
            [tell("A", targets=HARM), tell("B", targets=HARM, factuality="probable")],
            "Fair",
            "two or more voices",
            id="told and alleged",
        ),
        pytest.param(
            [tell("A", targets=HARM), tell("B", targets=[dead(9, "people")])],
            "Weak",
            "one voice",
            id="people only",
        ),
        pytest.param(
            [tell("A", targets=HARM, **BLAMED), tell("B", SAYS, **DENIED)],
            "Contested",
            "voices contradict",
            id="denied by the party blamed",
        ),
        pytest.param(
            [tell("A", targets=HARM, **BLAMED), tell("B", targets=HARM, actors=["Norland=norland"])],
            "Contested",
            "voices contradict",
            id="two blamed",
        ),
        pytest.param(
            [tell("A", targets=HARM), tell("B", targets=DEPOT)], "Contested", "voices contradict", id="depot"
        ),
        pytest.param(
            [tell("A", targets=HARM, **BLAMED), tell("B", SAYS, targets=HARM, **BLAMED)],
            "Confirmed",
            "owned to",
            id="the party accepts it",
        ),
        pytest.param(
            [
                tell("A", targets=HARM, **BLAMED),
                tell("B", SAYS, targets=HARM, factuality="probable", **BLAMED),
            ],
            "Fair",
            "two or more voices",
            id="the party thinks it possible",
        ),
        pytest.param(
            [tell("A", SAYS, targets=DEPOT, **BLAMED)], "Weak", "one voice", id="its own success is one voice"
        ),
        pytest.param(
            [
                tell("A", SAYS, targets=DEPOT, **ON_OWN),
                tell("B", "Red Band=red-band", targets=DEPOT, **ON_OWN),
            ],
            "Confirmed",
            "told by both sides",
            id="both sides",
        ),
        pytest.param([tell("A", SAYS, **DENIED)], "Discounted", "nobody affirms it", id="only denied"),
        pytest.param(
            [tell("A", targets=HARM), tell("A", **DENIED, day="2021-03-05")],
            "Discounted",
            "nobody affirms it",
            id="taken back",
        ),
        pytest.param(
            [tell("A", targets=HARM, day="2021-03-05"), tell("A", **DENIED)],
            "Weak",
            "one voice",
            id="owned up later",
        ),
        pytest.param(
            [tell("A", targets=HARM), tell("B", **DENIED), tell("C", **DENIED)],
            "Discounted",
            "denied by independent voices",
            id="two deny, one tells",
        ),
        pytest.param(
            [tell("A", targets=HARM), tell("B", **DENIED)], "Contested", "voices contradict", id="one denies"
        ),
        pytest.param(
            [tell("A", targets=HARM), tell("D", targets=HARM), tell("B", **DENIED), tell("C", **DENIED)],
            "Contested",
            "voices contradict",
            id="two deny, two tell",
        ),
        pytest.param([tell("A", factuality="future")], None, "not told as done", id="planned"),
    ],
)
def test_grades(statements, grade, rule):
    made = assess(statements)
    assert (made.grade, made.grade_ground.rule) == (grade, rule)
    assert made.grade_ground.words
    assert set(made.grade_ground.claims) <= {s.claim.claim_id for s in statements}


def test_voices_graded_unreliable_support_nothing():
    told = [tell("A", targets=HARM), tell("B", targets=HARM)]
    assert assess(told, {"B": "E"}).grade == "Weak"
    assert assess(told, {"B": "D"}).grade == "Fair"
    only = assess(told, {"A": "E", "B": "E"})
    assert (only.grade, only.support, only.credibility) == ("Weak", 0, 6)
    assert only.grade_ground.words == "only voices graded E, unreliable, tell it"


AGAINST = tell("N", **DENIED)
BY_PARTY = tell("P", SAYS, **DENIED)


@pytest.mark.parametrize(
    ("told", "against", "expected"),
    [
        pytest.param([12], [], 6, id="alone"),
        pytest.param([12, 12], [], 2, id="one more"),
        pytest.param([12, 12, 12], [], 1, id="two more"),
        pytest.param([12, 12, 19], [], 2, id="two more, one with another toll"),
        pytest.param([12], [BY_PARTY], 4, id="alone, the party denies"),
        pytest.param([12, 12], [BY_PARTY], 3, id="one more, the party denies"),
        pytest.param([12, 12, 12], [BY_PARTY], 2, id="two more, the party denies"),
        pytest.param([12], [AGAINST], 5, id="alone, another denies"),
        pytest.param([12, 12], [AGAINST], 4, id="one more, another denies"),
        pytest.param([12, 12, 12], [AGAINST], 3, id="two more, another denies"),
    ],
)
def test_credibility(told, against, expected):
    statements = [tell(o, targets=[dead(n)], **BLAMED) for o, n in zip("ABC", told, strict=False)]
    made = assess([*statements, *against])
    assert made.credibility == expected
    assert made.credibility_ground.words.startswith(f"{expected}, ")


def test_reliability_is_the_analysts_and_unjudged_without():
    told = [tell("A", SOHR), tell("B")]
    grades = {v.name: v.reliability for v in assess(told, {"lowland-observatory": "B"}).voices}
    assert grades == {"Lowland Observatory": "B", "B": "F"}
    with pytest.raises(ValueError, match="one of A to F"):
        assess(told, {"B": "G"})
    with pytest.raises(ValueError, match="without claims"):
        assess([])


def test_a_copy_does_not_lend_its_outlets_reliability():
    told = [tell("A", text=LONG), tell("B", text=COPY, day="2021-03-03")]
    assert [v.reliability for v in assess(told, {"B": "A"}).voices] == ["F"]
    assert [v.reliability for v in assess(told, {"A": "A"}).voices] == ["A"]


def test_a_copy_does_not_clear_an_unreliable_outlet_whose_day_is_unknown():
    told = [tell("A", text=LONG, day=None), tell("B", text=COPY, day="2021-03-09")]
    assert assess(told, {"A": "E"}).support == 0


def test_a_statement_its_copy_a_local_report_and_a_denial():
    statement = tell(MINISTRY, text=LONG, targets=DEPOT, claim_id="ministry", actors=[SAYS])
    echo = tell(
        "Evening Post", SAYS, text=COPY, targets=DEPOT, claim_id="copy", day="2021-03-03", actors=[SAYS]
    )
    local = tell("Marun Today", "residents", targets=HARM, claim_id="local", **BLAMED)
    toll_ = tell("Lowland Observatory", targets=[dead(7)], claim_id="toll", text=OTHER)
    denial = tell("Newswire", SAYS, claim_id="denial", day="2021-03-04", **DENIED)
    made = assess([statement, echo, local, toll_, denial])
    voice = next(v for v in made.voices if "ministry" in v.claims)
    assert voice.claims == ("copy", "denial", "ministry")
    assert voice.denies == ("denial",)
    assert voice.interested
    assert {d.slot for d in made.differences} == {"count", "denial", "target"}
    assert next(d for d in made.differences if d.slot == "count").claims == ("local", "toll")
    assert any("the party blamed, denies what" in d.words for d in made.differences)
    assert made.grade == "Contested"
    assert set(made.grade_ground.claims) == {"copy", "denial", "local", "ministry", "toll"}
    assert made.graded == "harm to civilians"
    assert made.support == 2
    assert [(t.low, t.best, t.high) for t in made.tolls] == [(7, 7, 12)]
