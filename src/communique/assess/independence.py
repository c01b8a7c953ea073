"""Which claims are one voice: the same first speaker, the same outlet, or a copy of one another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from typing import Final

from communique.assess.copies import near_copies
from communique.assess.records import Chain, Ground, Reliability
from communique.assess.speakers import (
    Belongs,
    chain,
    first_speaker,
    outlet_name,
    speaker_keys,
    speaker_name,
    spoken_for,
    top,
)
from communique.model import Report, Statement

__all__ = ["Origin", "origins"]

_WORDED: Final = 12  # words from which a sentence found twice was copied rather than thought of twice
_NEVER: Final = "9999-12-31"


@dataclass
class Origin:
    """Statements that go back to one origin; `told` gives the day when each or its copy was first told.

    `name` says who speaks: the party for which the first speaker spoke, or the outlet that vouches for it.
    """

    statements: tuple[Statement, ...]
    told: Mapping[str, str]
    name: str
    reliability: Reliability = "F"
    grounds: tuple[Ground, ...] = ()
    chains: tuple[Chain, ...] = field(default_factory=tuple)

    @cached_property
    def voice(self) -> str:
        """What the voice is known by: the id of the claim it told first."""
        return _first(self.statements, self.told).claim.claim_id


def origins(
    statements: Sequence[Statement], reliability: Mapping[str, Reliability], belongs: Belongs
) -> tuple[Origin, ...]:
    """Return the voices behind the statements, sorted by id; each claim lies in exactly one.

    Adding a copy never makes more voices: whatever joins a group by a rule leaves the other groups as they
    are, or joins them.
    """
    by_id = {statement.claim.claim_id: statement for statement in statements}
    reports = {statement.report.id: statement.report for statement in statements}
    copied = _copies(reports)
    groups = _Groups(by_id)
    same_text = _same_text(reports, copied)
    told = _first_told(same_text, by_id)
    for rule, words, ids in _ties(by_id, copied, belongs):
        groups.join(ids, Ground(rule=rule, words=words, claims=tuple(sorted(ids))))
    made = [_origin([by_id[i] for i in ids], told, grounds, belongs) for ids, grounds in groups.listed()]
    for origin in made:
        origin.reliability = _reliability(origin, same_text, reliability, belongs)
    return tuple(sorted(made, key=lambda origin: origin.voice))


def _origin(
    statements: list[Statement], told: Mapping[str, str], grounds: tuple[Ground, ...], belongs: Belongs
) -> Origin:
    chains = tuple(
        Chain(claim=s.claim.claim_id, speakers=chain(s), named=not s.claim.sources or bool(first_speaker(s)))
        for s in statements
    )
    mine = {s.claim.claim_id: told[s.claim.claim_id] for s in statements}
    name = spoken_for(_first(statements, told), belongs)
    return Origin(tuple(statements), mine, name, grounds=grounds, chains=chains)


def _first(statements: Iterable[Statement], told: Mapping[str, str]) -> Statement:
    """Return the statement that was told first; of several of one day the one with the least id."""
    return min(statements, key=lambda s: (told[s.claim.claim_id], s.claim.claim_id))


def _copies(reports: Mapping[str, Report]) -> set[tuple[str, str]]:
    pairs = near_copies({key: report.text for key, report in reports.items()}, shortest=_WORDED)
    same: dict[str, str] = {}
    for key in sorted(reports):
        text = " ".join(reports[key].text.casefold().split())
        if text and text in same:
            pairs.add((same[text], key))
        same.setdefault(text, key)
    return pairs


def _same_text(reports: Iterable[str], copied: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return for each report the one that stands for it and its copies."""
    clusters = _Groups(reports)
    for pair in copied:
        clusters.join(pair)
    return {key: keys[0] for keys, _ in clusters.listed() for key in keys}


def _first_days(same_text: Mapping[str, str], statements: Iterable[Statement]) -> dict[str, str]:
    """Return for each text the first day on which one of the statements' reports published it."""
    first: dict[str, str] = {}
    for statement in statements:
        text, day = same_text[statement.report.id], statement.report.published or _NEVER
        first[text] = min(day, first.get(text, _NEVER))
    return first


def _first_told(same_text: Mapping[str, str], by_id: Mapping[str, Statement]) -> dict[str, str]:
    """Return for each claim the first day on which its report or a copy of it was published."""
    first = _first_days(same_text, by_id.values())
    return {claim: first[same_text[statement.report.id]] for claim, statement in by_id.items()}


Tie = tuple[str, str, tuple[str, ...]]


def _ties(by_id: Mapping[str, Statement], copied: Iterable[tuple[str, str]], belongs: Belongs) -> list[Tie]:
    return [
        *_same_speaker(by_id, belongs),
        *_copied_reports(by_id, copied),
        *_copied_quotes(by_id),
    ]


