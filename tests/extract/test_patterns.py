import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.extract.patterns import PatternExtractor
from communique.model import Claim, Report, evolve, report_from_json, report_to_json


def claims(text: str) -> tuple[Claim, ...]:
    return PatternExtractor().claims([Report(id="r", text=text)])[0]


def only(text: str) -> Claim:
    found = claims(text)
    assert len(found) == 1, [c.trigger for c in found]
    return found[0]


def targets(claim: Claim) -> list[tuple[str, str, str]]:
    return [(t.text, t.kind, t.effect) for t in claim.targets]


def test_who_says_who_did_what_to_whom_where_and_when() -> None:
    claim = only(
        "The Turkish Defence Ministry said on Tuesday that Turkish warplanes had destroyed two "
        "ammunition depots and damaged a bridge of the PKK near the town of Amedi in Iraq."
    )
    assert (claim.event, claim.mode, claim.factuality) == ("ASSAULT", "aerial", "actual")
    assert [s.text for s in claim.sources] == ["Turkish Defence Ministry"]
    assert [a.text for a in claim.actors] == ["Turkish warplanes"]
    assert [r.text for r in claim.recipients] == ["PKK"]
    assert targets(claim) == [
        ("ammunition depots", "depot", "destroyed"),
        ("bridge", "infrastructure", "damaged"),
    ]
    assert [t.count and (t.count.low, t.count.high) for t in claim.targets] == [(2, 2), (1, 1)]
    assert [(p.text, p.relation, p.within) for p in claim.places] == [("Amedi", "near", "Iraq")]
    assert claim.time is not None
    assert claim.time.text == "Tuesday"


def test_an_entry_of_a_strike_list() -> None:
    claim = only("Near Deir Hafir, three strikes engaged two ISIS tactical units; destroyed a mortar system.")
    assert (claim.trigger, claim.mode) == ("strikes", "aerial")
    assert [(m.text, m.count and m.count.low) for m in claim.means] == [("strikes", 3)]
    assert [(p.text, p.relation) for p in claim.places] == [("Deir Hafir", "near")]
    assert targets(claim) == [("tactical units", "unit", "hit"), ("mortar system", "artillery", "destroyed")]
    assert [r.text for r in claim.recipients] == ["ISIS"]


def test_the_list_goes_on_with_the_speaker_of_its_lead_in() -> None:
    first, second = claims(
        "The Coalition reported: “Near Kisra, one strike destroyed a bunker. "
        "Near Sabkha, two strikes destroyed an ISIS vehicle.” Rain fell in Sabkha."
    )
    assert [s.text for s in first.sources] == [s.text for s in second.sources] == ["Coalition"]
    assert [a.text for a in second.actors] == ["Coalition"]


def test_a_passive_has_its_actor_after_by_and_its_object_before() -> None:
    claim = only("Three residents were killed in the village of Tal Rima by Syrian army shelling.")
    assert [a.text for a in claim.actors] == ["Syrian army"]
    assert targets(claim) == [("residents", "civilians", "killed")]
    assert claim.mode == "heavy-weapons"


def test_provinces_in_a_list_lie_in_the_country_named_before_them() -> None:
    claim = only("The strikes hit depots in Syria in the provinces of Homs, Daraa, and Hama.")
    assert [(p.text, p.within) for p in claim.places] == [
        ("Homs", "Syria"),
        ("Daraa", "Syria"),
        ("Hama", "Syria"),
    ]


@pytest.mark.parametrize(
    ("text", "event", "factuality"),
    [
        ("Police sources believe the rebels attacked the bridge.", "ASSAULT", "probable"),
        ("Iran has rejected the plan.", "REJECT", "actual"),
        ("The Iraqi army did not attack the school.", "ASSAULT", "negated"),
        ("Hezbollah reportedly attacked a base.", "ASSAULT", "probable"),
        ("Turkey plans to attack the port.", "ASSAULT", "future"),
        ("NATO welcomed the report.", "SUPPORT", "actual"),
        ("Russia was invited by Syria.", "REQUEST", "actual"),
        ("It rained all day over the fields.", None, None),
    ],
)
def test_event_and_factuality(text: str, event: str | None, factuality: str | None) -> None:
    found = [(c.event, c.factuality) for c in claims(text)]
    assert found == ([(event, factuality)] if event else [])


def test_an_invitation_is_made_by_who_stands_after_by() -> None:
    claim = only("Russia was invited by Syria.")
    assert ([a.text for a in claim.actors], [r.text for r in claim.recipients]) == (["Syria"], ["Russia"])


def test_a_party_that_claims_what_it_did_is_source_and_actor() -> None:
    claim = only("Hamas is claiming that it killed several commanders of the Israeli army.")
    assert [s.text for s in claim.sources] == [a.text for a in claim.actors] == ["Hamas"]


def test_he_added_goes_on_with_the_same_source() -> None:
    _, second = claims(
        "General Amin Darwish said that rebels shelled a market. He added that shells killed 3 people."
    )
    assert [s.text for s in second.sources] == ["General Amin Darwish"]


def test_form_and_menu_words_make_no_claim() -> None:
    assert not claims(
        "Leave a Reply\n\nFill in your details below\n\nShare this: Twitter Facebook\n\nLoading..."
    )


def test_a_claim_keeps_its_id_and_others_differ() -> None:
    text = "Rebels shelled a market in Homs. Rebels shelled a school in Homs."
    assert [c.claim_id for c in claims(text)] == [c.claim_id for c in claims(text)]
    assert len({c.claim_id for c in claims(text)}) == 2


_WORDS = (
    "Russian forces said that , . “ ” near in Homs Syria killed struck 12 dozens of civilians ISIS by were "
    "depots and believe strikes \n he added according to Reuters the US clashes between Tuesday 5 May"
)


@given(st.lists(st.sampled_from(_WORDS.split(" ")), max_size=40))
def test_whatever_is_found_quotes_the_report(words: list[str]) -> None:
    report = Report(id="r", text=" ".join(words))
    report = evolve(report, claims=PatternExtractor().claims([report])[0])
    assert report_from_json(report_to_json(report)) == report
    for quoted in _quoted(json.loads(report_to_json(report))["claims"]):
        assert report.text[quoted["start"] : quoted["end"]] == quoted.get("text", quoted.get("quote"))


def _quoted(node: object) -> list[dict[str, object]]:
    if isinstance(node, list):
        return [q for member in node for q in _quoted(member)]
    if isinstance(node, dict):
        own = [node] if "start" in node and ("text" in node or "quote" in node) else []
        return own + [q for member in node.values() for q in _quoted(member)]
    return []


@pytest.mark.parametrize(
    "unit", ["Abc ", "the ", "of ", "Syria, ", "in the city of ", "northern ", "strikes ", "said "]
)
def test_a_hostile_sentence_takes_little_time(unit: str) -> None:
    started = time.process_time()
    claims(unit * (20_000 // len(unit)) + "strikes")
    assert time.process_time() - started < 10
