"""Whether a target is one person."""

import pytest

from communique.assess.persons import is_one_person
from communique.model import Target


@pytest.mark.parametrize(
    ("text", "kind", "one"),
    [
        ("man", "civilians", True),
        ("12-year-old girl from the camp", "civilians", True),
        ("driver of the buses", "civilians", True),
        ("Farid al-Nasser", "civilians", True),
        ("Jonas Peters", "civilians", True),
        ("deputy governor", "leader", True),
        ("women", "civilians", False),
        ("Government Soldiers", "combatants", False),
        ("residents", "civilians", False),
        ("mother and son", "civilians", False),
        ("family", "civilians", False),
        ("school", "school", False),
    ],
)
def test_one_person(text: str, kind: str, one: bool) -> None:
    assert is_one_person(Target(text=text, start=0, end=len(text), kind=kind, effect="killed")) is one
