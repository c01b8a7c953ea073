import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model import (
    EVENT_MODES,
    Claim,
    Count,
    Event,
    Judgement,
    Party,
    Place,
    Report,
    Source,
    Target,
    Time,
    content_id,
    evolve,
    json_schema,
    report_from_json,
    report_to_json,
)

TEXT = "The ministry says that 12 strikes hit three depots near Anadan on 3 May 2016."


def quoted(words: str) -> dict[str, object]:
    start = TEXT.index(words)
    return {"text": words, "start": start, "end": start + len(words)}


def a_claim(**changes: object) -> Claim:
    fields: dict[str, object] = {
        "claim_id": "x",
        "quote": TEXT,
        "start": 0,
        "end": len(TEXT),
        "trigger": "strikes",
        "trigger_start": TEXT.index("strikes"),
        "trigger_end": TEXT.index("strikes") + 7,
        "event": "ASSAULT",
        "mode": "aerial",
        "sources": (Source(**quoted("ministry")),),
        "actors": (Party(**quoted("ministry"), name="ministry"),),
        "targets": (
            Target(
                **quoted("depots"), kind="depot", effect="hit", count=Count(**quoted("three"), low=3, high=3)
            ),
        ),
        "places": (
            Place(**quoted("Anadan"), relation="near", latitude=36.29, longitude=37.04, country="SY"),
        ),
        "time": Time(**quoted("3 May 2016"), earliest="2016-05-03", latest="2016-05-03", date_prec=1),
        "confidence": 0.8,
        "origin": "test 1",
    }
    return Claim(**(fields | changes))


def test_a_report_survives_json_and_follows_the_schema() -> None:
    report = Report(id="r", title="A title", text=TEXT, claims=(a_claim(),))
    line = report_to_json(report)
    assert report_from_json(line) == report
    jsonschema.Draft202012Validator.check_schema(json_schema())
    jsonschema.validate(json.loads(line), json_schema(), jsonschema.Draft202012Validator)


def test_the_schema_refuses_what_the_contract_does_not_know() -> None:
    spoilt = json.loads(report_to_json(Report(id="r", text=TEXT, claims=(a_claim(),))))
    spoilt["claims"][0]["targets"][0]["kind"] = "spaceship"
    with pytest.raises(jsonschema.ValidationError, match="spaceship"):
        jsonschema.validate(spoilt, json_schema())


def test_the_schema_lists_every_event() -> None:
    listed = json_schema()["$defs"]["Claim"]["properties"]["event"]["enum"]
    assert listed == list(EVENT_MODES)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"mode": None}, "does not go with ASSAULT"),
        ({"event": "AGREE"}, "does not go with AGREE"),
        ({"mode": "arrest"}, "does not go with ASSAULT"),
        ({"event": "RUMOUR", "mode": None}, "Input should be"),
        ({"end": 10}, "span does not fit"),
        ({"trigger_end": 500}, "trigger lies outside"),
        ({"confidence": 1.2}, "less than or equal to 1"),
    ],
)
def test_a_claim_that_contradicts_itself_is_refused(changes: dict[str, object], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        a_claim(**changes)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (Count, {"low": 5, "high": 3}),
        (Count, {"low": -1}),
        (Place, {"latitude": 36.2}),
        (Place, {"latitude": 99.0, "longitude": 0.0}),
        (Place, {"country": "Syria"}),
        (Place, {"where_prec": 8}),
        (Time, {"earliest": "2016-05-04", "latest": "2016-05-03"}),
        (Time, {"earliest": "2016-02-30"}),
        (Time, {"earliest": "3 May 2016"}),
        (Party, {"name": ""}),
        (Target, {"kind": "depot"}),
    ],
)
def test_a_value_that_cannot_be_is_refused(kind: type, fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        kind(**quoted("three"), **fields)


def test_records_do_not_change_and_copies_are_checked() -> None:
    place = Place(**quoted("Anadan"))
    with pytest.raises(AttributeError):
        place.country = "SY"  # type: ignore[misc]
    assert evolve(place, country="SY").country == "SY"
    with pytest.raises(ValueError, match="validation error"):
        evolve(place, country="Syria")


def test_the_same_claim_has_the_same_id_and_another_source_makes_another() -> None:
    report = Report(id="r", text=TEXT)
    speaker = Source(**quoted("ministry"))
    first = Claim.make_id(report, (0, 10), (2, 5), "ASSAULT", [speaker])
    assert first == Claim.make_id(Report(id="r", text=TEXT), (0, 10), (2, 5), "ASSAULT", [speaker])
    assert first != Claim.make_id(report, (0, 10), (2, 5), "ASSAULT", [])
    assert first != Claim.make_id(Report(id="r", text=TEXT + "!"), (0, 10), (2, 5), "ASSAULT", [speaker])


@given(st.lists(st.text()), st.lists(st.text()))
def test_ids_tell_contents_apart(first: list[str], second: list[str]) -> None:
    apart = "\x1f" not in "".join(first + second)
    if apart and first != second and (first or [""]) != (second or [""]):
        assert content_id(*first) != content_id(*second)
    assert content_id(*first) == content_id(*first)


def test_a_judgement_is_the_same_whichever_claim_is_named_first() -> None:
    said = {"verdict": "positive", "by": "ana", "at": "2024-05-01T10:00:00Z", "why": "same depot"}
    first, second = Judgement(left="b", right="a", **said), Judgement(left="a", right="b", **said)
    assert first == second
    assert first.judgement_id == second.judgement_id
    assert first.judgement_id != Judgement(left="a", right="b", **said | {"by": "bo"}).judgement_id


@pytest.mark.parametrize(
    "wrong",
    [{"right": "a"}, {"at": "2024-05-01 10:00"}, {"at": "2024-13-01T10:00:00Z"}, {"verdict": "maybe"}],
)
def test_a_judgement_is_checked(wrong: dict[str, str]) -> None:
    said = {"left": "a", "right": "b", "verdict": "negative", "by": "ana", "at": "2024-05-01T10:00:00Z"}
    with pytest.raises(ValueError, match=r"judgement|time|month|input"):
        Judgement(**said | wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [{"claims": ()}, {"latitude": 36.2}, {"date_start": "2024-05-02", "date_end": "2024-05-01"}],
)
def test_an_event_is_checked(wrong: dict[str, object]) -> None:
    told = {"event_id": "e1", "claims": ("1",), "reports": ("r",), "event": "PROTEST"}
    assert Event(**told).mode is None  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"event has claims|coordinate|date_start"):
        Event(**told | wrong)  # type: ignore[arg-type]
