from communique.ingest.copies import Copies
from communique.model import Report

FIRST = "Gunmen killed three people in Marduz on Monday. The governor spoke of five wounded in all."


def report(name: str, text: str) -> Report:
    return Report(id=name, text=text)


def remembering(*texts: str) -> Copies:
    copies = Copies()
    for number, text in enumerate(texts):
        copies.remember(report(str(number), text))
    return copies


def test_the_same_sentences_in_any_order_are_a_copy() -> None:
    turned = "The governor spoke of five wounded in all.\nGunmen  killed three people in MARDUZ on Monday."
    assert remembering(FIRST).original(report("b", turned)) == "0"


def test_a_part_of_a_report_is_a_copy_and_the_earliest_is_its_original() -> None:
    copies = remembering(
        "Something else entirely was told here.", FIRST, FIRST + " And so much more was told."
    )
    assert copies.original(report("b", FIRST.split(". ")[0] + ".")) == "1"


def test_another_number_is_no_copy() -> None:
    assert remembering(FIRST).original(report("b", FIRST.replace("three", "four"))) is None


def test_one_sentence_more_is_no_copy() -> None:
    assert remembering(FIRST).original(report("b", FIRST + " The army denied it on Tuesday.")) is None


def test_sentences_of_two_reports_are_a_copy_of_none() -> None:
    one, other = FIRST.split(". ", 1)
    assert remembering(one + ".", other).original(report("b", FIRST)) is None


def test_short_lines_alone_make_no_copy() -> None:
    assert remembering("By our staff.").original(report("b", "By our staff.")) is None
