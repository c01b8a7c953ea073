from hypothesis import given
from hypothesis import strategies as st

from communique.fuse.merge import Judged, clusters, in_force
from communique.model import Judgement, Withdrawal

NAMES = tuple("abcdefgh")
pairs = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] < p[1]))
odds = st.dictionaries(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] < p[1]),
    st.floats(-4, 8),
)


def judged(left: str, right: str, verdict: str, at: int) -> Judgement:
    return Judgement(left=left, right=right, verdict=verdict, by="ana", at=f"2024-01-{at + 1:02}T00:00:00Z")  # type: ignore[arg-type]


judgements = st.lists(
    st.builds(
        judged,
        st.sampled_from(NAMES[:4]),
        st.sampled_from(NAMES[4:]),
        st.sampled_from(("positive", "negative", "unsure")),
        st.integers(0, 27),
    ),
    max_size=12,
)


@given(odds, judgements)
def test_every_judgement_that_counts_is_kept(
    scores: dict[tuple[str, str], float], said: list[Judgement]
) -> None:
    counts = Judged(said)
    together = [(one, other) for one, others in counts.together.items() for other in others if one < other]
    apart = [(one, other) for one, others in counts.apart.items() for other in others if one < other]
    found = clusters(NAMES, scores, together, apart)
    assert sorted(name for cluster in found for name in cluster) == list(NAMES)
    of = {name: cluster for cluster in found for name in cluster}
    assert all(of[one] == of[other] for one, other in together)
    assert all(of[one] != of[other] for one, other in apart)
    assert clusters(reversed(NAMES), dict(reversed(scores.items())), together[::-1], apart[::-1]) == found


def test_a_chain_of_likenesses_is_not_one_cluster() -> None:
    scores = {("a", "b"): 3.0, ("b", "c"): 2.0, ("c", "d"): 3.0}
    assert clusters("abcd", scores, (), ()) == [("a", "b"), ("c", "d")]


def test_the_latest_judgement_on_a_pair_counts_until_it_is_withdrawn() -> None:
    early, late = judged("a", "e", "positive", 1), judged("a", "e", "negative", 2)
    assert in_force([early, late]) == [late]
    gone = Withdrawal(judgement_id=late.judgement_id, by="bo", at="2024-02-01T00:00:00Z")
    assert in_force([late, early], [gone]) == [early]


def test_of_judgements_that_contradict_each_other_the_later_ones_hold() -> None:
    first, second, third = (
        judged("a", "e", "positive", 1),
        judged("b", "e", "positive", 2),
        judged("a", "b", "negative", 3),
    )
    counts = Judged([first, second, third])
    assert counts.overruled == [first]
    assert (counts.together["b"], counts.apart["a"]) == ({"e"}, {"b"})
