"""Tables of ACLED, UCDP GED and Airwars: rows as reports with claims; all rows are our own inventions."""

import csv
import io
import json

import pytest

from communique.account.fused import FusedLedger
from communique.config import Config
from communique.ledger import open_ledger
from communique.model import report_from_json, report_to_json
from communique.read import ReadOptions
from communique.run import account, record

ACLED = {
    "event_id_cnty": "SYR90001",
    "event_date": "04 March 2024",
    "year": "2024",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Shelling/artillery/missile attack",
    "actor1": "Military Forces of Syria (2000-2024)",
    "assoc_actor_1": "",
    "actor2": "Civilians (Syria)",
    "civilian_targeting": "Civilian targeting",
    "country": "Syria",
    "admin1": "Idleb",
    "admin2": "Idleb",
    "location": "Binnish",
    "latitude": "35.9592",
    "longitude": "36.7131",
    "geo_precision": "1",
    "source": "Velm Post",
    "notes": "On 4 March 2024, government forces shelled the market of Binnish. Two people were killed.",
    "fatalities": "2",
    "timestamp": "1710201600",
}
GED = {
    "id": "512345",
    "type_of_violence": "1",
    "side_a": "Government of Syria",
    "side_b": "HTS",
    "source_office": "Velm Post;Velm Post",
    "source_original": "police",
    "source_headline": "Clashes near Binnish leave several dead",
    "where_prec": "1",
    "where_coordinates": "Binnish town",
    "adm_1": "Idlib governorate",
    "adm_2": "Idlib district",
    "country": "Syria",
    "latitude": "35.9592",
    "longitude": "36.7131",
    "date_prec": "2",
    "date_start": "2024-03-04 00:00:00.000",
    "date_end": "2024-03-06 00:00:00.000",
    "deaths_a": "1",
    "deaths_b": "4",
    "deaths_civilians": "0",
    "deaths_unknown": "0",
    "best": "5",
    "low": "5",
    "high": "8",
}
AIRWARS = {
    "code": "ZS0001",
    "date": "2024-03-04",
    "loc_en": "Binnish",
    "gov": "Idlib",
    "country": "Syria",
    "lat": 35.9592,
    "lon": 36.7131,
    "precision": "town",
    "actor": "Russian Military",
    "strike": "Airstrike",
    "evidence": "Fair",
    "killed": [2, 3],
    "injured": [0, 4],
    "sources": [{"publisher": "Velm Post", "url": "https://post.example/1"}],
    "url": "https://incidents.example/zs0001",
}


def table(*rows, mark=","):
    made = io.StringIO()
    writer = csv.DictWriter(made, list(rows[0]), delimiter=mark)
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def told(report):
    """The one claim of a report, every span of which holds its words."""
    (claim,) = report.claims
    assert report.text == claim.quote
    quoted = [*claim.actors, *claim.recipients, *claim.targets, *claim.places, *claim.sources, claim.time]
    quoted += [target.count for target in claim.targets if target.count]
    for piece in quoted:
        assert report.text[piece.start : piece.end] == piece.text
    assert report.text[claim.trigger_start : claim.trigger_end] == claim.trigger
    return claim


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_row_of_acled_is_a_claim_told_by_its_notes(saved, outcomes, mark):
    (report,), faults = outcomes(saved("acled.csv", "\ufeff" + table(ACLED, mark=mark)))
    assert faults == []
    claim = told(report)
    assert report.text.startswith(ACLED["notes"])
    assert (report.id, report.outlet, report.published) == ("acled:SYR90001", "ACLED", "2024-03-12")
    assert (claim.event, claim.mode, claim.origin) == ("ASSAULT", "heavy-weapons", "ACLED table")
    assert [party.text for party in claim.actors] == ["Military Forces of Syria"]
    assert [source.text for source in claim.sources] == ["Velm Post"]
    assert [(t.kind, t.effect, t.count and (t.count.low, t.count.high)) for t in claim.targets] == [
        ("civilians", "targeted", None),
        ("people", "killed", (2, 2)),
    ]
    assert (claim.time.earliest, claim.time.latest, claim.time.date_prec) == ("2024-03-04", "2024-03-04", 1)
    (place,) = claim.places
    assert (place.text, place.latitude, place.longitude, place.where_prec) == ("Binnish", 35.9592, 36.7131, 1)
    assert report_from_json(report_to_json(report)) == report


@pytest.mark.parametrize(
    ("changed", "days"),
    [
        ({"time_precision": "2"}, ("2024-03-01", "2024-03-07", 3)),
        ({"time_precision": "3"}, ("2024-03-01", "2024-03-31", 4)),
    ],
)
def test_precision_of_time_is_the_rows(saved, outcomes, changed, days):
    (report,), _ = outcomes(saved("a.csv", table({**ACLED, **changed})))
    time = told(report).time
    assert (time.earliest, time.latest, time.date_prec) == days


