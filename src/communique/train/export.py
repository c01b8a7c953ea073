"""The trained network → ONNX graphs of 8-bit integers, and the manifest that lists them."""

import hashlib
import json
import logging
import tempfile
import warnings
from datetime import date
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from communique.extract.features import Spans, Window
from communique.train.network import Graph, Linker, Tagger

GRAPH_INPUTS = ("triggers", "mentions", "types", "distance", "sentence", "rank",
                "count_distance", "count_sentence", "count_rank", "depth", "standing")  # fmt: skip


class ByteEmbedding(nn.Module):
    """An embedding kept as signed bytes with a scale a row: a quarter of the size."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(dim=1, keepdim=True).clamp_min(1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("table", (table / scale).round().to(torch.int8))

    def forward(self, ids: Tensor) -> Tensor:
        """Integer ids of any shape → rows (…, width)."""
        return self.table[ids].to(torch.float32) * self.scale[ids]


class _Linked(nn.Module):
    """The linker with its inputs and outputs in a fixed order, as ONNX wants them."""

    def __init__(self, linker: Linker) -> None:
        super().__init__()
        self.linker = linker

    def forward(self, states: Tensor, *arrays: Tensor) -> tuple[Tensor, ...]:
        scores = self.linker(states, Graph(*arrays))
        return tuple(scores[name] for name in Linker.OUTPUTS)


def _unasked_advice(record: logging.LogRecord) -> bool:
    """Tell whether a record is something else than quantisation's advice."""
    return "pre-processing before quantization" not in record.getMessage()


def export(tagger: Tagger, linker: Linker, example: Window, out: Path) -> None:
    """Write `tagger.onnx` and `linker.onnx` to the folder."""
    out.mkdir(parents=True, exist_ok=True)
    logging.getLogger().addFilter(_unasked_advice)
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        # The exporter warns of its successor, and of shapes that are fixed on purpose.
        warnings.simplefilter("ignore")
        plain = Path(scratch) / "plain.onnx"
        _export_tagger(tagger, example, plain)
        # Per channel, products only: what was measured to cost least accuracy and run fastest. Seven bits,
        # since processors without 8-bit dot products saturate at eight.
        quantize_dynamic(plain, out / "tagger.onnx", op_types_to_quantize=["MatMul"], per_channel=True,
                         weight_type=QuantType.QInt8, reduce_range=True)  # fmt: skip
        _export_linker(linker, example, out / "linker.onnx")


def _export_tagger(tagger: Tagger, example: Window, file: Path) -> None:
    tagger.encoder.words = ByteEmbedding(tagger.encoder.words.weight.detach())
    arrays = tuple(torch.from_numpy(a) for a in (example.pieces, example.shapes, example.first))
    named = ["pieces", "shapes", "first", "tags", "states"]
    torch.onnx.export(
        tagger.eval(), arrays, str(file), dynamo=False, opset_version=17,
        input_names=named[:3], output_names=named[3:],
        dynamic_axes={name: {0: "P" if name in ("pieces", "shapes") else "W"} for name in named},
    )  # fmt: skip


def _export_linker(linker: Linker, example: Window, file: Path) -> None:
    words = len(example.starts)
    spans = Spans.of([(1, 2), (3, 4)], [((5, 6), 0), ((6, 8), 1), ((2, 3), 7)])
    named = spans.linker_inputs(example)
    axes = {"states": {0: "W"}, "triggers": {0: "T"}, "mentions": {0: "M"}, "types": {0: "M"}}
    axes |= {"depth": {0: "T"}, "standing": {0: "M"}}
    axes |= {name: {0: "T", 1: "M"} for name in ("distance", "sentence", "rank")}
    axes |= {f"count_{name}": {0: "M", 1: "M"} for name in ("distance", "sentence", "rank")}
    axes |= {name: {0: "T", 1: "M"} for name in Linker.OUTPUTS}
    axes |= {"event": {0: "T"}, "factuality": {0: "T"}, "count": {0: "M", 1: "M"}}
    arrays = (torch.randn(words, 384), *(torch.from_numpy(named[name]) for name in GRAPH_INPUTS))
    torch.onnx.export(
        _Linked(linker).eval(), arrays, str(file), dynamo=False, opset_version=17,
        input_names=["states", *GRAPH_INPUTS], output_names=list(Linker.OUTPUTS), dynamic_axes=axes,
    )  # fmt: skip


def write_manifest(out: Path, described: dict[str, Any]) -> None:
    """Write the manifest of the files in the folder, with what is known of the training."""
    names = sorted(p.name for p in out.iterdir() if p.name != "manifest.json")
    listed = {
        name: {
            "sha256": hashlib.sha256((out / name).read_bytes()).hexdigest(),
            "bytes": (out / name).stat().st_size,
        }
        for name in names
    }
    manifest = {"name": "communique-claims", "date": date.today().isoformat(), **described, "files": listed}
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", "utf-8")
