"""Five reports on one strike, as claims made by hand: who speaks, copies, denies, and what differs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from evals.happenings import reports

from communique.account.fused import FusedLedger, decide, events_of, fuser
from communique.account.pages import event_page, event_pages
from communique.ledger import Ledger, open_ledger
from communique.model import (
    Claim,
    Count,
    Judgement,
    Party,
    Place,
    Report,
    Source,
    Target,
    Time,
    Withdrawal,
    evolve,
)

MINISTRY = {"name": "Ministry of Defence of Arcadia", "source_id": "ARC-MOD"}
STRUCK = (
    "Aircraft of the Arcadian air group struck the town of Harim on 7 March 2016 and killed 5 fighters "
    "of the northern front, the ministry said."
)
HARMED = "Arcadian aircraft struck the town of Harim on 7 March 2016 and killed 12 civilians, rescuers said."
DENIED = "The ministry denied that Arcadian aircraft struck Harim on 7 March 2016 and killed any civilians."
TOLD = "Jets of Arcadia struck Harim on 7 March 2016 and killed 9 civilians in two homes."


def claim(name: str, text: str, *, killed: str, kind: str, low: int | None, **slots: Any) -> Claim:
    def at(words: str) -> dict[str, Any]:
        start = text.index(words)
        return {"text": words, "start": start, "end": start + len(words)}

    count = Count(**at(killed), low=low, high=low) if low is not None else None
    whom = "fighters" if kind == "combatants" else "civilians"
    return Claim(
        claim_id=name,
        quote=text,
        start=0,
        end=len(text),
        trigger="struck",
        trigger_start=at("struck")["start"],
        trigger_end=at("struck")["end"],
        event="ASSAULT",
        mode="aerial",
        actors=(Party(**at("Arcadia"), name="Arcadia", actor_id="ARC"),),
        targets=(Target(**at(whom), kind=kind, effect="killed", count=count),),
        places=(
            Place(**at("Harim"), name="Harim", latitude=36.21, longitude=36.52, country="SY", where_prec=1),
        ),
        time=Time(
            **at("7 March 2016"), earliest="2016-03-07", latest="2016-03-07", date_prec=1, basis="stated"
        ),
        confidence=0.9,
        origin="by hand",
        **slots,
    )


def report(name: str, text: str, outlet: str, day: str, **slots: Any) -> Report:
    told = Report(id=name, title=None, text=text, outlet=outlet, published=day)
    object.__setattr__(told, "claims", (claim(f"claim-{name}", text, **slots),))
    return told


def five() -> list[Report]:
    def ministry(text: str) -> tuple[Source, ...]:
        start = text.lower().index("the ministry")
        return (Source(text=text[start : start + 12], start=start, end=start + 12, **MINISTRY),)

    fighters = {"killed": "5", "kind": "combatants", "low": 5}
    return [
        report("statement", STRUCK, MINISTRY["name"], "2016-03-08", sources=ministry(STRUCK), **fighters),
        report("copy", STRUCK, "Northern Wire", "2016-03-08", sources=ministry(STRUCK), **fighters),
        report("local", HARMED, "Harim Lanes", "2016-03-08", killed="12", kind="civilians", low=12),
        report(
            "denial", DENIED, MINISTRY["name"], "2016-03-09", sources=ministry(DENIED),
            killed="any", kind="civilians", low=None, factuality="negated",
        ),
        report("blog", TOLD, "Notes", "2016-03-09", killed="9", kind="civilians", low=9),
    ]  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "ledger.db") as opened:
        list(opened.add(five()))
        yield opened


def test_five_reports_are_one_contested_event(ledger: Ledger) -> None:
    (page,) = event_pages(ledger)
    assert len(page["reports"]) == 5
    assessed = page["assessment"]
    (ministry,) = [v for v in assessed["voices"] if "claim-statement" in v["claims"]]
    assert {"claim-copy", "claim-denial"} <= set(ministry["claims"])
    assert ministry["grounds"]
    assert ministry["denies"] == ["claim-denial"]
    found = {difference["slot"]: difference for difference in assessed["differences"]}
    assert "claim-denial" in {*found["denial"]["left"]["claims"], *found["denial"]["right"]["claims"]}
    counted = {*found["count"]["left"]["claims"], *found["count"]["right"]["claims"]}
    assert {"claim-local", "claim-blog"} <= counted
    assert page["grade"] == "Contested"
    assert assessed["grade_ground"]["words"]
    assert assessed["grade_ground"]["claims"]


def test_recorded_events_are_the_fused_ones_until_something_is_added(ledger: Ledger) -> None:
    assert ledger.events(fuser()) is None
    recorded = FusedLedger(ledger).record()
    assert ledger.events(fuser()) == recorded == events_of(ledger)
    assert ledger.events("another fuser") is None
    FusedLedger(ledger).record()
    assert ledger.counts()["fusings"] == 1
    list(ledger.add([report("late", TOLD, "Late", "2016-03-10", killed="9", kind="civilians", low=9)]))
    assert ledger.events(fuser()) is None
    assert list(ledger.check()) == []


def test_adding_bit_by_bit_gives_the_same_events(tmp_path: Path, ledger: Ledger) -> None:
    with open_ledger(tmp_path / "other.db") as other:
        fused = FusedLedger(other)
        for told in reversed(five()):
            list(other.add([told]))
            fused.record()
        assert other.events(fuser()) == FusedLedger(ledger).record()
        assert list(other.check()) == []


def made_up(claims: int) -> list[Report]:
    """Return reports that overlap in what they tell, with their claims."""
    return [
        evolve(told.statements[0].report, claims=tuple(s.claim for s in told.statements))
        for told in reports(claims)
    ]


def test_only_what_a_report_changes_is_recorded(tmp_path: Path) -> None:
    *most, late = made_up(400)
    with open_ledger(tmp_path / "grown.db") as grown, open_ledger(tmp_path / "whole.db") as whole:
        list(grown.add(most))
        fused = FusedLedger(grown)
        fused.record()
        before = grown.counts()["events"]
        list(grown.add([late]))
        changed = fused.update()
        assert 0 < len(changed) < 10
        assert grown.counts()["events"] == before + len(changed)
        list(whole.add([*most, late]))
        assert grown.events(fuser()) == fused.events() == FusedLedger(whole).record()
        assert FusedLedger(grown).update()  # another process finds nothing else to record
        assert grown.counts()["events"] == before + len(changed)
        assert list(grown.check()) == []


def test_a_report_read_anew_leaves_the_events_of_its_last_reading(tmp_path: Path) -> None:
    first, *others = made_up(120)
    with open_ledger(tmp_path / "read-anew.db") as read_anew, open_ledger(tmp_path / "once.db") as once:
        fused = FusedLedger(read_anew)
        list(read_anew.add([first, *others]))
        fused.update()
        for anew in (evolve(first, claims=first.claims[:1]), evolve(others[5], claims=())):
            list(read_anew.add([anew]))
            fused.update()
        list(once.add([evolve(first, claims=first.claims[:1]), *others[:5], *others[6:]]))
        assert read_anew.events(fuser()) == FusedLedger(once).catch_up()


def test_near_copies_are_recorded_once(ledger: Ledger) -> None:
    FusedLedger(ledger).record()
    assert ledger.near_copies() == {("copy", "statement")}
    FusedLedger(ledger).record()
    assert ledger.counts()["near_copies"] == 1


def test_a_report_that_is_read_anew_without_claims_leaves_its_event(ledger: Ledger) -> None:
    fused = FusedLedger(ledger)
    fused.record()
    told = five()[4]
    object.__setattr__(told, "claims", ())
    list(ledger.add([told]))
    (event,) = fused.record()
    assert "blog" not in event.reports
    assert ledger.events(fuser()) == [event]


def test_a_person_parts_an_event_and_takes_it_back(ledger: Ledger) -> None:
    (before,) = FusedLedger(ledger).record()
    judgement = Judgement(
        left="claim-blog", right="claim-local", verdict="negative", by="Ana", at="2020-01-01T00:00:00Z"
    )
    parted = decide(ledger, judgement)
    assert len(parted) == 2
    assert all(not {"claim-blog", "claim-local"} <= set(event.claims) for event in parted)
    assert {event_page(ledger, e.event_id)["event_id"] for e in parted} == {e.event_id for e in parted}
    withdrawn = Withdrawal(judgement_id=judgement.judgement_id, by="Ben", at="2020-01-02T00:00:00Z")
    assert decide(ledger, withdrawn) == [before] == ledger.events(fuser())
    assert [entry.action for entry in ledger.audit_log()] == ["judge", "withdraw"]
    assert list(ledger.check()) == []
    assert event_page(ledger, "e-nothing") is None
