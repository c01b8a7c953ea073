"""Made-up reports of made-up happenings, as many as are asked for, with the truth about which tell of which.

Happenings come at a steady rate, so that more claims mean more days, not denser ones; they cluster around
fronts that open and close, most are told by one report and some by dozens, reports lag behind, leave out the
day or the place, name only the province, differ in the toll, and some tell of a second happening.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from communique.model import Claim, Count, Party, Place, Report, Source, Statement, Target, Time

__all__ = ["Happening", "Told", "reports"]

_START = date(2011, 1, 1)
_A_DAY = 40  # happenings
_FRONTS, _TOWNS = 30, 40  # at a time, and in each
_SYLLABLES = (
    *(f"{one}a" for one in "bdfghjklmnqrstwyz"),
    "bel",
    "dir",
    "fur",
    "hal",
    "jor",
    "kan",
    "nur",
)
_MODES = {"aerial": "struck", "heavy-weapons": "shelled", "clash": "fought", "explosives": "bombed"}
_TARGETS = ("depot", "market", "checkpoint", "school", "convoy", "house", "bridge", "camp")
_KINDS = {"depot": "depot", "market": "market", "checkpoint": "position", "school": "school"}
_KINDS |= {"convoy": "unit", "house": "home", "bridge": "infrastructure", "camp": "camp"}
_OUTLETS = tuple(f"Outlet {number}" for number in range(200))


class Happening(NamedTuple):
    """What is true."""

    number: int
    day: date
    town: tuple[str, float, float]
    province: str
    mode: str
    actor: str
    target: str
    killed: int
    victim: str


@dataclass(frozen=True)
class Told:
    """The claims of one report, and the number of the happening that each tells of."""

    statements: tuple[Statement, ...]
    truth: tuple[int, ...]


def reports(claims: int, seed: int = 1) -> Iterator[Told]:
    """Yield reports in the order of their days until they hold that many claims."""
    chance, made, day = random.Random(seed), 0, 0
    waiting: dict[int, list[Happening]] = {}
    number = 0
    while made < claims:
        today = [_happening(chance, number + k, day) for k in range(_A_DAY)]
        number += _A_DAY
        for happening in today:
            for _ in range(_how_many(chance)):
                waiting.setdefault(day + min(int(chance.expovariate(1.2)), 6), []).append(happening)
        told = waiting.pop(day, [])
        chance.shuffle(told)
        for place, happening in enumerate(told):
            second = told[place - 1] if place and chance.random() < 0.15 else None
            report = _report(chance, [happening] + ([second] if second else []), day)
            yield report
            made += len(report.statements)
            if made >= claims:
                return
        day += 1


def _how_many(chance: random.Random) -> int:
    return 1 if chance.random() < 0.6 else min(2 + int(chance.paretovariate(1.5)), 30)


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(2, 4))).capitalize()


def _happening(chance: random.Random, number: int, day: int) -> Happening:
    # a front lasts about three months; what belongs to it is made from its number alone
    slot = chance.randrange(_FRONTS)
    front = random.Random(f"{slot} {(day + 3 * slot) // 90}")
    north, east = front.uniform(-30, 55), front.uniform(-10, 110)
    province, sides = _word(front), [f"{_word(front)} {what}" for what in ("army", "brigades", "council")]
    towns = [(_word(front), north + front.gauss(0, 0.5), east + front.gauss(0, 0.5)) for _ in range(_TOWNS)]
    return Happening(
        number,
        _START + timedelta(day),
        towns[min(int(chance.paretovariate(0.8)) - 1, _TOWNS - 1)],
        province,
        chance.choice(tuple(_MODES)),
        chance.choice(sides),
        chance.choice(_TARGETS),
        min(int(chance.paretovariate(0.9)), 150),
        f"{_word(chance)} {_word(chance)}",
    )


def _report(chance: random.Random, told: list[Happening], day: int) -> Told:
    published, parts, truth = _START + timedelta(day), list[tuple[str, dict[str, Any]]](), []
    for happening in told:
        for _ in range(1 + (chance.random() < 0.5) + (chance.random() < 0.2)):
            parts.append(_sentence(chance, happening))
            truth.append(happening.number)
    text = " ".join(sentence for sentence, _ in parts)
    outlet = chance.choice(_OUTLETS)
    report = Report(
        id=f"{chance.getrandbits(64):016x}",
        title=f"{told[0].town[0]} {told[0].target} {_MODES[told[0].mode]}",
        published=published.isoformat(),
        text=text,
        outlet=outlet,
    )
    made, start = [], 0
    for sentence, slots in parts:
        made.append(Statement(report=report, claim=_claim(chance, sentence, start, slots)))
        start += len(sentence) + 1
    return Told(tuple(made), tuple(truth))


def _sentence(chance: random.Random, happening: Happening) -> tuple[str, dict[str, Any]]:
    killed = max(1, happening.killed + (chance.randint(-2, 2) if chance.random() < 0.3 else 0))
    where = happening.town[0] if chance.random() < 0.8 else happening.province
    words = [happening.actor, _MODES[happening.mode], "a", happening.target, "in", where]
    if stated := chance.random() < 0.6:
        words.append(f"on {happening.day.day} {happening.day:%B}")
    if counted := chance.random() < 0.7:
        words += ["and killed", str(killed), "people"]
    if chance.random() < 0.4:
        words += ["among them", happening.victim]
    told = {"happening": happening, "where": where, "stated": stated, "killed": killed if counted else None}
    return f"{_word(chance)} said that " + " ".join(words) + ".", told


def _claim(chance: random.Random, sentence: str, start: int, told: dict[str, Any]) -> Claim:
    happening: Happening = told["happening"]

    def at(words: str) -> dict[str, Any]:
        found = start + sentence.index(words)
        return {"text": words, "start": found, "end": found + len(words)}

    speaker, trigger = sentence.split(" ", 1)[0], at(_MODES[happening.mode])
    targets = [Target(**at(happening.target), kind=_KINDS[happening.target], effect="hit")]
    if told["killed"] is not None:
        count = Count(**at(str(told["killed"])), low=told["killed"], high=told["killed"])
        targets.append(Target(**at("people"), kind="people", effect="killed", count=count))
    day = happening.day.isoformat()
    stated = f"{happening.day.day} {happening.day:%B}"
    return Claim(
        claim_id=f"{chance.getrandbits(80):020x}",
        quote=sentence,
        start=start,
        end=start + len(sentence),
        trigger=trigger["text"],
        trigger_start=trigger["start"],
        trigger_end=trigger["end"],
        event="ASSAULT",
        mode=happening.mode,
        sources=(Source(**at(speaker)),),
        actors=(Party(**at(happening.actor), name=happening.actor, actor_id=happening.actor),),
        targets=tuple(targets),
        places=(_place(at(told["where"]), happening),),
        time=Time(**at(stated), earliest=day, latest=day, date_prec=1, basis="stated")
        if told["stated"]
        else None,
        confidence=0.8,
        origin="made up 1",
    )


def _place(quoted: dict[str, Any], happening: Happening) -> Place:
    name, latitude, longitude = happening.town
    whole = quoted["text"] != name
    return Place(
        **quoted,
        name=quoted["text"],
        latitude=round(latitude) if whole else latitude,
        longitude=round(longitude) if whole else longitude,
        where_prec=4 if whole else 1,
        score=0.9,
    )
