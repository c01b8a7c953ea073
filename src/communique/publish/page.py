"""One self-contained HTML page: each report's text with its claims marked, beside them cards and a map."""

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from communique import __version__
from communique.model import Report
from communique.publish import words
from communique.publish.views import ReportView, view_of

__all__ = ["render_page"]

_MEANINGS = {
    "actual": "told as having happened",
    "probable": "or suspected, or told unsurely",
    "future": "or threatened, or ordered",
    "hypothetical": "or wished for",
    "negated": "said not to have happened",
}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def render_page(reports: Sequence[Report]) -> str:
    """Return the page as HTML: it asks for nothing from outside and runs no script but its own.

    Every string of a report is escaped, and control characters in it are replaced.
    """
    views = [view_of(report, f"r{number}") for number, report in enumerate(reports, 1)]
    style, script = part("page.css"), part("page.js")
    used = {claim.factuality for view in views for claim in view.claims}
    return environment().get_template("page.html.j2").render(
        policy=policy(style, script),
        style=Markup(style),  # noqa: S704 - the package's own file
        script=Markup(script),  # noqa: S704 - the package's own file
        page_title=f"{_heading(len(views))} – Communique",
        heading=_heading(len(views)),
        standfirst=_standfirst(views),
        legend=[(code, word, _MEANINGS[code])
                for code, word in words.FACTUALITY_WORDS.items() if code in used],
        reports=views,
        precision=words.WHERE_PREC_WORDS,
        precisions=_precisions,
        has_map=any(view.map for view in views),
        version=__version__,
    )  # fmt: skip


@cache
def environment() -> Environment:
    return Environment(
        loader=PackageLoader("communique.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def part(name: str) -> str:
    text = (files(__package__) / "templates" / name).read_text(encoding="utf-8")
    if "</" in text:
        raise ValueError(f"{name} holds a closing tag and cannot stand in a page")
    return text


def policy(style: str, script: str) -> str:
    """Return a content security policy that allows the page's own style and script, and nothing else."""
    return (
        f"default-src 'none'; style-src {_hashed(style)}; script-src {_hashed(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hashed(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def _heading(number: int) -> str:
    return "What one report claims" if number == 1 else f"What {_number(number)} reports claim"


def _standfirst(views: Sequence[ReportView]) -> str:
    claims = sum(len(view.claims) for view in views)
    sources = {speaker.chain for view in views for speaker in view.speakers if speaker.chain}
    told = f"{_number(claims)} claim{'' if claims == 1 else 's'}".capitalize()
    by = f" by {_number(len(sources))} source{'' if len(sources) == 1 else 's'}" if sources else ""
    return (
        f"{told}{by}: who says that who did what to whom, where, when and how much. "
        "Each claim leads to the words that carry it."
    )


def _precisions(view: ReportView) -> list[int]:
    return sorted({shape.spot.where_prec for shape in view.map.shapes}) if view.map else []
