from pathlib import Path

import pytest
from training.labels import attach, detach
from training.notation import NotationError, parse, parse_claim, read_notation

REPORT = """=== X1 | Shelling of Kafr Hud | 2016-03-04
A strike followed a strike on Kafr Hud, where two homes burnt.
The army said so on Friday.

Nobody knows more.
---
1 | strike~2 | ASSAULT/aerial | F: probable | S: Wire > army | C: said | A: army |\
 T: homes:home:destroyed#two |\
 M: strike:action#a | P: Kafr Hud@in | D: Friday
2 | said | CONSULT
"""


def test_a_report_and_its_claims_are_read() -> None:
    (report, faults), *rest = parse(REPORT.replace("Wire > ", ""), "x")
    assert not rest
    assert not faults
    assert report["text"].startswith(
        "A strike followed a strike on Kafr Hud, where two homes burnt. The army"
    )
    assert report["text"].endswith("Friday.\n\nNobody knows more.")
    claim = report["claims"][0]
    assert (claim["trigger"], claim["occurrence"]) == ("strike", 2)
    assert (claim["event"], claim["mode"], claim["factuality"]) == ("ASSAULT", "aerial", "probable")
    assert claim["targets"] == [
        {"text": "homes", "kind": "home", "effect": "destroyed", "count": {"text": "two"}}
    ]
    assert claim["places"] == [{"text": "Kafr Hud", "relation": "in"}]
    assert report["claims"][1]["mode"] is None


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("9 | strike | ASSAULT/aerial", "no sentence"),
        ("1 | raid | ASSAULT/aerial", "no trigger"),
        ("1 | strike~3 | ASSAULT/aerial", "no trigger"),
        ("1 | strike | ASSAULT", "no event"),
        ("1 | strike | ASSAULT/aerial | A: navy", "not in the report"),
        ("1 | strike | ASSAULT/aerial | T: homes:house:hit", "no kind"),
        ("1 | strike | ASSAULT/aerial | Z: homes", "no field"),
    ],
)
def test_a_fault_is_named(line: str, fault: str) -> None:
    sentence = "A strike followed a strike on homes."
    with pytest.raises(NotationError, match=fault):
        parse_claim(line, sentence, [sentence])


def test_a_file_with_a_fault_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "r.txt"
    file.write_text(REPORT)
    with pytest.raises(NotationError, match="Wire"):
        read_notation(file)


def test_the_projects_own_reports_follow_the_notation() -> None:
    files = sorted((Path(__file__).parents[2] / "training" / "reports").glob("*/*.txt"))
    reports = [report for file in files for report in read_notation(file)]
    assert len({r["id"] for r in reports}) == len(reports) > 0


def test_labels_keep_no_text_and_give_the_report_back() -> None:
    (report, _), *_ = parse(REPORT.replace("Wire > ", ""), "x")
    label = detach(report)
    assert "homes" not in str(label)
    assert attach(label, report["text"])["claims"] == report["claims"]
    with pytest.raises(ValueError, match="differs"):
        attach(label, report["text"] + " ")
