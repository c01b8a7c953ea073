import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model import Claim, Report, Time
from communique.resolve.dates import resolve_times

PUBLISHED = "2015-10-14"  # a Wednesday


def resolved(
    words: str,
    published: str | None = PUBLISHED,
    before: str = "The convoy left on ",
    after: str = ".",
    title: str | None = None,
    factuality: str = "actual",
) -> Time:
    text = before + words + after
    time = Time(text=words, start=len(before), end=len(before) + len(words))
    claim = Claim(
        claim_id="1",
        quote=text,
        start=0,
        end=len(text),
        trigger=text[:1],
        trigger_start=0,
        trigger_end=1,
        event="RETREAT",
        mode="withdraw",
        factuality=factuality,
        time=time,
        confidence=1.0,
        origin="test",
    )
    report = Report(id="r", title=title, published=published, text=text, claims=(claim,))
    answer = resolve_times(report).claims[0].time
    assert answer is not None
    assert (answer.text, answer.start, answer.end) == (words, time.start, time.end)
    return answer


def days(time: Time) -> tuple[str | None, str | None]:
    return time.earliest, time.latest


@pytest.mark.parametrize(
    ("words", "earliest", "latest", "precision"),
    [
        ("9 March 2014", "2014-03-09", "2014-03-09", 1),
        ("March 9th, 2014", "2014-03-09", "2014-03-09", 1),
        ("the 9th of March, 2014", "2014-03-09", "2014-03-09", 1),
        ("Mar. 9, 2014", "2014-03-09", "2014-03-09", 1),
        ("9-Mar-2014", "2014-03-09", "2014-03-09", 1),
        ("2014-03-09", "2014-03-09", "2014-03-09", 1),
        ("2014/03/09", "2014-03-09", "2014-03-09", 1),
        ("09/03/2014", "2014-03-09", "2014-03-09", 1),
        ("03/28/2014", "2014-03-28", "2014-03-28", 1),
        ("the evening of Sunday, 9 March 2014", "2014-03-09", "2014-03-09", 1),
        ("shortly before 6:15 pm on 9 March 2014", "2014-03-09", "2014-03-09", 1),
        ("140400Z MAR 14", "2014-03-14", "2014-03-14", 1),
        ("between 2 and 6 March 2014", "2014-03-02", "2014-03-06", 2),
        ("March 29 to April 2, 2014", "2014-03-29", "2014-04-02", 2),
        ("March 4-10, 2014", "2014-03-04", "2014-03-10", 3),
        ("the first week of March 2014", "2014-03-01", "2014-03-07", 3),
        ("March 2014", "2014-03-01", "2014-03-31", 4),
        ("early March 2014", "2014-03-01", "2014-03-10", 4),
        ("mid-March 2014", "2014-03-11", "2014-03-20", 4),
        ("the end of February 2014", "2014-02-21", "2014-02-28", 4),
        ("March and April 2014", "2014-03-01", "2014-04-30", 5),
        ("spring 2014", "2014-03-01", "2014-05-31", 5),
        ("the winter of 2013", "2013-12-01", "2014-02-28", 5),
        ("the third quarter of 2014", "2014-07-01", "2014-09-30", 5),
        ("the first half of 2014", "2014-01-01", "2014-06-30", 5),
        ("mid-2014", "2014-05-01", "2014-08-31", 5),
        ("late 2014", "2014-10-01", "2014-12-31", 5),
        ("2014", "2014-01-01", "2014-12-31", 5),
        ("2012-14", "2012-01-01", "2014-12-31", None),
        ("the 1990s", "1990-01-01", "1999-12-31", None),
        ("two days after 9 March 2014", "2014-03-11", "2014-03-11", 1),
        ("the day before 9 March 2014", "2014-03-08", "2014-03-08", 1),
        ("the week of 5 March 2014", "2014-03-03", "2014-03-09", 3),
        ("March 9, 10 and 11, 2014", "2014-03-09", "2014-03-11", 2),
        ("the first ten days of 2014", "2014-01-01", "2014-01-10", 4),
        ("the last two weeks of March 2014", "2014-03-18", "2014-03-31", 4),
        ("the last day of February 2012", "2012-02-29", "2012-02-29", 1),
        ("Christmas Day 2014", "2014-12-25", "2014-12-25", 1),
        ("Easter 2014", "2014-04-20", "2014-04-20", 1),
    ],
)
def test_words_with_a_year_need_no_anchor(
    words: str, earliest: str, latest: str, precision: int | None
) -> None:
    for published in (None, PUBLISHED):
        time = resolved(words, published)
        assert days(time) == (earliest, latest)
        assert (time.date_prec, time.basis, time.reason) == (precision, "stated", None)


