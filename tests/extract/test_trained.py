"""The run-time path with a network that is told what to find, so that only the code around it is tested."""

from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer

from communique.extract.assemble import Thresholds
from communique.extract.features import LABELS, MENTION_TYPES, Spans, Window
from communique.extract.network import Floats, Network, Scores
from communique.extract.trained import TrainedExtractor
from communique.model import Report

TEXT = "Damascus said that 12 rebels were killed near Idlib on Monday. It denied a strike."
FOUND = {
    "party": ["rebels"],
    "target": ["rebels"],
    "means": [],
    "place": ["Idlib"],
    "time": ["Monday"],
    "source": ["Damascus"],
    "cue": ["said that"],
    "count": ["12"],
}


class Told(Network):
    """Finds the words in FOUND, and the triggers `killed` (an assault) and `strike` (nothing)."""

    def tag(self, window: Window) -> tuple[Floats, Any]:
        words = [TEXT[s:e] for s, e in zip(window.starts, window.ends, strict=True)]
        tags = np.full((len(words), 1 + len(MENTION_TYPES), 3), -9.0, dtype=np.float32)
        tags[:, :, 0] = 0.0
        rows = {0: ["killed", "strike"], **{1 + i: FOUND[name] for i, name in enumerate(MENTION_TYPES)}}
        for row, phrases in rows.items():
            for phrase in phrases:
                parts = phrase.split()
                at = next(i for i in range(len(words)) if words[i : i + len(parts)] == parts)
                tags[at, row, 1] = 9.0
                tags[at + 1 : at + len(parts), row, 2] = 9.0
        return tags, words

    def link(self, states: Any, spans: Spans, window: Window) -> Scores:
        triggers, mentions = len(spans.triggers), len(spans.mentions)
        scores = {
            name: np.zeros((triggers, mentions, len(labels)), dtype=np.float32)
            for name, labels in LABELS.items()
        }
        scores["event"] = np.zeros((triggers, len(LABELS["event"])), dtype=np.float32)
        scores["factuality"] = np.eye(1, len(LABELS["factuality"]), dtype=np.float32).repeat(triggers, axis=0)
        scores["event"][0, LABELS["event"].index("ASSAULT/clash")] = 9
        scores["event"][1, 0] = 9
        scores["role"][:, :, LABELS["role"].index("first")] = 9
        scores["role"][:, spans.types == MENTION_TYPES.index("party"), LABELS["role"].index("second")] = 12
        scores["effect"][:, :, LABELS["effect"].index("killed")] = 9
        scores["kind"][:, :, LABELS["kind"].index("combatants")] = 9
        scores["relation"][:, :, LABELS["relation"].index("near")] = 9
        scores["count"] = np.zeros((mentions, mentions), dtype=np.float32)
        scores["count"][:, spans.types == MENTION_TYPES.index("count")] = 9
        return scores


@pytest.fixture
def extractor(tokenizer: Tokenizer) -> TrainedExtractor:
    return TrainedExtractor(Told(), tokenizer, Thresholds(), "told 1", threads=2)


def test_scores_become_a_claim_with_every_value_quoted(extractor: TrainedExtractor) -> None:
    (claim,) = extractor.read(Report(id="r", text=TEXT))
    assert claim.quote == "Damascus said that 12 rebels were killed near Idlib on Monday."
    assert (claim.trigger, claim.event, claim.mode) == ("killed", "ASSAULT", "clash")
    assert [s.text for s in claim.sources] == ["Damascus"]
    assert (claim.cue, TEXT[claim.cue_start : claim.cue_end]) == ("said that", "said that")
    assert not claim.actors
    assert [p.text for p in claim.recipients] == ["rebels"]
    (target,) = claim.targets
    assert (target.text, target.kind, target.effect) == ("rebels", "combatants", "killed")
    assert target.count is not None
    assert (target.count.text, target.count.low, target.count.high) == ("12", 12, 12)
    assert [(p.text, p.relation) for p in claim.places] == [("Idlib", "near")]
    assert claim.time is not None
    assert claim.time.text == "Monday"


def test_a_report_is_read_alike_alone_and_among_others(extractor: TrainedExtractor) -> None:
    reports = [Report(id=str(n), text=TEXT) for n in range(7)]
    together = extractor.claims(reports)
    assert together == [extractor.read(report) for report in reports]


def test_who_cites_another_stands_first(extractor: TrainedExtractor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FOUND, "source", ["12", "Damascus"])
    (claim,) = extractor.read(Report(id="r", text=TEXT))
    assert [s.text for s in claim.sources] == ["Damascus", "12"]


def test_an_empty_report_has_no_claims(extractor: TrainedExtractor) -> None:
    assert extractor.claims([Report(id="r", text="")]) == [()]


def test_thresholds_decide(tokenizer: Tokenizer) -> None:
    strict = TrainedExtractor(Told(), tokenizer, Thresholds(place=0.9999, happening=0.5), "told 1")
    (claim,) = strict.read(Report(id="r", text=TEXT))
    assert not claim.places
    assert not TrainedExtractor(Told(), tokenizer, Thresholds(happening=0.9999), "t 1").read(
        Report(id="r", text=TEXT)
    )


def test_confidence_is_calibrated_and_monotonous() -> None:
    calibrated = Thresholds(slope=0.5, shift=-1.0)
    values = [calibrated.confidence(c) for c in (0.0, 0.3, 0.5, 0.9, 1.0)]
    assert values == sorted(values)
    assert calibrated.confidence(0.5) == pytest.approx(0.27)
    assert Thresholds().confidence(0.8) == 0.8


def test_an_unknown_threshold_is_refused() -> None:
    with pytest.raises(ValueError, match="hapening"):
        Thresholds.of({"hapening": 0.5})
