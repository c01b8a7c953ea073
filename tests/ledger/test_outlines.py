"""What was assessed of events is used again where nothing changed, and only there; on both databases."""

from collections.abc import Callable

import pytest
from evals.happenings import reports
from sqlalchemy import text

from communique.account import outlines, pages, voices
from communique.account.fused import FusedLedger
from communique.account.voices import Page
from communique.ledger import Ledger, open_ledger
from communique.ledger.assessed import Assessed
from communique.ledger.copying import copy
from communique.ledger.opening import writing
from communique.ledger.schema import VERSION_TABLE
from communique.model import Judgement, Rating, Removal, Report, Response, Withdrawal, evolve

AT = "2026-01-01T00:00:00Z"


def told() -> list[Report]:
    return [evolve(r.statements[0].report, claims=[s.claim for s in r.statements]) for r in reports(40)]


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    list(ledger.add(told()[:-1]))
    outlines.record(ledger)
    return ledger


@pytest.fixture
def assessed(filled: Ledger, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows by the first claim of each event that is assessed from now on."""
    seen: list[str] = []
    real = pages.assess

    def counting(statements, *given, **named):
        seen.append(statements[0].claim.claim_id)
        return real(statements, *given, **named)

    monkeypatch.setattr(pages, "assess", counting)
    return seen


def fresh(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> list[Page]:
    """Return the outlines as made by an assessor that nobody has been before."""
    with monkeypatch.context() as context:
        context.setattr(outlines, "assessor", lambda: "nobody before")
        return list(outlines.outlines(ledger))


def test_what_is_recorded_is_used_and_equals_what_is_made_anew(
    filled: Ledger, assessed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = list(outlines.outlines(filled))
    assert found
    assert not assessed
    assert found == fresh(filled, monkeypatch)
    assert len(assessed) == len(found)
    assert list(filled.check()) == []


def judgement(ledger: Ledger) -> Judgement:
    one, other = (event.claims[0] for event in FusedLedger(ledger).catch_up()[:2])
    return Judgement(left=one, right=other, verdict="positive", by="ana", at=AT, why="")


def rate(ledger: Ledger) -> None:
    outlet = next(ledger.reports()).outlet
    ledger.decide(Rating(source=outlet, reliability="A", by="ana", at=AT, why=""))


def report_anew(ledger: Ledger) -> None:
    list(ledger.add([told()[-1]]))


def revise(ledger: Ledger) -> None:
    """Add another outlet's name for a report: claims and events stay the same."""
    list(ledger.add([evolve(told()[0], outlet="Another Paper")]))


CHANGES: dict[str, Callable[[Ledger], object]] = {
    "a judgement": lambda ledger: ledger.decide(judgement(ledger)),
    "a rating": rate,
    "a new report": report_anew,
    "a report read anew": revise,
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_assessed_anew(
    change: str, filled: Ledger, assessed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    CHANGES[change](filled)
    outlines.record(filled)
    assert assessed
    del assessed[:]
    found = list(outlines.outlines(filled))
    assert not assessed
    assert found == fresh(filled, monkeypatch)


def test_a_withdrawal_brings_back_what_was_before(
    filled: Ledger, assessed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, decided = list(outlines.outlines(filled)), judgement(filled)
    filled.decide(decided)
    assert list(outlines.outlines(filled)) != before
    filled.decide(Withdrawal(judgement_id=decided.judgement_id, by="ana", at=AT, why=""))
    assert list(outlines.outlines(filled)) == before == fresh(filled, monkeypatch)


def test_another_assessor_assesses_anew(
    filled: Ledger, assessed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlines, "assessor", lambda: "another version")
    assert len(list(outlines.outlines(filled))) == len(assessed)


def test_a_response_is_shown_at_once(filled: Ledger) -> None:
    event = FusedLedger(filled).catch_up()[0]
    answer = Response(event_id=event.event_id, text="No.", by="ana", at=AT)
    filled.decide(answer)
    assert [a["text"] for a in voices.answers_of(filled)] == ["No."]
    assert "No." not in str(list(outlines.outlines(filled)))


def test_rows_are_append_only_and_a_wrong_one_is_found(filled: Ledger) -> None:
    with writing(filled._engine).begin() as connection, pytest.raises(Exception, match="append-only"):
        connection.execute(text("UPDATE assessments SET content = '{}'"))
    with writing(filled._engine).begin() as connection:
        connection.execute(text("INSERT INTO assessments VALUES ('b', 'r', 'e', 'k', '{}', '2026')"))
    assert [fault.location for fault in filled.check()] == ["assessments b"]


def test_words_that_were_removed_stand_in_no_assessment(filled: Ledger) -> None:
    event = FusedLedger(filled).catch_up()[0]
    answer = Response(event_id=event.event_id, text="No.", by="ana", at=AT)
    filled.decide(answer)
    name = f"response-{answer.response_id}"
    made = Assessed(basis="b", rated="r", event_id="e", content=f'{{"reports":["{name}"]}}')
    assert filled.assessments.record([made]) == 1
    filled.decide(
        Removal(response_id=answer.response_id, event_id=event.event_id, by="ana", at=AT, why="law")
    )
    assert list(filled.assessments.of(["b"])) == []
    assert filled.assessments.record([made]) == 0


def test_a_former_schema_is_migrated_and_copies_carry_assessments(
    location: str, new_location: Callable[[], str], filled: Ledger, assessed: list[str]
) -> None:
    with open_ledger(new_location()) as other:
        copy(filled._engine, other._engine)
        assert other.counts()["assessments"] == filled.counts()["assessments"] > 0
        assert len(list(outlines.outlines(other))) > 0
        assert not assessed
        assert list(other.check()) == []
    with writing(filled._engine).begin() as connection:
        connection.execute(text("DROP TABLE assessments"))
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '0006'"))
    with open_ledger(location) as migrated:
        assert migrated.counts()["assessments"] == 0
        assert len(list(outlines.outlines(migrated))) == len(assessed) > 0
