"""The list of events: found through its lists what a look at every event finds, and never out of date."""

import time
from dataclasses import replace

import pytest
from told import three_happenings

from communique.ledger import Ledger
from communique.model import Correction, Rating, evolve
from communique.serve.catalogue import Catalogue, Filters
from communique.serve.desk import _FRESH_S, Desk
from communique.serve.finding import Index

DAYS = ("2015-01-01", "2016-03-07", "2019-11", "2020-02-02", "2031-01-01", "0001-01-01", "yesterday")


@pytest.fixture
def desk(ledger: Ledger) -> Desk:
    list(ledger.add(three_happenings()))
    return Desk(ledger)


@pytest.mark.parametrize(
    "name", ["q", "place", "event", "actor", "source", "grade", "differs", "since", "until"]
)
def test_lists_find_what_a_look_at_every_event_finds(name: str, desk: Desk) -> None:
    first = desk.catalogue().entries
    catalogue = Catalogue(replace(e, event_id=f"{e.event_id}-{n}") for n in range(3) for e in first)
    asked = {
        "q": ["civilians", "a", "post valley", "no such word", " ", "\0"],
        "actor": [word for e in first for actor in e.actors for word in actor],
        "source": [source for e in first for source in e.sources],
        "grade": [*{e.grade or "none" for e in first}, "Unknown"],
        "differs": ["1"],
        "place": [*{e.place or "" for e in first}, "a", "no such place"],
        "since": [*DAYS],
        "until": [*DAYS],
    }.get(name, ["ASSAULT", "marib", "PROTEST"])
    for value in asked:
        filters = Filters(**{name: value})
        wanted = [entry for entry in catalogue.entries if filters.keep(entry)]
        assert catalogue.find(filters) == catalogue.find(filters) == wanted, value
    desk.close()


def test_long_and_undated_happenings_are_found_by_their_days(desk: Desk) -> None:
    line = desk.catalogue().entries[0]
    spans = [(None, None), ("2019-01-01", "2021-06-30"), ("2020-05-01", "2020-05-20"), ("2020-06-01", None)]
    catalogue = Catalogue(
        replace(line, event_id=f"e-{n}", start=start, end=end) for n, (start, end) in enumerate(spans)
    )
    for since, until in (("2020-05-10", "2020-05-11"), ("2021-01-01", ""), ("", "2019-06-01"), ("", "")):
        filters = Filters(since=since, until=until)
        assert catalogue.find(filters) == [e for e in catalogue.entries if filters.keep(e)]
    desk.close()


def test_only_the_latest_answers_are_kept(desk: Desk) -> None:
    catalogue, made = desk.catalogue(), list[int]()
    for number in [*range(100), 99, 0]:
        assert catalogue.kept("test", number, lambda n=number: made.append(n) or n + 1) == number + 1
    assert made == [*range(100), 0]
    desk.close()


def test_a_corrected_claim_changes_its_line(desk: Desk, ledger: Ledger) -> None:
    (line,) = (e for e in desk.catalogue().entries if e.event == "PROTEST")
    claim = line.event_id.removeprefix("e-")
    given = {"by": "Ana Example", "at": "2020-01-01T00:00:00Z", "value": '{"event":"CONSULT","mode":null}'}
    desk.decide(Correction(claim_id=claim, verdict="corrected", slot="event", **given))
    assert desk.catalogue().by_id[line.event_id].event == "CONSULT"
    desk.close()


def test_a_report_that_holds_the_words_leads_to_its_events(desk: Desk, ledger: Ledger) -> None:
    catalogue = desk.catalogue()
    (line,) = (e for e in catalogue.entries if e.event == "PROTEST")
    report = next(report for report in ledger.reports() if report.id in line.reports)
    assert "quillfeather" not in line.text
    list(ledger.add([evolve(report, text=f"{report.text} Quillfeather was not there.")]))
    desk.refresh()
    assert desk.catalogue().find(Filters(q="not quillf")) == [desk.catalogue().by_id[line.event_id]]
    assert desk.catalogue().find(Filters(q="quillfeather", grade="Confirmed")) == []
    desk.close()


def test_lists_grow_and_forget_with_the_events(desk: Desk) -> None:
    first = [replace(desk.catalogue().entries[0], event_id=f"e-{n}", text=f"word{n} told") for n in range(9)]
    index = Index()
    before = Catalogue(first, index=index)
    moved = [replace(entry, text="moved") for entry in first[:3]]
    after = Catalogue([*moved, *first[3:6]], index=index)
    assert {entry.event_id for entry in after.find(Filters(q="moved"))} == {"e-0", "e-1", "e-2"}
    assert {entry.event_id for entry in after.find(Filters(q="told"))} == {"e-3", "e-4", "e-5"}
    assert after.find(Filters(q="word1")) == after.find(Filters(q="word8")) == []
    assert before.find(Filters(q="moved")) == []
    assert before.find(Filters(q="word1")) == [first[1]]
    assert dict(after.choices()["event"]) == {first[0].event: 6}
    for number in range(1_000):
        index = Catalogue([replace(first[0], text=f"again {number}")], index=index).index
    assert len(index.held) < 1_100
    desk.close()


@pytest.mark.parametrize("source", ["Valley Post", "Notes", "Ministry of Defence of Arcadia"])
def test_a_rated_source_has_the_lines_made_anew_that_it_tells_of(
    source: str, desk: Desk, ledger: Ledger
) -> None:
    before = desk.catalogue().by_id
    desk.decide(Rating(source=source, reliability="A", by="Ana Example", at="2020-01-01T00:00:00Z"))
    after = desk.catalogue()
    anew = {name for name, entry in after.by_id.items() if entry is not before[name]}
    assert anew == {name for name, entry in before.items() if source in entry.sources}
    other = Desk(ledger)
    assert after.entries == other.catalogue().entries
    other.close()
    desk.close()


def test_a_source_that_another_process_rates_is_shown_so(desk: Desk, ledger: Ledger) -> None:
    before = desk.catalogue()
    assert {row["reliability"] for row in desk.sources()} == {None}
    ledger.decide(Rating(source="Notes", reliability="A", by="Ana Example", at="2020-01-01T00:00:00Z"))
    time.sleep(_FRESH_S)
    assert desk.catalogue() is not before
    assert {row["name"] for row in desk.sources() if row["reliability"] == "A"} == {"Notes"}
    desk.close()
