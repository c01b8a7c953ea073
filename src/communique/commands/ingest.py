"""The command that reads archives: `communique ingest`."""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.terminal import Commands, leave, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from communique.ingest.outcome import Outcome
    from communique.ingest.progress import Progress
    from communique.ingest.settings import Settings
    from communique.ingest.shards import Shard
    from communique.model import Report

__all__ = ["Ingested", "app"]

app = Commands()
Archives = Annotated[
    list[str], typer.Argument(metavar="INPUT…", help="WARC, Parquet or JSON Lines: files, folders, globs.")
]
Out = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where tables and manifests are written.")]
Languages = Annotated[
    str, typer.Option("--language", metavar="CODES", help="Languages that are read, as ISO 639-1: en,uk.")
]
Workers = Annotated[int, typer.Option("--workers", min=0, help="Processes; 0 takes every core.")]
Part = Annotated[
    str | None, typer.Option("--shard", metavar="I/N", help="Only part I of N, for batch schedulers.")
]
RayAddress = Annotated[
    str | None, typer.Option("--ray", metavar="ADDRESS", help="Run on this Ray cluster; local makes one.")
]
Seconds = Annotated[float, typer.Option("--seconds", min=1, help="Processor time that one record may take.")]
Megabytes = Annotated[
    int, typer.Option("--megabytes", min=50, help="Memory that one record may take beyond the worker's own.")
]


@app.command()
def ingest(
    inputs: Archives,
    out: Out,
    language: Languages = "en",
    workers: Workers = 0,
    shard: Part = None,
    ray: RayAddress = None,
    seconds: Seconds = 60,
    megabytes: Megabytes = 500,
) -> None:
    """Read archives of the news: what is relevant goes into tables, with a manifest for each shard."""
    if not all(map(find_spec, ("fastwarc", "resiliparse", "pyarrow", "zstandard"))):
        leave("reading archives needs the extra `ingest`: pip install 'communique[ingest]'")
    from communique.ingest.driver import open_output
    from communique.ingest.progress import Progress
    from communique.ingest.settings import IngestError, Settings
    from communique.ingest.shards import part_of, shards_of

    settings = Settings(
        languages=tuple(re.findall(r"[a-z]{2}", language)), seconds=seconds, megabytes=megabytes
    )
    number, of = _part(shard)
    try:
        shards = part_of(shards_of(inputs), number, of)
        open_output(out)
        with Progress(shards) as progress:
            progress.take(_driven(shards, out, settings, progress, ray if ray else workers))
    except IngestError as error:
        leave(str(error))
    for line in progress.summary():
        say(line)
    if any(outcome.failed for outcome in progress.outcomes):
        raise typer.Exit(1)


def _driven(
    shards: "Sequence[Shard]", out: Path, settings: "Settings", progress: "Progress", on: str | int
) -> "Iterator[tuple[Shard, Outcome]]":
    """Map the shards on the processes of this machine, or on the Ray cluster at an address."""
    if isinstance(on, int):
        from communique.ingest.driver import run_pool

        return run_pool(shards, out, settings, on, progress.watch)
    try:
        from communique.cluster import run_ray
    except ImportError:
        leave("--ray needs the extra `ray`: pip install 'communique[ingest,ray]'")
    return run_ray(shards, out, settings, on)


def _part(words: str | None) -> tuple[int, int]:
    found = re.fullmatch(r"(\d+)/(\d+)", words or "1/1")
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise typer.BadParameter("a part is written I/N, with I from 1 to N", param_hint="--shard")
    return int(found[1]), int(found[2])


class Ingested:
    """The folders among inputs that an ingest wrote; `copies` are pairs of ids, complete after `reports`."""

    def __init__(self, inputs: "Sequence[str]") -> None:
        from communique.ingest.manifest import is_ingested

        self._folders = [name for name in inputs if is_ingested(name)]
        self.others = [name for name in inputs if name not in self._folders]
        self.copies: set[tuple[str, str]] = set()

    def reports(self) -> "Iterator[Report]":
        """Yield the reports of the folders with the claims that were found in them."""
        for folder in self._folders:
            from communique.ingest.output import stored_reports

            for stored in stored_reports(folder):
                if stored.copy_of is not None and stored.copy_of != stored.report.id:
                    self.copies.add((stored.copy_of, stored.report.id))
                yield stored.report
