"""The Python API: every public name's examples run, frames agree with the exports, displays are contained."""

import csv
import doctest
import inspect
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from tests.publish.sample import bare_report, hostile_report, sample_report

import communique
from communique.api import listed, opened
from communique.publish.tables import frames
from communique.publish.tables.columns import CLAIMS, TABLES

ROOT = Path(__file__).parents[1]
BRIDGE = (
    "Shells hit the bridge at Aleppo on Tuesday and killed four civilians, the town council said.\n\n"
    "A hospital said that eleven people were wounded."
)
ANSWER = "The army denied shelling the bridge at Aleppo on Tuesday."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (tmp_path / "answer.txt").write_text(ANSWER, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def public() -> Iterator[tuple[str, Any]]:
    """Yield each public function and class, and each public method of the classes."""
    for name in communique.__all__:
        if name == "__version__":
            continue
        offered = communique.api.read if name == "read" else getattr(communique, name)
        yield name, offered
        if inspect.isclass(offered):
            for method, function in vars(offered).items():
                if not method.startswith("_") and inspect.isfunction(function):
                    yield f"{name}.{method}", function


PUBLIC = dict(public())


@pytest.mark.parametrize("name", PUBLIC)
def test_the_examples_of_every_public_name_run(name: str, folder: Path) -> None:
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    offered = PUBLIC[name]
    found = doctest.DocTestParser().get_doctest(
        inspect.getdoc(offered) or "", {"communique": communique}, name, None, None
    )
    assert found.examples, f"{name} has no example"
    said: list[str] = []
    result = doctest.DocTestRunner(optionflags=flags).run(found, out=said.append)
    assert result.failed == 0, "".join(said)


def test_the_examples_of_the_page_on_python_run(folder: Path) -> None:
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    result = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False, optionflags=flags)
    assert result.attempted > 10
    assert result.failed == 0
    told = (ROOT / "docs" / "python.md").read_text(encoding="utf-8").replace("\n    ", "\n")
    assert f"cat > bridge.txt <<'END'\n{BRIDGE}\nEND" in told
    assert f"cat > answer.txt <<'END'\n{ANSWER}\nEND" in told


def test_the_examples_of_the_reference_run(folder: Path) -> None:
    page = str(ROOT / "docs" / "reference.md")
    result = doctest.testfile(page, module_relative=False, globs={"communique": communique})
    assert result.attempted
    assert result.failed == 0


def test_the_reference_holds_every_public_name() -> None:
    page = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    held = {line.rpartition(".")[2] for line in page.splitlines() if line.startswith("::: communique.api.")}
    assert held | {"__version__"} == set(communique.__all__)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_documented(name: str) -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    assert f"`{name.rpartition('.')[2]}" in page or f".{name.rpartition('.')[2]}(" in page


def test_the_stub_offers_the_same_names() -> None:
    stub = (ROOT / "src" / "communique" / "__init__.pyi").read_text(encoding="utf-8")
    offered = {line.rpartition(" as ")[2] for line in stub.splitlines() if " as " in line}
    assert offered | {"__version__"} == set(communique.__all__)


def test_importing_loads_nothing_and_reading_can_be_called_however_it_was_loaded() -> None:
    told = (
        "import sys, communique\n"
        "assert not [m for m in sys.modules if m.startswith('communique.')]\n"
        "assert 'numpy' not in sys.modules\n"
        "from communique.read import ReadOptions\n"
        "assert callable(communique.read) and communique.read.ReadOptions is ReadOptions\n"
        "from communique import read\n"
        "assert callable(read) and 'onnxruntime' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", told], check=True)


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        communique.nonsense  # type: ignore[attr-defined]  # noqa: B018


def sample() -> listed.Claims:
    return communique.Reports([sample_report()], events={}).claims()


def test_frames_hold_what_the_export_writes(folder: Path) -> None:
    with communique.open_ledger("war.db", create=True) as ledger:
        ledger.add(communique.Reports([sample_report()]))
        ledger.export("claims.csv", "claims")
        ledger.export("events.csv", "ucdp-ged")
        claims, events = ledger.claims(), ledger.events()
    assert len(claims) == len(sample_report().claims)
    assert 0 < len(events) <= len(claims)
    for file, listing in (("claims.csv", claims), ("events.csv", events)):
        with Path(file).open(encoding="utf-8", newline="") as lines:
            written = list(csv.DictReader(lines))
        rows = [{k: "" if v is None else str(v) for k, v in row.items()} for row in listing.rows()]
        assert written == rows
        pandas, polars = listing.to_pandas(), listing.to_polars()
        assert list(pandas.columns) == polars.columns == list(written[0])
        assert len(pandas) == polars.height == len(written)


def test_frames_tell_unknown_from_nothing() -> None:
    pandas, polars = sample().to_pandas(), sample().to_polars()
    unplaced = pandas["place_reason"].notna()
    assert unplaced.any()
    assert pandas.loc[unplaced, "latitude"].isna().all()
    assert pandas["date_start"].dt.year.dropna().unique().tolist() == [2015]
    assert polars["latitude"].null_count() == int(pandas["latitude"].isna().sum()) > 0
    assert polars["date_start"].drop_nulls().to_list()[0].isoformat() == "2015-10-12"


