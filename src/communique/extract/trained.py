"""The trained extractor: reports through the gate, the network and the assembly, spread over threads."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from tokenizers import Tokenizer

from communique.extract.assemble import Reading, Thresholds, read_window
from communique.extract.features import Window, windows
from communique.extract.gate import Gate, open_gate
from communique.extract.network import Network, OnnxNetwork
from communique.extract.sentences import split_sentences
from communique.model import Claim, Report
from communique.weights import Weights

__all__ = ["TrainedExtractor", "open_trained", "own_stretch"]


class TrainedExtractor:
    """Finds claims with a trained network; each report is read alone, whatever stands beside it."""

    def __init__(
        self,
        network: Network,
        tokenizer: Tokenizer,
        thresholds: Thresholds,
        origin: str,
        threads: int = 0,
        gate: Gate | None = None,
    ) -> None:
        self.network, self.tokenizer, self.thresholds = network, tokenizer, thresholds
        self.origin, self.gate = origin, gate
        self._threads = threads or os.cpu_count() or 1

    def claims(self, reports: list[Report]) -> list[tuple[Claim, ...]]:
        """Return the claims of each report, in the order of their triggers."""
        if self._threads == 1 or len(reports) == 1:
            return [self.read(report) for report in reports]
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(self.read, reports))

    def read(self, report: Report) -> tuple[Claim, ...]:
        """Return the claims of one report."""
        sentences = split_sentences(report.text)
        found: dict[str, Claim] = {}
        for reading, owned in self.readings(report, sentences):
            for claim in reading.claims(sentences, self.thresholds, self.origin):
                if owned[0] <= claim.trigger_start < owned[1]:
                    found.setdefault(claim.claim_id, claim)
        return tuple(sorted(found.values(), key=lambda c: (c.trigger_start, c.trigger_end)))

    def readings(
        self, report: Report, sentences: list[tuple[int, int]]
    ) -> Iterator[tuple[Reading, tuple[int, float]]]:
        """Yield what the network makes of each window past the gate, with the stretch that it answers for."""
        read = list(windows(report.text, sentences, self.tokenizer))
        for number, window in enumerate(read):
            if self.gate and not self.gate.passes(window):
                continue
            reading = read_window(report, window, self.network, self.thresholds)
            if reading is not None:
                yield reading, own_stretch(read, number)


def open_trained(weights: Weights, threads: int = 0) -> TrainedExtractor:
    """Open a trained model; `threads` 0 takes every core."""
    return TrainedExtractor(
        OnnxNetwork(weights.file("tagger.onnx"), weights.file("linker.onnx")),
        Tokenizer.from_file(str(weights.file("tokenizer.json"))),
        Thresholds.of(weights.manifest["thresholds"]),
        weights.origin,
        threads,
        open_gate(weights.file("gate.npz"), weights.manifest["gate"]["threshold"]),
    )


def own_stretch(read: list[Window], number: int) -> tuple[int, float]:
    """Return the characters whose triggers a window answers for: overlaps are parted in the middle."""

    def border(left: Window, right: Window) -> int:
        return (int(right.starts[0]) + int(left.ends[-1])) // 2

    low = 0 if number == 0 else border(read[number - 1], read[number])
    high = float("inf") if number == len(read) - 1 else border(read[number], read[number + 1])
    return low, high
