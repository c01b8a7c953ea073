"""Statements of invented reports, with only what a test is about."""

from typing import Any

from communique.model import Claim, Count, Place, Report, Statement, Target, Time

TOWNS = {"Harim": (36.21, 36.52), "Salqin": (36.14, 36.45), "Kafr Nabl": (35.61, 36.56)}


def report_of(name: str, *told: dict[str, Any], published: str | None = "2016-03-08") -> list[Statement]:
    """Return the statements of a report; each of `told` has a town, and a day, killed and mode if wanted."""
    sentences = [
        f"Jets struck a depot in {t['town']} on {t.get('day', 'no day')} and killed {t.get('killed', 3)} men."
        for t in told
    ]
    report = Report(id=name, published=published, text=" ".join(sentences))
    start, made = 0, []
    for sentence, slots in zip(sentences, told, strict=True):
        made.append(Statement(report=report, claim=_claim(name, sentence, start, slots)))
        start += len(sentence) + 1
    return made


def _claim(name: str, sentence: str, start: int, slots: dict[str, Any]) -> Claim:
    def at(words: str) -> dict[str, Any]:
        found = start + sentence.index(words)
        return {"text": words, "start": found, "end": found + len(words)}

    latitude, longitude = TOWNS[slots["town"]]
    killed, day = slots.get("killed", 3), slots.get("day")
    count = Count(**at(str(killed)), low=killed, high=killed)
    time = day and Time(**at(day), earliest=day, latest=day, date_prec=1, basis="stated")
    place = Place(
        **at(slots["town"]), name=slots["town"], latitude=latitude, longitude=longitude, where_prec=1
    )
    return Claim(
        claim_id=slots.get("id", f"{name}-{start}"),
        quote=sentence,
        start=start,
        end=start + len(sentence),
        trigger="struck",
        trigger_start=at("struck")["start"],
        trigger_end=at("struck")["end"],
        event="ASSAULT",
        mode=slots.get("mode", "aerial"),
        factuality=slots.get("factuality", "actual"),
        targets=(Target(**at("men"), kind="combatants", effect="killed", count=count),),
        places=(place,),
        time=time or None,
        confidence=0.9,
        origin="test",
    )
