"""What every command says on the terminal in the same way."""

import sys
from typing import NoReturn

import typer

__all__ = ["leave", "printable"]


def leave(why: str) -> NoReturn:
    """Say why a command cannot go on, and leave with status 2."""
    print(f"communique: {printable(why)}", file=sys.stderr)
    raise typer.Exit(2)


def printable(text: str) -> str:
    """Return the text without the characters that would steer the terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