def test_geopandas_has_points_only_where_places_are_known() -> None:
    frame = sample().to_geopandas()
    known = frame["latitude"].notna()
    assert (frame.geometry.notna() == known).all()
    assert known.any()
    assert not known.all()
    first = frame[known].iloc[0]
    assert (first.geometry.x, first.geometry.y) == (first["longitude"], first["latitude"])


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_empty_frames_have_all_columns(table: Any) -> None:
    assert (
        list(frames.to_pandas(table, []).columns) == frames.to_polars(table, []).columns == list(table.names)
    )


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "geopandas", None)
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(communique.MissingFramesError, match=r"pip install 'communique\[geo\]'"):
        frames.to_geopandas(CLAIMS, [])
    with pytest.raises(communique.MissingFramesError, match="pip install 'polars'"):
        sample().to_polars()


class Outside(HTMLParser):
    """Collects what stands in the notebook itself: elements with their attributes."""

    def __init__(self, shown: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(shown)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def event_of(report: Any, folder: Path) -> communique.EventPage:
    with communique.open_ledger(folder / "hostile.db", create=True) as ledger:
        ledger.add(communique.Reports([report]))
        return ledger.events()[0]


def displays(folder: Path) -> dict[str, str]:
    hostile = communique.Reports([hostile_report()])
    event = event_of(hostile_report(), folder)
    shown = {
        "reports": hostile,
        "claims": hostile.claims(),
        "event": event,
        "events": communique.Events([event]),
    }
    return {name: each._repr_html_() for name, each in shown.items()}


def test_hostile_words_stay_inside_the_frame(folder: Path) -> None:
    for name, shown in displays(folder).items():
        ((tag, attributes),) = Outside(shown).found
        assert tag == "iframe"
        assert "allow-same-origin" not in (attributes["sandbox"] or "")
        inside = attributes["srcdoc"] or ""
        policies = [a["content"] or "" for t, a in Outside(inside).found if "http-equiv" in a]
        assert len(policies) == 1, name
        assert policies[0].startswith("default-src 'none'")
        scripts = [a for t, a in Outside(inside).found if t == "script"]
        assert len(scripts) == (1 if name == "reports" else 0)
        assert not [t for t, _ in Outside(inside).found if t == "img"]
        assert "\x1b" not in inside
        assert "\u202e" not in inside


def test_claims_are_shown_with_a_map_and_their_words() -> None:
    shown = dict(Outside(sample()._repr_html_()).found[0][1])["srcdoc"] or ""
    assert 'class="map"' in shown
    assert "Kafr Nabudah" in shown
    assert "Russian Defence Ministry" in shown


def test_nothing_to_show_is_shown_as_such() -> None:
    nothing = communique.Reports([bare_report()])
    assert "0 claims" in nothing.claims()._repr_html_().lower()
    assert "iframe" in nothing._repr_html_()


def test_long_lists_are_cut_and_say_so() -> None:
    many = communique.Reports([sample_report()] * 25)
    assert "5 further reports" in many._repr_html_()
    assert "175 further rows" in many.claims()[:225]._repr_html_()


def test_what_cannot_be_read_is_warned_of_and_kept(folder: Path) -> None:
    with pytest.warns(communique.ReadWarning, match="nowhere"):
        reports = communique.read(["bridge.txt", "nowhere.txt"])
    assert len(reports) == 1
    assert "nowhere.txt" in reports.faults[0].location


def test_no_ledger_is_an_error(folder: Path) -> None:
    with pytest.raises(communique.LedgerError):
        communique.open_ledger("nowhere.db")


def test_a_judgement_brings_claims_together_and_apart(folder: Path) -> None:
    with communique.open_ledger("war.db", create=True) as ledger:
        ledger.add(communique.Reports([sample_report()]))
        before = ledger.events()
        assert len(before) > 1
        ledger.judge(before[0]["event_id"], before[1]["event_id"], by="A. Reader", why="the same shells")
        after = ledger.events()
        assert len(after) == len(before) - 1
        assert ledger.event(before[1]["event_id"])["claims"] == ledger.event(before[0]["event_id"])["claims"]
        with pytest.raises(KeyError):
            ledger.event("nothing")
    assert isinstance(ledger, opened.OpenLedger)


@pytest.mark.slow
def test_the_walk_through_runs(tmp_path: Path) -> None:
    book = nbformat.read(ROOT / "docs" / "walkthrough.ipynb", as_version=4)
    nbformat.validate(book)
    client = NotebookClient(book, timeout=300, resources={"metadata": {"path": str(tmp_path)}})
    client.execute()
    shown = [out for cell in book.cells for out in cell.get("outputs", ()) if out.output_type != "stream"]
    assert sum("<iframe" in out.data.get("text/html", "") for out in shown) >= 4
    assert not [out for out in shown if out.output_type == "error"]
