"""Event types: snippets labelled with ACLED's sub-event types, against the types of the claims read in them.

The label of a snippet is that of its first claim. Snippets that lie in the training claims are left out,
and so are labels that no claim can have (disasters, organised crime); how many snippets of those keep
silent is told apart.
"""

import json
from collections import Counter
from pathlib import Path

from communique.config import Config
from communique.model import Claim, Report
from communique.run import claims_of

FILES: tuple[str, ...] = ("data/event-types/case2021.jsonl", "claims/train.jsonl")

# Communique's events and modes → the labels of CASE 2021 task 2, which follow the ACLED codebook.
MODES = {
    "clash": "ARMED_CLASH", "firearms": "ATTACK", "targeted": "ATTACK", "unspecified": "ATTACK",
    "aerial": "AIR_STRIKE",
    "drone": "AIR_STRIKE", "heavy-weapons": "ART_MISS_ATTACK", "explosives": "REM_EXPLOS",
    "suicide-attack": "SUIC_BOMB", "chemical": "CHEM_WEAP", "abduct": "ABDUCT_DISSAP", "sexual": "SEX_VIOL",
    "destroy": "PROPERTY_DISTRUCT", "crowd-control": "FORCE_AGAINST_PROTEST", "primitive": "MOB_VIOL",
    "beat": "MOB_VIOL", "torture": "ATTACK", "arrest": "ARREST", "seize": "DISR_WEAP", "disarm": "DISR_WEAP",
    "withdraw": "NON_VIOL_TERRIT_TRANSFER", "lose": "NON_VIOL_TERRIT_TRANSFER", "hold": "HQ_ESTABLISHED",
}  # fmt: skip
EVENTS = {
    "AGREE": "AGREEMENT", "ACCUSE": "ATTRIB", "PROTEST": "PEACE_PROTEST", "MOBILIZE": "CHANGE_TO_GROUP_ACT",
    "CONSULT": "DIPLO", "SUPPORT": "DIPLO", "COOPERATE": "DIPLO", "REQUEST": "DIPLO", "REJECT": "DIPLO",
    "SANCTION": "DIPLO", "CONCEDE": "DIPLO", "THREATEN": "DIPLO",
}  # fmt: skip
STATE = {"state forces", "government", "state"}
OUT_OF_SCOPE = {"NATURAL_DISASTER", "MAN_MADE_DISASTER", "ORG_CRIME", "OTHER"}


def measure(data: Path) -> dict[str, float]:
    """Return macro F1 over the labels in scope, accuracy, and the silence on labels out of scope."""
    known = {json.loads(line)["text"] for line in (data / FILES[1]).open(encoding="utf-8")}
    rows = [json.loads(line) for line in (data / FILES[0]).open(encoding="utf-8")]
    rows = [row for row in rows if row["text"] not in known]
    reports = [Report(id=str(n), text=row["text"]) for n, row in enumerate(rows)]
    read = [label(report.claims) for report in claims_of(reports, Config())]
    pairs = list(zip((row["type"] for row in rows), read, strict=True))
    inside = [(gold, found) for gold, found in pairs if gold not in OUT_OF_SCOPE]
    outside = [found for gold, found in pairs if gold in OUT_OF_SCOPE]
    return {
        "size": len(rows),
        "macro F1": macro_f1(inside),
        "accuracy": sum(gold == found for gold, found in inside) / len(inside),
        "answered": sum(found is not None for _, found in inside) / len(inside),
        "silent out of scope": sum(found is None for found in outside) / max(len(outside), 1),
    }


def label(claims: tuple[Claim, ...]) -> str | None:
    """Return the label of the first claim that has one."""
    return next(filter(None, map(_label, claims)), None)


def _label(claim: Claim) -> str | None:
    words = {m.text.lower() for m in claim.means}
    if claim.event == "CONTROL" and claim.mode == "gain":
        state = any((actor.actor_type or "") in STATE for actor in claim.actors)
        return "GOV_REGAINS_TERIT" if state else "NON_STATE_ACTOR_OVERTAKES_TER"
    if claim.event == "ASSAULT" and any("grenade" in word for word in words):
        return "GRENADE"
    return MODES.get(claim.mode or "") or EVENTS.get(claim.event)


def macro_f1(pairs: list[tuple[str, str | None]]) -> float:
    """Return the mean F1 over the gold labels of (gold, found) pairs."""
    gold, found = Counter(g for g, _ in pairs), Counter(f for _, f in pairs)
    hit = Counter(g for g, f in pairs if g == f)
    return sum(2 * hit[name] / (gold[name] + found[name]) for name in gold) / len(gold)