@pytest.mark.parametrize(
    ("words", "earliest", "latest", "precision"),
    [
        ("today", "2015-10-14", "2015-10-14", 1),
        ("yesterday evening", "2015-10-13", "2015-10-13", 1),
        ("tomorrow", "2015-10-15", "2015-10-15", 1),
        ("this morning", "2015-10-14", "2015-10-14", 1),
        ("overnight", "2015-10-14", "2015-10-14", 1),
        ("last night", "2015-10-13", "2015-10-13", 1),
        ("the night before last", "2015-10-12", "2015-10-12", 1),
        ("the day before yesterday", "2015-10-12", "2015-10-12", 1),
        ("Monday", "2015-10-12", "2015-10-12", 1),
        ("the early hours of Wednesday", "2015-10-14", "2015-10-14", 1),
        ("last Friday", "2015-10-09", "2015-10-09", 1),
        ("Friday (9 October)", "2015-10-09", "2015-10-09", 1),
        ("9 October", "2015-10-09", "2015-10-09", 1),
        ("24 December", "2014-12-24", "2014-12-24", 1),
        ("0530 on 9 October", "2015-10-09", "2015-10-09", 1),
        ("the 12th", "2015-10-12", "2015-10-12", 1),
        ("the night of the 12th", "2015-10-12", "2015-10-12", 1),
        ("the 15th of last month", "2015-09-15", "2015-09-15", 1),
        ("the night from Friday to Saturday", "2015-10-09", "2015-10-10", 2),
        ("at 1530", "2015-10-14", "2015-10-14", 1),
        ("from Saturday to Monday", "2015-10-10", "2015-10-12", 2),
        ("5 and 6 October", "2015-10-05", "2015-10-06", 2),
        ("the past 24 hours", "2015-10-13", "2015-10-14", 2),
        ("the last 48 hours", "2015-10-12", "2015-10-14", 2),
        ("over the last week", "2015-10-07", "2015-10-14", 4),
        ("over the past eight days", "2015-10-06", "2015-10-14", 4),
        ("within three months", "2015-07-14", "2015-10-14", 5),
        ("over the weekend", "2015-10-10", "2015-10-11", 2),
        ("last week", "2015-10-05", "2015-10-11", 3),
        ("this week", "2015-10-12", "2015-10-14", 2),
        ("last month", "2015-09-01", "2015-09-30", 4),
        ("late September of this year", "2015-09-21", "2015-09-30", 4),
        ("March of last year", "2014-03-01", "2014-03-31", 4),
        ("November", "2014-11-01", "2014-11-30", 4),
        ("last year", "2014-01-01", "2014-12-31", 5),
        ("last summer", "2015-06-01", "2015-08-31", 5),
        ("three days ago", "2015-10-11", "2015-10-11", 1),
        ("two weeks ago", "2015-09-30", "2015-09-30", 1),
        ("three months ago", "2015-07-01", "2015-07-31", 4),
        ("five years ago today", "2010-10-14", "2010-10-14", 1),
        ("since Monday", "2015-10-12", "2015-10-14", 2),
        ("in the past few days", None, "2015-10-14", None),
        ("a few days ago", None, "2015-10-14", None),
        ("over two months ago", None, "2015-08-14", None),
        ("recently", None, "2015-10-14", None),
        ("until 9 October", None, "2015-10-09", None),
        ("before 9 October", None, "2015-10-09", None),
        ("after 9 October", "2015-10-09", None, None),
        ("beginning today", "2015-10-14", None, None),
    ],
)
def test_relative_words_are_reckoned_from_publication(
    words: str, earliest: str | None, latest: str | None, precision: int | None
) -> None:
    time = resolved(words)
    assert days(time) == (earliest, latest)
    assert (time.date_prec, time.basis, time.reason) == (precision, "relative to publication", None)
    undated = resolved(words, published=None)
    assert days(undated) == (None, None)
    assert undated.basis is None
    assert undated.reason


@pytest.mark.parametrize(
    "words",
    [
        "the following day",
        "that day",
        "two days later",
        "the day before the vote",
        "on the eve of the vote",
        "for three weeks",
        "daily",
        "every Friday",
        "several years ago",
        "30 February",
        "31 April 2014",
        "490 BC",
        "during the siege",
    ],
)
def test_what_names_no_day_stays_null_with_a_reason(words: str) -> None:
    time = resolved(words)
    assert (*days(time), time.date_prec, time.basis) == (None, None, None, None)
    assert time.reason


def test_what_has_not_happened_yet_may_lie_ahead() -> None:
    assert days(resolved("Friday", factuality="future")) == ("2015-10-16", "2015-10-16")
    assert days(resolved("November", factuality="future")) == ("2015-11-01", "2015-11-30")
    assert days(resolved("this month", factuality="future")) == ("2015-10-01", "2015-10-31")
    assert days(resolved("this month")) == ("2015-10-01", "2015-10-14")


