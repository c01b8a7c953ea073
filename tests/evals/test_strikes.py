import json
from pathlib import Path

import pytest

from evals import strikes


def test_place_and_number_must_both_be_right(tmp_path: Path) -> None:
    rows = [
        ("Kisra", 3, "Near Kisra, three strikes destroyed a bunker."),
        ("Sabkha", 2, "Near Al Sabkhah, two strikes struck an ISIS tactical unit."),
        ("Kisra", 4, "Near Kisra, three strikes destroyed a bridge."),
        ("Kisra", 3, "Near Tadmur, three strikes destroyed a bridge."),
    ]
    path = tmp_path / strikes.FILES[0]
    path.parent.mkdir(parents=True)
    lines = [{"date": "2015-01-01", "place": p, "strikes": n, "line": text} for p, n, text in rows]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    figures = strikes.measure(tmp_path)
    assert figures == {
        "size": 4,
        "exact P": pytest.approx(0.5),
        "exact R": pytest.approx(0.5),
        "exact": pytest.approx(0.5),
    }
