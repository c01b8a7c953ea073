"""Actors: do the resolved names and ids of parties fit the `name`s that readers gave them in the claims?

`name` is the share of mentions whose resolved name fits the reader's by the words they share (`same` of the
claims' own score). The other figures count mentions of states, armed forces and named groups: those that the
reader's name shows to be one, whether or not the actor list has it. `right_id`: the mention has the id that
the reader's own name resolves to. `right_party`: the same, where a state and its army or ministry are one
party, as UCDP counts sides: readers give "Israeli forces" now the one name, now the other. `…_worded`: of the
mentions whose own words name somebody; not "armed men", whom the reader knew from elsewhere in the report.
`common_unanswered`: of the mentions whose reader's name is a common noun, the share left without an id.
`ucdp_sides`: of the sides of UCDP's Syrian events (a coalition's members one by one; civilians left out), the
share that resolves to the actor listed under that UCDP name.
"""

import importlib.util
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.model import Report
from communique.resolve.actors import NO_PARTY, ActorList, Resolution, actor_list, resolve_actor, theatre_of

FILES: tuple[str, ...] = (
    "claims/dev.jsonl",
    "claims/train.jsonl",
    "claims/score.py",
    "data/ucdp-syria/events-2017-2019.jsonl",
)

# In a name, these make it an organisation or a force, listed or not.
_ORGANISED = re.compile(
    r"\b(army|forces?|militar|guard|police|air force|navy|corps|marines|brigade|battalion|division|regiment|"
    r"wing|squadron|detachment|group|front|movement|party|militia|council|command|committee|commission|government|"
    r"ministry|department|agency|organi[sz]ation|union|coalition|league|administration|office|bureau|congress|"
    r"parliament|assembly|court|confederation|federation|association|alliance|cartel|office|service|network|"
    r"faction|liberation|resistance|rebels|embassy|university|church|trust)",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\b[A-Z][A-Z-]{2,}\b")
# Kinds of people rather than parties with a name: right or wrong, they are not what is asked.
_NO_GROUP = frozenset({"civilians", "protesters", "rioters", "person", "media"})
_OF_STATE = frozenset({"state", "state forces", "government"})


@dataclass(frozen=True)
class _Asked:
    """One mention with the name its reader gave it, and both resolved in the same report."""

    text: str
    name: str
    answer: Resolution
    gold: Resolution


def measure(data: Path) -> dict[str, float]:
    """Return the shares for the reports to choose on (`dev_…`) and to train on (`train_…`), and speed."""
    dev, train, score, events = (data / name for name in FILES)
    same, actors = _same(score), actor_list()
    figures: dict[str, float] = {}
    for split, path in (("dev", dev), ("train", train)):
        asked = list(_asked(path, actors))
        figures |= {f"{split}_{name}": value for name, value in _shares(asked, same, actors).items()}
    figures["size"] = figures.pop("dev_mentions") + figures.pop("train_mentions")
    figures["ucdp_sides"] = _ucdp_sides(events, actors)
    figures["mentions_per_second"] = _speed(train, actors)
    return figures


def _same(score: Path) -> Callable[[str, str], bool]:
    spec = importlib.util.spec_from_file_location("claims_score", score)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    same: Callable[[str, str], bool] = module.same
    return same


def _records(path: Path) -> Iterator[tuple[dict[str, Any], Report]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        yield record, Report(**{name: record[name] for name in ("id", "title", "published", "text")})


def _mentions(record: dict[str, Any]) -> Iterator[tuple[str, str, int]]:
    """Yield text, name and offset of each party; the offset in the claim's quote where it stands there."""
    for claim in record["claims"]:
        quote = max(0, record["text"].find(claim["quote"]))
        for party in (*claim["actors"], *claim["recipients"]):
            at = record["text"].find(party["text"], quote, quote + len(claim["quote"]))
            at = at if at >= 0 else record["text"].find(party["text"])
            yield party["text"], party["name"], at


def _asked(path: Path, actors: ActorList) -> Iterator[_Asked]:
    for record, report in _records(path):
        theatre = theatre_of(report, actors)
        for text, name, at in _mentions(record):
            answer = resolve_actor(text, theatre, at, actors)
            yield _Asked(text, name, answer, resolve_actor(name, theatre, at, actors))


def _is_named_group(asked: _Asked, actors: ActorList) -> bool:
    """Whether the reader's name is a state, a force or a group with a name of its own."""
    if asked.gold.actor is not None:
        actor_type, listed = asked.gold.actor.type, asked.gold.actor.id in actors.actors
        described = not listed and actor_type not in _OF_STATE  # "Colombian guerrillas": whoever they are
        return actor_type not in _NO_GROUP and not described and any(c.isupper() for c in asked.name)
    if asked.gold.actor_type in _NO_GROUP or not any(c.isupper() for c in asked.name):
        return False
    return bool(_ORGANISED.search(asked.name) or _ACRONYM.search(asked.name))


def _is_worded(asked: _Asked) -> bool:
    """Whether the mention's own words are more than common nouns."""
    return asked.answer.actor is not None or asked.answer.reason != NO_PARTY


def _shares(asked: list[_Asked], same: Callable[[str, str], bool], actors: ActorList) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for one in asked:
        counts["name"] += same(one.answer.name, one.name)
        named = _is_named_group(one, actors)
        counts["named"] += named
        if named:
            counts.update(_verdict(one, actors))
            counts["worded"] += _is_worded(one)
        elif one.gold.actor is None:
            counts["common"] += 1
            counts["common_unanswered"] += one.answer.actor is None
    shares = {name: counts[name] / counts["named"] for name in ("answered", "right_id", "right_party")}
    shares["right_party_worded"] = counts["right_party"] / counts["worded"]
    shares["name"] = counts["name"] / len(asked)
    shares["common_unanswered"] = counts["common_unanswered"] / counts["common"]
    return shares | {"mentions": float(len(asked)), "named": float(counts["named"])}


def _verdict(one: _Asked, actors: ActorList) -> Counter[str]:
    if one.answer.actor is None:
        return Counter()
    verdict = Counter({"answered": 1})
    if one.gold.actor is not None:
        mine, theirs = one.answer.actor.id, one.gold.actor.id
        verdict["right_id"] = int(mine == theirs)
        verdict["right_party"] = int(actors.party(mine) == actors.party(theirs))
    return verdict


def _speed(path: Path, actors: ActorList) -> float:
    """Return mentions resolved in a second of processor time, the reports looked through in it."""
    records = [(report, list(_mentions(record))) for record, report in _records(path)]
    started = time.process_time()
    for report, mentions in records:
        theatre = theatre_of(report, actors)
        for text, _, at in mentions:
            resolve_actor(text, theatre, at, actors)
    return sum(len(mentions) for _, mentions in records) / (time.process_time() - started)


def _ucdp_sides(path: Path, actors: ActorList) -> float:
    sides: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        sides.update(side for name in ("side_a", "side_b") for side in event[name].split(", "))
    del sides["Civilians"]
    right = 0
    for side, times in sides.items():
        actor = resolve_actor(side, actors=actors).actor
        right += times if actor is not None and actor.ucdp == side else 0
    return right / sides.total()
