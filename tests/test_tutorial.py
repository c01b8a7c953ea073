"""What the tutorial and the how-to pages show is run, in order, and prints what they say it prints."""

import re
from pathlib import Path

import pytest
from tests.pages import HOWTO, TUTORIAL, Block, agree, blocks_of, prepare, run_page

pytest.importorskip("fastapi", reason="the extra `serve` is not installed")
pytestmark = pytest.mark.slow
ROOT = TUTORIAL.parents[1]
RUN = {"sh", "python", "r"}


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def disagreeing(done: list[tuple[Block, str]]) -> list[str]:
    return [
        f"line {block.line} shows\n{block.printed}\nbut this is printed\n{printed}"
        for block, printed in done
        if block.printed is not None and not agree(block.printed, printed)
    ]


def test_the_tutorial_leads_from_an_empty_folder_to_a_published_site(tmp_path: Path) -> None:
    done = run_page(TUTORIAL, tmp_path)
    (event,) = set(re.findall(r"communique event (\S+)", text_of(TUTORIAL)))
    told = (tmp_path / "site" / "events" / event / "index.html").read_text("utf-8")
    assert "7 civilians killed" in told
    assert "11 civilians killed" in told
    assert "Contested" in (tmp_path / "site" / "index.html").read_text("utf-8")
    assert (tmp_path / "war" / "codebook.md").exists()
    assert "shelled" in (tmp_path / "account.html").read_text("utf-8")
    assert not disagreeing(done), "\n".join([*disagreeing(done), "to correct: python -m tests.pages"])


@pytest.mark.parametrize("page", HOWTO, ids=lambda page: page.stem)
def test_what_a_page_for_an_audience_shows_works(page: Path, tmp_path: Path) -> None:
    prepare(tmp_path)
    done = run_page(page, tmp_path)
    assert done
    assert not disagreeing(done), "\n".join([*disagreeing(done), "to correct: python -m tests.pages"])


@pytest.mark.parametrize("page", [TUTORIAL, *HOWTO], ids=lambda page: page.stem)
def test_every_block_is_run_or_says_why_not(page: Path) -> None:
    text = text_of(page)
    found = list(blocks_of(text))
    shown = sum(1 + (block.printed is not None) for block in found)
    assert shown * 2 == len(re.findall(r"^```", text, re.M)), "a block has no language"
    for block in found:
        assert block.language in RUN or block.not_run, f"line {block.line}: {block.language}"
        assert block.language != "text", f"line {block.line}: output of nothing"
        assert not (block.not_run and block.printed), f"line {block.line}: who knows what it prints?"
    assert not re.findall(r"^ {4}communique", text, re.M)


@pytest.mark.parametrize("picture", sorted((ROOT / "docs" / "images").glob("*.png")), ids=lambda p: p.name)
def test_pictures_are_small_and_shown(picture: Path) -> None:
    assert picture.stat().st_size < 150_000
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    assert any(f"images/{picture.name}" in text_of(page) for page in pages)
