import random

import pytest
from tests.ingest.making import DULL, TELLING

from communique.ingest.telling import BUCKETS, features, open_telling, sentences


def test_what_tells_of_conflict_passes_wherever_it_stands() -> None:
    told = TELLING.format(place="Ostrel", dead=3)
    dull = DULL.format(place="Ostrel", dead=3)
    assert open_telling().passes(told)
    assert open_telling().passes(f"{dull} {told} {dull}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        DULL.format(place="Ostrel", dead=3),
        "The champions attack down the left and defend with four.",
    ],
)
def test_what_tells_of_none_does_not(text: str) -> None:
    assert not open_telling().passes(text)


def test_sentences_end_with_full_stops_and_lines() -> None:
    text = 'He left. "Was it so?" she asked.\n\nNobody knew'
    assert [text[low:high] for low, high in sentences(text)] == [
        "He left.",
        '"Was it so?',
        "she asked.",
        "Nobody knew",
    ]


def test_numbers_are_alike_and_each_feature_counts_once() -> None:
    assert features("3 killed, 3 killed") == features("41 killed 7 killed 8 killed")
    assert all(0 <= at < BUCKETS for at in features(TELLING))


def test_a_score_does_not_depend_on_what_was_judged_before() -> None:
    cut = [TELLING[low:high] for low, high in sentences(TELLING)] * 2
    random.Random(1).shuffle(cut)
    first = {part: open_telling().score(part) for part in cut}
    assert all(open_telling().score(part) == first[part] for part in reversed(cut))