def _same_speaker(by_id: Mapping[str, Statement], belongs: Belongs) -> Iterable[Tie]:
    known: dict[str, list[str]] = {}
    for claim in sorted(by_id):
        for key in speaker_keys(by_id[claim], belongs):
            known.setdefault(key, []).append(claim)
    for key in sorted(known):
        name = speaker_name(by_id[known[key][0]])
        for one, other in pairwise(known[key]):
            yield "same origin", f"both go back to {name}", (one, other)


def _copied_reports(by_id: Mapping[str, Statement], copied: Iterable[tuple[str, str]]) -> Iterable[Tie]:
    """Tie the claims that a copy tells as its own to those of the report that it copies."""
    held: dict[str, list[str]] = {}
    for claim in sorted(by_id):
        held.setdefault(by_id[claim].report.id, []).append(claim)
    for left, right in sorted(copied):
        for one, other in ((left, right), (right, left)):
            words = _copy_words(by_id[held[one][0]].report, by_id[held[other][0]].report)
            for claim in held[one]:
                if first_speaker(by_id[claim]) is None:
                    yield "near-copy", words, (claim, _counterpart(claim, held[other], by_id))


def _counterpart(claim: str, others: Sequence[str], by_id: Mapping[str, Statement]) -> str:
    """Return the claim of the copied report that is worded most alike, its outlet's own before others."""
    own = [other for other in others if first_speaker(by_id[other]) is None] or others
    quote = by_id[claim].claim.quote
    return max(own, key=lambda other: (SequenceMatcher(None, quote, by_id[other].claim.quote).ratio(), other))


def _copied_quotes(by_id: Mapping[str, Statement]) -> Iterable[Tie]:
    """Tie claims that quote the same long sentence, unless each names another first speaker."""
    quotes = {claim: statement.claim.quote for claim, statement in by_id.items()}
    for left, right in sorted(near_copies(quotes, shortest=_WORDED)):
        one, other = by_id[left], by_id[right]
        if one.report.id == other.report.id:
            continue
        if first_speaker(one) is None or first_speaker(other) is None:
            yield "same wording", _copy_words(one.report, other.report, "repeat a sentence"), (left, right)


def _copy_words(one: Report, other: Report, how: str = "are near-copies") -> str:
    names = sorted((outlet_name(one), outlet_name(other)))
    return f"the reports of {names[0]} and {names[1]} {how}"


def _reliability(
    origin: Origin, same_text: Mapping[str, str], given: Mapping[str, Reliability], belongs: Belongs
) -> Reliability:
    """Return the grade that the analyst gave the origin; of several that it is put together from, the worst.

    Who copied another of them does not count; a report without a day may have been the first.
    """
    first = _first_days(same_text, origin.statements)
    tellers = [s for s in origin.statements if s.report.published in (None, first[same_text[s.report.id]])]
    return max((_graded(s, given, belongs) for s in tellers), key="ABCDFE".index)


def _graded(statement: Statement, given: Mapping[str, Reliability], belongs: Belongs) -> Reliability:
    speaker = first_speaker(statement)
    name = outlet_name(statement.report)
    keys = [speaker.source_id, speaker.name, speaker.text] if speaker else [name, belongs.get(name)]
    keys += [top(key, belongs) for key in keys[:1] if key]
    return next((given[key] for key in keys if key and key in given), "F")


class _Groups:
    """Keys joined into groups, each group with the grounds of its joining (union-find)."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._parent = {key: key for key in keys}
        self._grounds: list[tuple[str, Ground]] = []

    def _root(self, key: str) -> str:
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def join(self, keys: Iterable[str], ground: Ground | None = None) -> None:
        """Make one group of those that hold the keys."""
        first, *others = sorted(keys)
        for other in others:
            self._parent[self._root(other)] = self._root(first)
        if ground:
            self._grounds.append((first, ground))

    def listed(self) -> list[tuple[list[str], tuple[Ground, ...]]]:
        """Return each group's keys, sorted, with its grounds; what is said twice, once."""
        groups: dict[str, list[str]] = {}
        for key in sorted(self._parent):
            groups.setdefault(self._root(key), []).append(key)
        said: dict[str, dict[tuple[str, str], set[str]]] = {root: {} for root in groups}
        for key, ground in self._grounds:
            said[self._root(key)].setdefault((ground.rule, ground.words), set()).update(ground.claims)
        grounds = {
            root: [
                Ground(rule=rule, words=words, claims=tuple(sorted(c))) for (rule, words), c in found.items()
            ]
            for root, found in said.items()
        }
        return [
            (keys, tuple(sorted(grounds[root], key=lambda g: (g.rule, g.claims, g.words))))
            for root, keys in groups.items()
        ]
