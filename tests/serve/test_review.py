"""Review, form by form, without a browser's scripts."""

import html
import json
import re

import httpx
import pytest
from serving import Served

from communique.account.fused import FusedLedger
from communique.account.outlines import record
from communique.account.pages import event_page
from communique.account.voices import judgements_in_force
from communique.serve.desk import Desk
from test_accounts import five


@pytest.fixture
def analyst(site: Served) -> httpx.Client:
    list(site.ledger.add(five()))
    return site.signed_in("analyst")


def undo(client: httpx.Client, path: str) -> None:
    """Press the first Undo of a page."""
    found = re.search(r'action="(/review/decisions/\w+/withdraw)"', client.get(path).text)
    assert found is not None
    assert client.post(found[1], data={"back": path}).status_code == 303


def claims_of(site: Served, event_id: str = "e-claim-local") -> set[str]:
    page = event_page(site.ledger, event_id)
    assert page is not None
    return set(page["claims"])


def test_the_queue_begins_with_what_changes_most(analyst: httpx.Client, site: Served) -> None:
    page = analyst.get("/review").text
    titles = re.findall(r'class="title">([^<]*)<', page)
    assert titles
    assert "hangs on it" in page
    weights = [item.weight for item in site.app.state.site.desk.queue()]
    assert weights == sorted(weights, reverse=True)
    only = analyst.get("/review", params={"kind": "source"}).text
    assert "Harim Lanes" not in re.findall(r'class="title">([^<]*)<', only)  # one report alone


def test_a_decided_claim_leaves_the_queue(analyst: httpx.Client) -> None:
    path = "/review/claims/claim-blog"
    assert path in analyst.get("/review").text
    assert analyst.post(f"{path}/verdict", data={"verdict": "accepted"}).status_code == 303
    assert path not in analyst.get("/review").text
    undo(analyst, path)
    assert path in analyst.get("/review").text


def test_a_wrong_claim_leaves_its_event_until_undone(analyst: httpx.Client, site: Served) -> None:
    before = claims_of(site)
    path = "/review/claims/claim-blog"
    answer = analyst.post(f"{path}/verdict", data={"verdict": "wrong", "why": "a rumour"})
    assert answer.headers["location"] == f"{path}?done=recorded"
    assert before - claims_of(site) == {"claim-blog"}
    page = analyst.get(path).text
    assert "a rumour" in page
    assert "Ana Example (" in page
    undo(analyst, path)
    assert claims_of(site) == before
    assert "taken back by Ana Example" in analyst.get(path).text


def rows(page: str, slot: str) -> dict[str, list[str]]:
    """Return the fields of a slot's form as a browser would send them."""
    form = page[page.index(f'/slots/{slot}"') :]
    form = form[: form.index("</form>")]
    found: dict[str, list[str]] = {}
    for field in re.finditer(
        r'<input name="(\w+)" value="([^"]*)"|<select name="(\w+)".*?</select>', form, re.S
    ):
        if field[1]:
            found.setdefault(field[1], []).append(html.unescape(field[2]))
        else:
            chosen = re.search(r"<option selected>([^<]*)<", field[0])
            first = re.search(r"<option>([^<]*)<", field[0])
            found.setdefault(field[3], []).append((chosen or first)[1])
    return found


def test_a_corrected_toll_stands_beside_the_extracted_one(analyst: httpx.Client, site: Served) -> None:
    path = "/review/claims/claim-blog"
    fields = rows(analyst.get(path).text, "targets")
    assert (fields["text"], fields["low"]) == (["civilians", ""], ["9", ""])
    fields["low"][0] = fields["high"][0] = "12"
    answer = analyst.post(f"{path}/slots/targets", data={**fields, "why": "misread"})
    assert answer.status_code == 303, answer.text
    page = analyst.get(path).text
    shown = re.sub(r"<[^>]+>|\s+", " ", page[page.index('id="slot-targets"') :])
    assert "low 9 " in re.sub(" +", " ", shown).replace("low  ", "low ")
    (made,) = site.ledger.corrections()
    assert json.loads(made.value or "")[0]["count"] == {
        "text": "9",
        "start": 56,
        "end": 57,
        "low": 12,
        "high": 12,
    }
    told = event_page(site.ledger, "e-claim-blog")
    counted = [d for d in told["assessment"]["differences"] if d["slot"] == "count"]
    named = {c for d in counted for side in ("left", "right") for c in d[side]["claims"]}
    assert not {"claim-blog", "claim-local"} <= named
    undo(analyst, path)
    assert rows(analyst.get(path).text, "targets")["low"][0] == "9"


@pytest.mark.parametrize(
    ("slot", "fields", "reason"),
    [
        ("actors", {"text": "Utopia", "name": ""}, "is not in the report"),
        ("time", {"text": "7 March 2016", "earliest": "March", "latest": ""}, "is no day"),
        ("time", {"text": "7 March 2016", "earliest": "2016-03-08", "latest": "2016-03-07"}, "is after"),
        ("event", {"event": "AID", "mode": "clash"}, "does not go with"),
        ("factuality", {"factuality": "perhaps"}, "Input should be"),
        (
            "means",
            {"text": "Jets", "kind": "aircraft", "count": "9", "low": "-1", "high": ""},
            "is no whole number",
        ),
    ],
)
def test_what_does_not_fit_is_said_and_not_recorded(
    analyst: httpx.Client, site: Served, slot: str, fields: dict[str, str], reason: str
) -> None:
    answer = analyst.post(f"/review/claims/claim-blog/slots/{slot}", data=fields)
    assert answer.status_code == 422
    assert reason in html.unescape(answer.text)
    assert list(site.ledger.corrections()) == []


