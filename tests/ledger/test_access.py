"""The door: secrets work once or until they expire, and only their hashes are kept."""

import threading
from datetime import timedelta

import pytest
from decided import moment
from sqlalchemy import text

from communique.ledger import Ledger
from communique.ledger.access import Refusal, SignInState, metadata
from communique.model import Appointment

HOUR = timedelta(hours=1)
STATE = SignInState("provider", "browser token", "nonce", "verifier", "/events")


def test_a_member_is_the_same_at_every_sign_in(ledger: Ledger) -> None:
    first = ledger.access.enroll("https://id.example", "7", "Ana")
    again = ledger.access.enroll("https://id.example", "7", "Ana Example")
    other = ledger.access.enroll("https://other.example", "7", "Ana")
    assert first.member_id == again.member_id != other.member_id
    assert again.signature == f"Ana Example ({first.member_id[:8]})"
    assert [member.name for member in ledger.access.members()] == ["Ana", "Ana Example"]


def test_the_last_appointment_counts(ledger: Ledger) -> None:
    member = ledger.access.enroll("local", "1", "Ana")
    assert member.role == "reader"
    for minute, role in enumerate(("admin", "analyst")):
        ledger.decide(Appointment(member_id=member.member_id, role=role, by="Ben", at=moment(minute)))
    found = ledger.access.member(member.member_id)
    assert found is not None
    assert found.role == "analyst"
    assert (found.may("reader"), found.may("analyst"), found.may("admin")) == (True, True, False)


def test_a_session_ends_by_time_or_by_hand(ledger: Ledger) -> None:
    member = ledger.access.enroll("local", "1", "Ana")
    token = ledger.access.open_session(member.member_id, HOUR)
    late = ledger.access.open_session(member.member_id, -HOUR)
    assert ledger.access.session(token) == member
    assert ledger.access.session(late) is None
    assert ledger.access.session("guessed") is None
    ledger.access.close_session(token)
    assert ledger.access.session(token) is None


def test_a_state_comes_back_once_and_to_its_browser_alone(ledger: Ledger) -> None:
    access = ledger.access
    access.keep_state("one", STATE, HOUR)
    assert access.take_state("one", STATE.browser) == STATE
    assert access.take_state("one", STATE.browser) is None
    access.keep_state("two", STATE, HOUR)
    assert access.take_state("two", "another browser") is None
    assert access.take_state("two", STATE.browser) is None
    access.keep_state("three", STATE, -HOUR)
    assert access.take_state("three", STATE.browser) is None


def test_a_link_gives_its_role_to_one_of_many(ledger: Ledger) -> None:
    token = ledger.access.make_link("admin", HOUR)
    assert ledger.access.link_role(token) == "admin"
    given: list[str | None] = []
    threads = [threading.Thread(target=lambda: given.append(ledger.access.use_link(token))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given, key=str) == [None] * 7 + ["admin"]
    assert ledger.access.link_role(token) is None


def test_a_challenge_is_spent_once(ledger: Ledger) -> None:
    assert [ledger.access.spend("a", HOUR), ledger.access.spend("a", HOUR)] == [True, False]


def test_refusals_are_counted_not_piled_up(ledger: Ledger) -> None:
    one = Refusal("2020-01-01T00", "192.0.2.1", "too many", "/a", 3, "2099-01-01T00:00:00Z")
    ledger.access.note_refusals([one])
    ledger.access.note_refusals([Refusal("2020-01-01T00", "192.0.2.1", "too many", "/b", 4, one.last_at)])
    (found,) = ledger.access.refusals()
    assert (found.number, found.path) == (7, "/b")


def test_sweeping_deletes_what_has_expired(ledger: Ledger) -> None:
    access = ledger.access
    member = access.enroll("local", "1", "Ana")
    access.open_session(member.member_id, -HOUR)
    kept = access.open_session(member.member_id, HOUR)
    access.make_link("admin", -HOUR)
    access.note_refusals([Refusal("2020-01-01T00", "x", "y", "/", 1, "2020-01-01T00:00:00Z")])
    access.sweep()
    with ledger._engine.connect() as connection:
        left = {
            name: connection.scalar(text(f"SELECT count(*) FROM {name}"))
            for name in ("sessions", "one_time_links", "refusals")
        }
    assert left == {"sessions": 1, "one_time_links": 0, "refusals": 0}
    assert access.session(kept) == member


def test_no_token_lies_in_the_ledger(ledger: Ledger) -> None:
    access = ledger.access
    member = access.enroll("local", "1", "Ana")
    access.keep_state("state token", STATE, HOUR)
    tokens = {
        "state token",
        STATE.browser,
        access.open_session(member.member_id, HOUR),
        access.make_link("admin", HOUR),
        access.keep_receipt("response", member.member_id),
    }
    with ledger._engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(table.select()):
                assert not tokens & {str(value) for value in row}


def test_a_receipt_is_found_by_its_token_and_by_its_member(ledger: Ledger) -> None:
    member = ledger.access.enroll("local", "1", "Ana")
    token = ledger.access.keep_receipt("response", member.member_id)
    found = ledger.access.receipt(token)
    assert found is not None
    assert [found] == ledger.access.receipts_of(member.member_id)
    assert ledger.access.asked_removals() == []
    ledger.access.ask_removal("response")
    assert [receipt.response_id for receipt in ledger.access.asked_removals()] == ["response"]
    ledger.access.forget_member(member.member_id)
    assert ledger.access.member(member.member_id) is None
    assert ledger.access.receipts_of(member.member_id) == []


@pytest.mark.parametrize("purpose", ["work", "other"])
def test_a_key_stays_the_same(ledger: Ledger, purpose: str) -> None:
    assert ledger.access.site_key(purpose) == ledger.access.site_key(purpose)
    assert ledger.access.site_key("work") != ledger.access.site_key("other")
