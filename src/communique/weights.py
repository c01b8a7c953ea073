"""Opens model files: each is listed in a manifest with its hash, version, training data and scores."""

import hashlib
import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

__all__ = ["Weights", "WeightsError", "open_weights"]

BUILT_IN = Path(str(files("communique"))) / "data"


class WeightsError(RuntimeError):
    """A model's files are missing or are not those that its manifest lists."""


@dataclass(frozen=True)
class Weights:
    """A model's folder and its manifest."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def origin(self) -> str:
        """Name and version, as written into claims."""
        return f"{self.manifest['name']} {self.manifest['version']}"

    def file(self, name: str) -> Path:
        """Return the path of a listed file; raise `WeightsError` where its hash is another."""
        path = self.folder / name
        try:
            found = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise WeightsError(f"{path}: {error.strerror}; reinstall communique") from error
        if found != self.manifest["files"][name]["sha256"]:
            raise WeightsError(f"{path} is not the file that its manifest lists; reinstall communique")
        return path


def open_weights(model: str | Path) -> Weights:
    """Open a built-in model by name, or your own by its folder; raise `WeightsError` where there is none."""
    folder = model if isinstance(model, Path) else BUILT_IN / model
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise WeightsError(f"no model in {folder}: {error}") from error
    return Weights(folder, manifest)
