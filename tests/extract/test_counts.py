import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.extract.counts import find_counts, parse_count


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("86", 86, 86),
        ("1,204", 1204, 1204),
        ("at least 40", 40, None),
        ("no fewer than nine", 9, None),
        ("more than 100", 100, None),
        ("over half a million", 500_000, None),
        ("up to 15", None, 15),
        ("As many as fifteen", None, 15),
        ("fewer than ten", None, 10),
        ("about 50", 50, 50),
        ("some 40", 40, 40),
        ("nearly two dozen", 24, 24),
        ("between 5 and 10", 5, 10),
        ("from six to 14", 6, 14),
        ("2-3", 2, 3),
        ("one or two", 1, 2),
        ("2 to 3 million", 2_000_000, 3_000_000),
        ("100 or more", 100, None),
        ("30+", 30, None),
        ("a dozen", 12, 12),
        ("half a dozen", 6, 6),
        ("one hundred and twenty-five", 125, 125),
        ("three thousand four hundred", 3400, 3400),
        ("1.5 million", 1_500_000, 1_500_000),
        ("£2.3bn", 2_300_000_000, 2_300_000_000),
        ("dozens", 24, None),
        ("scores", 40, None),
        ("Hundreds", 200, None),
        ("thousands", 2000, None),
        ("tens of", 20, None),
        ("tens of thousands", 20_000, None),
        ("several hundred", 200, None),
        ("several", 2, None),
        ("a number of", 2, None),
        ("a few", 2, None),
        ("some", 2, None),
        ("a", 1, 1),
        ("An", 1, 1),
        ("another", 1, 1),
        ("at least a", 1, None),
        ("a couple of", 2, 2),
        ("both", 2, 2),
        ("100s of", 200, None),
        ("1.4m", 1_400_000, 1_400_000),
        ("$20m", 20_000_000, 20_000_000),
        ("two thirds of", None, None),
        ("one third", None, None),
        ("a lot of", None, None),
        ("30,000-strong", 30_000, 30_000),
        ("no", 0, 0),
        ("many", None, None),
        ("most of", None, None),
        ("much of", None, None),
        ("a large number of", None, None),
        ("all but one", None, None),
        ("40 per cent", None, None),
        ("the fourth", 4, 4),
        ("22nd", 22, 22),
        ("a woman, a boy and two soldiers", 4, 4),
        ("“number” of", 2, None),
        ("", None, None),
    ],
)
def test_a_count_has_the_bounds_of_its_words(text: str, low: int | None, high: int | None) -> None:
    assert parse_count(text) == (low, high)


def test_finds_the_counts_of_a_sentence_with_their_qualifiers() -> None:
    text = "At least 12 rebels and several villagers died, while up to 30 others, many of them aged 15, fled."
    found = {text[s.start : s.end]: (s.low, s.high) for s in find_counts(text)}
    assert found == {
        "At least 12": (12, None),
        "several": (2, None),
        "up to 30": (None, 30),
        "many": (None, None),
    }


@pytest.mark.parametrize(
    "text",
    [
        "It happened in 2016.",
        "On 14 March and on June 5, nothing moved.",
        "They met at 5 p.m. and at 17:30.",
        "He is a 34-year-old driver of Brigade 47.",
        "The third battalion holds 40% of the hills, 12 km away.",
        "Carrying M-16 and AK-47 rifles with 155mm shells",
        "After three days of calm",
        "They left one by one, telling no one, 500m apart.",
        "It burned two-thirds of the crop.",
    ],
)
def test_dates_names_measures_and_shares_are_no_counts(text: str) -> None:
    assert list(find_counts(text)) == []


def test_articles_count_one_only_where_asked_for() -> None:
    text = "A drone hit a depot."
    assert list(find_counts(text)) == []
    assert [(text[s.start : s.end], s.low, s.high) for s in find_counts(text, articles=True)] == [
        ("A", 1, 1),
        ("a", 1, 1),
    ]


@given(st.integers(min_value=0, max_value=10**12))
def test_digits_are_read_back_with_and_without_separators(number: int) -> None:
    assert parse_count(str(number)) == (number, number)
    assert parse_count(f"{number:,}") == (number, number)


@given(st.text(max_size=80))
def test_spans_lie_in_the_text_in_order_and_bounds_are_ordered(text: str) -> None:
    last = 0
    for span in find_counts(text, articles=True):
        assert last <= span.start < span.end <= len(text)
        assert span.low is None or span.high is None or span.low <= span.high
        last = span.end
    parse_count(text)
