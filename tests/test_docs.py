"""What a person can call or set is documented, and the documentation tells of nothing else."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from evals.__main__ import FLOORS, TASKS

from communique import model
from communique.cli import app
from communique.config import Config

ROOT = Path(__file__).parents[1]
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.md")])
COMMON = {"--quiet", "-q", "--verbose", "-v"}
CODES = {
    *model.EVENT_MODES,
    *(mode for modes in model.EVENT_MODES.values() for mode in modes),
    *model.FACTUALITIES,
    *model.TARGET_KINDS,
    *model.EFFECTS,
    *model.MEANS_KINDS,
    *model.RELATIONS,
}


def text_of(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, list[str]]]:
    yield from _commands("", typer.main.get_command(app))


def _commands(before: str, group: Any) -> Iterator[tuple[str, list[str]]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(f"{before}{name} ", command)
        else:
            options = [o for p in command.params for o in (*p.opts, *p.secondary_opts) if o.startswith("-")]
            yield before + name, options


@pytest.mark.parametrize(("name", "options"), list(commands()))
def test_every_command_and_option_is_documented(name: str, options: list[str]) -> None:
    section = re.search(rf"^## `communique {name}\b.*?(?=^## |\Z)", text_of("docs", "cli.md"), re.M | re.S)
    assert section, f"docs/cli.md has no section on communique {name}"
    assert set(options) >= COMMON
    assert [option for option in options if option not in COMMON and f"`{option}" not in section[0]] == []


def test_what_every_command_takes_is_documented_once() -> None:
    before, _, _ = text_of("docs", "cli.md").partition("\n## ")
    assert [option for option in sorted(COMMON) if f"`{option}" not in before] == []


def test_no_documented_option_or_command_is_gone() -> None:
    known = {option for _, options in commands() for option in options}
    known |= {"--help", "--install-completion", "--show-completion"}
    assert set(re.findall(r"--[a-z][a-z-]+", text_of("docs", "cli.md"))) <= known
    assert set(re.findall(r"^## `communique ([a-z]+(?: [a-z]+)?)", text_of("docs", "cli.md"), re.M)) == {
        n for n, _ in commands()
    }


@pytest.mark.parametrize("name", list(Config.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    assert f"| `{name}` |" in text_of("docs", "configuration.md")


def test_no_documented_setting_is_gone() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", text_of("docs", "configuration.md"), re.M)) == set(
        Config.model_fields
    )


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_in_the_codebook(code: str) -> None:
    assert f"`{code}`" in text_of("docs", "claims.md")


@pytest.mark.parametrize("field", sorted(model.Claim.__dataclass_fields__))
def test_every_field_of_a_claim_is_in_the_codebook(field: str) -> None:
    assert f"`{field}`" in text_of("docs", "claims.md")


@pytest.mark.parametrize("task", sorted(TASKS))
def test_every_measure_is_documented(task: str) -> None:
    assert f"| `{task}` |" in text_of("docs", "evaluation.md")


def test_every_floor_is_a_number() -> None:
    for figures in json.loads(FLOORS.read_text(encoding="utf-8")).values():
        assert all(isinstance(v, float | int) for name, v in figures.items() if name != "data_sha256")


@pytest.mark.parametrize("page", DOCS, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_within_the_documentation_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_target_of_the_makefile_that_the_documentation_calls_is_there() -> None:
    made = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.M))
    called = {
        m for page in DOCS for m in re.findall(r"(?:`|^    )make ([a-z]+)", page.read_text("utf-8"), re.M)
    }
    assert called
    assert called <= made


def shown_commands() -> Iterator[tuple[str, str]]:
    """Yield each page's name and each command of ours that stands in a block of code, indented or fenced."""
    for page in DOCS:
        text = page.read_text(encoding="utf-8").replace("\\\n", " ")
        fenced = "\n".join(re.findall(r"^```(?:sh|console)\n(.*?)^```", text, re.M | re.S))
        for line in (*re.findall(r"^ {4}(?![ >])(.*)$", text, re.M), *fenced.splitlines()):
            for part in re.split(r"\s\|(?:\s|$)|&&", line):
                if found := re.match(r"(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?communique (\S.*)", part.strip()):
                    yield str(page.relative_to(ROOT)), re.sub(r"\s>\s.*", "", found[1])


@pytest.mark.parametrize(("page", "command"), sorted(set(shown_commands())))
def test_every_command_that_is_shown_is_one(page: str, command: str) -> None:
    names, group = shlex.split(command), typer.main.get_command(app)
    while hasattr(group, "commands"):
        group, names = group.commands[names[0]], names[1:]
    if not {"-h", "--help"} & set(names):
        group.make_context("communique", names)
