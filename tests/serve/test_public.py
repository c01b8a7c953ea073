"""What readers get without signing in: pages, map data, feeds and the read API."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from serving import Served
from told import three_happenings
from typer.testing import CliRunner

from communique.cli import app
from communique.ledger import Ledger
from communique.model import evolve
from communique.serve.catalogue import Filters
from communique.serve.freezing import NotASiteError, freeze

ATOM = {"a": "http://www.w3.org/2005/Atom", "g": "http://www.georss.org/georss"}


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    list(ledger.add(three_happenings()))
    return ledger


def get(site: Served, path: str, **headers: str):
    return site.client(**headers).get(path)


def test_the_list_shows_each_event_once_with_its_grade(filled: Ledger, site: Served) -> None:
    answer = get(site, "/")
    events = site.app.state.site.desk.catalogue().entries
    assert answer.status_code == 200
    assert events
    assert all(answer.text.count(f'/events/{entry.event_id}"') == 1 for entry in events)
    assert "Contested" in answer.text


def test_filters_narrow_the_list_and_stay_in_the_form(filled: Ledger, site: Served) -> None:
    every = get(site, "/api/events").json()
    contested = get(site, "/api/events?grade=Contested").json()
    assert 0 < contested["total"] < every["total"]
    assert {event["grade"] for event in contested["events"]} == {"Contested"}
    shown = get(site, "/?grade=Contested").text
    assert '<option value="Contested" selected>' in shown
    assert f"{contested['total']} of {every['total']} events" in shown


@pytest.mark.parametrize(
    "query",
    [
        "q=%3Cscript%3E",
        "place='%22%3E",
        "since=not-a-day",
        "page=100000",
        "actor=" + "x" * 190,
        "q=%00%22%20OR%20*",
    ],
)
def test_strange_questions_get_an_empty_list(query: str, filled: Ledger, site: Served) -> None:
    answer = get(site, f"/?{query}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "q=<script>" not in answer.text


def test_an_event_without_a_day_passes_no_bound_of_days(filled: Ledger, site: Served) -> None:
    catalogue = site.app.state.site.desk.catalogue()
    dated = [entry for entry in catalogue.entries if entry.start]
    assert catalogue.find(Filters(since="0001-01-01")) == dated
    assert catalogue.find(Filters(since="9000-01-01")) == []


def test_an_event_has_its_claims_by_voice_and_reasons(filled: Ledger, site: Served) -> None:
    found = get(site, "/api/events?grade=Contested").json()["events"][0]
    shown = get(site, f"/events/{found['event_id']}").text
    told = get(site, f"/api/events/{found['event_id']}").json()
    assert told["assessment"]["grade_ground"]["words"].split(";")[0] in shown
    for statement in told["statements"]:
        assert f'id="claim-{statement["claim"]["claim_id"]}"' in shown
    assert "Where sources differ" in shown


def test_map_data_holds_only_events_with_a_place(filled: Ledger, site: Served) -> None:
    collection = get(site, "/map.geojson").json()
    placed = [e for e in site.app.state.site.desk.catalogue().entries if e.latitude is not None]
    assert len(collection["features"]) == len(placed)
    told = get(site, "/map.json").json()
    drawn = [
        (told["id"][n], told["at"][2 * n : 2 * n + 2], told["places"][told["place"][n]], told["prec"][n])
        for n in range(len(placed))
    ]
    assert [id_ for id_, *_ in drawn] == [f["properties"]["id"] for f in collection["features"]]
    for (_, at, place, prec), feature in zip(drawn, collection["features"], strict=True):
        assert at == pytest.approx(feature["geometry"]["coordinates"], abs=1e-4)
        assert (place, prec) == (feature["properties"]["place"], feature["properties"]["prec"])
    narrowed = get(site, "/map.geojson?grade=Contested").json()
    assert len(get(site, "/map.json?grade=Contested").json()["id"]) == len(narrowed["features"])
    assert len(narrowed["features"]) < len(placed)
    land = get(site, "/outlines.geojson").json()
    kinds = {feature["properties"]["kind"] for feature in land["features"]}
    assert kinds == {"land", "frontier", "country", "capital", "town"}


def test_entity_tags_spare_what_is_known(filled: Ledger, site: Served) -> None:
    first = get(site, "/api/events")
    again = get(site, "/api/events", **{"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert get(site, "/api/events", **{"if-none-match": '"other"'}).status_code == 200


def test_pages_of_the_api_hold_every_event_once(filled: Ledger, site: Served) -> None:
    total = get(site, "/api/events").json()["total"]
    seen = [
        event["event_id"]
        for number in range(1, total + 2)
        for event in get(site, f"/api/events?size=1&page={number}").json()["events"]
    ]
    assert len(seen) == len(set(seen)) == total


def test_claims_and_reports_have_stable_addresses(filled: Ledger, site: Served) -> None:
    report = next(iter(filled.reports()))
    claim = report.claims[0]
    told = get(site, f"/api/claims/{claim.claim_id}").json()
    assert told["claim"]["quote"] == claim.quote
    assert get(site, f"/api/reports/{told['report']}").json()["text"]
    assert get(site, "/api/claims/none").status_code == 404
    assert get(site, f"/reports/{told['report']}").status_code == 200


def test_feeds_are_well_formed_and_hold_points(filled: Ledger, site: Served) -> None:
    feed = ET.fromstring(get(site, "/feed.atom").content)
    entries = feed.findall("a:entry", ATOM)
    told = get(site, "/feed.json").json()
    assert len(entries) == len(told["items"]) > 0
    assert [e.findtext("a:id", None, ATOM) for e in entries] == [item["id"] for item in told["items"]]
    assert feed.findall("a:entry/g:point", ATOM)


def test_feeds_begin_with_what_changed_last(filled: Ledger, start: Callable[..., Served]) -> None:
    site = start()
    before = get(site, "/feed.json").json()["items"]
    report = next(r for r in filled.reports() if before[-1]["id"].endswith(r.claims[0].claim_id))
    again = evolve(report.claims[0], claim_id="told-again")
    list(filled.add([evolve(report, id="again", outlet="Late Lines", claims=(again,))]))
    site.app.state.site.desk.refresh()
    after = get(site, "/feed.json").json()["items"]
    assert after[0]["id"] == before[-1]["id"]
    assert after[0]["date_modified"] > before[0]["date_modified"] >= before[-1]["date_modified"]
    feed = ET.fromstring(get(site, "/feed.atom").content)
    assert feed.findtext("a:updated", None, ATOM) == after[0]["date_modified"]


def test_reports_are_found_by_words_of_their_texts(filled: Ledger, site: Served) -> None:
    whole = get(site, "/reports").text
    assert f"{filled.counts()['documents']} reports" in whole
    report = next(iter(filled.reports()))
    words = " ".join(report.text.split()[:4])
    found = get(site, "/reports?" + urlencode({"q": words})).text
    assert f'href="/reports/{report.id}"' in found
    assert "No report holds all these words" in get(site, "/reports?q=zzzzzz").text
    assert get(site, "/reports?q=" + "x" * 600).status_code == 422


def test_hostile_text_is_shown_as_text(ledger: Ledger, site: Served) -> None:
    bad = "<img src=x onerror=alert(1)>\x0b"
    reports = three_happenings()
    hostile = [evolve(report, title=f"{bad}{report.title}", outlet=bad) for report in reports]
    list(ledger.add(hostile))
    for path in ("/", "/reports", "/reports?q=<img", "/sources", "/feed.atom", f"/reports/{hostile[0].id}"):
        answer = get(site, path)
        assert answer.status_code == 200
        assert "<img src=x" not in answer.text
    ET.fromstring(get(site, "/feed.atom").content)


def test_the_site_as_files_asks_nothing_of_a_server(
    filled: Ledger, start: Callable[..., Served], tmp_path: Path
) -> None:
    number = freeze(filled, tmp_path / "site", "https://war.example/account")
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(list((tmp_path / "site" / "events").iterdir())) == number
    assert len(json.loads((tmp_path / "site" / "entries.json").read_text("utf-8"))) == number
    for page in pages:
        text = page.read_text("utf-8")
        assert "/sign-in" not in text
        assert "/respond" not in text
        assert 'href="/static' not in text  # all links begin at the site's own path
        assert 'href="/account/static/site.css"' in text
    assert "https://war.example/account/events/" in (tmp_path / "site" / "feed.atom").read_text("utf-8")
    assert freeze(filled, tmp_path / "site", "https://war.example") == number


def test_a_folder_of_something_else_is_left_alone(filled: Ledger, tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine", "utf-8")
    with pytest.raises(NotASiteError):
        freeze(filled, tmp_path, "https://war.example")
    assert (tmp_path / "diary.txt").read_text("utf-8") == "mine"


def test_the_command_publishes(filled: Ledger, location: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["publish", location, str(tmp_path / "site")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "site" / "index.html").is_file()


@pytest.mark.parametrize(
    ("read_from", "shown"),
    [("/home/ana/secret folder/post.html", "post.html"), ("C:\\ana\\post.html", "post.html"), (None, None)],
)
def test_of_a_file_only_its_name_is_shown(
    filled: Ledger, site: Served, read_from: str | None, shown: str | None
) -> None:
    told = evolve(three_happenings()[0], id="from-a-file", location=read_from)
    list(filled.add([told]))
    site.app.state.site.desk.refresh()
    page = get(site, "/reports/from-a-file").text
    assert "ana" not in page.split("<main")[1].split("<article")[0]
    assert shown is None or shown in page
