"""Whatever records the model allows come back from the ledger equal to what was added."""

from collections.abc import Iterator
from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from synthetic import synthetic_report

from communique.ledger import Ledger, open_ledger
from communique.ledger.rows import misfits, report_of, rows_of
from communique.model import (
    EFFECTS,
    EVENT_MODES,
    FACTUALITIES,
    MEANS_KINDS,
    RELATIONS,
    TARGET_KINDS,
    Claim,
    Count,
    Means,
    Party,
    Place,
    Report,
    Source,
    Target,
    Time,
)

WORDS = st.text(max_size=12) | st.sampled_from(["\x00", "\ufdd0", "ß\x00é", "null", '{"a":1}'])
SOME_WORDS = WORDS.filter(bool)
PROBABILITY = st.floats(0, 1)
DAY = st.dates().map(str)
AMOUNT = st.integers(0, 10**20)


def maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | strategy


@st.composite
def spans(draw: st.DrawFn, text: str, within: tuple[int, int] | None = None) -> dict[str, object]:
    first, last = within or (0, len(text))
    start = draw(st.integers(first, last - 1))
    end = draw(st.integers(start + 1, last))
    return {"text": text[start:end], "start": start, "end": end}


def quoted(record: type, text: str, /, **others: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.builds(lambda span, **rest: record(**span, **rest), spans(text), **others)


def counts(text: str) -> st.SearchStrategy[object]:
    bounds = st.tuples(maybe(AMOUNT), maybe(AMOUNT)).filter(lambda b: None in b or b[0] <= b[1])
    return st.builds(lambda span, b: Count(**span, low=b[0], high=b[1]), spans(text), bounds)


def places(text: str) -> st.SearchStrategy[object]:
    coordinate = maybe(st.tuples(st.floats(-90, 90), st.floats(-180, 180)))
    return st.builds(
        lambda span, at, **rest: Place(
            **span, latitude=at and at[0], longitude=at and at[1], **rest
        ),
        spans(text),
        coordinate,
        relation=st.sampled_from(RELATIONS),
        within=maybe(WORDS),
        geonameid=maybe(AMOUNT),
        gazetteer_id=maybe(WORDS),
        name=maybe(WORDS),
        adm_1=maybe(WORDS),
        adm_2=maybe(WORDS),
        country=maybe(st.sampled_from(["SY", "UA"])),
        where_prec=maybe(st.integers(1, 7)),
        score=maybe(PROBABILITY),
        reason=maybe(WORDS),
    )  # fmt: skip


def times(text: str) -> st.SearchStrategy[object]:
    days = st.tuples(maybe(DAY), maybe(DAY)).filter(lambda d: None in d or d[0] <= d[1])
    return st.builds(
        lambda span, d, **rest: Time(**span, earliest=d[0], latest=d[1], **rest),
        spans(text),
        days,
        date_prec=maybe(st.integers(1, 5)),
        basis=maybe(st.sampled_from(["stated", "relative to publication", "relative to the text"])),
        reason=maybe(WORDS),
    )


def few(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


@st.composite
def claims(draw: st.DrawFn, text: str) -> Claim:
    quote = draw(spans(text))
    trigger = draw(spans(text, (quote["start"], quote["end"])))
    event = draw(st.sampled_from(sorted(EVENT_MODES)))
    parties = quoted(
        Party, text, name=SOME_WORDS, actor_id=maybe(WORDS), actor_type=maybe(WORDS), reason=maybe(WORDS)
    )
    targets = quoted(
        Target,
        text,
        kind=st.sampled_from(TARGET_KINDS),
        effect=st.sampled_from(EFFECTS),
        count=maybe(counts(text)),
    )
    cue = draw(maybe(spans(text)))
    return Claim(
        claim_id=draw(SOME_WORDS),
        quote=quote["text"],
        start=quote["start"],
        end=quote["end"],
        trigger=trigger["text"],
        trigger_start=trigger["start"],
        trigger_end=trigger["end"],
        event=event,
        mode=draw(st.sampled_from(EVENT_MODES[event])) if EVENT_MODES[event] else None,
        factuality=draw(st.sampled_from(FACTUALITIES)),
        sources=draw(few(quoted(Source, text, name=maybe(WORDS), source_id=maybe(WORDS)))),
        cue=cue and cue["text"],
        cue_start=cue and cue["start"],
        cue_end=cue and cue["end"],
        actors=draw(few(parties)),
        recipients=draw(few(parties)),
        targets=draw(few(targets)),
        means=draw(few(quoted(Means, text, kind=st.sampled_from(MEANS_KINDS), count=maybe(counts(text))))),
        places=draw(few(places(text))),
        time=draw(maybe(times(text))),
        confidence=draw(PROBABILITY),
        origin=draw(SOME_WORDS),
    )


@st.composite
def reports(draw: st.DrawFn) -> Report:
    text = draw(WORDS)
    return Report(
        id=draw(SOME_WORDS),
        text=text,
        title=draw(maybe(WORDS)),
        published=draw(maybe(DAY)),
        language=draw(maybe(WORDS)),
        outlet=draw(maybe(WORDS)),
        author=draw(maybe(WORDS)),
        url=draw(maybe(WORDS)),
        location=draw(maybe(WORDS)),
        published_method=draw(maybe(WORDS)),
        published_confidence=draw(maybe(PROBABILITY)),
        comments=draw(few(st.fixed_dictionaries({"text": SOME_WORDS}))),
        claims=draw(few(claims(text))) if text else (),
    )


def test_the_strategy_fills_every_field() -> None:
    """A field that the records gain must be added above, too."""
    assert {field.name for field in fields(Report)} == {
        *("id", "text", "title", "published", "language", "outlet", "author", "url", "location"),
        *("published_method", "published_confidence", "comments", "claims"),
    }
    assert {field.name for field in fields(Place)} == {
        *("text", "start", "end", "relation", "within", "geonameid", "gazetteer_id", "name", "latitude"),
        *("longitude", "adm_1", "adm_2", "country", "where_prec", "score", "reason"),
    }


@settings(max_examples=50, deadline=None)
@given(reports(), WORDS)
def test_rows_tell_the_report(report: Report, resolver: str) -> None:
    rows = rows_of(report, resolver)
    by_key = {row["claim_key"]: row for row in rows.claims}
    found = [(by_key[row["claim_key"]], row["identities"]) for row in rows.resolutions]
    assert report_of(rows.revision, found) == report
    assert list(misfits(report)) == []


@pytest.fixture
def shared_ledger(location: str) -> Iterator[Ledger]:
    with open_ledger(location) as opened:
        yield opened
        assert opened.counts()["readings"] > 5
        assert list(opened.check()) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reports(), WORDS)
def test_ledger_gives_back_what_was_added(shared_ledger: Ledger, report: Report, resolver: str) -> None:
    before = shared_ledger.counts()["readings"]
    list(shared_ledger.add([report], resolver=resolver))
    if shared_ledger.counts()["readings"] > before:
        told = shared_ledger.report(report.id)
        assert told is not None
        # A report that differs by its location alone is a known one, and keeps where it was first read.
        assert _sans_location(told) == _sans_location(report)
        assert list(shared_ledger.claims(report.id)) == list(report.claims)


def _sans_location(report: Report) -> dict[str, object]:
    return {field.name: getattr(report, field.name) for field in fields(Report) if field.name != "location"}


@settings(max_examples=50, deadline=None)
@given(reports(), reports())
def test_keys_tell_different_reports_apart(one: Report, other: Report) -> None:
    same = _sans_location(one) == _sans_location(other)
    assert (rows_of(one, "r").reading["reading_id"] == rows_of(other, "r").reading["reading_id"]) == same


def test_keys_do_not_depend_on_the_python_process() -> None:
    rows = rows_of(synthetic_report(1), "resolver 1")
    assert rows.reading["reading_id"] == "456b5f3a01697f585ef45b511857b380"
