import json
from pathlib import Path

from evals import claims

SCORER = """
def score(gold, predicted):
    found = sum(len(predicted[report["id"]]) for report in gold)
    want = sum(len(report["claims"]) for report in gold)
    row = {"precision": 1.0, "recall": found / want, "f1": found / want}
    return {"event": row, "claims": row, "all slots": row, "whole claims": row}
"""


def report(number: int, origin: str, text: str, claims: int) -> str:
    fields = {"id": f"r{number}", "title": None, "published": None, "origin": origin, "text": text}
    return json.dumps({**fields, "claims": [{}] * claims})


def test_the_pipeline_is_scored_by_the_scorer_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "score.py").write_text(SCORER)
    shelled, quiet = "Rebels shelled a market in Homs.", "Rain fell on the market."
    lines = [report(n, "Wire, one", shelled, 1) for n in range(3)] + [report(3, "Daily", quiet, 1)]
    (tmp_path / "claims" / "dev.jsonl").write_text("\n".join(lines) + "\n")
    figures = claims.measure(tmp_path)
    assert figures["size"] == 4
    assert figures["claims"] == figures["event"] == figures["all slots R"] == 0.75
    assert figures["all slots: Wire"] == 1
    assert figures["all slots: others"] == 0
