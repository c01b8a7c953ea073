"""The list of events: found through its lists what a look at every event finds, and never out of date."""

from dataclasses import replace

import pytest
from told import three_happenings

from communique.ledger import Ledger
from communique.model import Correction
from communique.serve.catalogue import Catalogue, Filters
from communique.serve.desk import Desk

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
