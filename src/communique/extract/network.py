"""The trained network at run time: two ONNX graphs, each run on one window at a time.

A window alone, on one thread, gives the same bytes whatever is read beside it: dynamic quantisation takes
its scale from the window, and no sum depends on the number of threads. Reports are spread over threads.
"""

from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from communique.extract.features import Spans, Window

__all__ = ["Network", "OnnxNetwork", "Scores"]

Floats = NDArray[np.float32]
Scores = dict[str, Floats]

# Fused, this pass is slower on quantised graphs than the plain operators.
SLOW_PASSES: Final = ["SkipLayerNormFusion"]


class Network:
    """What the extractor asks of a network; training hands in its own for measuring."""

    def tag(self, window: Window) -> tuple[Floats, Any]:
        """Return O, B, I scores (W, 1 + types, 3), the triggers' first, and the words' states."""
        raise NotImplementedError

    def link(self, states: Any, spans: Spans, window: Window) -> Scores:
        """Return scores by name: per trigger (T, labels), per pair (T, M, labels), `count` (M, M)."""
        raise NotImplementedError


class OnnxNetwork(Network):
    """The network in the package."""

    def __init__(self, tagger: Path, linker: Path) -> None:
        self._tagger, self._linker = _session(tagger), _session(linker)
        self._names = [output.name for output in self._linker.get_outputs()]

    def tag(self, window: Window) -> tuple[Floats, Any]:  # noqa: D102 - as promised by Network
        named = {"pieces": window.pieces, "shapes": window.shapes, "first": window.first}
        tags, states = self._tagger.run(["tags", "states"], named)
        return tags, states

    def link(self, states: Any, spans: Spans, window: Window) -> Scores:  # noqa: D102
        named = {"states": states, **spans.linker_inputs(window)}
        return dict(zip(self._names, self._linker.run(None, named), strict=True))


def _session(file: Path) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(
        file, options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW_PASSES
    )
