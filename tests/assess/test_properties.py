"""What holds of every assessment: order does not matter, and a copy never raises support."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.assess.telling import dead, place, target, tell

from communique.assess import assess
from communique.model import Statement, evolve

SPEAKERS = ("Lowland Observatory=lowland-observatory", "Verian Army=veria-armed-forces", "residents")
ACTORS = ("Veria=veria", "Norland=norland", "jets")


@st.composite
def told(draw):
    """Draw a statement whose report has a text of its own."""
    kind = draw(st.sampled_from(("civilians", "people", "combatants")))
    seed = draw(st.integers(0, 5))
    return tell(
        draw(st.sampled_from("ABC")),
        *draw(st.lists(st.sampled_from(SPEAKERS), max_size=2)),
        text=" ".join(f"w{seed}x{number}" for number in range(30)),
        day=draw(st.sampled_from(("2021-03-01", "2021-03-02", None))),
        factuality=draw(st.sampled_from(("actual", "actual", "probable", "negated", "future"))),
        targets=draw(st.sampled_from(((dead(3, kind),), (dead(9, kind),), (target("depot", "hit"),), ()))),
        actors=draw(st.lists(st.sampled_from(ACTORS), max_size=1)),
        places=draw(st.sampled_from(((), (place("Marun"),), (place("Qasrin"),)))),
    )


events = st.lists(told(), min_size=1, max_size=6)
letters = st.dictionaries(st.sampled_from(("A", "B", "lowland-observatory")), st.sampled_from("ABCDEF"))


@settings(max_examples=150, deadline=None)
@given(events, letters, st.randoms(use_true_random=False))
def test_order_does_not_matter(statements, reliability, chance):
    mixed = list(statements)
    chance.shuffle(mixed)
    assert assess(mixed, reliability) == assess(statements, reliability)


@settings(max_examples=150, deadline=None)
@given(events, letters, st.integers(0, 5), st.sampled_from("XYAB"))
def test_a_near_copy_never_raises_support(statements, reliability, which, outlet):
    first = statements[which % len(statements)]
    report = evolve(
        first.report, id="copy", outlet=outlet, text=first.report.text + " More.", published="2021-03-09"
    )
    copy = Statement(report=report, claim=evolve(first.claim, claim_id="zz-copy"))
    before, after = assess(statements, reliability), assess([*statements, copy], reliability)
    assert len(after.voices) <= len(before.voices)
    assert after.support <= before.support


@settings(max_examples=150, deadline=None)
@given(events, letters)
def test_every_finding_holds_together(statements, reliability):
    made = assess(statements, reliability)
    ids = sorted(s.claim.claim_id for s in statements)
    assert sorted(claim for voice in made.voices for claim in voice.claims) == ids
    assert all(t.low <= t.best <= t.high for t in made.tolls)
    assert all(ground.claims for toll in made.tolls for ground in toll.grounds)
    assert all(d.left.voice != d.right.voice for d in made.differences)
    assert all(set(d.claims) <= set(ids) for d in (*made.differences, *made.agreements))
