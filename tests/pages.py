"""Runs what a page of the documentation shows, block by block in one folder, and compares what it prints.

Blocks fenced as `sh`, `python` or `r` are run in their order; a `text` block right behind one is what it
prints, in which a line `…` stands for any lines. A comment in front of a block can say why it is not run,
`<!-- not run: why -->`. A server's block has a comment `<!-- asked at: ADDRESSES -->`: it is started, asked
at each, and ended.
`python -m tests.pages` writes into all pages what their blocks print now.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

__all__ = ["HOWTO", "TUTORIAL", "Block", "agree", "blocks_of", "missing_for", "prepare", "run", "run_page"]

DOCS: Final = Path(__file__).parents[1] / "docs"
TUTORIAL: Final = DOCS / "tutorial.md"
HOWTO: Final = tuple(sorted((DOCS / "howto").glob("*.md")))
LIMIT_S: Final = 600
_BLOCK: Final = re.compile(
    r"(?:^<!-- (?P<note>not run|asked at): (?P<said>[^\n]+?) -->\n)?"
    r"^```(?P<language>\w+)[^\n]*\n(?P<code>.*?)^```$"
    r"(?:\n{1,2}^```text\n(?P<printed>.*?)^```$)?",
    re.M | re.S,
)
_RUNNERS: Final[Mapping[str, tuple[str, ...]]] = {
    "sh": ("bash", "-e", "-o", "pipefail", "-c"),
    "python": (sys.executable, "-W", "error", "-c"),
    "r": ("Rscript", "--vanilla", "-e"),
}
_OUTSIDE: Final = ("ogrinfo",)
"""Programs, beside those of Python and of any Linux, without which a block is left out."""


@dataclass(frozen=True)
class Block:
    """One block of code: where it begins in the page, why it is not run, where a server is asked."""

    language: str
    code: str
    printed: str | None
    line: int
    not_run: str | None
    asked_at: str | None


def blocks_of(page: str) -> Iterator[Block]:
    """Yield the fenced blocks of a page; output belongs to the block that it follows."""
    for found in _BLOCK.finditer(page):
        note, said = found["note"], found["said"]
        yield Block(
            language=found["language"],
            code=found["code"],
            printed=found["printed"],
            line=page[: found.start("code")].count("\n"),
            not_run=said if note == "not run" else None,
            asked_at=said if note == "asked at" else None,
        )


def run_page(page: Path, folder: Path) -> list[tuple[Block, str]]:
    """Run a page's blocks in a folder; return each that ran with what it printed. Raises where one fails."""
    done = []
    for block in blocks_of(page.read_text(encoding="utf-8")):
        if block.not_run or missing_for(block):
            continue
        if block.asked_at:
            ask(block, folder)
        else:
            done.append((block, run(block, folder)))
    return done


def prepare(folder: Path) -> None:
    """Put the tutorial's reports and ledger into a folder, with which the how-to pages begin."""
    for block in blocks_of(TUTORIAL.read_text(encoding="utf-8")):
        if "<title>" in block.code or block.code.startswith("communique add"):
            run(block, folder)
        if block.code.startswith("communique add"):
            return


def missing_for(block: Block) -> str | None:
    """Name the program that a block needs and that is not installed."""
    needed = [_RUNNERS[block.language][0], *(name for name in _OUTSIDE if name in block.code)]
    return next((name for name in needed if not shutil.which(name)), None)


def run(block: Block, folder: Path) -> str:
    """Run one block and return what it prints, standard error included, as a terminal shows it."""
    ended = subprocess.run(
        [*_RUNNERS[block.language], block.code],
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=LIMIT_S,
    )
    if ended.returncode:
        raise AssertionError(f"line {block.line}: status {ended.returncode}\n{block.code}\n{ended.stdout}")
    return ended.stdout


def environment(folder: Path) -> dict[str, str]:
    """Return the variables of a terminal of 80 columns, at home in the folder, that runs our commands."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    path = os.pathsep.join((str(Path(sys.executable).parent), kept["PATH"]))
    ours = {"HOME": str(folder), "COLUMNS": "80", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    return kept | ours | {"PATH": path, "VIRTUAL_ENV": sys.prefix}


def ask(block: Block, folder: Path) -> None:
    """Start a block's server at a port of its own, ask it at each of its addresses, and end it."""
    assert block.asked_at is not None
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = str(found.getsockname()[1])
    shown = str(httpx.URL(block.asked_at.split()[0]).port)
    command = block.code.strip()
    command = command.replace(shown, port) if shown in command else f"{command} --port {port}"
    with subprocess.Popen(["bash", "-c", f"exec {command}"], cwd=folder, env=environment(folder)) as server:
        try:
            for address in block.asked_at.replace(f":{shown}/", f":{port}/").split():
                answer = answered(address, server)
                if answer.status_code != 200:
                    raise AssertionError(f"line {block.line}: {address} answers with {answer.status_code}")
        finally:
            server.terminate()


def answered(address: str, server: "subprocess.Popen[bytes]") -> httpx.Response:
    """Return what a server answers, as soon as it has started."""
    deadline = time.monotonic() + LIMIT_S
    while True:
        try:
            return httpx.get(address, headers={"accept": "text/html"}, timeout=LIMIT_S)
        except httpx.TransportError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"no server answers at {address}") from None
            time.sleep(0.2)


def agree(shown: str, printed: str) -> bool:
    """Tell whether a page shows what was printed; a line `…` of the page stands for any lines."""
    parts = [re.escape(_tidy(part)) for part in re.split(r"^…$\n?", shown, flags=re.M)]
    return re.fullmatch(r"(?:.*\n)?".join(parts), _tidy(printed), re.S) is not None


def _tidy(text: str) -> str:
    """Drop blanks at ends of lines, and the digits of a confidence, in which processors differ."""
    return re.sub(r"[ \t]+$", "", re.sub(r"(?<=confidence )\d\.\d\d", "0.00", text), flags=re.M)


def rewritten(page: Path, folder: Path) -> str:
    """Return a page with what its blocks print now, where that differs from what it shows."""
    text = page.read_text(encoding="utf-8")
    for block, printed in run_page(page, folder):
        if block.printed is not None and not agree(block.printed, printed):
            now = re.sub(r"[ \t]+$", "", printed, flags=re.M)
            text = text.replace(f"```text\n{block.printed}```", f"```text\n{now}```", 1)
    return text


def main() -> None:
    """Write into all pages what their blocks print now."""
    for page in (TUTORIAL, *HOWTO):
        with tempfile.TemporaryDirectory() as folder:
            if page != TUTORIAL:
                prepare(Path(folder))
            page.write_text(rewritten(page, Path(folder)), encoding="utf-8")
        print(page)


if __name__ == "__main__":
    main()
