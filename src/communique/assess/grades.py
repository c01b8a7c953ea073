"""Credibility on the Admiralty scale, and a grade like Airwars', each with the rule that gave it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from communique.assess.accounts import Account, is_party, tells_of_harm
from communique.assess.records import Credibility, Difference, Grade, Ground
from communique.assess.speakers import Belongs
from communique.model import Statement

__all__ = ["Case", "Opposed", "Weighing", "case_of", "credibility", "grade", "opposed", "weigh"]

Opposed = Mapping[str, Mapping[str, Collection[str]]]
"""For each voice the voices that it differs from, each with the slots in which they do."""

# Slots on which to differ is to tell of another happening; counts and places are details of the same one.
_CORE: Final = frozenset({"denial", "actor", "target"})
_NAMES: Final = {
    1: "confirmed by other independent voices",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}


class Case(NamedTuple):
    """The question that is graded, and the voices on it: who affirms it, who denies, what they differ on."""

    harm: bool
    affirming: tuple[Account, ...]
    denying: tuple[Account, ...]
    differences: tuple[Difference, ...]
    everyone: tuple[Account, ...]
    belongs: Belongs

    @property
    def credible(self) -> tuple[Account, ...]:
        """The voices that affirm it and are not graded E."""
        return tuple(account for account in self.affirming if account.credible)

    @property
    def core(self) -> tuple[Difference, ...]:
        """The differences that touch what is affirmed."""
        ids = {account.voice for account in self.affirming}
        touching = (d for d in self.differences if d.slot in _CORE)
        return tuple(d for d in touching if {d.left.voice, d.right.voice} & ids)


class Weighing(NamedTuple):
    """How many other independent voices support one, how many contradict it, and how many are blamed."""

    supporting: int
    contradicting: int
    blamed: int
    details: int


def case_of(told: Sequence[Account], differences: Sequence[Difference], belongs: Belongs) -> Case:
    """Return what is to be graded: harm to civilians where a voice tells of it, else the happening."""
    harm = any(tells_of_harm(s.claim) for account in told for s in (*account.affirmed, *account.withdrawn))
    affirming = [a for a in told if _core_claims(a, harm)]
    denying = [a for a in told if a.denied]
    return Case(harm, tuple(affirming), tuple(denying), tuple(differences), tuple(told), belongs)


def _core_claims(account: Account, harm: bool) -> list[Statement]:
    """Return what of a voice affirms the question; people of whom no more is said do not make it harm."""
    return [s for s in account.affirmed if tells_of_harm(s.claim) or not harm]


def opposed(differences: Iterable[Difference]) -> Opposed:
    """Return who differs from whom, and in what."""
    found: dict[str, dict[str, set[str]]] = {}
    for difference in differences:
        one, other = difference.left.voice, difference.right.voice
        for left, right in ((one, other), (other, one)):
            found.setdefault(left, {}).setdefault(right, set()).add(difference.slot)
    return found


def weigh(
    account: Account, standing: Iterable[Account], told: Iterable[Account], differing: Opposed
) -> Weighing:
    """Return who of those standing supports a voice, and who of all contradicts it; E counts nothing."""
    against = differing.get(account.voice, {})
    enemies = [a for a in told if a.voice in against and a.credible and _CORE.intersection(against[a.voice])]
    aside = {account.voice, *(a.voice for a in enemies)}
    with_it = [a for a in standing if a.credible and a.voice not in aside]
    details = [a for a in with_it if a.voice in against]
    blamed = [a for a in enemies if a.interested]
    return Weighing(len(with_it), len(enemies) - len(blamed), len(blamed), len(details))


def credibility(weighing: Weighing) -> tuple[Credibility, str]:
    """Return credibility 1 to 6 and why; the party blamed is no impartial witness."""
    number = _credibility(weighing)
    return number, f"{number}, {_NAMES[number]}: {_weighed(weighing)}"


def _credibility(weighing: Weighing) -> Credibility:
    supporting, contradicting, blamed, details = weighing
    if contradicting:
        return 5 if not supporting else 3 if supporting > contradicting else 4
    if blamed:
        return 4 if not supporting else 3 if supporting == 1 else 2
    if supporting >= 2:
        return 1 if supporting - details >= 2 else 2
    return 2 if supporting else 6


def _weighed(weighing: Weighing) -> str:
    supporting, contradicting, blamed, details = weighing
    words = [f"{_voices(supporting)} support{'s'[: supporting == 1]} it"]
    if details:
        words.append(f"{details} of them with other figures or places")
    if contradicting:
        words.append(f"{_voices(contradicting)} contradict{'s'[: contradicting == 1]} it")
    if blamed:
        words.append("the party blamed contradicts it")
    return ", ".join(words)


def _voices(number: int) -> str:
    return f"{number or 'no'} other independent voice{'s'[: number != 1]}"


Rule = Callable[[Case], tuple[Grade | None, Ground] | None]


def grade(case: Case) -> tuple[Grade | None, Ground]:
    """Return the grade by the first rule that holds, in the order of docs/assessment.md."""
    rules: tuple[Rule, ...] = (_untold, _discounted, _confirmed, _contested, _fair)
    for rule in rules:
        if found := rule(case):
            return found
    return "Weak", _weak_ground(case)


def _ground(rule: str, words: str, claims: Iterable[str]) -> Ground:
    return Ground(rule=rule, words=words, claims=tuple(sorted(set(claims))))


def _claims(told: Iterable[Account], harm: bool) -> list[str]:
    return [s.claim.claim_id for account in told for s in _core_claims(account, harm)]


def _untold(case: Case) -> tuple[None, Ground] | None:
    told = any(a.affirmed or a.withdrawn or a.denied for a in case.everyone)
    if told:
        return None
    claims = [s.claim.claim_id for a in case.everyone for s in a.origin.statements]
    return None, _ground("not told as done", "it is told as planned or possible only", claims)


def _discounted(case: Case) -> tuple[Grade, Ground] | None:
    denials = [s.claim.claim_id for account in case.denying for s in account.denied]
    if not case.affirming:
        back = [s.claim.claim_id for account in case.everyone for s in account.withdrawn]
        words = "whoever told it took it back" if back else "it is denied, and no voice affirms it"
        return "Discounted", _ground("nobody affirms it", words, [*denials, *back])
    free = {
        d.left.voice for d in case.core if d.slot == "denial" and not _account(case, d.left.voice).interested
    }
    free = {voice for voice in free if _account(case, voice).credible}
    if len(free) >= 2 and len(case.credible) <= 1:
        words = f"{len(free)} independent voices that nobody blames deny it, and at most one affirms it"
        return "Discounted", _ground("denied by independent voices", words, denials)
    return None


def _account(case: Case, voice: str) -> Account:
    return next(account for account in case.everyone if account.voice == voice)


def _confirmed(case: Case) -> tuple[Grade, Ground] | None:
    """Confirm what the party blamed owns to: harm to civilians, or a happening that both sides tell."""
    owning = [s for a in case.credible for s in _core_claims(a, case.harm) if _owns(s, case)]
    if case.harm and owning:
        words = "the party blamed accepts that it harmed civilians"
        return "Confirmed", _ground("owned to", words, [s.claim.claim_id for s in owning])
    suffering = [s for a in case.credible for s in a.affirmed if _suffers(s, case)]
    if not case.harm and owning and suffering and not _opposed(owning, suffering, case):
        words = "both the party that did it and the party that suffered it tell it"
        return "Confirmed", _ground(
            "told by both sides", words, [s.claim.claim_id for s in (*owning, *suffering)]
        )
    return None


def _owns(statement: Statement, case: Case) -> bool:
    """Return whether a party tells what it did itself, as fact."""
    done_by = [party.actor_id for party in statement.claim.actors if party.actor_id]
    return statement.claim.factuality == "actual" and is_party(statement, done_by, case.belongs)


def _suffers(statement: Statement, case: Case) -> bool:
    done_to = [party.actor_id for party in statement.claim.recipients if party.actor_id]
    return statement.claim.factuality == "actual" and is_party(statement, done_to, case.belongs)


def _opposed(owning: Iterable[Statement], suffering: Iterable[Statement], case: Case) -> bool:
    mine, theirs = ({s.claim.claim_id for s in side} for side in (owning, suffering))
    return any(set(d.claims) & mine and set(d.claims) & theirs for d in case.core)


def _contested(case: Case) -> tuple[Grade, Ground] | None:
    core = case.core
    if not core:
        return None
    slots = [slot for slot in ("denial", "actor", "target") if any(d.slot == slot for d in core)]
    named = {
        "denial": "it is denied",
        "actor": "different parties are blamed",
        "target": "what was struck is called civilian here and military there",
    }
    claims = [claim for d in core for claim in d.claims]
    return "Contested", _ground("voices contradict", "; ".join(named[slot] for slot in slots), claims)


def _fair(case: Case) -> tuple[Grade, Ground] | None:
    """Call fair what two independent credible voices tell, one of which did not do it itself."""
    credible = case.credible
    actual = [a for a in credible if any(s.claim.factuality == "actual" for s in _core_claims(a, case.harm))]
    others = [a for a in credible if not any(_owns(s, case) for s in a.affirmed)]
    if len(credible) < 2 or not actual or not others:
        return None
    words = f"{len(credible)} independent voices tell it, and none contradicts"
    return "Fair", _ground("two or more voices", words, _claims(credible, case.harm))


def _weak_ground(case: Case) -> Ground:
    credible = case.credible
    if not credible:
        words = "only voices graded E, unreliable, tell it"
    elif len(credible) == 1:
        words = f"one independent voice tells it: {credible[0].origin.name}"
    else:
        words = "no independent voice tells it as fact"
    return _ground("one voice", words, _claims(case.affirming, case.harm))
