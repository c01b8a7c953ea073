"""Reports with claims, made by number: the same number always gives the same report."""

import random
from collections.abc import Iterator

from communique.model import Claim, Count, Means, Party, Place, Report, Source, Target, Time

TOWNS = (
    ("Harim", 36.21, 36.52),
    ("Salqin", 36.14, 36.45),
    ("Kafr Nabl", 35.61, 36.56),
    ("Saraqib", 35.86, 36.81),
)
SPEAKERS = (("the ministry", "Ministry of Defence", "gov:1"), ("a local council", None, None))


def synthetic_report(number: int, *, origin: str = "synthetic 1", claims: int = 5) -> Report:
    """Return the report of that number: some sentences, each with one claim that fills every slot."""
    chance = random.Random(number)
    report = Report(
        id=f"report-{number}",
        title=f"Day {number}",
        text="",
        published=f"2016-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
        language="en",
        outlet=f"Outlet {number % 7}",
        location=f"/somewhere/{number}.html",
        published_method="stated",
        published_confidence=0.9,
    )
    text, made = "", []
    for _ in range(claims):
        sentence, claim = _sentence(chance, len(text), origin)
        text += sentence + " "
        made.append(claim)
    object.__setattr__(report, "text", text)
    object.__setattr__(report, "claims", tuple(made))
    return report


def synthetic_reports(first: int, last: int, **options: object) -> Iterator[Report]:
    """Yield the reports of these numbers, `last` left out."""
    for number in range(first, last):
        yield synthetic_report(number, **options)  # type: ignore[arg-type]


def _sentence(chance: random.Random, start: int, origin: str) -> tuple[str, Claim]:
    town, latitude, longitude = chance.choice(TOWNS)
    speaker, name, source_id = chance.choice(SPEAKERS)
    killed = chance.randint(1, 40)
    sentence = f"On Monday, {speaker} said, jets struck a depot near {town} and killed {killed} fighters."

    def at(words: str) -> dict[str, object]:
        found = start + sentence.index(words)
        return {"text": words, "start": found, "end": found + len(words)}

    trigger, cue = at("struck"), at("said")
    claim = Claim(
        claim_id=f"{chance.getrandbits(80):020x}",
        quote=sentence,
        start=start,
        end=start + len(sentence),
        trigger="struck",
        trigger_start=trigger["start"],
        trigger_end=trigger["end"],
        event="ASSAULT",
        mode="aerial",
        sources=(Source(**at(speaker), name=name, source_id=source_id),),
        cue="said",
        cue_start=cue["start"],
        cue_end=cue["end"],
        actors=(Party(**at("jets"), name="jets", reason="no known actor"),),
        targets=(
            Target(**at("depot"), kind="depot", effect="hit", count=Count(**at("a "), low=1, high=1)),
            Target(
                **at("fighters"),
                kind="combatants",
                effect="killed",
                count=Count(**at(str(killed)), low=killed),
            ),
        ),
        means=(Means(**at("jets"), kind="aircraft"),),
        places=(
            Place(
                **at(town),
                relation="near",
                within="Idlib, Syria",
                geonameid=chance.randint(1, 9**7),
                name=town,
                latitude=latitude,
                longitude=longitude,
                adm_1="Idlib",
                country="SY",
                where_prec=2,
                score=0.8,
            ),
        ),
        time=Time(**at("On Monday"), earliest="2016-03-07", latest="2016-03-07", date_prec=1, basis="stated"),
        confidence=round(chance.random(), 6),
        origin=origin,
    )
    return sentence, claim
