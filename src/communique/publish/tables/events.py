"""Events as rows: in the columns of UCDP GED, and in those of ACLED."""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import floor
from typing import Any, Final

from communique.publish.tables.claims import Row, joined
from communique.publish.tables.masking import Manner, Masked

__all__ = ["Page", "acled_row", "masked_page", "parties", "priogrid", "ucdp_row"]

Page = Mapping[str, Any]
"""An event as `communique.account.pages.event_pages` or `communique.account.outlines.outlined` give it."""
_STATE: Final = frozenset({"state", "state forces", "government"})


def ucdp_row(page: Page, manner: Manner) -> Row:
    """Return an event in UCDP GED's columns; what they ask and no claim tells is null."""
    if "outline" in page and not manner.mask_names:
        made: Row = page["outline"]["ucdp"]
        return made
    a, b, masked = parties(page, "actors"), parties(page, "recipients"), masked_page(page, manner)
    side_a, side_b = masked.maybe(_names(a)), masked.maybe(_names(b))
    start, end = page["date_start"], page["date_end"]
    told = page["statements"]
    point = page["latitude"] is not None
    row: Row = {
        "id": page["event_id"],
        "relid": page["event_id"],
        "year": int(start[:4]) if start and end and start[:4] == end[:4] else None,
        "code_status": "Clear" if point and page["date_prec"] == 1 else "Check",
        "type_of_violence": _violence(page, a, b),
        "dyad_name": " - ".join(filter(None, (side_a, side_b))) or None,
        "side_a_dset_id": joined(p["actor_id"] or "-" for p in a),
        "side_a": side_a,
        "side_b_dset_id": joined(p["actor_id"] or "-" for p in b),
        "side_b": side_b,
        "number_of_sources": len(_found(page)["voices"]),
        "source_article": masked.maybe(joined(_cited(s, masked) for s in _each_report(told))),
        "source_office": joined(_once(s["outlet"] for s in told)),
        "source_date": joined(_once(s["published"] for s in told)),
        "source_headline": joined(_once(masked.title(s["title"]) for s in told)),
        "source_original": masked.maybe(joined(_once(_first_speaker(s["claim"]) for s in told))),
        "geom_wkt": f"POINT ({page['longitude']} {page['latitude']})" if point else None,
        "priogrid_gid": priogrid(page["latitude"], page["longitude"]) if point else None,
        "event_clarity": 1,
    }
    same = ("where_prec", "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude",
            "country", "date_prec", "date_start", "date_end")  # fmt: skip
    return row | {name: page[name] for name in same} | _deaths(page)


def masked_page(page: Page, manner: Manner) -> Masked:
    """Return what a manner means for an event's words."""
    return manner.of(statement["claim"] for statement in page["statements"])


def priogrid(latitude: float, longitude: float) -> int:
    """Return a point's PRIO-GRID cell: half degrees, numbered from the south-west (Tollefsen et al. 2012)."""
    row, column = min(359, floor((latitude + 90) * 2)), floor((longitude + 180) * 2) % 720
    return row * 720 + column + 1


def parties(page: Page, role: str) -> list[Page]:
    """Return the parties of an event in a role, each once, those named most often first.

    One that some claims name as actor and others as recipient has the role in which it is named more often.
    """
    found: dict[str, Page] = {}
    times = {"actors": Counter[str](), "recipients": Counter[str]()}
    for statement in page["statements"]:
        for named, counted in times.items():
            for party in statement["claim"][named]:
                key = party["actor_id"] or party["name"].casefold()
                counted[key] += 1
                if named == role:
                    found.setdefault(key, party)
    other = times["recipients" if role == "actors" else "actors"]
    kept = [key for key in found if times[role][key] >= other[key]]
    return [found[key] for key in sorted(kept, key=lambda key: -times[role][key])]


def _names(found: Iterable[Page]) -> str | None:
    return joined(party["name"] for party in found)


def _violence(page: Page, a: list[Page], b: list[Page]) -> int | None:
    """Return UCDP's type of violence by the kinds of the parties, where these are known."""
    if page["event"] != "ASSAULT" or not a:
        return None
    kinds_a, kinds_b = {p["actor_type"] for p in a}, {p["actor_type"] for p in b}
    if b and None not in kinds_a | kinds_b and "civilians" not in kinds_b:
        return 1 if (kinds_a | kinds_b) & _STATE else 2
    hit = {t["kind"] for s in page["statements"] for t in s["claim"]["targets"]}
    organised = bool(kinds_a - {None, "civilians"})
    only_civilians = hit and hit <= {"civilians", "journalist", "aid-worker"}
    return 3 if organised and only_civilians and not kinds_b - {"civilians"} else None


def _found(page: Page) -> Page:
    """Return what assessing found: the whole of it, or its outline."""
    found: Page = page["assessment"] if "assessment" in page else page["outline"]
    return found


def _deaths(page: Page) -> Row:
    tolls = [t for t in _found(page)["tolls"] if t["effect"] == "killed"]
    if not tolls:
        return {}
    named = {"side_a": "deaths_a", "side_b": "deaths_b", "civilians": "deaths_civilians"}
    row: Row = dict.fromkeys((*named.values(), "deaths_unknown"), 0)
    for toll in tolls:
        column = named.get(toll["side"], "deaths_unknown")
        row[column] = int(row[column] or 0) + toll["best"]
    return row | {name: sum(t[name] for t in tolls) for name in ("low", "best", "high")}


def _each_report(told: Iterable[Page]) -> list[Page]:
    return list({s["report"]: s for s in told}.values())