def test_no_dead_are_no_count_and_several_sources_vouch_for_nothing_singly(saved, outcomes):
    row = {**ACLED, "fatalities": "0", "source": "Velm Post; Radio Velm", "latitude": "", "longitude": ""}
    (report,), _ = outcomes(saved("a.csv", table(row)))
    claim = told(report)
    assert [target.effect for target in claim.targets] == ["targeted"]
    assert claim.sources == ()
    assert claim.places[0].latitude is None


def test_both_sides_of_a_clash_did_it_and_a_town_taken_is_a_target(saved, outcomes):
    clash = {**ACLED, "sub_event_type": "Armed clash", "actor2": "HTS: Hayat Tahrir al Sham"}
    taken = {**clash, "event_id_cnty": "SYR2", "sub_event_type": "Government regains territory"}
    reports, _ = outcomes(saved("a.csv", table(clash, taken)))
    first, second = map(told, reports)
    assert (len(first.actors), len(first.recipients)) == (2, 0)
    assert (second.event, len(second.actors), len(second.recipients)) == ("CONTROL", 1, 1)
    assert ("Binnish", "captured") in [(t.text, t.effect) for t in second.targets]


def test_a_row_of_ucdp_is_a_claim_told_by_its_headlines(saved, outcomes):
    (report,), faults = outcomes(saved("ged.csv", table(GED)))
    assert faults == []
    claim = told(report)
    assert report.text.startswith(GED["source_headline"])
    assert (report.id, report.outlet, report.published) == ("ucdp-ged:512345", "UCDP GED", None)
    assert (claim.event, claim.mode, claim.origin) == ("ASSAULT", "unspecified", "UCDP GED table")
    assert [party.text for party in claim.actors] == ["Government of Syria", "HTS"]
    assert [source.text for source in claim.sources] == ["Velm Post", "police"]
    assert [(t.kind, t.count.low, t.count.high) for t in claim.targets] == [
        ("combatants", 1, 1),
        ("combatants", 4, 4),
        ("people", 5, 8),
    ]
    assert (claim.time.earliest, claim.time.latest, claim.time.date_prec) == ("2024-03-04", "2024-03-06", 2)
    assert claim.places[0].adm_1 == "Idlib governorate"


def test_one_sided_violence_hits_civilians_with_the_range_of_the_row(saved, outcomes):
    row = {**GED, "type_of_violence": "3", "side_b": "Civilians", "deaths_a": "0", "deaths_b": "0"}
    row |= {"deaths_civilians": "5.0"}
    (report,), _ = outcomes(saved("ged.csv", table(row)))
    claim = told(report)
    assert [(t.kind, t.effect) for t in claim.targets] == [("civilians", "targeted"), ("civilians", "killed")]
    assert (claim.targets[1].count.low, claim.targets[1].count.high) == (5, 8)


@pytest.mark.parametrize("form", ["array", "lines", "csv"])
def test_an_incident_of_airwars_is_a_claim_of_harm(saved, outcomes, form):
    flat = {**AIRWARS, "killed": "2-3", "injured": "0-4", "sources": "Velm Post"}
    body = {"array": json.dumps([AIRWARS], indent=1), "lines": json.dumps(AIRWARS), "csv": table(flat)}[form]
    (report,), faults = outcomes(saved(f"incidents.{form}", body))
    assert faults == []
    claim = told(report)
    assert (report.id, report.outlet, report.url) == ("airwars:ZS0001", "Airwars", AIRWARS["url"])
    assert (claim.mode, claim.factuality, claim.origin) == ("aerial", "actual", "Airwars table")
    assert [(t.effect, t.count.low, t.count.high) for t in claim.targets] == [
        ("killed", 2, 3),
        ("injured", 0, 4),
    ]
    assert [party.text for party in claim.actors] == ["Russian Military"]


@pytest.mark.parametrize(
    ("evidence", "factuality"),
    [("Confirmed", "actual"), ("Contested", "probable"), ("Discounted", "negated")],
)
def test_grades_of_evidence_are_factualities(saved, outcomes, evidence, factuality):
    (report,), _ = outcomes(saved("i.json", json.dumps([{**AIRWARS, "evidence": evidence}])))
    assert told(report).factuality == factuality


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({**ACLED, "sub_event_type": "Duel"}, "codebook does not have"),
        ({**ACLED, "event_date": "yesterday"}, "no day"),
        ({**ACLED, "latitude": "north"}, "is none"),
        ({**ACLED, "latitude": "135"}, "not on earth"),
        ({**ACLED, "fatalities": "some"}, "no number"),
        ({**ACLED, "fatalities": "-1"}, "counts nothing"),
        ({**ACLED, "time_precision": "9"}, "not 1, 2 or 3"),
        ({**ACLED, "event_id_cnty": " "}, "no id"),
        ({**GED, "type_of_violence": "4"}, "not 1, 2 or 3"),
        ({**GED, "date_end": "2024-03-01"}, "before it begins"),
        ({**GED, "date_prec": "7"}, "not one of 1 to 5"),
        ({**GED, "where_prec": "9"}, "counts nothing"),
    ],
)
def test_a_row_that_does_not_fit_is_named_and_the_next_is_read(saved, outcomes, row, reason):
    name = "event_id_cnty" if "event_id_cnty" in row else "id"
    other = {**(ACLED if name == "event_id_cnty" else GED), name: "2"}
    reports, faults = outcomes(saved("t.csv", table(row, other)))
    assert len(reports) == 1
    assert [(reason in fault.reason, fault.location[-2:]) for fault in faults] == [(True, ":2")]


