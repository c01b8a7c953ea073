import random
from itertools import chain, islice

import pytest
from evals.happenings import reports
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fuse.made import report_of

from communique.fuse import Fusion, claim_of_event, fuse
from communique.model import Event, Judgement, Statement, Withdrawal

DAY = "2016-03-07"


def judged(left: str, right: str, verdict: str, at: str = "2024-01-01T00:00:00Z") -> Judgement:
    return Judgement(left=left, right=right, verdict=verdict, by="ana", at=at)  # type: ignore[arg-type]


def groups(events: list[Event] | tuple[Event, ...]) -> set[tuple[str, ...]]:
    return {event.claims for event in events}


def fused(*several: list[Statement], judgements: tuple[Judgement, ...] = ()) -> list[Event]:
    return list(fuse(chain(*several), judgements))


def some_reports(seed: int, number: int = 25) -> list[list[Statement]]:
    return [list(told.statements) for told in islice(reports(10_000, seed), number)]


def some_judgements(chance: random.Random, claims: list[str]) -> list[Judgement]:
    found = []
    for number in range(6):
        left, right = chance.sample(claims, 2)
        verdict = chance.choice(("positive", "negative", "unsure"))
        found.append(judged(left, right, verdict, f"2024-01-0{number + 1}T00:00:00Z"))
    return found


def test_two_reports_of_one_happening_are_one_event_with_its_reasons() -> None:
    (event,) = fused(
        report_of("a", {"town": "Harim", "day": DAY}), report_of("b", {"town": "Harim", "day": DAY})
    )
    assert (event.claims, event.reports) == (("a-0", "b-0"), ("a", "b"))
    assert (event.date_start, event.date_end, event.date_prec) == (DAY, DAY, 1)
    assert (event.where_coordinates, event.latitude, event.where_prec) == ("Harim", 36.21, 1)
    assert (event.event, event.mode) == ("ASSAULT", "aerial")
    (link,) = event.links
    assert (link.left, link.right) == ("a-0", "b-0")
    assert link.score > 0.5
    assert {"place same", "day agrees"} <= {reason.compared for reason in link.reasons}


@pytest.mark.parametrize("other", [{"town": "Kafr Nabl", "day": DAY}, {"town": "Harim", "day": "2016-04-20"}])
def test_another_place_or_day_is_another_happening(other: dict[str, str]) -> None:
    told = report_of("a", {"town": "Harim", "day": DAY})
    assert len(fused(told, report_of("b", other))) == 2


def test_one_report_may_tell_of_several_happenings_and_several_times_of_one() -> None:
    events = fused(
        report_of(
            "a",
            {"town": "Harim", "day": DAY},
            {"town": "Kafr Nabl", "day": "2016-03-01", "killed": 12},
            {"town": "Harim", "day": DAY},
        )
    )
    assert {len(event.claims) for event in events} == {1, 2}


def test_what_no_claim_tells_stays_empty() -> None:
    (event,) = fused(report_of("a", {"town": "Harim"}))
    assert (event.date_start, event.date_end, event.date_prec) == (None, None, None)


def test_what_is_planned_is_not_what_happened() -> None:
    told = {"town": "Harim", "day": DAY}
    assert len(fused(report_of("a", told), report_of("b", told | {"factuality": "future"}))) == 2
    assert len(fused(report_of("a", told), report_of("b", told | {"factuality": "negated"}))) == 1


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_order_of_arrival_changes_nothing(seed: int) -> None:
    told, chance = some_reports(seed), random.Random(seed)
    judgements = some_judgements(chance, [s.claim.claim_id for statements in told for s in statements])
    expected = fused(*told, judgements=tuple(judgements))
    shuffled = [chance.sample(statements, len(statements)) for statements in chance.sample(told, len(told))]
    assert fused(*shuffled, judgements=tuple(chance.sample(judgements, 6))) == expected
    fusion = Fusion()
    for number, statements in enumerate(shuffled):
        fusion.add(statements)
        if number == 12:
            fusion.judge(judgements)
    assert list(fusion.events()) == expected


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_changes_add_up_to_the_events_and_old_ids_lead_on(seed: int) -> None:
    fusion, known, ever = Fusion(), dict[str, Event](), set[str]()
    for statements in some_reports(seed):
        change = fusion.add(statements)
        for gone in change.gone:
            del known[gone]
        known |= {event.event_id: event for event in change.made}
        ever |= known.keys()
    assert sorted(known.values(), key=lambda e: e.event_id) == list(fusion.events())
    for once in ever:
        now = fusion.event_id(once)
        assert now is not None
        assert claim_of_event(once) in known[now].claims


def test_an_id_survives_growth() -> None:
    fusion = Fusion()
    (first,) = fusion.add(report_of("z", {"town": "Harim", "day": DAY})).made
    for name in ("a", "b", "c"):
        change = fusion.add(report_of(name, {"town": "Harim", "day": DAY}, published="2016-03-09"))
        assert [event.event_id for event in change.made] == [first.event_id]
        assert not change.gone


def test_a_report_read_anew_takes_the_place_of_its_old_claims() -> None:
    fusion = Fusion()
    fusion.add(report_of("a", {"town": "Harim", "day": DAY}))
    fusion.add(report_of("b", {"town": "Harim", "day": DAY}))
    fusion.add(report_of("b", {"town": "Kafr Nabl", "day": DAY}))
    fusion.add(report_of("b", {"town": "Kafr Nabl", "day": DAY, "id": "b-new"}))
    assert groups(list(fusion.events())) == {("a-0",), ("b-new",)}


def test_a_judgement_joins_and_parts_whatever_the_scores_and_can_be_withdrawn() -> None:
    told = [
        report_of("a", {"town": "Harim", "day": DAY}),
        report_of("b", {"town": "Harim", "day": DAY}),
        report_of("c", {"town": "Kafr Nabl", "day": "2016-03-01"}),
    ]
    join, part = judged("a-0", "c-0", "positive"), judged("a-0", "b-0", "negative")
    by_score = {("a-0", "b-0"), ("c-0",)}
    assert groups(fused(*told)) == by_score
    assert groups(fused(*told, judgements=(join,))) == {("a-0", "b-0", "c-0")}
    assert groups(fused(*told, judgements=(part,))) == {("a-0",), ("b-0",), ("c-0",)}
    assert groups(fused(*told, judgements=(join, part))) == {("a-0", "c-0"), ("b-0",)}
    taken_back = [
        Withdrawal(judgement_id=j.judgement_id, by="bo", at="2024-02-01T00:00:00Z") for j in (join, part)
    ]
    fusion = Fusion()
    for statements in told:
        fusion.add(statements)
    assert groups(fusion.judge([join, part]).made) == {("a-0", "c-0"), ("b-0",)}
    assert groups(fusion.judge([join, part], taken_back).made) == by_score


def test_a_judgement_parts_claims_of_one_telling() -> None:
    told = report_of("a", {"town": "Harim", "day": DAY}, {"town": "Harim", "day": DAY})
    first, second = (statement.claim.claim_id for statement in told)
    assert len(fused(told)) == 1
    assert groups(fused(told, judgements=(judged(first, second, "negative"),))) == {(first,), (second,)}


def test_joining_two_events_takes_all_of_both() -> None:
    here = [report_of(f"a{n}", {"town": "Harim", "day": DAY}) for n in range(6)]
    there = [report_of(f"c{n}", {"town": "Kafr Nabl", "day": "2016-03-01"}) for n in range(6)]
    assert len(fused(*here, *there)) == 2
    (event,) = fused(*here, *there, judgements=(judged("a0-0", "c3-0", "positive"),))
    assert len(event.claims) == 12
