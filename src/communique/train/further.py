"""A model trained further on a group's corrections: a model folder and annotated reports → a new folder."""

import math
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import torch
from tokenizers import Tokenizer

from communique.extract.trained import open_trained
from communique.train.data import digest_of, parted
from communique.train.examples import examples
from communique.train.export import export, write_manifest
from communique.train.loop import Settings, Source, train
from communique.train.measure import Figures, measure
from communique.train.shipped import open_network
from communique.weights import Weights, open_weights

__all__ = ["Outcome", "Wish", "train_further"]

# Gentle rates, so that little is forgotten of what the corrections do not touch. The lower half of the
# encoder stays as it is, so that it is computed once.
_RATES: Final = {"batch": 4, "encoder_rate": 4e-5, "head_rate": 2e-4, "variants": 1, "augment": 0.0,
                 "explore_from": 0, "rounded": True, "blind": 0.03, "caseless": 0.1}  # fmt: skip
_STEPS: Final = 240  # steps that a run takes where nobody says how many epochs
_EPOCHS: Final = (3, 20)


@dataclass(frozen=True)
class Wish:
    """How to train: `epochs` 0 is as many as make some 240 steps, `held_out` the share to measure on."""

    seed: int = 1
    epochs: int = 0
    held_out: float = 0.2
    threads: int = 0


@dataclass(frozen=True)
class Outcome:
    """What came of it: figures of the reports held out, before and after; empty where there were none."""

    trained_on: int
    held_out: int
    before: dict[str, Figures]
    after: dict[str, Figures]


def train_further(
    reports: list[dict[str, Any]], weights: Weights, out: Path, wish: Wish, tell: Callable[[str], None]
) -> Outcome:
    """Train a model further and write it to the folder `out`, which is there whole or not at all.

    Checkpoints lie beside it in `OUT.training` until it is done; a broken run is taken up from them. The
    thresholds and the relevance gate stay those of the model that it starts from.
    """
    if wish.threads:
        torch.set_num_threads(wish.threads)
    learnt, held = parted(reports, wish.held_out, wish.seed)
    before = measure(held, open_trained(weights, wish.threads)) if held else {}
    tell(f"training on {len(learnt)} reports, measuring on {len(held)}")
    tokenizer = Tokenizer.from_file(str(weights.file("tokenizer.json")))
    drawn = list(examples(learnt, tokenizer))
    settings = Settings(seed=wish.seed, epochs=wish.epochs or _epochs(len(drawn)), **_RATES)  # type: ignore[arg-type]
    work = out.with_name(f"{out.name}.training")
    marks = digest_of(learnt, asdict(settings), weights.manifest["files"])
    network = train(open_network(weights), Source(learnt, tokenizer), settings, work / marks, tell)
    made = work / "model"
    shutil.rmtree(made, ignore_errors=True)
    export(network.tagger, network.linker, drawn[0].window, made)
    for name in ("gate.npz", "tokenizer.json"):
        shutil.copyfile(weights.file(name), made / name)
    described = _described(weights, settings, len(learnt))
    write_manifest(made, described)
    after = measure(held, open_trained(open_weights(made), wish.threads)) if held else {}
    if held:
        write_manifest(made, described | {"scores": {n: round(f.f1, 4) for n, f in after.items()}})
    made.replace(out)
    shutil.rmtree(work)
    return Outcome(len(learnt), len(held), before, after)


def _epochs(windows: int) -> int:
    low, high = _EPOCHS
    return min(high, max(low, math.ceil(_STEPS / max(math.ceil(windows / int(_RATES["batch"])), 1))))


def _described(weights: Weights, settings: Settings, reports: int) -> dict[str, Any]:
    """Return the new manifest: the old one's version with a mark of its own, and what was done to it."""
    old = weights.manifest
    kept: dict[str, Any] = {name: old[name] for name in ("architecture", "gate", "thresholds") if name in old}
    return {
        **kept,
        "version": f"{old['version']}+own",
        "training": {"further_from": weights.origin, "settings": asdict(settings), "reports": reports},
    }
