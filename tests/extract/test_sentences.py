import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from communique.extract.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t ", []),
        ("Shelling resumed", ["Shelling resumed"]),
        ("Shelling resumed. Two died!  Who fired?", ["Shelling resumed.", "Two died!", "Who fired?"]),
        ("Gen. Amin met Dr. Saleh. They talked.", ["Gen. Amin met Dr. Saleh.", "They talked."]),
        (
            "On Oct. 4 U.S. Marines left. The rest stayed.",
            ["On Oct. 4 U.S. Marines left.", "The rest stayed."],
        ),
        ("It lies in the U.S. The army knows.", ["It lies in the U.S.", "The army knows."]),
        ("A 7.5 km line fell. No. 3 Company held.", ["A 7.5 km line fell.", "No. 3 Company held."]),
        ("Col. J. K. Orban spoke.", ["Col. J. K. Orban spoke."]),
        ("“We won.” He left.", ["“We won.”", "He left."]),
        ('"Did they shell us?" she asked. Nobody knew.', ['"Did they shell us?" she asked.', "Nobody knew."]),
        ("The town fell.[3] Then peace came.", ["The town fell.[3]", "Then peace came."]),
        ("The depot burned.Later it blew up.", ["The depot burned.", "Later it blew up."]),
        ("قُتل رجل. أصيب طفل؟ نعم", ["قُتل رجل.", "أصيب طفل؟", "نعم"]),
        (
            "PORT VARO (Newswire) - Two shells hit a mill.",
            ["PORT VARO (Newswire) -", "Two shells hit a mill."],
        ),
        ("two shells hit. one man died.", ["two shells hit.", "one man died."]),
        ('"two shells hit." he said so.', ['"two shells hit." he said so.']),
    ],
)
def test_splits(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_headings_paragraphs_and_bullets_are_boundaries() -> None:
    text = "Army shells mill\n\nThe army shelled a mill.\n- one depot\n- two bridges\n1. A third thing"
    assert sentences(text) == [
        "Army shells mill",
        "The army shelled a mill.",
        "one depot",
        "two bridges",
        "A third thing",
    ]


def test_a_line_broken_to_fit_a_width_is_one_sentence() -> None:
    text = (
        "The northern brigade shelled the old cement works on\n"
        "Tuesday, and the owners said that two kilns were broken by the\n"
        "shells. A spokesman of the brigade said that nobody was\n"
        "hurt in the town."
    )
    assert len(sentences(text)) == 2


def test_a_headline_over_a_text_is_not_joined_to_it() -> None:
    text = "Brigade shells the old cement works near the river again\nOwners said two kilns were broken."
    assert len(sentences(text)) == 2


@example("\u2022  1")  # wide space after a bullet
@given(st.text(alphabet=st.sampled_from('aZ .!?"”“\n1-•()[]é؟\u00a0'), max_size=80))
def test_spans_are_ordered_trimmed_and_cover_every_word(text: str) -> None:
    spans = split_sentences(text)
    assert all(start < end and text[start:end].strip() == text[start:end] for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    covered = "".join(text[start:end] for start, end in spans)
    assert [c for c in covered if c in "Zé؟"] == [c for c in text if c in "Zé؟"]


@pytest.mark.parametrize("unit", [". ", "\n", "....x", "a.B ", "“”", " ", "Mr. ", "-\n", "[1]."])
def test_a_hostile_text_takes_linear_time(unit: str) -> None:
    started = time.process_time()
    split_sentences(unit * (400_000 // len(unit)))
    assert time.process_time() - started < 8
