"""The encoder that the recipe starts from: all-MiniLM-L6-v2 as sentence-transformers publishes it."""

from pathlib import Path

from safetensors.torch import load_file

from communique.train.network import LAYERS, Encoder


def load_pretrained(encoder: Encoder, file: Path) -> None:
    """Fill the encoder; raise `ValueError` where the file is not all-MiniLM-L6-v2."""
    theirs = load_file(str(file))
    mine = {
        "words.weight": "embeddings.word_embeddings.weight",
        "positions.weight": "embeddings.position_embeddings.weight",
        **_both("norm", "embeddings.LayerNorm"),
    }
    for n in range(LAYERS):
        here, there = f"layers.{n}", f"encoder.layer.{n}"
        for part in ("query", "key", "value"):
            mine |= _both(f"{here}.attention.{part}", f"{there}.attention.self.{part}")
        mine |= _both(f"{here}.attention.out", f"{there}.attention.output.dense")
        mine |= _both(f"{here}.norm1", f"{there}.attention.output.LayerNorm")
        mine |= _both(f"{here}.up", f"{there}.intermediate.dense")
        mine |= _both(f"{here}.down", f"{there}.output.dense")
        mine |= _both(f"{here}.norm2", f"{there}.output.LayerNorm")
    state = {name: theirs[source] for name, source in mine.items()}
    # Every text is of segment 0, so its embedding belongs to the positions.
    state["positions.weight"] = (
        state["positions.weight"] + theirs["embeddings.token_type_embeddings.weight"][0]
    )
    missing, unexpected = encoder.load_state_dict(state, strict=False)
    if unexpected or missing != ["shapes.weight"]:
        raise ValueError(f"{file} is not all-MiniLM-L6-v2: {missing} {unexpected}")


def _both(mine: str, theirs: str) -> dict[str, str]:
    return {f"{mine}.{end}": f"{theirs}.{end}" for end in ("weight", "bias")}
