import pytest
from tests.ingest.making import DULL, TELLING, dull, telling

from communique.config import Config
from communique.extract import open_extractor
from communique.ingest.raw import Raw
from communique.ingest.sieve import Sieve, fast_text, tells_of_conflict


@pytest.fixture
def sieve() -> Sieve:
    return Sieve(open_extractor(Config(threads=1)), ["en"])


def test_what_tells_of_conflict_passes(sieve: Sieve) -> None:
    assert sieve.refusal(Raw("a:0", telling(1).body, "https://a.example/1")) is None


def test_what_tells_of_music_does_not(sieve: Sieve) -> None:
    assert sieve.refusal(Raw("a:0", dull(1).body)) == "no word of conflict"


def test_words_alone_do_not_suffice(sieve: Sieve) -> None:
    text = DULL.format(place="Ostrel", dead=3) * 5 + " The band of the police plays too."
    assert tells_of_conflict(text)
    assert sieve.refusal(Raw("a:0", text.encode())) == "tells of no conflict"


def test_another_language_is_passed_over(sieve: Sieve) -> None:
    text = (
        "Bei einem Angriff auf das Dorf wurden am Dienstag drei Soldaten getötet, sagte der Gouverneur. " * 3
    )
    assert sieve.refusal(Raw("a:0", text.encode())) == "in another language: de"


def test_the_same_page_again_is_passed_over(sieve: Sieve) -> None:
    raw = Raw("a:0", telling(1).body, "https://a.example/1")
    assert sieve.refusal(raw) is None
    assert sieve.refusal(raw) == "fetched twice"
    assert sieve.refusal(Raw("a:9", raw.body, "https://b.example/1")) is None


def test_the_text_of_a_page_is_without_its_menu() -> None:
    text = fast_text(Raw("a:0", telling(1).body))
    assert "Rebel fighters" in text
    assert "<" not in text
    assert "Home" not in text


def test_a_row_is_judged_by_its_title_too() -> None:
    raw = Raw("a:0", b"{}", fields={"title": "Two killed", "text": "The mayor spoke."})
    assert tells_of_conflict(fast_text(raw))


@pytest.mark.parametrize(("times", "told"), [(1, True), (40, False)])
def test_a_long_text_needs_more_than_one_word(times: int, told: bool) -> None:
    assert tells_of_conflict(DULL.format(place="Ostrel", dead=3) * times + " A bomb was found.") is told


def test_case_and_hyphens_do_not_matter() -> None:
    assert tells_of_conflict("AIR-STRIKES went on.")
    assert tells_of_conflict(TELLING.upper())
    assert not tells_of_conflict("The chess club met.")
