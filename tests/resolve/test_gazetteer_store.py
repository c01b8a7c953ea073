import subprocess
import sys
from pathlib import Path

import pytest

from communique.resolve.gazetteer.names import fold, key, skeleton
from communique.resolve.gazetteer.store import Gazetteer, built_in

MEASURE = """
import re, time
from communique.resolve.gazetteer.names import fold, key
from communique.resolve.gazetteer.store import built_in
start = time.process_time()
gazetteer = built_in()
found = gazetteer[gazetteer.named(key(fold("Aleppo")))[0]]
# The peak that getrusage tells would be that of the process which this one was forked from.
peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
print(time.process_time() - start, peak, found.country)
"""


def test_it_opens_at_once_and_stays_small() -> None:
    told = subprocess.run([sys.executable, "-c", MEASURE], capture_output=True, text=True, check=True)
    seconds, megabytes, country = told.stdout.split()
    assert float(seconds) < 0.5
    assert float(megabytes) < 150
    assert country == "SY"


def test_the_file_is_below_sixty_megabytes() -> None:
    package = Path(sys.modules["communique"].__file__ or "").parent
    assert (package / "data" / "gazetteer.bin").stat().st_size < 60_000_000


def test_a_name_leads_to_its_bearers_the_weightiest_first() -> None:
    gazetteer = built_in()
    entries = [gazetteer[number] for number in gazetteer.named(key(fold("Aleppo")))]
    assert {entry.geonameid for entry in entries} >= {170062, 170063}
    assert entries[0].kind == "region"


def test_native_names_are_kept() -> None:
    gazetteer = built_in()
    assert 170063 in {gazetteer[n].identity for n in gazetteer.named(key(fold("حلب")))}
    assert 706483 in {gazetteer[n].identity for n in gazetteer.named(key(fold("Харків")))}


def test_alike_keys_share_the_skeleton() -> None:
    found = built_in().alike("latamna", ["SY"], lambda other: True)
    assert "lataminah" in {other for other, _ in found}
    assert {skeleton(other) for other, _ in found} == {skeleton("latamna")}
    assert {built_in().country_of(n) for _, numbers in found for n in numbers} == {"SY"}
    assert built_in().alike("latamna", ["SY"], lambda other: False) == []


def test_an_entry_knows_its_division_and_its_ids() -> None:
    gazetteer = built_in()
    entry = next(e for e in map(gazetteer.__getitem__, gazetteer.named("lataminah")) if e.country == "SY")
    assert (entry.geonameid, entry.gazetteer_id, entry.adm_1, entry.country) == (173566, None, "Hama", "SY")
    without = next(e for e in (gazetteer[n] for n in range(0, len(gazetteer), 997)) if e.identity < 0)
    assert without.geonameid is None
    assert without.gazetteer_id is not None
    assert without.gazetteer_id.split(":")[0] in {"wof", "ne", "communique"}


def test_every_entry_can_be_read() -> None:
    gazetteer = built_in()
    for number in range(0, len(gazetteer), 1009):
        entry = gazetteer[number]
        assert entry.name
        assert -90 <= entry.latitude <= 90
        assert -180 <= entry.longitude <= 180
        assert len(entry.country) in (0, 2)


def test_names_without_bearers_have_none() -> None:
    assert built_in().named("qqxzzv") == []


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(b"something else altogether")
    with pytest.raises(ValueError, match="not a compiled gazetteer"):
        Gazetteer(path)
