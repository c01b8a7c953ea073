from pathlib import Path

import pytest
from tests.ingest.making import dull, telling, warc, written

from communique.ingest.driver import run_pool
from communique.ingest.settings import Settings
from communique.ingest.shards import shards_of


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def archives(tmp_path: Path) -> Path:
    folder = tmp_path / "archives"
    folder.mkdir()
    for number in range(4):
        records = [telling(10 * number + n) if n % 4 else dull(n) for n in range(12)]
        warc(folder / f"{number}.warc.gz", records)
    return folder


@pytest.fixture
def quiet(archives: Path, tmp_path: Path) -> dict[str, str]:
    """What a run gives that nothing disturbs: the hashes of its files."""
    out = tmp_path / "quiet"
    out.mkdir()
    outcomes = [o for _, o in run_pool(shards_of([str(archives)]), out, Settings(), 1)]
    assert [o.failed for o in outcomes] == [None] * 4
    assert sum(o.reports for o in outcomes) == 36
    return written(out)
