"""Organs, spokesmen and outlets that are organs themselves are known as parts of their states."""

from tests.assess.telling import tell

from communique.account.belonging import belonging
from communique.assess import assess
from communique.model import Statement, evolve


def told_by(outlet: str, *sources: str) -> Statement:
    statement = tell("A", *sources)
    return Statement(report=evolve(statement.report, outlet=outlet), claim=statement.claim)


def test_an_organ_belongs_to_its_state() -> None:
    found = belonging([tell("Wire", "Ministry=russia-ministry-of-defence", actors=["jets=russia-air-force"])])
    assert found["russia-ministry-of-defence"] == "russia"
    assert found["russia-air-force"] in ("russia", "russia-armed-forces")
    assert "russia" not in found


def test_an_outlet_that_is_an_organ_is_its_state() -> None:
    found = belonging([told_by("Ministry of Defence of the Russian Federation")])
    assert found["Ministry of Defence of the Russian Federation"] == "russia-ministry-of-defence"


def test_what_only_reports_belongs_to_nobody() -> None:
    assert belonging([told_by("Hill Courier"), told_by("Northern Wire", "residents")]) == {}


def test_a_ministry_and_its_outlet_are_one_voice() -> None:
    told = [
        told_by("Ministry of Defence of the Russian Federation"),
        told_by("Wire", "Russian Air Force=russia-air-force"),
    ]
    assert len(assess(told).voices) == 2
    assert len(assess(told, belongs=belonging(told)).voices) == 1