def _cited(statement: Page, masked: Masked) -> str:
    parts = (statement["outlet"], statement["published"], masked.title(statement["title"]))
    return ", ".join(filter(None, parts)) or str(statement["report"])


def _first_speaker(claim: Page) -> str | None:
    return (claim["sources"][-1]["name"] or claim["sources"][-1]["text"]) if claim["sources"] else None


def _once(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


# Event and mode → ACLED's disorder type, event type and sub-event type (codebook 2024).
_POLITICAL, _STRATEGIC = "Political violence", "Strategic developments"
_REMOTE, _BATTLE, _CIVILIANS = "Explosions/Remote violence", "Battles", "Violence against civilians"
_ASSAULTS: Final = {
    "aerial": (_REMOTE, "Air/drone strike"),
    "drone": (_REMOTE, "Air/drone strike"),
    "heavy-weapons": (_REMOTE, "Shelling/artillery/missile attack"),
    "explosives": (_REMOTE, "Remote explosive/landmine/IED"),
    "suicide-attack": (_REMOTE, "Suicide bomb"),
    "chemical": (_REMOTE, "Chemical weapon"),
    "clash": (_BATTLE, "Armed clash"),
    "abduct": (_CIVILIANS, "Abduction/forced disappearance"),
    "sexual": (_CIVILIANS, "Sexual violence"),
    "crowd-control": ("Protests", "Excessive force against protesters"),
}
_OTHERS: Final = {
    "CONTROL/hold": "Headquarters or base established",
    "CONTROL/lose": "Non-violent transfer of territory",
    "RETREAT/withdraw": "Non-violent transfer of territory",
    "COERCE/arrest": "Arrests",
    "COERCE/seize": "Disrupted weapons use",
    "RETREAT/disarm": "Disrupted weapons use",
    "ASSAULT/destroy": "Looting/property destruction",
    "AGREE": "Agreement",
    "RETREAT/ceasefire": "Agreement",
    "MOBILIZE": "Change to group/activity",
}
# Kinds of actors → ACLED's `inter` (codebook 2024).
_INTER: Final = {
    "state forces": "State forces",
    "government": "State forces",
    "state": "State forces",
    "rebel group": "Rebel group",
    "political militia": "Political militia",
    "identity militia": "Identity militia",
    "rioters": "Rioters",
    "protesters": "Protesters",
    "civilians": "Civilians",
}


def acled_row(page: Page, manner: Manner) -> Row:
    """Return an event in ACLED's columns and taxonomy."""
    a, b, masked = parties(page, "actors"), parties(page, "recipients"), masked_page(page, manner)
    hit = {t["kind"] for s in page["statements"] for t in s["claim"]["targets"]}
    civilians = bool(hit & {"civilians", "journalist", "aid-worker"})
    disorder, event_type, sub = _acled_type(page, a, civilians)
    inter = [_inter(a), _inter(b) or ("Civilians" if civilians and not b else None)]
    start, told = page["date_start"], _each_report(page["statements"])
    return {
        "event_id_cnty": f"{page['country'] or 'XX'}-{page['event_id']}",
        "event_date": start,
        "year": int(start[:4]) if start else None,
        "time_precision": {1: 1, 2: 2, 3: 2, 4: 3}.get(page["date_prec"]),
        "disorder_type": disorder,
        "event_type": event_type,
        "sub_event_type": sub,
        "actor1": masked.words(a[0]["name"]) if a else None,
        "assoc_actor_1": masked.maybe(_names(a[1:])),
        "inter1": inter[0],
        "actor2": masked.words(b[0]["name"]) if b else ("Civilians" if civilians else None),
        "assoc_actor_2": masked.maybe(_names(b[1:])),
        "inter2": inter[1],
        "interaction": "-".join(filter(None, inter)) or None,
        "civilian_targeting": "Civilian targeting" if civilians and page["event"] == "ASSAULT" else None,
        "country": page["country"],
        "admin1": page["adm_1"],
        "admin2": page["adm_2"],
        "location": page["where_coordinates"],
        "latitude": page["latitude"],
        "longitude": page["longitude"],
        "geo_precision": {1: 1, 2: 1, 3: 2, 4: 3, 5: 2, 6: 3, 7: 3}.get(page["where_prec"]),
        "source": joined(_once(s["outlet"] for s in page["statements"])),
        "notes": joined(filter(None, (masked.quote(s["claim"]["quote"]) for s in told))),
        "fatalities": _deaths(page).get("best"),
        "tags": page["grade"],
    }


def _acled_type(page: Page, a: list[Page], civilians: bool) -> tuple[str | None, str | None, str | None]:
    event, mode = page["event"], page["mode"]
    if event == "PROTEST":
        return "Demonstrations", "Protests", "Peaceful protest"
    if event == "CONTROL" and mode == "gain":
        state = bool(a) and a[0]["actor_type"] in _STATE
        sub = "Government regains territory" if state else "Non-state actor overtakes territory"
        return _POLITICAL, _BATTLE, sub
    other = _OTHERS.get(f"{event}/{mode}") or _OTHERS.get(event)
    if other:
        return _STRATEGIC, _STRATEGIC, other
    if event != "ASSAULT":
        return None, None, None
    kind, sub = _ASSAULTS.get(mode, (_CIVILIANS, "Attack") if civilians else (_BATTLE, "Armed clash"))
    return ("Demonstrations" if kind == "Protests" else _POLITICAL), kind, sub


def _inter(found: list[Page]) -> str | None:
    return _INTER.get(found[0]["actor_type"] or "", "External/Other forces") if found else None
