import hashlib
import json
from pathlib import Path

import pytest

from communique.weights import WeightsError, open_weights


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "graph.onnx").write_bytes(b"graph")
    listed = {"graph.onnx": {"sha256": hashlib.sha256(b"graph").hexdigest(), "bytes": 5}}
    (tmp_path / "manifest.json").write_text(
        json.dumps({"name": "toy", "version": "3", "files": listed}), "utf-8"
    )
    return tmp_path


def test_a_listed_file_is_opened(model: Path) -> None:
    weights = open_weights(model)
    assert weights.origin == "toy 3"
    assert weights.file("graph.onnx").read_bytes() == b"graph"


def test_a_changed_or_missing_file_is_refused(model: Path) -> None:
    (model / "graph.onnx").write_bytes(b"grape")
    with pytest.raises(WeightsError, match="not the file that its manifest lists"):
        open_weights(model).file("graph.onnx")
    (model / "graph.onnx").unlink()
    with pytest.raises(WeightsError, match="reinstall"):
        open_weights(model).file("graph.onnx")


def test_a_folder_without_a_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="no model in"):
        open_weights(tmp_path)
