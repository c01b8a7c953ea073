"""Reports of three happenings: one disputed, one elsewhere and later, one without day or place."""

from communique.model import Report, evolve
from test_accounts import HARMED, five, report

__all__ = ["three_happenings"]


def three_happenings() -> list[Report]:
    later = report("later", HARMED, "Valley Post", "2016-06-10",
                   killed="12", kind="civilians", low=12)  # fmt: skip
    (claim,) = later.claims
    elsewhere = [
        evolve(place, latitude=14.5, longitude=45.3, country="YE", name="Marib") for place in claim.places
    ]
    assert claim.time is not None
    moved = evolve(
        claim, places=tuple(elsewhere), time=evolve(claim.time, earliest="2016-06-09", latest="2016-06-09")
    )
    bare = report("bare", HARMED, "Hill Notes", "2016-09-01", killed="12", kind="civilians", low=12)
    lost = evolve(bare.claims[0], places=(), time=None, event="PROTEST", mode=None)
    return [*five(), evolve(later, claims=(moved,)), evolve(bare, claims=(lost,))]
