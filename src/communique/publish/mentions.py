"""Toponyms or time expressions of texts as a table for a terminal."""

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

__all__ = ["print_mentions"]

COLUMNS = {
    "toponyms": ("text", "name", "adm_1", "country", "latitude", "longitude", "score", "reason"),
    "times": ("text", "value", "earliest", "latest", "date_prec"),
}


def print_mentions(found: Iterable[Mapping[str, Any]], name: str, console: Console) -> None:
    """Print a table a text; `name` is the field that holds the mentions, `toponyms` or `times`."""
    for text in found:
        console.print(_shown(text["id"]), style="bold", highlight=False, markup=False)
        table = Table(*COLUMNS[name], box=None, header_style="dim")
        for mention in text[name]:
            table.add_row(*(_shown(mention.get(column)) for column in COLUMNS[name]))
        console.print(table if text[name] else "none found", markup=False)


def _shown(value: object) -> str:
    text = "" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)
    # Control characters of a hostile text must not reach the terminal, nor brackets be taken for styles.
    return "".join(c if c.isprintable() else " " for c in text).replace("[", r"\[")
