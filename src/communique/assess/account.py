"""All claims of one event → its assessment."""

from collections.abc import Mapping, Sequence
from typing import get_args

from communique.assess.accounts import Account, accounts
from communique.assess.campaign import campaign_sums
from communique.assess.contradictions import compare
from communique.assess.counts import tolls
from communique.assess.grades import Case, Opposed, case_of, credibility, grade, opposed, weigh
from communique.assess.independence import origins
from communique.assess.records import Assessment, Credibility, Ground, Reliability, Voice
from communique.assess.speakers import Belongs
from communique.model import Statement

__all__ = ["assess"]


def assess(
    statements: Sequence[Statement],
    reliability: Mapping[str, Reliability] | None = None,
    *,
    belongs: Belongs | None = None,
    recorded: Sequence[Sequence[Statement]] = (),
) -> Assessment:
    """Return what the claims of one event amount to; their order does not matter.

    `reliability` gives the analyst's A to F by a speaker's id or name, or by an outlet's name; whoever is not
    in it is F, cannot be judged. `belongs` tells of an organ's or spokesman's id, or of an outlet's name, to
    which id it belongs. `recorded` holds the claims of other events, against which sums are held.
    Raises `ValueError` without statements, and for a reliability that is none of A to F.
    """
    given, belongs = dict(reliability or {}), belongs or {}
    _checked(statements, given)
    unique = {s.claim.claim_id: s for s in statements}
    ordered = [unique[claim] for claim in sorted(unique)]
    told = accounts(origins(ordered, given, belongs), belongs)
    differences, agreements = compare(told, belongs)
    differing = opposed(differences)
    case = case_of(told, differences, belongs)
    graded, grade_ground = grade(case)
    number, credibility_ground = _credibility(case)
    return Assessment(
        graded="harm to civilians" if case.harm else "the happening",
        grade=graded,
        grade_ground=grade_ground,
        credibility=number,
        credibility_ground=credibility_ground,
        support=len(case.credible),
        voices=tuple(_voice(account, told, differing) for account in told),
        tolls=tolls(told, belongs),
        differences=differences,
        agreements=agreements,
        sums=campaign_sums(ordered, recorded, belongs),
    )


def _checked(statements: Sequence[Statement], reliability: Mapping[str, str]) -> None:
    if not statements:
        raise ValueError("an event without claims cannot be assessed")
    for who, letter in reliability.items():
        if letter not in get_args(Reliability):
            raise ValueError(f"the reliability of {who} is {letter!r}, but it is one of A to F")


def _credibility(case: Case) -> tuple[Credibility, Ground]:
    """Return the credibility of the voice that is best supported among those that affirm what is graded."""
    differing = opposed(case.differences)
    found = [
        (*credibility(weigh(account, case.affirming, case.everyone, differing)), account)
        for account in case.credible
    ]
    if not found:
        words = "6, truth cannot be judged: no voice that could be believed affirms it"
        return 6, Ground(rule="credibility", words=words)
    number, words, account = min(found, key=lambda f: (f[0], f[2].voice))
    claims = tuple(sorted(s.claim.claim_id for s in account.affirmed))
    return number, Ground(rule="credibility", words=words, claims=claims)


def _voice(account: Account, told: Sequence[Account], differing: Opposed) -> Voice:
    origin = account.origin
    standing = [a for a in told if (a.affirmed if account.affirmed else a.denied)]
    number, words = credibility(weigh(account, standing, told, differing))
    claims = tuple(sorted(s.claim.claim_id for s in origin.statements))
    grounds = [
        *origin.grounds,
        Ground(rule="credibility", words=words, claims=claims),
        Ground(rule="reliability", words=_reliability_words(origin.reliability), claims=claims),
    ]
    if account.withdrawn:
        back = tuple(sorted(s.claim.claim_id for s in account.withdrawn))
        grounds.append(Ground(rule="withdrawn", words="it later denied what it had told", claims=back))
    return Voice(
        voice=origin.voice,
        name=origin.name,
        claims=claims,
        reports=tuple(sorted({s.report.id for s in origin.statements})),
        affirms=tuple(sorted(s.claim.claim_id for s in account.affirmed)),
        denies=tuple(sorted(s.claim.claim_id for s in account.denied)),
        chains=origin.chains,
        reliability=origin.reliability,
        interested=account.interested,
        credibility=number,
        grounds=tuple(grounds),
    )


def _reliability_words(letter: Reliability) -> str:
    return "F, as no analyst has graded it" if letter == "F" else f"{letter}, as the analyst graded it"