def test_broken_rows_are_named(saved, outcomes):
    body = table(ACLED) + "one,two\r\n" + table({**ACLED, "event_id_cnty": "B"}).partition("\n")[2]
    body += table(ACLED).partition("\n")[2] + table({**ACLED, "notes": "a\x00b"}).partition("\n")[2]
    reports, faults = outcomes(saved("t.csv", body))
    assert [report.id for report in reports] == ["acled:SYR90001", "acled:B"]
    assert ["cells" in faults[0].reason, "twice" in faults[1].reason, "NUL" in faults[2].reason] == [True] * 3


def test_rows_that_tell_of_no_happening_are_passed_over(saved, outcomes):
    rows = [{**ACLED, "sub_event_type": kind} for kind in ("Other", "Change to group/activity")]
    assert outcomes(saved("t.csv", table(*rows))) == ([], [])


def test_another_table_is_none(saved, outcomes):
    (report,), _ = outcomes(saved("t.csv", "name,killed\r\nBinnish,two soldiers were killed there\r\n"))
    assert report.claims == ()


REPORT = {
    "id": "post/1",
    "title": "Two killed as army shells market in Binnish",
    "published": "2024-03-05",
    "text": "Syrian government forces shelled the market of Binnish in Idlib on Monday. Two civilians died.",
}
ELSEWHERE = {
    "id": "post/2",
    "title": "Blast in Damascus",
    "published": "2024-05-20",
    "text": "A car bomb killed four soldiers in Damascus on Sunday, police said.",
}


@pytest.mark.parametrize("row", ["acled", "airwars", "ucdp"])
def test_a_coded_row_and_a_report_of_the_same_are_one_event(saved, tmp_path, row):
    one_sided = {"type_of_violence": "3", "side_b": "Civilians", "deaths_a": "0", "deaths_b": "0"}
    ged = {**GED, **one_sided, "date_end": "2024-03-04", "date_prec": "1"}
    ged |= {"deaths_civilians": "2", "best": "2", "low": "2", "high": "2"}
    shelled = {**AIRWARS, "strike": "Artillery", "actor": "Syrian Regime"}
    body = {"acled": table(ACLED), "ucdp": table(ged), "airwars": json.dumps([shelled])}[row]
    reports = "\n".join(map(json.dumps, (REPORT, ELSEWHERE)))
    inputs = [saved("table.csv", body), saved("reports.jsonl", reports)]
    faults = []
    with open_ledger(tmp_path / "war.db") as ledger:
        added = list(record(account(inputs, ReadOptions(), Config(), faults.append), ledger))
        assert (len(added), faults) == (3, [])
        events = FusedLedger(ledger).record()
        coded = next(report for report in ledger.reports() if not report.id.startswith("post/"))
        assert list(ledger.check()) == []
    (together,) = [event for event in events if coded.id in event.reports]
    assert set(together.reports) == {coded.id, "post/1"}
    assert together.country == "SY"
    (claim,) = coded.claims
    assert claim.time.date_prec == 1
    assert claim.places[0].latitude == 35.9592


def test_two_rows_of_one_table_are_two_events_and_a_report_joins_the_nearer(saved, tmp_path):
    other = {
        **ACLED,
        "event_id_cnty": "SYR2",
        "sub_event_type": "Armed clash",
        "actor2": "HTS: Hayat Tahrir al Sham",
        "fatalities": "5",
        "notes": "On 4 March 2024, government forces clashed with HTS near Binnish. Five fighters died.",
    }
    inputs = [saved("table.csv", table(ACLED, other)), saved("r.jsonl", json.dumps(REPORT))]
    with open_ledger(tmp_path / "war.db") as ledger:
        list(record(account(inputs, ReadOptions(), Config(), lambda fault: None), ledger))
        found = sorted(event.reports for event in FusedLedger(ledger).record())
    assert found == [("acled:SYR2",), ("acled:SYR90001", "post/1")]
