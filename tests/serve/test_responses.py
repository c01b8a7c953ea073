"""The right of reply: who may, what becomes of it, and that it can be taken back for good."""

import hashlib
import html
import re
from collections.abc import Callable
from itertools import count

import httpx
import pytest
from serving import Served

from communique.account.pages import event_page
from communique.serve.work import zero_bits
from test_accounts import five

PATH = "/events/e-claim-blog/respond"
WORK = 8


@pytest.fixture
def site(start: Callable[..., Served]) -> Served:
    opened = start(guest_work=WORK, responses_per_day=5)
    list(opened.ledger.add(five()))
    return opened


def work(client: httpx.Client, path: str = PATH) -> dict[str, str]:
    """Do what a guest's browser does."""
    found = re.search(r'name="challenge" value="([^"]+)"', client.get(path).text)
    assert found is not None
    for number in count():
        digest = hashlib.sha256(f"{found[1]}:{number}".encode()).digest()
        if zero_bits(digest) >= WORK:
            return {"challenge": found[1], "number": str(number)}
    raise AssertionError


def respond(client: httpx.Client, **fields: str) -> str:
    answer = client.post(PATH, data={"text": "I was there.", **fields})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def shown(site: Served) -> list[dict[str, str]]:
    return event_page(site.ledger, "e-claim-blog")["responses"]


def test_a_guest_works_and_waits(site: Served) -> None:
    guest = site.client()
    receipt = respond(guest, **work(guest), name="Rhea", link="https://proof.example/a", claim="claim-blog")
    assert "waits for an analyst" in guest.get(receipt).text
    assert shown(site) == []
    assert "I was there." not in guest.get("/events/e-claim-blog").text
    (told,) = site.ledger.responses()
    assert (told.by, told.claim_id, told.link) == ("Rhea", "claim-blog", "https://proof.example/a")


def test_work_counts_once_and_for_its_page(site: Served) -> None:
    guest = site.client()
    assert guest.post(PATH, data={"text": "x"}).status_code == 403
    done = work(guest)
    wrong = {**done, "number": "x"}
    assert guest.post(PATH, data={"text": "x", **wrong}).status_code == 403
    other = work(guest, "/events/e-claim-local/respond")
    assert guest.post(PATH, data={"text": "x", **other}).status_code == 403
    forged = {**done, "challenge": done["challenge"].replace(".", ".9", 1)}
    assert guest.post(PATH, data={"text": "x", **forged}).status_code == 403
    respond(guest, **done)
    assert guest.post(PATH, data={"text": "again", **done}).status_code == 403
    assert len(list(site.ledger.responses())) == 1


def test_guests_are_let_in_by_the_operator_alone(start: Callable[..., Served]) -> None:
    site = start(guests=False)
    list(site.ledger.add(five()))
    assert "Sign in to respond" in site.client().get(PATH).text
    assert site.client().post(PATH, data={"text": "x"}).status_code == 401


def test_nobody_responds_too_often(site: Served) -> None:
    reader = site.signed_in("reader", "Rhea")
    for number in range(5):
        respond(reader, text=f"Number {number}.")
    assert reader.post(PATH, data={"text": "Number 6."}).status_code == 429
    assert len(list(site.ledger.responses())) == 5


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"text": "x" * 5001},
        {"link": "javascript:alert(1)"},
        {"claim": "claim-unknown"},
        {"name": "x" * 81},
    ],
)
def test_what_is_no_response_is_refused(site: Served, fields: dict[str, str]) -> None:
    reader = site.signed_in("reader", "Rhea")
    assert reader.post(PATH, data={"text": "x", **fields}).status_code in (404, 422)
    assert list(site.ledger.responses()) == []


