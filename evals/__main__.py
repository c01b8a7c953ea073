"""Run the measures, print one table, write one JSON file, hold the figures to their pinned floors."""

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.table import Table

__all__ = ["Outcome", "falls", "main", "run_task"]

# Every measure: the name it is called by → its module, imported on use.
TASKS = {
    name: f"evals.{name}"
    for name in (
        "claims",
        "strikes",
        "sentences",
        "counts",
        "times",
        "geoparse",
        "ucdp_places",
        "actors",
        "pages",
        "muc4",
        "event_types",
        "attribution",
        "calibration",
        "speed",
        "fusion",
        "airwars",
        "sieve",
    )
}
FLOORS = Path(__file__).with_name("floors.json")
# A floor is pinned this far below the figure measured, so that only a real loss falls through it.
SLACK = 0.005


@dataclass
class Outcome:
    """What one measure gave: its figures, or the reason why there are none."""

    task: str
    size: int = 0
    data_sha256: str = ""
    seconds: float = 0.0
    figures: dict[str, float] = field(default_factory=dict)
    skipped: str | None = None
    failed: str | None = None


def run_task(task: str, data: Path) -> Outcome:
    """Measure one task on a data folder; a missing module or file skips it, an error fails it."""
    module_name = TASKS[task]
    if find_spec(module_name) is None:
        return Outcome(task, skipped=f"no module {module_name} yet")
    started = time.perf_counter()
    try:
        module = import_module(module_name)
        folder = _holding(data, module.FILES)
        if folder is None:
            return Outcome(task, skipped=f"no {' or no '.join(module.FILES)} in the data folder")
        figures = dict(module.measure(folder))
    except Exception as error:  # one broken measure must not hide the others
        return Outcome(task, failed=f"{type(error).__name__}: {error}")
    size = int(figures.pop("size", 0))
    elapsed = time.perf_counter() - started
    return Outcome(task, size, sha256_of(folder, module.FILES), round(elapsed, 1), figures)


def _holding(data: Path, names: Iterable[str]) -> Path | None:
    """Return the folder that holds all the files: the one given, or its `data` folder."""
    names = list(names)
    return next((f for f in (data, data / "data") if all((f / name).exists() for name in names)), None)


def sha256_of(data: Path, names: Iterable[str]) -> str:
    """Return one SHA-256 over the named files below the data folder; a folder stands for all its files."""
    digest = hashlib.sha256()
    for name in names:
        path = data / name
        members = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for member in members:
            digest.update(member.relative_to(data).as_posix().encode())
            digest.update(hashlib.sha256(member.read_bytes()).digest())
    return digest.hexdigest()


def falls(outcomes: Iterable[Outcome], floors: dict[str, dict[str, float | str]]) -> list[str]:
    """Return a line for each measure that failed and each figure that is below its floor or missing."""
    lines = []
    for outcome in outcomes:
        pinned = floors.get(outcome.task, {})
        if outcome.failed:
            lines.append(f"{outcome.task}: failed: {outcome.failed}")
        if outcome.failed or outcome.skipped or pinned.get("data_sha256") != outcome.data_sha256:
            continue
        for figure, floor in pinned.items():
            if figure == "data_sha256":
                continue
            value = outcome.figures.get(figure)
            if value is None:
                lines.append(f"{outcome.task}: {figure} is no longer measured (floor {floor})")
            elif value < float(floor):
                lines.append(f"{outcome.task}: {figure} {value:.4f} is below its floor {floor}")
    return lines


def pin(
    outcomes: Iterable[Outcome], floors: dict[str, dict[str, float | str]], *, lower: bool
) -> dict[str, dict[str, float | str]]:
    """Return the floors moved to the figures; without `lower` none moves down on the same data."""
    pinned = {task: dict(figures) for task, figures in floors.items()}
    for outcome in outcomes:
        figures = pinned.get(outcome.task)
        if not figures or not outcome.figures:
            continue
        same_data = figures.get("data_sha256") == outcome.data_sha256
        figures["data_sha256"] = outcome.data_sha256
        for figure in figures.keys() & outcome.figures.keys():
            floor = round(outcome.figures[figure] - SLACK, 3)
            keep = same_data and not lower
            figures[figure] = max(floor, float(figures[figure])) if keep else floor
    return pinned


def print_outcomes(outcomes: Iterable[Outcome], floors: dict[str, dict[str, float | str]]) -> None:
    """Print one table of all figures, then what was skipped or failed and why."""
    table = Table("task", "figure", box=None, pad_edge=False)
    for column in ("value", "floor", "size", "data", "seconds"):
        table.add_column(column, justify="right")
    notes = []
    for outcome in outcomes:
        pinned = floors.get(outcome.task, {})
        comparable = pinned.get("data_sha256") == outcome.data_sha256
        about = (f"{outcome.size:,}", outcome.data_sha256[:8], f"{outcome.seconds:.0f}")
        for row, (figure, value) in enumerate(outcome.figures.items()):
            floor = str(pinned.get(figure, "")) if comparable else ""
            shown = about if row == 0 else ("", "", "")
            table.add_row(outcome.task if row == 0 else "", figure, f"{value:.4g}", floor, *shown)
        if outcome.figures and pinned and not comparable:
            notes.append(f"{outcome.task}: other data than its floors were pinned on; floors not applied")
        if outcome.skipped or outcome.failed:
            notes.append(f"{outcome.task}: {outcome.skipped or outcome.failed}")
    console = Console(width=None if sys.stdout.isatty() else 110)
    console.print(table)
    for note in notes:
        console.print(note, markup=False, style="yellow")


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds claims/ and data/")
    parser.add_argument("--only", help=f"comma-separated names out of: {', '.join(TASKS)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to FILE")
    parser.add_argument("--check", action="store_true", help="measure what has floors; exit 1 below one")
    parser.add_argument("--raise-floors", action="store_true", help="pin higher floors where figures rose")
    parser.add_argument("--lower-floors", action="store_true", help="pin the floors anew, also lower ones")
    chosen = parser.parse_args(arguments)
    chosen.tasks = chosen.only.split(",") if chosen.only else list(TASKS)
    if unknown := [task for task in chosen.tasks if task not in TASKS]:
        parser.error(f"no such task: {', '.join(unknown)}")
    if not chosen.data.is_dir():
        parser.error(f"no such folder: {chosen.data}")
    return chosen


def main(arguments: list[str] | None = None, floors_file: Path = FLOORS) -> int:
    """Measure, print and check; return the exit status."""
    chosen = _arguments(arguments)
    floors = json.loads(floors_file.read_text(encoding="utf-8"))
    if chosen.check and not chosen.only:
        chosen.tasks = [task for task in TASKS if task in floors] or list(TASKS)
    progress = Console(stderr=True)
    outcomes = []
    for task in chosen.tasks:
        progress.print(f"measuring {task} …", markup=False, highlight=False)
        outcomes.append(run_task(task, chosen.data))
    print_outcomes(outcomes, floors)
    if chosen.json:
        chosen.json.parent.mkdir(parents=True, exist_ok=True)
        chosen.json.write_text(json.dumps([asdict(o) for o in outcomes], indent=1) + "\n", encoding="utf-8")
    if chosen.raise_floors or chosen.lower_floors:
        moved = pin(outcomes, floors, lower=chosen.lower_floors)
        floors_file.write_text(json.dumps(moved, indent=1) + "\n", encoding="utf-8")
        return 0
    lines = falls(outcomes, floors) if chosen.check else []
    for line in lines:
        progress.print(line, markup=False, style="red")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
