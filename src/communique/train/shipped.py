"""The network of a model folder, out of its ONNX graphs: 8-bit weights are scaled back to numbers.

Training goes on from them: rounding took away half a step of 63 a row at most, which the network, trained to
be rounded, hardly notices.
"""

import re
from pathlib import Path
from typing import Final

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from communique.train.loop import Network
from communique.weights import Weights

__all__ = ["open_network"]

Arrays = dict[str, np.ndarray]
_PRODUCTS: Final = ("MatMul", "MatMulInteger")
# A product's output is called after the layer that it belongs to, as in /encoder/layers.0/up/MatMul_output_0.
_LAYER = re.compile(r"^/(.+?)/(?:MatMul|Gemm)(?:_\d+)?_output_0")
_QUANTISED: Final = "_quantized"
_KEPT: Final = (".weight", ".bias", ".table", ".scale")
_TABLE: Final = "encoder.words"


def open_network(weights: Weights) -> Network:
    """Return the network of a model as it is trained. Raises `ValueError` where its graphs are others."""
    network = Network()
    tagger = _read(weights.file("tagger.onnx"))
    tagger[f"{_TABLE}.weight"] = tagger.pop(f"{_TABLE}.table") * tagger.pop(f"{_TABLE}.scale")
    linker = {
        name.removeprefix("linker."): array for name, array in _read(weights.file("linker.onnx")).items()
    }
    for part, arrays in ((network.tagger, tagger), (network.linker, linker)):
        wanted = part.state_dict()
        named = {_own_name(name, wanted.keys()): array for name, array in arrays.items()}
        if named.keys() != wanted.keys():
            odd = sorted(named.keys() ^ wanted.keys())[:3]
            raise ValueError(f"{weights.folder} is not of the network that is trained here: {', '.join(odd)}")
        part.load_state_dict({name: torch.from_numpy(np.ascontiguousarray(a)) for name, a in named.items()})
    return network


def _own_name(name: str, wanted: object) -> str:
    """Return the network's name of an array: the linker's layers for pairs stand together in one group."""
    grouped = f"pair.{name}"
    return grouped if grouped in wanted and name not in wanted else name  # type: ignore[operator]


def _read(file: Path) -> Arrays:
    """Return the arrays of a graph by the network's names; those of products turned, as layers keep them."""
    graph = onnx.load(str(file)).graph
    arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    found = {
        n: a.astype(np.float32)
        for n, a in arrays.items()
        if n.endswith((".weight", ".bias", ".table", ".scale"))
    }
    for node in graph.node:
        layer = _LAYER.match(node.output[0])
        if node.op_type in _PRODUCTS and layer and node.input[1] in arrays:
            name = layer[1].replace("/", ".").removeprefix("linker.")
            found[f"{name}.weight"] = _turned(node.input[1], arrays)
    return {name.removeprefix("linker."): array for name, array in found.items()}


def _turned(name: str, arrays: Arrays) -> np.ndarray:
    array = arrays[name].astype(np.float32)
    if name.endswith(_QUANTISED):
        plain = name.removesuffix(_QUANTISED)
        array = (array - arrays[f"{plain}_zero_point"]) * arrays[f"{plain}_scale"]
    return array.T
