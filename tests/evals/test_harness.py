import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from evals import __main__ as harness


@pytest.fixture
def task(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """A measure called `toy` over one file, and the only one of the table."""
    module = ModuleType("evals.toy")
    module.FILES = ("corpus.txt",)
    module.measure = lambda data: {"size": 7, "right": float((data / "corpus.txt").read_text())}
    module.__spec__ = harness.find_spec("json")
    monkeypatch.setitem(sys.modules, "evals.toy", module)
    monkeypatch.setattr(harness, "TASKS", {"toy": "evals.toy"})
    (tmp_path / "corpus.txt").write_text("0.8")
    return module


@pytest.fixture
def floors(tmp_path: Path) -> Path:
    path = tmp_path / "floors.json"
    path.write_text("{}")
    return path


def pinned(task: ModuleType, data: Path, floor: float) -> str:
    return json.dumps({"toy": {"data_sha256": harness.sha256_of(data, task.FILES), "right": floor}})


def test_figures_are_printed_and_written_with_size_and_hash(
    task: ModuleType, tmp_path: Path, floors: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out" / "figures.json"
    assert harness.main(["--data", str(tmp_path), "--json", str(target)], floors) == 0
    (written,) = json.loads(target.read_text())
    assert written["figures"] == {"right": 0.8}
    assert (written["task"], written["size"]) == ("toy", 7)
    assert written["data_sha256"] == harness.sha256_of(tmp_path, task.FILES)
    printed = capsys.readouterr().out
    assert "toy" in printed
    assert "0.8" in printed


@pytest.mark.parametrize(("floor", "status"), [(0.79, 0), (0.8, 0), (0.81, 1)])
def test_a_check_fails_below_a_floor(
    task: ModuleType, tmp_path: Path, floors: Path, floor: float, status: int
) -> None:
    floors.write_text(pinned(task, tmp_path, floor))
    assert harness.main(["--data", str(tmp_path), "--check"], floors) == status
    assert harness.main(["--data", str(tmp_path)], floors) == 0


def test_a_pinned_figure_that_is_no_longer_measured_fails(
    task: ModuleType, tmp_path: Path, floors: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    floors.write_text(pinned(task, tmp_path, 0.5).replace("right", "wrong"))
    assert harness.main(["--data", str(tmp_path), "--check"], floors) == 1
    assert "wrong is no longer measured" in capsys.readouterr().err


def test_floors_of_other_data_are_not_applied_and_it_is_said(
    task: ModuleType, tmp_path: Path, floors: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    floors.write_text(pinned(task, tmp_path, 0.75))
    (tmp_path / "corpus.txt").write_text("0.2")
    assert harness.main(["--data", str(tmp_path), "--check"], floors) == 0
    assert "other data" in capsys.readouterr().out


def test_a_measure_that_breaks_fails_the_check_and_is_named(
    task: ModuleType, tmp_path: Path, floors: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "corpus.txt").write_text("no number")
    assert harness.main(["--data", str(tmp_path), "--check"], floors) == 1
    assert "toy: failed: ValueError" in capsys.readouterr().err


def test_missing_files_and_modules_are_skipped_with_their_reason(
    task: ModuleType,
    tmp_path: Path,
    floors: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(harness, "TASKS", {"toy": "evals.toy", "later": "evals.later"})
    (tmp_path / "corpus.txt").unlink()
    assert harness.main(["--data", str(tmp_path), "--check"], floors) == 0
    printed = capsys.readouterr().out
    assert "toy: no corpus.txt in the data folder" in printed
    assert "later: no module evals.later yet" in printed


def test_floors_move_down_only_when_told_so(task: ModuleType, tmp_path: Path, floors: Path) -> None:
    floors.write_text(pinned(task, tmp_path, 0.9))
    harness.main(["--data", str(tmp_path), "--raise-floors"], floors)
    assert json.loads(floors.read_text())["toy"]["right"] == 0.9
    harness.main(["--data", str(tmp_path), "--lower-floors"], floors)
    assert json.loads(floors.read_text())["toy"]["right"] == pytest.approx(0.8 - harness.SLACK)
    floors.write_text(pinned(task, tmp_path, 0.1))
    harness.main(["--data", str(tmp_path), "--raise-floors"], floors)
    assert json.loads(floors.read_text())["toy"]["right"] == pytest.approx(0.8 - harness.SLACK)


def test_the_hash_of_a_folder_covers_names_and_contents(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a").write_text("x")
    first = harness.sha256_of(tmp_path, ["pages"])
    (folder / "a").rename(folder / "b")
    second = harness.sha256_of(tmp_path, ["pages"])
    (folder / "b").write_text("y")
    assert len({first, second, harness.sha256_of(tmp_path, ["pages"])}) == 3


@pytest.mark.parametrize("arguments", [["--data", "/nowhere"], ["--data", ".", "--only", "nothing"], []])
def test_wrong_arguments_end_with_status_2(arguments: list[str], floors: Path) -> None:
    with pytest.raises(SystemExit) as raised:
        harness.main(arguments, floors)
    assert raised.value.code == 2


def test_every_floor_belongs_to_a_known_task() -> None:
    floors = json.loads(harness.FLOORS.read_text())
    assert floors.keys() <= harness.TASKS.keys()
    assert all("data_sha256" in figures and len(figures) > 1 for figures in floors.values())
