from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.resolve.dates import find_times, times, to_timex

PUBLISHED = "2015-10-14"  # a Wednesday


def timed(text: str, published: str | None = PUBLISHED) -> list[dict[str, Any]]:
    (answer,) = times([{"id": "1", "text": text, "published": published}])
    assert answer["id"] == "1"
    for time in answer["times"]:
        assert text[time["start"] : time["end"]] == time["text"]
    return answer["times"]


def values(text: str, published: str | None = PUBLISHED) -> dict[str, str | None]:
    return {time["text"]: time["value"] for time in timed(text, published)}


@pytest.mark.parametrize(
    ("words", "kind", "value"),
    [
        ("9 March 2014", "DATE", "2014-03-09"),
        ("Friday", "DATE", "2015-10-09"),
        ("yesterday", "DATE", "2015-10-13"),
        ("last week", "DATE", "2015-W41"),
        ("the weekend", "DATE", "2015-W41-WE"),
        ("September", "DATE", "2015-09"),
        ("last March", "DATE", "2015-03"),
        ("the third quarter", "DATE", "2015-Q3"),
        ("the second half of 2014", "DATE", "2014-H2"),
        ("the summer of 2014", "DATE", "2014-SU"),
        ("last year", "DATE", "2014"),
        ("the 1990s", "DATE", "199"),
        ("the nineties", "DATE", "199"),
        ("the 19th century", "DATE", "18"),
        ("490 BC", "DATE", "BC0490"),
        ("nineteen ninety-six", "DATE", "1996"),
        ("two weeks ago", "DATE", "2015-W40"),
        ("three years ago", "DATE", "2012"),
        ("now", "DATE", "PRESENT_REF"),
        ("recently", "DATE", "PAST_REF"),
        ("the future", "DATE", "FUTURE_REF"),
        ("a few years ago", "DATE", "PAST_REF"),
        ("Friday evening", "TIME", "2015-10-09TEV"),
        ("last night", "TIME", "2015-10-13TNI"),
        ("7:36 p.m.", "TIME", "2015-10-14T19:36"),
        ("12:05 am on 9 March 2014", "TIME", "2014-03-09T00:05"),
        ("0530 on 9 March 2014", "TIME", "2014-03-09T05:30"),
        ("two weeks", "DURATION", "P2W"),
        ("twenty-five minutes", "DURATION", "PT25M"),
        ("half an hour", "DURATION", "PT30M"),
        ("two and a half years", "DURATION", "P2.5Y"),
        ("the past 24 hours", "DURATION", "PT24H"),
        ("several months", "DURATION", "PXM"),
        ("three decades", "DURATION", "P30Y"),
        ("daily", "SET", "P1D"),
        ("every two weeks", "SET", "P2W"),
        ("every Friday", "SET", "XXXX-WXX-5"),
    ],
)
def test_expressions_have_their_timex_value_and_type(words: str, kind: str, value: str) -> None:
    (time,) = timed(f"They met {words}.")
    assert (time["text"], time["type"], time["value"]) == (words, kind, value)


def test_a_time_carries_its_days_and_precision() -> None:
    (time,) = timed("They met in early March 2014.")
    assert (time["mod"], time["earliest"], time["latest"], time["date_prec"]) == (
        "START",
        "2014-03-01",
        "2014-03-10",
        4,
    )


def test_a_verb_of_the_future_sends_a_weekday_ahead() -> None:
    assert values("The envoys will meet on Friday.") == {"Friday": "2015-10-16"}
    assert values("The envoys met on Friday.") == {"Friday": "2015-10-09"}


def test_days_of_one_month_are_told_apart() -> None:
    assert values("Rain fell on 5 and 6 March 2014.") == {"5": "2014-03-05", "6 March 2014": "2014-03-06"}
    assert values("Rain fell from March 30 to April 2.") == {
        "March 30": "2015-03-30",
        "April 2": "2015-04-02",
    }


def test_a_history_is_reckoned_from_the_last_date_told() -> None:
    text = (
        "The duke took the crown in May 1641. In June he sent the council home, on 9 June 1641 the guard. "
        "Two days later riots broke out. In November the harbour froze; in January ships came back. "
        "By 1643 he was exiled, and the following year he died. His son ruled until 1660."
    )
    found = values(text, PUBLISHED)
    assert found["June"] == "1641-06"
    assert found["Two days later"] == "1641-06-11"
    assert found["November"] == "1641-11"
    assert found["January"] == "1642-01"
    assert found["the following year"] == "1644"


def test_a_dateline_proper_stands_in_for_the_publication_date() -> None:
    text = "TABQA, 7 June 2017 – Shells fell on Monday. In May none had."
    assert values(text, None) == {"7 June 2017": "2017-06-07", "Monday": "2017-06-05", "May": "2017-05"}
    prose = "The mill, which burned on 7 June 2017 – a dry year – reopened on Monday."
    assert values(prose, None)["Monday"] == "2017-06-12"


def test_news_without_a_date_leaves_relative_times_without_value() -> None:
    assert values("Shells fell yesterday.", None) == {"yesterday": None}


@pytest.mark.parametrize(
    "text",
    [
        "They may march on the town.",
        "He is 47 years old and his 9-year-old son limps.",
        "About 2000 fighters and 1500 shells were counted.",
        "The unit fell back after the fall of the fort.",
        "A quarter of the stock and three-quarters of the fuel burned.",
        "He bought a 10-year bond.",
        "She came second.",
        "The Sunday Herald and Harbour Today printed it.",
    ],
)
def test_look_alikes_are_no_times(text: str) -> None:
    assert find_times(text) == []


def test_a_length_needs_no_anchor() -> None:
    (span,) = find_times("for three weeks")
    assert to_timex(span) == "P3W"


@given(st.text(max_size=200), st.sampled_from([None, PUBLISHED, "0001-01-01", "9999-12-31"]))
def test_spans_are_in_order_and_do_not_overlap(text: str, published: str | None) -> None:
    last = 0
    for time in timed(text, published):
        assert last <= time["start"] < time["end"] <= len(text)
        last = time["end"]


_WORDS = (
    "three days later the next century 9999 winter decade BC 31 Feb. week last 12 of quarter 44 Sunday ago "
    "two hundred millennium first years 1 500 half early Easter that night thousand . in 1650 February 29"
)


@given(
    st.lists(st.sampled_from(_WORDS.split()), max_size=30).map(" ".join),
    st.sampled_from([None, PUBLISHED, "0001-01-01", "9999-12-31"]),
)
def test_any_mixture_of_time_words_gets_values_without_error(text: str, published: str | None) -> None:
    for time in timed(text, published):
        assert time["earliest"] is None or time["earliest"] <= time["latest"]
