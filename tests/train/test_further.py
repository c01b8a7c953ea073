"""Training further: the packaged model is the start, corrections are learnt, and the folder opens."""

import json
import random
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from communique.cli import app
from communique.commands import train as command
from communique.config import Config
from communique.extract import open_extractor
from communique.model import Report
from communique.weights import open_weights

MISSING = not all(map(find_spec, ("torch", "onnx")))
needs_torch = pytest.mark.skipif(MISSING, reason="the extra `train` (torch, onnx) is not installed")

TOWNS = ("Velm", "Harsk", "Dorin", "Kesh", "Ostrava", "Tarnow", "Binnish", "Ramel", "Sulka", "Merin")
SIDES = ("The rebels", "Government troops", "The militia", "Arcadian soldiers")


def annotated(number: int, *, complete: bool = True) -> dict[str, Any]:
    """A report of our own, in which a made-up word means to withdraw."""
    rng = random.Random(number)
    town, side = rng.choice(TOWNS), rng.choice(SIDES)
    quote = f"{side} flobbered out of {town} on Monday."
    text = f"{quote} Shops opened again, residents of {town} said."
    name = side.removeprefix("The ")
    claim = {
        "quote": quote,
        "trigger": "flobbered",
        "event": "RETREAT",
        "mode": "withdraw",
        "factuality": "actual",
        "sources": [],
        "cue": None,
        "actors": [{"text": name, "name": name}],
        "recipients": [],
        "targets": [],
        "means": [],
        "places": [{"text": town, "relation": "from", "within": None}],
        "time": {"text": "Monday", "earliest": None, "latest": None},
    }
    return {
        "id": f"r{number}", "title": None, "origin": None, "licence": None, "published": "2024-03-05",
        "text": text, "complete": complete, "claims": [claim],
    }  # fmt: skip


def corrections(folder: Path, count: int, **given: Any) -> Path:
    file = folder / "corrections.jsonl"
    file.write_text("\n".join(json.dumps(annotated(n, **given)) for n in range(count)), "utf-8")
    return file


@needs_torch
def test_the_packaged_model_reads_nearly_the_same_before_it_is_trained_further() -> None:
    from communique.extract.trained import TrainedExtractor, open_trained
    from communique.train.reading import TorchNetwork
    from communique.train.shipped import open_network

    weights = open_weights("claims")
    packaged = open_trained(weights, 1)
    network = TorchNetwork(open_network(weights))
    opened = TrainedExtractor(network, packaged.tokenizer, packaged.thresholds, "test", 1, packaged.gate)
    found = {True: set[tuple[str, int, str]](), False: set[tuple[str, int, str]]()}
    for page in sorted(Path(__file__).parents[2].glob("training/reports/first/*.txt"))[:3]:
        for block in page.read_text("utf-8").split("=== ")[1:9]:
            report = Report(id=block[:12], text=block.partition("\n")[2].partition("\n---")[0])
            for packed, extractor in ((True, packaged), (False, opened)):
                found[packed] |= {(report.id, c.trigger_start, c.event) for c in extractor.read(report)}
    both = found[True] & found[False]
    assert len(found[True]) > 30
    assert len(both) >= 0.9 * max(map(len, found.values()))


@needs_torch
@pytest.mark.slow
def test_corrections_are_learnt_and_the_new_folder_opens(tmp_path: Path) -> None:
    out = tmp_path / "own"
    asked = ["train", str(corrections(tmp_path, 16)), "--out", str(out), "--epochs", "6"]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    line = next(line for line in done.output.splitlines() if line.startswith("claims: F1"))
    before, after = (float(figure) for figure in re.findall(r"\d\.\d{3}", line))
    assert before < 0.5
    assert after > 0.9
    extractor = open_extractor(Config(model=out, threads=1))
    report = Report(id="x", text="The rebels flobbered out of Umbar on Friday.", published="2024-03-10")
    (claims,) = extractor.claims([report])
    assert [(c.event, c.mode, c.trigger) for c in claims] == [("RETREAT", "withdraw", "flobbered")]
    assert [place.text for place in claims[0].places] == ["Umbar"]
    assert claims[0].origin.endswith("+own")
    assert not (tmp_path / "own.training").exists()
    again = CliRunner().invoke(app, asked)
    assert (again.exit_code, "is there already" in again.output) == (2, True)


@needs_torch
@pytest.mark.slow
def test_a_broken_run_is_taken_up_and_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from communique.train import further, loop
    from communique.train.data import read_annotated

    reports = read_annotated(corrections(tmp_path, 3))
    wish = further.Wish(epochs=2, held_out=0.0, threads=1)

    def trained(name: str) -> list[str]:
        told: list[str] = []
        further.train_further(reports, open_weights("claims"), tmp_path / name, wish, told.append)
        return told

    trained("whole")
    save = loop._save

    def broken(*given: Any) -> None:
        save(*given)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(loop, "_save", broken)
        with pytest.raises(KeyboardInterrupt):
            trained("parted")
    assert not (tmp_path / "parted").exists()
    assert "taken up after epoch 1" in trained("parted")
    for name in ("tagger.onnx", "linker.onnx"):
        assert (tmp_path / "whole" / name).read_bytes() == (tmp_path / "parted" / name).read_bytes()


@needs_torch
def test_of_reports_that_were_not_judged_whole_only_judged_sentences_are_learnt() -> None:
    from tokenizers import Tokenizer

    from communique.train.examples import examples

    tokenizer = Tokenizer.from_file(str(open_weights("claims").file("tokenizer.json")))
    (whole,) = examples([annotated(1)], tokenizer)
    (part,) = examples([annotated(1, complete=False)], tokenizer)
    assert whole.unjudged is None
    assert part.unjudged is not None
    quoted = part.window.ends <= len(annotated(1)["claims"][0]["quote"])
    assert (part.unjudged == ~quoted).all()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"event": "DANCE"}, "is no event"),
        ({"mode": "aerial"}, "is no event"),
        ({"factuality": "true"}, "is no factuality"),
        ({"trigger": "waltzed"}, "does not stand"),
        ({"places": [{"text": "Nowhere", "relation": "in"}]}, "does not stand"),
        ({"places": [{"text": "Monday", "relation": "beyond"}]}, "is no relation"),
        ({"actors": None}, ""),
    ],
)
@needs_torch
def test_a_line_that_does_not_fit_is_named(tmp_path: Path, changed: dict[str, Any], reason: str) -> None:
    wrong = annotated(1)
    wrong["claims"][0] |= changed
    file = tmp_path / "c.jsonl"
    file.write_text(json.dumps(annotated(0)) + "\n" + json.dumps(wrong))
    done = CliRunner().invoke(app, ["train", str(file), "--out", str(tmp_path / "own")])
    assert done.exit_code == 2
    assert "line 2" in done.output
    assert reason in done.output
    assert not (tmp_path / "own").exists()


@needs_torch
@pytest.mark.parametrize("lines", ["", "not json", '{"id": "a", "text": "b", "claims": []}'])
def test_what_is_no_corrections_is_named(tmp_path: Path, lines: str) -> None:
    (tmp_path / "c.jsonl").write_text(lines)
    done = CliRunner().invoke(app, ["train", str(tmp_path / "c.jsonl"), "--out", str(tmp_path / "own")])
    assert done.exit_code == 2
    assert "c.jsonl" in done.output


def test_without_torch_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    done = CliRunner().invoke(app, ["train", str(tmp_path), "--out", str(tmp_path / "own")])
    assert done.exit_code == 2
    assert "pip install 'communique[train]'" in done.output
