"""The model in the package, read on sentences of our own: what a user relies on."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.config import Config
from communique.extract import open_extractor
from communique.model import Claim, Report, evolve, report_from_json, report_to_json


def claims(text: str) -> tuple[Claim, ...]:
    return open_extractor(Config()).claims([Report(id="r", text=text)])[0]


def by_trigger(text: str, word: str) -> Claim:
    found = [c for c in claims(text) if word in c.trigger]
    assert found, [c.trigger for c in claims(text)]
    return found[0]


def test_who_says_who_did_what_to_whom_and_where() -> None:
    claim = by_trigger(
        "The Turkish Defence Ministry said on Tuesday that Turkish warplanes had destroyed two "
        "ammunition depots and damaged a bridge of the PKK near the town of Amedi in Iraq.",
        "destroyed",
    )
    assert (claim.event, claim.mode, claim.factuality) == ("ASSAULT", "aerial", "actual")
    assert [s.text for s in claim.sources] == ["Turkish Defence Ministry"]
    assert [r.text for r in claim.recipients] == ["PKK"]
    depots = claim.targets[0]
    assert (depots.text, depots.effect) == ("ammunition depots", "destroyed")
    assert depots.count is not None
    assert (depots.count.low, depots.count.high) == (2, 2)
    assert "Amedi" in claim.places[0].text


def test_an_entry_of_a_strike_list() -> None:
    claim = by_trigger(
        "Near Deir Hafir, three strikes engaged two ISIS tactical units; destroyed a mortar system.",
        "strikes",
    )
    assert claim.mode == "aerial"
    assert [(m.text, m.count and m.count.low) for m in claim.means] == [("strikes", 3)]
    assert [(p.text, p.relation) for p in claim.places] == [("Deir Hafir", "near")]
    assert [(t.text, t.effect) for t in claim.targets] == [
        ("tactical units", "hit"),
        ("mortar system", "destroyed"),
    ]
    assert [r.text for r in claim.recipients] == ["ISIS"]


def test_the_actor_of_a_passive_stands_behind_it() -> None:
    claim = by_trigger(
        "Three residents were killed in the village of Tal Rima by Syrian army shelling.", "shelling"
    )
    assert [a.text for a in claim.actors] == ["Syrian army"]
    assert [(t.text, t.kind, t.effect) for t in claim.targets] == [("residents", "civilians", "killed")]
    assert claim.mode == "heavy-weapons"


def test_he_added_goes_on_with_the_same_source() -> None:
    claim = by_trigger(
        "General Amin Darwish said that rebels had shelled a market in Homs. "
        "He added that soldiers had arrested four men in Hama.",
        "arrested",
    )
    assert [s.text for s in claim.sources] == ["General Amin Darwish"]


@pytest.mark.parametrize(
    ("text", "trigger", "factuality"),
    [
        ("The ministry denied that its aircraft had bombed the school in Idlib.", "bombed", "negated"),
        ("The army plans to send 200 more soldiers to Tillabery next month.", "send", "future"),
    ],
)
def test_what_is_denied_or_planned_is_no_fact(text: str, trigger: str, factuality: str) -> None:
    assert by_trigger(text, trigger).factuality == factuality


@pytest.mark.parametrize(
    "text",
    [
        "Leave a Reply\n\nFill in your details below\n\nShare this: Twitter Facebook\n\nLoading...",
        "It rained all day over the fields, and the striker scored twice in the second half.",
        "",
    ],
)
def test_what_tells_of_no_conflict_makes_no_claim(text: str) -> None:
    assert not claims(text)


def test_a_claim_keeps_its_id_and_others_differ() -> None:
    text = "Rebels shelled a market in Homs on Monday. Soldiers shelled a school in Hama on Friday."
    assert [c.claim_id for c in claims(text)] == [c.claim_id for c in claims(text)]
    assert len({c.claim_id for c in claims(text)}) == len(claims(text)) >= 2


def test_a_report_is_read_alike_alone_among_others_and_on_other_threads() -> None:
    texts = [
        "Two airstrikes hit a depot near Hama on Monday, the army said.",
        "Gunmen abducted 12 villagers in Borno state, a resident told Reuters. Police have arrested nobody.",
        "Talks on a ceasefire began in Cairo on Tuesday.",
    ]
    reports = [Report(id=str(n), text=texts[n % 3] * (1 + n % 5)) for n in range(65)]
    together = open_extractor(Config(threads=2)).claims(reports)
    assert together == [open_extractor(Config(threads=1)).claims([report])[0] for report in reports]


_WORDS = (
    "Russian forces said that , . “ ” near in Homs Syria killed struck 12 dozens of civilians ISIS by were "
    "depots and believe strikes \n he added according to Reuters the US clashes between Tuesday 5 May"
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(_WORDS.split(" ")), max_size=40))
def test_whatever_is_found_quotes_the_report(words: list[str]) -> None:
    report = Report(id="r", text=" ".join(words))
    report = evolve(report, claims=open_extractor(Config()).claims([report])[0])
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


@pytest.mark.parametrize("unit", ["Abc ", "the ", "Syria, ", "strikes ", "said "])
def test_a_hostile_sentence_takes_little_time(unit: str) -> None:
    started = time.process_time()
    claims(unit * (20_000 // len(unit)) + "strikes")
    assert time.process_time() - started < 20