def test_moderation_shows_hides_and_is_withdrawn(site: Served) -> None:
    analyst, reader = site.signed_in("analyst"), site.signed_in("reader", "Rhea")
    receipt = respond(reader)
    (told,) = site.ledger.responses()
    path = f"/review/responses/{told.response_id}"
    assert "I was there." in analyst.get("/review/responses").text
    assert analyst.post(f"{path}/moderate", data={"verdict": "published"}).status_code == 303
    page = reader.get("/events/e-claim-blog").text
    assert "I was there." in page
    assert "published" in page
    refused = {"verdict": "refused", "why": "insults"}
    assert analyst.post(f"{path}/moderate", data=refused).status_code == 303
    assert shown(site) == []
    assert "insults" in reader.get(receipt).text
    found = re.search(r'action="(/review/decisions/\w+/withdraw)"', analyst.get("/review/decisions").text)
    assert analyst.post(found[1], data={"back": "/review/decisions"}).status_code == 303
    assert [answer["status"] for answer in shown(site)] == ["published"]


def test_a_response_becomes_a_source(site: Served) -> None:
    analyst, reader = site.signed_in("analyst"), site.signed_in("reader", "Rhea")
    respond(reader, text="I saw the jets strike. It was noon.", name="Rhea Secret")
    (told,) = site.ledger.responses()
    path = f"/review/responses/{told.response_id}/claim"
    fields = {"text": "I saw the jets strike.", "trigger": "strike", "kind": "ASSAULT/aerial", "same": "true"}
    bad = {**fields, "trigger": "bombed"}
    assert analyst.post(path, data=bad).status_code == 422
    answer = analyst.post(path, data=fields)
    assert answer.status_code == 303, answer.text
    page = event_page(site.ledger, "e-claim-blog")
    assert f"response-{told.response_id}" in page["reports"]
    assert [answer["status"] for answer in page["responses"]] == ["claimed"]
    assert "Rhea Secret" not in str(page["statements"])
    assert list(site.ledger.check()) == []


def test_removal_leaves_a_tombstone_and_nothing_else(site: Served) -> None:
    analyst, reader = site.signed_in("analyst"), site.signed_in("reader", "Rhea")
    receipt = respond(reader, text="I saw the jets strike from my window.", name="Rhea Secret")
    (told,) = site.ledger.responses()
    path = f"/review/responses/{told.response_id}"
    kind = {"trigger": "strike", "kind": "ASSAULT/aerial", "same": "true"}
    analyst.post(f"{path}/claim", data={"text": told.text, **kind})
    assert "from my window" in reader.get("/events/e-claim-blog").text
    assert reader.post(f"{receipt}/remove").status_code == 303
    assert "asks for its removal" in analyst.get("/review/responses").text
    assert analyst.post(f"{path}/remove", data={"why": "as asked"}).status_code == 303
    for client, page in (
        (reader, "/events/e-claim-blog"),
        (analyst, "/review/responses"),
        (reader, "/my-responses"),
    ):
        assert "from my window" not in client.get(page).text
        assert "Rhea Secret" not in client.get(page).text
    assert "was removed on" in html.unescape(reader.get("/events/e-claim-blog").text)
    assert reader.get(receipt).status_code == 404
    assert [answer["status"] for answer in shown(site)] == ["removed"]
    assert f"response-{told.response_id}" not in event_page(site.ledger, "e-claim-blog")["reports"]
    assert list(site.ledger.check()) == []


def test_a_receipt_is_for_its_sender(site: Served) -> None:
    reader, other = site.signed_in("reader", "Rhea"), site.signed_in("reader", "Eve")
    respond(reader)
    (told,) = site.ledger.responses()
    assert other.get("/responses/guessed").status_code == 404
    assert other.post(f"/my-responses/{told.response_id}/remove").status_code == 403
    assert site.ledger.access.asked_removals() == []
    assert "I was there." not in other.get("/my-responses").text
    assert reader.post(f"/my-responses/{told.response_id}/remove").status_code == 303
    assert [receipt.response_id for receipt in site.ledger.access.asked_removals()] == [told.response_id]
