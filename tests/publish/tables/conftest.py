"""A ledger of invented reports, with a person's decisions, to export."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.account.fused import FusedLedger
from communique.ledger import Ledger, open_ledger
from communique.model import (
    Claim,
    Count,
    Judgement,
    Party,
    Place,
    Rating,
    Report,
    Source,
    Target,
    Time,
    evolve,
)

TEXT = (
    "Army jets struck a market in Marun on 3 May 2021, killing at least 12 people, Marun Radio said. "
    "Karim Haddad Saleh, a teacher, died in the attack near =Qasrin; his name was given by neighbours."
)


def at(words: str, text: str = TEXT) -> dict[str, object]:
    """Words of a text with their span."""
    start = text.index(words)
    return {"text": words, "start": start, "end": start + len(words)}


def told(report: Report, quote: str, trigger: str, **slots: object) -> Claim:
    """A claim of a report."""
    start, word = report.text.index(quote), report.text.index(trigger)
    sources = slots.get("sources", ())
    span = (start, start + len(quote))
    return Claim(
        claim_id=Claim.make_id(report, span, (word, word + len(trigger)), "ASSAULT", sources),  # type: ignore[arg-type]
        quote=quote,
        start=start,
        end=start + len(quote),
        trigger=trigger,
        trigger_start=word,
        trigger_end=word + len(trigger),
        event="ASSAULT",
        mode="aerial",
        confidence=0.75,
        origin="told",
        **slots,  # type: ignore[arg-type]
    )


MARUN = {
    "geonameid": 99,
    "name": "Marun",
    "latitude": 35.25,
    "longitude": 37.75,
    "adm_1": "Orontes",
    "country": "SY",
    "where_prec": 1,
    "score": 0.97,
}


@pytest.fixture
def report() -> Report:
    bare = Report(
        id="r1",
        title="=A strike; and a death of Karim Haddad Saleh",
        published="2021-05-04",
        text=TEXT,
        outlet="Marun Radio",
        url="https://marun.example/1",
    )
    first, second = TEXT.split(". ", 1)
    claims = (
        told(
            bare,
            first + ".",
            "struck",
            sources=(Source(**at("Marun Radio"), name="Marun Radio"),),  # type: ignore[arg-type]
            cue="said",
            cue_start=TEXT.index("said"),
            cue_end=TEXT.index("said") + 4,
            actors=(
                Party(**at("Army"), name="Syrian Army", actor_id="syria-army", actor_type="state forces"),  # type: ignore[arg-type]
            ),
            targets=(
                Target(**at("market"), kind="market", effect="hit", count=Count(**at("a"), low=1, high=1)),  # type: ignore[arg-type]
                Target(
                    **at("people"),  # type: ignore[arg-type]
                    kind="civilians",
                    effect="killed",
                    count=Count(**at("at least 12"), low=12),  # type: ignore[arg-type]
                ),
            ),
            places=(Place(**at("Marun"), **MARUN),),  # type: ignore[arg-type]
            time=Time(
                **at("3 May 2021"),  # type: ignore[arg-type]
                earliest="2021-05-03",
                latest="2021-05-03",
                date_prec=1,
                basis="stated",
            ),
        ),
        told(
            bare,
            second,
            "attack",
            targets=(Target(**at("Karim Haddad Saleh"), kind="civilians", effect="killed"),),  # type: ignore[arg-type]
            places=(Place(**at("Qasrin"), relation="near", reason="not in the gazetteer"),),  # type: ignore[arg-type]
        ),
    )
    return evolve(bare, claims=claims)


@pytest.fixture
def ledger(tmp_path: Path, report: Report) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "war.db") as opened:
        list(opened.add([report], resolver="told"))
        one, other = (claim.claim_id for claim in report.claims)
        opened.decide(
            Judgement(
                left=one, right=other, verdict="negative", by="ana", at="2021-06-01T10:00:00Z", why="=no"
            )
        )
        opened.decide(Rating(source="Marun Radio", reliability="B", by="ana", at="2021-06-01T10:01:00Z"))
        FusedLedger(opened).record()
        yield opened
