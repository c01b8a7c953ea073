import gzip
import json
from pathlib import Path

import pytest
from blog import PARAGRAPHS, blog_page

from evals import pages


@pytest.fixture
def benchmark(tmp_path: Path) -> Path:
    """Three pages: one read right, one with half of its text as gold, one that cannot be read."""
    dated = (
        '<meta name="date" content="2014-05-19"><link rel="canonical" href="https://a.example/2014/05/19/m">'
    )
    rows = [
        ("whole", "https://a.example/2014/05/20/market", " ".join(PARAGRAPHS), blog_page(head=dated)),
        ("half", "https://a.example/2014/06/01/market", " ".join(PARAGRAPHS[:2]), blog_page(head=dated)),
        ("none", "https://a.example/market", "Nothing of it is read.", "<html><body></body></html>"),
    ]
    (tmp_path / "pages/html").mkdir(parents=True)
    lines = [json.dumps({"id": name, "url": url, "text": text}) for name, url, text, _ in rows]
    (tmp_path / pages.FILES[0]).write_text("\n".join(lines))
    for name, _, _, page in rows:
        (tmp_path / pages.FILES[1] / f"{name}.html.gz").write_bytes(gzip.compress(page.encode()))
    return tmp_path


def test_the_measure_counts_words_and_days(benchmark: Path) -> None:
    figures = pages.measure(benchmark)
    assert (figures["size"], figures["dated_right_size"]) == (3, 2)
    assert figures["recall"] == pytest.approx(2 / 3)
    assert 1 / 3 < figures["precision"] < 2 / 3
    assert 1 / 3 < figures["f1"] < 2 / 3
    assert figures["dated"] == pytest.approx(2 / 3)
    assert figures["dated_right"] == 0.5  # a day apart is right, two weeks are not
    assert figures["pages_per_second"] > 0
