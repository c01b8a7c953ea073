"""`python -m evals.bench`: how fast archives are read, by stage and against what one would run instead.

Everything is measured in one run on one machine, on the same made-up archives, so that the ratios hold where
the figures do not. Prints one line of JSON a measure. `--only` chooses measures, `--pages` their size.
"""

import argparse
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from evals.bench import archive, rivals, runs, stages

_MEASURES: dict[str, Callable[[Path, int], dict[str, Any]]] = {
    "stages": stages.measure,
    "rivals": rivals.measure,
    "workers": runs.workers,
    "growth": runs.growth,
    "cuts": runs.cuts,
}


def main() -> None:
    """Make the archives where they are not there yet, and measure."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench", description=__doc__)
    parser.add_argument("--pages", type=int, default=2_000, help="of the largest archive")
    parser.add_argument("--only", default=",".join(_MEASURES), help=f"out of: {', '.join(_MEASURES)}")
    parser.add_argument("--folder", type=Path, help="where archives are kept; else they are made anew")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.folder or Path(scratch)
        archive.write_archives(folder / str(chosen.pages), chosen.pages)
        for name in chosen.only.split(","):
            print(json.dumps({"measure": name, **_MEASURES[name](folder, chosen.pages)}), flush=True)


if __name__ == "__main__":
    main()
