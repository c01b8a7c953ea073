import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import sample_report

from communique.model import EFFECTS, EVENT_MODES, FACTUALITIES, Count, Place, Target, Time, evolve
from communique.publish import words


@pytest.mark.parametrize(
    ("text", "low", "high", "shown"),
    [
        ("86", 86, 86, "86"),
        ("at least 40", 40, None, "≥ 40"),
        ("up to 15", None, 15, "≤ 15"),
        ("between 5 and 10", 5, 10, "5–10"),
        ("most of", None, None, "most of"),
        ("12,500", 12500, 12500, "12,500"),
        ("no", 0, 0, "0"),
    ],
)
def test_a_count_is_shown_with_its_bounds(text: str, low: int | None, high: int | None, shown: str) -> None:
    assert words.amount(Count(text=text, start=0, end=len(text), low=low, high=high)) == shown


def test_own_words_of_a_count_are_told_only_where_they_add_something() -> None:
    def told(text: str, low: int | None, high: int | None) -> str:
        return words.counted_as(Count(text=text, start=0, end=len(text), low=low, high=high))

    assert told("1,200", 1200, 1200) == ""
    assert told("a", 1, 1) == ""
    assert told("Two", 2, 2) == ""
    assert told("most of", None, None) == ""
    assert told("dozens", 24, None) == "dozens"


@pytest.mark.parametrize(
    ("earliest", "latest", "iso", "read"),
    [
        ("2015-10-13", "2015-10-13", "2015-10-13", "13 October 2015"),
        ("2015-10-13", "2015-10-14", "2015-10-13 – 2015-10-14", "13–14 October 2015"),
        ("2015-09-30", "2015-10-01", "2015-09-30 – 2015-10-01", "30 September – 1 October 2015"),
        ("2014-12-31", "2015-01-01", "2014-12-31 – 2015-01-01", "31 December 2014 – 1 January 2015"),
        (None, "2015-10-14", "until 2015-10-14", "until 14 October 2015"),
        ("2015-10-13", None, "from 2015-10-13", "from 13 October 2015"),
        (None, None, "", ""),
    ],
)
def test_a_range_of_days_is_told_in_both_manners(
    earliest: str | None, latest: str | None, iso: str, read: str
) -> None:
    time = Time(text="then", start=0, end=4, earliest=earliest, latest=latest)
    assert words.iso_range(time) == iso
    assert words.day_range(time) == read


def test_every_event_and_mode_has_plain_words() -> None:
    claim = sample_report().claims[0]
    for event, modes in EVENT_MODES.items():
        for mode in modes or (None,):
            named = words.happening(evolve(claim, event=event, mode=mode))
            assert named
            assert named == named.lower()


def test_every_code_that_is_shown_has_a_word() -> None:
    assert set(words.FACTUALITY_WORDS) == set(words.FACTUALITY_MARKS) == set(FACTUALITIES)
    for code in EFFECTS:
        assert words.effect(Target(text="x", start=0, end=1, kind="other", effect=code))


def test_a_place_says_its_province_and_country_once() -> None:
    place = Place(
        text="Anadan",
        start=0,
        end=6,
        relation="near",
        adm_1="Aleppo",
        country="SY",
        latitude=36.3,
        longitude=37.0,
    )
    assert words.place_name(place) == "near Anadan"
    assert words.place_region(place) == "Aleppo, Syria"
    aleppo = evolve(place, text="Aleppo", relation="in", where_prec=4)
    assert words.place_region(aleppo) == "Syria"
    unresolved = Place(text="Tell", start=0, end=4, within="Hama, Syria", reason="unknown")
    assert words.place_region(unresolved) == "Hama, Syria"


def test_every_open_value_gives_its_reason() -> None:
    by_trigger = {claim.trigger: claim for claim in sample_report().claims}
    assert words.open_reasons(by_trigger["left"]) == [
        "“Tell Asfar” is not placed: 4 places of this name lie more than 25 km apart and nothing tells which",
        "“some days ago” has no date: the words fix no day",
    ]
    assert words.open_reasons(by_trigger["fighting"])[0] == (
        "“rebel groups” is no known actor: names no single group"
    )
    assert words.open_reasons(by_trigger["destroyed"]) == []


@given(st.text())
def test_neutral_text_keeps_its_length_and_holds_no_control(text: str) -> None:
    shown = words.neutral(text)
    assert len(shown) == len(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp"))))
def test_neutral_text_changes_no_ordinary_character(text: str) -> None:
    assert words.neutral(text) == text


def test_words_of_many_scripts_stay_as_they_are() -> None:
    for text in ("حلب", "می‌خواهم", "Алеппо", "क्षेत्र", "日本", "Ḩamāh"):
        assert words.neutral(text) == text


def test_a_claim_with_no_source_is_the_authors() -> None:
    assert words.source_chain(()) == []
    nested = next(claim for claim in sample_report().claims if len(claim.sources) == 2)
    assert words.source_chain(nested.sources) == ["AFP", "SOHR"]
