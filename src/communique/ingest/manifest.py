"""Manifests: what a shard's output was made from, how, and what it holds."""

import hashlib
import json
import os
import uuid
from pathlib import Path
from typing import Any, Final

from communique.ingest.outcome import Outcome

__all__ = ["MANIFEST", "finished", "is_ingested", "sha256_of", "write_manifest"]

MANIFEST: Final = ".manifest.json"
_CHUNK: Final = 1 << 20


def write_manifest(target: Path, manifest: dict[str, Any]) -> None:
    """Write a manifest whole or not at all."""
    for left in target.parent.glob(f".{target.name}.*"):  # by a process that was killed
        left.unlink(missing_ok=True)
    partial = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    try:
        text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True)
        partial.write_text(text + "\n", "utf-8", "backslashreplace")
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)


def finished(target: Path, about: dict[str, Any]) -> Outcome | None:
    """Return the outcome that a manifest tells; null where it is of another input, version or setting.

    Null too where the table that it tells of is not there, or not the one that was written.
    """
    try:
        told = json.loads(target.read_text("utf-8"))
        table = told["output"]
        if any(told[key] != value for key, value in about.items()):
            return None
        if sha256_of(target.with_name(table["name"])) != table["sha256"]:
            return None
        account = {key: told[key] for key in ("passed_over", "faults")}
        return Outcome.from_json(
            {"name": told["input"]["name"], **told["counts"], **account, "done_before": True}
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def sha256_of(path: Path | str, start: int = 0, end: int | None = None) -> str:
    """Return the SHA-256 of a file, or of its bytes from `start` to `end`."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        left = (file.seek(0, 2) if end is None else end) - start
        file.seek(start)
        while left > 0 and (chunk := file.read(min(_CHUNK, left))):
            digest.update(chunk)
            left -= len(chunk)
    return digest.hexdigest()


def is_ingested(folder: str) -> bool:
    """Whether a folder is the output of an ingest."""
    return os.path.isdir(folder) and any(name.endswith(MANIFEST) for name in os.listdir(folder))
