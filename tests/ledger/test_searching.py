"""Reports are found by their words on both databases, as last read, and removed words are not."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from decided import moment
from synthetic import synthetic_report

from communique.ledger import Ledger, open_ledger, searched_words
from communique.ledger.removing import claimed_report_id
from communique.model import Removal, Report, Response, evolve


def written(name: str, text: str, **further: str | None) -> Report:
    return Report(id=name, **({"title": None, "text": text} | further))  # type: ignore[arg-type]


@pytest.fixture
def ledger(location: str) -> Iterator[Ledger]:
    told = [
        written("bridge", "Shells hit the bridge at Kafr Hud.", published="2021-03-04", outlet="Lanes"),
        written(
            "market", "A market burned; Müller's SHOP too.", title="Kafr Hud: fire", published="2021-03-06"
        ),
        written("undated", "Nothing was shelled on the Straße of Al-Qaim, a mayor said."),
    ]
    with open_ledger(location) as opened:
        list(opened.add(told))
        yield opened


def found(ledger: Ledger, words: str, **more: int) -> list[str]:
    number, reports = ledger.search(words, **more)
    assert number >= len(reports)
    return [report.report_id for report in reports]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("kafr hud", ["market", "bridge"]),
        ("KAFR bridge", ["bridge"]),
        ("müller", ["market"]),
        ("shel", ["bridge", "undated"]),
        ("kafr mayor", []),
        ("at", []),
        ("hit the", ["bridge"]),
        ("al-qaim", ["undated"]),
        ("“Al-Qaim”,", ["undated"]),
        ("straße", ["undated"]),
        ("", ["market", "bridge", "undated"]),
    ],
)
def test_all_words_are_looked_for(ledger: Ledger, words: str, names: list[str]) -> None:
    assert found(ledger, words) == names


@pytest.mark.parametrize(
    "words",
    [
        *('"', "'", "kafr OR", "NEAR(kafr)", "title:kafr*", "-- ;", "kafr\x00", "\ud800abc", "& | ! ( ) :*"),
        *("w" * 9_000, "%kafr%", "\\", " ".join(f"word{n}" for n in range(5_000))),
    ],
)
def test_hostile_words_find_something_or_nothing(ledger: Ledger, words: str) -> None:
    assert set(found(ledger, words)) <= {"bridge", "market"}


def test_what_is_found_comes_page_by_page(ledger: Ledger) -> None:
    assert found(ledger, "", limit=1, offset=1) == ["bridge"]
    number, (report,) = ledger.search("kafr hud", limit=1)
    assert number == 2
    assert (report.title, report.published) == ("Kafr Hud: fire", "2021-03-06")


def test_the_last_revision_counts(ledger: Ledger) -> None:
    list(ledger.add([written("bridge", "The bridge stands.", published="2021-03-05")]))
    assert found(ledger, "shells") == []
    assert found(ledger, "stands") == ["bridge"]


def test_a_copy_is_searched_as_well(ledger: Ledger, tmp_path: Path) -> None:
    ledger.backup(tmp_path / "copy.db")
    with open_ledger(tmp_path / "copy.db") as copied:
        assert found(copied, "kafr hud") == ["market", "bridge"]


def test_removed_words_are_not_found(ledger: Ledger, location: str) -> None:
    told = Response(event_id="e-1", text="Quillfeather saw it.", by="Q", at=moment(1))
    ledger.decide(told)
    report = evolve(
        synthetic_report(1, claims=1), id=claimed_report_id(told.response_id), title="Quillfeather"
    )
    list(ledger.add([report]))
    assert found(ledger, "quillfeather") == [report.id]
    ledger.decide(Removal(response_id=told.response_id, event_id="e-1", by="Ana", at=moment(4), why="asked"))
    assert found(ledger, "quillfeather") == []
    assert found(ledger, "kafr hud") == ["market", "bridge"]
    if "://" not in location:
        with closing(sqlite3.connect(location)) as file:
            file.execute("INSERT INTO report_words (report_words) VALUES ('integrity-check')")


def test_words_are_taken_once_and_short_ones_not_at_all() -> None:
    assert searched_words("The the of TANK-tank, x") == ["the", "TANK-tank"]
