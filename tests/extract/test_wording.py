import pytest

from communique.extract.wording import drop_shorter, fullest, is_said_to_be_none, tidied

TEXTS = dict(
    enumerate(
        ["Hollande", "President François Hollande", "Mr. Hollande", "Foreign Minister", "Paris", "the army"]
    )
)


@pytest.mark.parametrize(("mention", "stands_for_it"), [(0, 1), (2, 1), (1, 1), (3, 3), (4, 4), (5, 5)])
def test_a_surname_is_told_by_the_full_name(mention: int, stands_for_it: int) -> None:
    assert fullest(mention, TEXTS) == stands_for_it


def test_two_full_names_leave_it_open() -> None:
    texts = {0: "forces", 1: "Turkish forces", 2: "Syrian forces"}
    assert fullest(0, texts) == 0


def test_the_longest_of_agreeing_names_is_taken() -> None:
    texts = {0: "Johnson", 1: "Boris Johnson", 2: "Foreign Secretary Boris Johnson"}
    assert fullest(0, texts) == fullest(1, texts) == 2


def test_a_part_of_another_name_is_dropped() -> None:
    texts = {0: "Foreign Secretary", 1: "Foreign Secretary Boris Johnson", 2: "army"}
    assert drop_shorter([0, 1, 2], texts) == [1, 2]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("bridge of the", "bridge"),
        ("the Islamic State (ISIS", "Islamic State"),
        ("plants producing explosives,", "plants producing explosives"),
        ("“rebels”", "rebels"),
        ("@Halab24", "@Halab24"),
        ("of the", "of"),
        ("Jabhat (JN)", "Jabhat (JN)"),
    ],
)
def test_loose_ends_are_cut(text: str, words: str) -> None:
    start, end = tidied(text, 0, len(text))
    assert text[start:end] == words


def test_a_bracket_that_the_report_closes_is_closed() -> None:
    text = "the Kurdistan Workers' Party (PKK) said"
    start, end = tidied(text, 4, text.index(")"))
    assert text[start:end] == "Kurdistan Workers' Party (PKK)"


@pytest.mark.parametrize(
    ("text", "words", "unharmed"),
    [
        ("No civilians were killed or injured.", "civilians", True),
        ("It caused no further civilian casualties.", "casualties", True),
        ("Nobody knows how many civilians died.", "civilians", False),
        ("There is no doubt that several dozen soldiers died.", "soldiers", False),
    ],
)
def test_what_no_stands_before_is_unharmed(text: str, words: str, unharmed: bool) -> None:
    assert is_said_to_be_none(text, text.index(words)) is unharmed