@pytest.mark.parametrize(
    ("before", "words", "earliest", "latest"),
    [
        ("On 3 June 2017 the bridge fell. Looters came ", "the following day", "2017-06-04", "2017-06-04"),
        ("On 3 June 2017 the bridge fell. Looters came ", "the same day", "2017-06-03", "2017-06-03"),
        ("On 3 June 2017 the bridge fell. It was rebuilt ", "two months later", "2017-08-01", "2017-08-31"),
        ("RAQQA, June 7, 2017 - Shells fell ", "on Monday", "2017-06-05", "2017-06-05"),
        ("RAQQA, June 7, 2017 - Shells fell ", "in the past 24 hours", "2017-06-06", "2017-06-07"),
        ("By June 2017 the town was cut off. It fell on ", "9 August", "2017-08-09", "2017-08-09"),
        ("Since early 2017 raids have grown; two came in ", "May", "2017-05-01", "2017-05-31"),
    ],
)
def test_an_undated_report_is_reckoned_from_the_dates_that_it_states(
    before: str, words: str, earliest: str, latest: str
) -> None:
    time = resolved(words, None, before)
    assert days(time) == (earliest, latest)
    assert time.basis == "relative to the text"


def test_the_stamp_of_a_quoted_post_dates_the_report() -> None:
    after = " as the market opened." + " Calm returned." * 40 + "\n— Rana (@rana_reports) June 7, 2017"
    assert days(resolved("on Monday", None, after=after)) == ("2017-06-05", "2017-06-05")


def test_a_title_fixes_the_year() -> None:
    assert days(resolved("last year", None, title="Harvest report 2017")) == ("2016-01-01", "2016-12-31")


def test_a_month_far_from_the_dateline_stays_open() -> None:
    before = "KARAJ, 4 February 2015 - The trial opened. The arrest came on "
    assert days(resolved("10 May", None, before)) == (None, None)
    assert days(resolved("10 January", None, before)) == ("2015-01-10", "2015-01-10")


def test_a_date_told_in_full_elsewhere_gives_its_year() -> None:
    after = " by lorry." + " Rain fell." * 60 + " The law of 9 May 2013 says so."
    assert days(resolved("9 May", None, after=after)) == ("2013-05-09", "2013-05-09")
    assert days(resolved("8 May", None, after=after)) == (None, None)


def test_days_after_an_event_told_next_stay_open() -> None:
    before = "On 3 June 2017 the bridge fell. Looters came "
    assert days(resolved("two days after", None, before, after=" the flood.")) == (None, None)
    assert days(resolved("two days after", None, before, after=".")) == ("2017-06-05", "2017-06-05")


@pytest.mark.parametrize(
    "before",
    [
        "A patrol near Tabqa on June 7, 2017. (A. Nasser/agency photo)\n\nShells fell ",
        "The war, which began in 2011, goes on. Shells fell ",
    ],
)
def test_captions_and_years_in_passing_date_nothing(before: str) -> None:
    assert days(resolved("on Monday", None, before)) == (None, None)


def test_a_report_without_times_comes_back_as_it_is() -> None:
    report = Report(id="r", text="On 3 June 2017 the bridge fell.")
    assert resolve_times(report) is report


@given(st.text(min_size=1, max_size=60), st.sampled_from([None, PUBLISHED]))
def test_any_words_get_ordered_days_or_a_reason(words: str, published: str | None) -> None:
    time = resolved(words, published)
    assert (time.reason is None) == (time.earliest is not None or time.latest is not None)
    assert (time.basis is None) == (time.earliest is None and time.latest is None)


_PIECES = (
    "on 9 31 October Feb. 2014 Friday last the week of ago two since - , and early night 0530 next 1990s to "
    "days later 9999 0001-01-01"
)


@given(
    st.lists(st.sampled_from(_PIECES.split()), min_size=1, max_size=9).map(" ".join),
    st.sampled_from([None, PUBLISHED, "0001-01-02"]),
)
def test_any_mixture_of_time_words_is_read_without_error(words: str, published: str | None) -> None:
    time = resolved(words, published)
    assert time.earliest is None or time.latest is None or time.earliest <= time.latest


@pytest.mark.parametrize("piece", ["Nov", "30"])
def test_a_piece_of_a_date_is_read_as_that_date(piece: str) -> None:
    text = "On Nov 30, warplanes bombed the town; on 2 December they came again."
    start = text.index(piece)
    claim = Claim(
        claim_id="1",
        quote=text,
        start=0,
        end=len(text),
        trigger="bombed",
        trigger_start=text.index("bombed"),
        trigger_end=text.index("bombed") + 6,
        event="ASSAULT",
        mode="aerial",
        time=Time(text=piece, start=start, end=start + len(piece)),
        confidence=1.0,
        origin="test",
    )
    (told,) = resolve_times(Report(id="r", published="2024-12-03", text=text, claims=(claim,))).claims
    assert told.time is not None
    assert (told.time.text, told.time.start, *days(told.time)) == ("Nov 30", 3, "2024-11-30", "2024-11-30")
