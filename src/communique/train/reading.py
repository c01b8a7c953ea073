"""The network as it is trained, where the extractor expects the one in the package."""

from typing import Any

import torch

from communique.extract.features import Spans, Window
from communique.extract.network import Floats, Scores
from communique.extract.network import Network as Reads
from communique.train.loop import Network, inputs
from communique.train.network import Graph

__all__ = ["TorchNetwork"]


class TorchNetwork(Reads):
    """The network before it is written as 8-bit integers."""

    def __init__(self, trained: Network) -> None:
        self.trained = trained.eval()

    @torch.no_grad()
    def tag(self, window: Window) -> tuple[Floats, Any]:
        """Return tagging scores and states."""
        tags, states = self.trained.tagger(*inputs(window))
        return tags.numpy(), states

    @torch.no_grad()
    def link(self, states: Any, spans: Spans, window: Window) -> Scores:
        """Return the linker's scores."""
        graph = Graph(**{k: torch.from_numpy(v) for k, v in spans.linker_inputs(window).items()})
        return {name: score.numpy() for name, score in self.trained.linker(states, graph).items()}
