"""What is added comes back as it was, once, and stays."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from decided import fill
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from synthetic import synthetic_report, synthetic_reports

from communique.ledger import Added, Ledger, LedgerError, open_ledger
from communique.ledger.schema import metadata
from communique.model import Report, evolve

APPEND_ONLY = (
    "sources",
    "reports",
    "claims",
    "readings",
    "resolutions",
    "attributions",
    "resolved_places",
    "judgements",
    "withdrawals",
    "ratings",
    "responses",
    "audit_log",
    "fusings",
    "events",
    "near_copies",
    "corrections",
    "moderations",
    "removals",
    "appointments",
    "assessments",
)


def add(ledger: Ledger, *reports: Report, resolver: str = "resolver 1") -> list[Added]:
    return list(ledger.add(reports, resolver=resolver))


def test_reports_come_back_equal_and_in_order(ledger: Ledger) -> None:
    added = list(synthetic_reports(0, 130))
    assert add(ledger, *added)[0] == Added("report-0", new=True, claims_new=5)
    assert list(ledger.reports()) == added
    assert list(ledger.claims()) == [claim for report in added for claim in report.claims]
    assert ledger.report("report-7") == added[7]
    assert list(ledger.claims("report-7")) == list(added[7].claims)
    assert ledger.report("report-1000") is None
    assert ledger.counts()["documents"] == 130
    assert ledger.counts()["claims"] == 650
    assert list(ledger.check()) == []


def test_reports_come_back_after_closing(location: str) -> None:
    with open_ledger(location) as ledger:
        add(ledger, synthetic_report(1))
    with open_ledger(location) as ledger:
        assert list(ledger.reports()) == [synthetic_report(1)]


def test_adding_again_changes_nothing(ledger: Ledger) -> None:
    add(ledger, *synthetic_reports(0, 5))
    before = ledger.counts(), ledger.fingerprint()
    assert add(ledger, *synthetic_reports(0, 5)) == [
        Added(f"report-{n}", new=False, claims_new=0) for n in range(5)
    ]
    assert (ledger.counts(), ledger.fingerprint()) == before


def test_where_a_report_was_read_from_is_no_content(ledger: Ledger) -> None:
    report = synthetic_report(1)
    add(ledger, report)
    assert add(ledger, evolve(report, location="/elsewhere")) == [Added("report-1", new=False, claims_new=0)]
    assert ledger.report("report-1") == report


@pytest.mark.parametrize(
    "change", [{"title": "Another title"}, {"published": "2017-01-01"}, {"comments": ({"text": "No!"},)}]
)
def test_changed_report_is_a_further_revision(ledger: Ledger, change: dict[str, object]) -> None:
    first = synthetic_report(1)
    second = evolve(first, **change)
    add(ledger, first)
    assert add(ledger, second) == [Added("report-1", new=True, claims_new=5)]
    assert list(ledger.reports()) == [second]
    assert list(ledger.reports(history=True)) == [first, second]
    assert ledger.counts()["documents"] == 1
    assert list(ledger.check()) == []


def test_newer_extractor_adds_claims_and_leaves_the_older_ones(ledger: Ledger) -> None:
    older, newer = synthetic_report(1, origin="tagger 1"), synthetic_report(1, origin="tagger 2")
    add(ledger, older)
    assert add(ledger, newer) == [Added("report-1", new=False, claims_new=5)]
    assert list(ledger.reports()) == [newer]
    assert list(ledger.claims(history=True)) == [*older.claims, *newer.claims]


def test_newer_extractor_may_find_nothing(ledger: Ledger) -> None:
    report = synthetic_report(1)
    add(ledger, report)
    assert add(ledger, evolve(report, claims=())) == [Added("report-1", new=False, claims_new=0)]
    assert list(ledger.claims()) == []
    assert list(ledger.claims(history=True)) == list(report.claims)


def test_newer_resolver_adds_resolutions_to_the_same_claims(ledger: Ledger) -> None:
    first = synthetic_report(1)
    moved = [
        evolve(claim, places=(evolve(claim.places[0], latitude=1.5, longitude=2.5),))
        for claim in first.claims
    ]
    second = evolve(first, claims=tuple(moved))
    add(ledger, first)
    assert add(ledger, second, resolver="resolver 2") == [Added("report-1", new=False, claims_new=0)]
    assert list(ledger.reports()) == [second]
    counts = ledger.counts()
    assert (counts["claims"], counts["readings"], counts["resolutions"]) == (5, 2, 10)
    assert list(ledger.check()) == []


def test_the_same_claim_twice_in_a_report_comes_back_twice(ledger: Ledger) -> None:
    report = synthetic_report(1, claims=1)
    doubled = evolve(report, claims=report.claims * 2)
    assert add(ledger, doubled) == [Added("report-1", new=True, claims_new=1)]
    assert list(ledger.reports()) == [doubled]


def test_fingerprint_tells_content_not_order_or_time(new_location: Callable[[], str]) -> None:
    with open_ledger(new_location()) as one, open_ledger(new_location()) as other:
        assert one.fingerprint() == other.fingerprint()
        add(one, *synthetic_reports(0, 6))
        add(other, *reversed(list(synthetic_reports(0, 5))))
        assert one.fingerprint() != other.fingerprint()
        add(other, synthetic_report(5))
        assert one.fingerprint() == other.fingerprint()


def test_fingerprint_is_the_same_on_both_databases(location: str) -> None:
    with open_ledger(location) as ledger:
        add(ledger, synthetic_report(1))
        assert ledger.fingerprint() == "e288fbf9fef530ade5f812e65429349852ac897560d33a300ee30ef09c4344b4"


def test_recorded_at_is_utc(ledger: Ledger) -> None:
    add(ledger, synthetic_report(1))
    with ledger._engine.connect() as connection:
        stamp = connection.scalar(text("SELECT recorded_at FROM reports"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", stamp)
    assert abs(datetime.fromisoformat(stamp) - datetime.now().astimezone()) < timedelta(minutes=5)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_rows_cannot_be_changed_or_deleted(ledger: Ledger, table: str) -> None:
    fill(ledger, synthetic_report(1), synthetic_report(2))
    before = ledger.counts()
    assert before[table] > 0
    column = metadata.tables[table].columns.keys()[0]
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="append-only"), ledger._engine.begin() as connection:
            connection.execute(text(statement))
    assert list(ledger.reports()) == [synthetic_report(1), synthetic_report(2)]
    assert ledger.counts() == before


def test_every_table_of_content_is_append_only() -> None:
    assert set(APPEND_ONLY) == set(metadata.tables)


def test_span_without_its_words_is_refused(ledger: Ledger) -> None:
    sound, torn = synthetic_report(1), synthetic_report(2)
    torn = evolve(torn, text="!" + torn.text)
    with pytest.raises(LedgerError, match=r"'report-2'.*is not the text at"):
        add(ledger, sound, torn)
    assert list(ledger.reports()) == [sound]


def test_overlong_claim_id_is_refused(ledger: Ledger) -> None:
    report = synthetic_report(1)
    torn = evolve(report, claims=(evolve(report.claims[0], claim_id="x" * 501),))
    with pytest.raises(LedgerError, match="more than 500"):
        add(ledger, torn)
    assert ledger.counts()["reports"] == 0


def test_a_fault_in_the_input_leaves_the_earlier_reports(ledger: Ledger) -> None:
    def breaking() -> object:
        yield synthetic_report(1)
        raise OSError("the input broke")

    with pytest.raises(OSError, match="the input broke"):
        list(ledger.add(breaking()))
    assert list(ledger.reports()) == [synthetic_report(1)]


HOSTILE = [
    "a\x00b",
    "\x00",
    "\ufdd0",
    "\ufdd00000",
    "\ufdd0d800\x00",
    "'; DROP TABLE reports; --",
    "%s %(x)s {} :x \\",
    "\u202e\U0001f4a3 عندان",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_comes_back_as_it_was(ledger: Ledger, words: str) -> None:
    report = synthetic_report(1)
    tail = report.text + words
    claim = report.claims[0]
    actor = {"text": words, "start": len(report.text), "end": len(tail), "name": words, "reason": words}
    hostile = evolve(
        report, id=words, text=tail, title=words, outlet=words, url=words, location=words,
        comments=({"text": words},), claims=(evolve(claim, claim_id=words, origin=words, actors=(actor,)),),
    )  # fmt: skip
    assert add(ledger, hostile, resolver=words) == [Added(words, new=True, claims_new=1)]
    assert add(ledger, hostile, resolver=words) == [Added(words, new=False, claims_new=0)]
    assert list(ledger.reports()) == [hostile]
    assert ledger.report(words) == hostile
    assert list(ledger.check()) == []


def test_huge_text_and_huge_id(ledger: Ledger) -> None:
    report = synthetic_report(1)
    huge = evolve(report, id="i" * 100_000, text=report.text + "é" * 20_000_000, url="u" * 50_000)
    add(ledger, huge)
    assert ledger.report("i" * 100_000) == huge


def test_long_text_of_two_thousand_claims(ledger: Ledger) -> None:
    long = synthetic_report(1, claims=2_000)
    assert add(ledger, long) == [Added("report-1", new=True, claims_new=2_000)]
    assert ledger.report("report-1") == long


def test_reading_goes_on_while_others_write(ledger: Ledger) -> None:
    add(ledger, *synthetic_reports(0, 150))
    seen = []
    for report in ledger.reports():
        seen.append(report.id)
        if len(seen) == 1:
            add(ledger, *synthetic_reports(150, 160))
    assert seen == [f"report-{number}" for number in range(160)]
