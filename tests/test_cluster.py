"""A real Ray cluster of three processes on this machine."""

import random
import subprocess
import sys
from pathlib import Path

import pytest
from tests.ingest.conftest import archives, quiet  # noqa: F401 - fixtures
from tests.ingest.making import written

pytestmark = pytest.mark.slow
SCRIPT = str(Path(__file__).parent / "ingest" / "on_ray.py")
WAIT = 600  # seconds


def run(archives: Path, out: Path, kills: int) -> "subprocess.CompletedProcess[str]":  # noqa: F811
    command = [sys.executable, SCRIPT, str(archives), str(out), str(kills)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=WAIT)


def test_ray_gives_the_bytes_of_the_pool(archives: Path, quiet: dict[str, str], tmp_path: Path) -> None:  # noqa: F811
    ran = run(archives, tmp_path / "out", 0)
    assert ran.stdout.splitlines()[-1:] == ["done 0"], ran.stderr
    assert written(tmp_path / "out") == quiet


def test_workers_of_ray_killed_in_the_middle_lose_nothing(
    archives: Path,  # noqa: F811
    quiet: dict[str, str],  # noqa: F811
    tmp_path: Path,
) -> None:
    ran = run(archives, tmp_path / "out", 4)
    ended, kills = ran.stdout.splitlines()[-1].split()[:2]  # above it stands what Ray says of the killed
    assert ended == "done", ran.stdout
    assert int(kills) >= 1
    assert written(tmp_path / "out") == quiet


def test_a_driver_of_ray_killed_in_the_middle_loses_nothing(
    archives: Path,  # noqa: F811
    quiet: dict[str, str],  # noqa: F811
    tmp_path: Path,
) -> None:
    command = [sys.executable, SCRIPT, str(archives), str(tmp_path / "out"), "0"]
    begun = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        begun.wait(random.Random(11).uniform(8, 20))
    except subprocess.TimeoutExpired:
        begun.kill()
        begun.wait()
    ran = run(archives, tmp_path / "out", 0)
    assert ran.stdout.splitlines()[-1:] == ["done 0"], ran.stderr
    assert written(tmp_path / "out") == quiet


def test_no_cluster_at_the_address_is_said(archives: Path, tmp_path: Path) -> None:  # noqa: F811
    command = [
        "-m",
        "communique",
        "ingest",
        str(archives),
        "--out",
        str(tmp_path / "out"),
        "--ray",
        "127.0.0.1:9",
    ]
    ran = subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, check=False, timeout=WAIT
    )
    assert ran.returncode == 2
    assert "no Ray cluster there" in ran.stderr
