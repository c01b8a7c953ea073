"""What a person says of a claim changes the events, and can be taken back."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from communique.account.corrections import apply, corrected, in_force_by_claim, slot_value, training_report
from communique.account.fused import FusedLedger
from communique.account.pages import event_page
from communique.account.voices import answers_of
from communique.ledger import Ledger, LedgerError, open_ledger
from communique.model import SLOTS, Correction, Moderation, Removal, Response, Withdrawal, evolve
from test_accounts import HARMED, five, report

AT = "2020-01-01T00:00:0{}Z"


def correction(claim: str, second: int, **fields: object) -> Correction:
    given = {"verdict": "wrong", "by": "Ana", "at": AT.format(second), "why": "a slip"} | fields
    return Correction(claim_id=claim, **given)  # type: ignore[arg-type]


TOLL = {"killed": "12", "kind": "civilians", "low": 12}


def test_a_slot_as_it_is_changes_nothing() -> None:
    (claim,) = report("local", HARMED, "Harim Lanes", "2016-03-08", **TOLL).claims
    same = [
        correction(claim.claim_id, 1, verdict="corrected", slot=slot, value=slot_value(claim, slot))
        for slot in SLOTS
    ]
    assert apply(claim, same) == claim


def test_the_latest_of_a_slot_counts_until_it_is_withdrawn() -> None:
    (claim,) = report("local", HARMED, "Harim Lanes", "2016-03-08", **TOLL).claims
    first = correction("c", 1, verdict="corrected", slot="factuality", value='"probable"')
    second = correction("c", 2, verdict="corrected", slot="factuality", value='"future"')
    other = correction("c", 3, verdict="corrected", slot="time", value="null")
    found = in_force_by_claim([second, first, other])["c"]
    assert set(found) == {second, other}
    changed = apply(claim, found)
    assert changed is not None
    assert (changed.factuality, changed.time) == ("future", None)
    back = Withdrawal(judgement_id=second.correction_id, by="Ana", at=AT.format(4))
    assert set(in_force_by_claim([first, second], [back])["c"]) == {first}


@pytest.mark.parametrize(
    "fields",
    [
        {"verdict": "corrected"},
        {"verdict": "corrected", "slot": "quote", "value": "1"},
        {"verdict": "wrong", "slot": "time", "value": "null"},
        {"verdict": "corrected", "slot": "time"},
    ],
)
def test_a_correction_is_whole(fields: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"slot|Input"):
        correction("c", 1, **fields)


def test_a_value_that_does_not_fit_is_passed_over() -> None:
    told = report("local", HARMED, "Harim Lanes", "2016-03-08", **TOLL)
    bad = correction(
        "claim-local", 1, verdict="corrected", slot="event", value='{"event": "AID", "mode": "clash"}'
    )
    with pytest.raises(ValueError, match="does not go with"):
        apply(told.claims[0], [bad])
    assert corrected(told, {"claim-local": [bad]}) == told


def test_a_wrong_claim_leaves_the_event_and_comes_back(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger.db") as ledger:
        list(ledger.add(five()))
        fused = FusedLedger(ledger)
        (before,) = fused.record()
        wrong = correction("claim-blog", 1)
        ledger.decide(wrong)
        (without,) = fused.record()
        assert set(before.claims) - set(without.claims) == {"claim-blog"}
        assert FusedLedger(ledger).catch_up() == [without]
        ledger.decide(Withdrawal(judgement_id=wrong.correction_id, by="Ben", at=AT.format(2)))
        assert fused.record() == [before]
        assert list(ledger.check()) == []


def test_a_corrected_toll_changes_the_assessment_and_the_report_stays(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger.db") as ledger:
        list(ledger.add(five()))
        target = json.loads(slot_value(ledger.report("blog").claims[0], "targets"))
        target[0]["count"] |= {"low": 12, "high": 12}
        made = correction("claim-blog", 1, verdict="corrected", slot="targets", value=json.dumps(target))
        ledger.decide(made)
        page = event_page(ledger, "e-claim-blog")
        counted = [d for d in page["assessment"]["differences"] if d["slot"] == "count"]
        named = {c for d in counted for side in ("left", "right") for c in d[side]["claims"]}
        assert not {"claim-blog", "claim-local"} <= named
        assert ledger.report("blog").claims[0].targets[0].count.low == 9


def test_reviewed_reports_are_training_data(tmp_path: Path) -> None:
    told = report("local", HARMED, "Harim Lanes", "2016-03-08", **TOLL)
    assert training_report(told, {}) is None
    second = evolve(told.claims[0], claim_id="second")
    both = evolve(told, claims=(told.claims[0], second))
    judged = {"claim-local": [correction("claim-local", 1, verdict="accepted")]}
    partly = training_report(both, judged)
    assert partly is not None
    assert not partly["complete"]
    assert [c["trigger"] for c in partly["claims"]] == ["struck"]
    judged["second"] = [correction("second", 1)]
    whole = training_report(both, judged)
    assert whole is not None
    assert whole["complete"]
    assert whole["claims"] == [
        {
            "quote": HARMED,
            "trigger": "struck",
            "event": "ASSAULT",
            "mode": "aerial",
            "factuality": "actual",
            "sources": [],
            "cue": None,
            "actors": [{"text": "Arcadia", "name": "Arcadia"}],
            "recipients": [],
            "targets": [
                {
                    "text": "civilians",
                    "kind": "civilians",
                    "effect": "killed",
                    "count": {"text": "12", "low": 12, "high": 12},
                }
            ],
            "means": [],
            "places": [{"text": "Harim", "relation": "in", "within": None}],
            "time": {"text": "7 March 2016", "earliest": "2016-03-07", "latest": "2016-03-07"},
        }
    ]


def answer(ledger: Ledger, second: int) -> Response:
    told = Response(event_id="e-claim-blog", text=f"I saw it ({second}).", by="Reader", at=AT.format(second))
    ledger.decide(told)
    return told


def test_only_moderated_responses_are_shown(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger.db") as ledger:
        list(ledger.add(five()))
        waits, shown, refused, gone = (answer(ledger, second) for second in range(4))
        given = {"by": "Ana", "at": AT.format(5)}
        ledger.decide(Moderation(response_id=shown.response_id, verdict="published", **given))
        ledger.decide(Moderation(response_id=gone.response_id, verdict="published", **given))
        no = Moderation(response_id=refused.response_id, verdict="refused", why="abuse", **given)
        ledger.decide(no)
        ledger.decide(Removal(response_id=gone.response_id, event_id=gone.event_id, **given))
        statuses = {a["response_id"]: a["status"] for a in answers_of(ledger)}
        assert statuses == {
            waits.response_id: "waiting",
            shown.response_id: "published",
            refused.response_id: "refused",
            gone.response_id: "removed",
        }
        page = event_page(ledger, "e-claim-blog")
        assert [(a["status"], a["text"]) for a in page["responses"]] == [
            ("published", "I saw it (1)."),
            ("removed", ""),
        ]
        ledger.decide(Withdrawal(judgement_id=no.moderation_id, by="Ana", at=AT.format(6)))
        assert [a["status"] for a in answers_of(ledger)].count("waiting") == 2


def test_decisions_are_recorded_together_or_not_at_all(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger.db") as ledger:
        list(ledger.add(five()))
        with pytest.raises(LedgerError, match="no claim"):
            ledger.decide(correction("claim-blog", 1), correction("unknown", 2))
        assert list(ledger.corrections()) == []