def test_new_words_get_their_place_and_actor_looked_up(analyst: httpx.Client, site: Served) -> None:
    fields = {"text": "Harim", "relation": "near", "within": "Idlib, Syria"}
    assert analyst.post("/review/claims/claim-local/slots/places", data=fields).status_code == 303
    (made,) = site.ledger.corrections()
    (place,) = json.loads(made.value or "")
    assert (place["relation"], place["latitude"], place["where_prec"]) == ("near", 36.21, 1)


def test_parting_and_bringing_together(analyst: httpx.Client, site: Served) -> None:
    whole = claims_of(site)
    answer = analyst.post(
        "/review/events/e-claim-local/split",
        data={"claims": ["claim-blog", "claim-local"], "why": "two days"},
    )
    assert answer.status_code == 303, answer.text
    assert claims_of(site, "e-claim-local") == {"claim-blog", "claim-local"}
    assert claims_of(site, "e-claim-statement") == whole - {"claim-blog", "claim-local"}
    undo(analyst, "/review/decisions")
    assert claims_of(site) == whole
    assert judgements_in_force(site.ledger) == []


def test_what_was_parted_is_brought_together_again(analyst: httpx.Client, site: Served) -> None:
    whole = claims_of(site)
    chosen = {"claims": ["claim-blog", "claim-copy"]}
    assert analyst.post("/review/events/e-claim-local/split", data=chosen).status_code == 303
    assert claims_of(site) == whole - {"claim-blog", "claim-copy"}
    merged = {"other": "e-claim-blog", "why": "one day"}
    assert analyst.post("/review/events/e-claim-local/merge", data=merged).status_code == 303
    assert claims_of(site) == whole
    assert analyst.post("/review/events/e-claim-local/merge", data=merged).status_code == 400
    undo(analyst, "/review/decisions")
    assert claims_of(site) == whole - {"claim-blog", "claim-copy"}
    assert list(site.ledger.check()) == []


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("merge", {"other": "e-0"}, 404),
        ("merge", {}, 422),
        ("split", {"claims": ["claim-unknown"]}, 400),
        (
            "split",
            {"claims": ["claim-blog", "claim-copy", "claim-denial", "claim-local", "claim-statement"]},
            400,
        ),
        ("split", {}, 422),
    ],
)
def test_what_cannot_be_parted_or_joined_is_refused(
    analyst: httpx.Client, site: Served, path: str, fields: dict[str, str], status: int
) -> None:
    assert analyst.post(f"/review/events/e-claim-local/{path}", data=fields).status_code == status
    assert list(site.ledger.judgements()) == []


def test_a_rating_changes_what_a_voice_counts(analyst: httpx.Client, site: Served) -> None:
    given = {"source": "Harim Lanes", "reliability": "B", "why": "was right before"}
    assert analyst.post("/review/sources", data=given).status_code == 303

    def letters() -> set[str]:
        voices = event_page(site.ledger, "e-claim-local")["assessment"]["voices"]
        return {v["reliability"] for v in voices if "claim-local" in v["claims"]}

    assert letters() == {"B"}
    undo(analyst, "/review/decisions")
    assert letters() == {"F"}


def test_corrections_are_exported_for_training(analyst: httpx.Client) -> None:
    assert analyst.get("/review/corrections.jsonl").text == ""
    analyst.post("/review/claims/claim-blog/verdict", data={"verdict": "accepted"})
    analyst.post("/review/claims/claim-local/slots/factuality", data={"factuality": "probable"})
    told = {r["id"]: r for r in map(json.loads, analyst.get("/review/corrections.jsonl").text.splitlines())}
    assert set(told) == {"blog", "local"}
    assert told["local"]["claims"][0]["factuality"] == "probable"
    assert told["blog"]["complete"]


def test_a_pasted_report_becomes_an_event(analyst: httpx.Client) -> None:
    text = "On 3 May 2017 shelling by government forces killed four civilians in Saraqib, a monitor said."
    fields = {"text": text, "title": "Shelling", "outlet": "Wire", "published": "2017-05-04"}
    answer = analyst.post("/review/add", data=fields)
    assert answer.status_code == 303, answer.text
    page = analyst.get(answer.headers["location"].partition("?")[0]).text
    found = re.search(r'href="(/events/[^"]+)"', page)
    assert found is not None
    assert "four civilians" in analyst.get(found[1]).text
    assert analyst.post("/review/add", data={"text": " "}).status_code == 422
    assert analyst.post("/review/add", data={"text": text, "published": "May"}).status_code == 422


def test_the_queue_of_a_ledger_that_is_fused_is_made_without_fusing(
    analyst: httpx.Client, site: Served
) -> None:
    before = [(item.kind, item.path) for item in site.app.state.site.desk.queue()]
    assert {"claim", "source"} <= {kind for kind, _ in before}
    desk = Desk(site.ledger)
    try:
        assert sorted((item.kind, item.path) for item in desk.queue()) == sorted(before)
        assert not desk._fused.has_fused
    finally:
        desk.close()


def test_doubts_are_known_only_of_what_the_ledger_holds_now(site: Served) -> None:
    first, *others = five()
    list(site.ledger.add([first]))
    assert FusedLedger(site.ledger).doubts() is None
    record(site.ledger)
    again = FusedLedger(site.ledger)
    again.learn()
    assert again.doubts() == []
    list(site.ledger.add(others))
    fused = FusedLedger(site.ledger)
    fused.update()
    told = fused.doubts()
    kept = FusedLedger(site.ledger)
    kept.learn()
    assert not kept.has_fused
    assert kept.doubts() == told
