"""Tolls at the head of an event's page: who tells a number, and who denies it."""

from typing import Any

from communique.serve.tolls import told_tolls


def event(**changed: Any) -> dict[str, Any]:
    grounds = [
        {"rule": "low", "words": "", "claims": ["b"]},
        {"rule": "best", "words": "", "claims": ["a"]},
    ]
    toll: dict[str, Any] = {
        "side": "civilians",
        "party": None,
        "effect": "killed",
        "low": 9,
        "best": 12,
        "high": 12,
    }
    toll["grounds"] = grounds
    voices = [
        {"voice": "a", "name": "Local Post", "affirms": ["a"], "denies": []},
        {"voice": "b", "name": "The hospital", "affirms": ["b"], "denies": []},
        {"voice": "c", "name": "The army", "affirms": [], "denies": ["c"]},
    ]
    denial = {
        "slot": "denial",
        "left": {"voice": "c", "claims": ["c"]},
        "right": {"voice": "a", "claims": ["a"]},
    }
    return {"assessment": {"tolls": [toll | changed], "voices": voices, "differences": [denial]}}


def test_each_number_has_its_tellers_and_deniers() -> None:
    (told,) = told_tolls(event())
    assert (told.words, told.low, told.best, told.high) == ("Killed, civilians", 9, 12, 12)
    assert told.tellers == ("Local Post", "The hospital")
    assert told.deniers == ("The army",)


def test_a_number_that_nobody_denies_has_no_deniers() -> None:
    (told,) = told_tolls(event(grounds=[{"rule": "best", "words": "", "claims": ["b"]}]))
    assert told.tellers == ("The hospital",)
    assert told.deniers == ()


def test_a_side_is_named_where_it_is_known() -> None:
    assert told_tolls(event(side="side_b", party="Rebels"))[0].words == "Killed, Rebels"
    assert told_tolls(event(side="unknown", effect="injured"))[0].words == "Injured, side not told"
