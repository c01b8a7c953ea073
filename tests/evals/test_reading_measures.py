"""The measures of reading, on keys and outcomes of our own."""

import pytest
from evals.calibration import bins_of, expected_error
from evals.event_types import label, macro_f1
from evals.muc4 import dateline, fillers, read_keys, read_messages

from communique.model import Claim, Party, Place, Source, Target

KEYS = """
0.  MESSAGE: ID                    TST9-MUC4-0001
2.  INCIDENT: DATE                 - 03 MAR 88
3.  INCIDENT: LOCATION             RURITANIA: STRELSAU (CITY)
9.  PERP: INDIVIDUAL ID            "BLACK RIDERS" / "RIDERS"
12. PHYS TGT: ID                   "GRAIN STORE"
                                   "MILL"
15. PHYS TGT: FOREIGN NATION       -
19. HUM TGT: DESCRIPTION           "MILLER": "HANS BRAND"

0.  MESSAGE: ID                    TST9-MUC4-0002
1.  MESSAGE: TEMPLATE              *
"""


def claim(event: str, mode: str | None, **further: object) -> Claim:
    return Claim(
        claim_id="c", quote="q", start=0, end=1, trigger="q", trigger_start=0, trigger_end=1, event=event,
        mode=mode, factuality="actual", confidence=0.5, origin="test 1", **further,
    )  # fmt: skip


def quoted(text: str) -> dict[str, object]:
    return {"text": text, "start": 0, "end": len(text)}


def test_keys_give_every_filler_with_its_wordings() -> None:
    keys = read_keys(KEYS)
    assert keys["TST9-MUC4-0001"]["perpetrator"] == [{"black riders", "riders"}]
    assert keys["TST9-MUC4-0001"]["target"] == [{"grain store"}, {"mill"}]
    assert keys["TST9-MUC4-0001"]["victim"] == [{"miller", "hans brand"}]
    assert keys["TST9-MUC4-0001"]["date"] == [{"1988-03-03"}]
    assert keys["TST9-MUC4-0001"]["location"] == [{"ruritania", "strelsau"}]
    assert not keys["TST9-MUC4-0002"]


def test_messages_are_told_apart_and_dated() -> None:
    text = "TST9-MUC4-0001\n\n   STRELSAU, 4 MAR 88 -- A MILL\nBURNT.\n\nTST9-MUC4-0002\n\n   NOTHING.\n"
    assert list(read_messages(text)) == [
        ("TST9-MUC4-0001", "STRELSAU, 4 MAR 88 -- A MILL BURNT."),
        ("TST9-MUC4-0002", "NOTHING."),
    ]
    assert dateline("STRELSAU, 4 MAR 88 -- A MILL BURNT.") == "1988-03-04"
    assert dateline("NOTHING.") is None


def test_only_violence_that_was_done_fills_slots() -> None:
    party, place = Party(name="Riders", **quoted("Riders")), Place(relation="in", **quoted("Strelsau"))
    victim = Target(kind="civilians", effect="killed", **quoted("miller"))
    done = claim("ASSAULT", "firearms", actors=(party,), targets=(victim,), places=(place,))
    talk = claim("CONSULT", None, actors=(Party(name="Duke", **quoted("Duke")),))
    found = fillers((done, talk))
    assert found["perpetrator"] == [{"riders"}]
    assert found["victim"] == [{"miller"}]
    assert found["location"] == [{"strelsau"}]
    assert not found["target"]


@pytest.mark.parametrize(
    ("event", "mode", "expected"),
    [("ASSAULT", "clash", "ARMED_CLASH"), ("AGREE", None, "AGREEMENT"), ("COERCE", "arrest", "ARREST")],
)
def test_events_have_labels(event: str, mode: str | None, expected: str) -> None:
    assert label((claim(event, mode, sources=(Source(name="x", **quoted("x")),)),)) == expected


def test_who_gains_a_place_decides_the_label() -> None:
    army = Party(name="army", actor_type="state forces", **quoted("army"))
    assert label((claim("CONTROL", "gain", actors=(army,)),)) == "GOV_REGAINS_TERIT"
    assert label((claim("CONTROL", "gain"),)) == "NON_STATE_ACTOR_OVERTAKES_TER"
    assert label(()) is None


def test_macro_f1_weighs_labels_alike() -> None:
    assert macro_f1([("a", "a"), ("a", "a"), ("b", None)]) == 0.5


def test_the_calibration_error_is_the_weighted_distance() -> None:
    outcomes = [(0.9, True), (0.9, True), (0.2, False), (0.2, True)]
    assert [b.size for b in bins_of(outcomes)] == [2, 2]
    assert expected_error(outcomes) == pytest.approx((2 * 0.1 + 2 * 0.3) / 4)
    assert expected_error([]) == 0
