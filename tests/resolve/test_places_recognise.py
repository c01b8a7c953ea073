import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.resolve.places.recognise import find_toponyms


def names(text: str) -> list[str]:
    return [toponym.text for toponym in find_toponyms(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The convoy left Damascus for Homs at dawn.", ["Damascus", "Homs"]),
        ("Residents of Ar Raqqah fled to Turkey.", ["Ar Raqqah", "Turkey"]),
        ("Turkish and Russian envoys met.", ["Turkish", "Russian"]),
        ("The U.S. envoy landed in Baghdad's airport.", ["U.S.", "Baghdad"]),
        ("A fire broke out in Bardstown, Ky. on Friday.", ["Bardstown", "Ky."]),
        ("Crews closed Millbrook Road overnight.", ["Millbrook Road"]),
        ("It rained on Sunday in March.", []),
        ("President Lincoln Harper said so.", []),
        ("Mr. Hamilton told reporters that David Sydney had left.", []),
        ("nothing here is written large", []),
        ("", []),
    ],
)
def test_names_of_places_are_found(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=120))
def test_spans_point_at_their_words(text: str) -> None:
    last = 0
    for toponym in find_toponyms(text):
        assert text[toponym.start : toponym.end] == toponym.text
        assert toponym.start >= last
        last = toponym.end
