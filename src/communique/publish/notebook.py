"""What a notebook shows: small pages in frames of their own, so that no word of a report gets out of them."""

import html
from collections.abc import Iterable, Sequence
from typing import Final

from markupsafe import Markup

from communique.model import Place, Report
from communique.publish import words
from communique.publish.map import draw_map, spots_of
from communique.publish.page import environment, part, policy, render_page

__all__ = ["framed_list", "framed_page"]

_TALL: Final = 640
_LOW: Final = 520
_MOST_REPORTS: Final = 20  # a page of 20 reports has about 1 MB, and a notebook keeps what it shows
_MOST_ROWS: Final = 50
_NO_SCRIPT: Final = ""


def framed_page(reports: Sequence[Report]) -> str:
    """Return the marked reports, up to twenty, as an HTML frame."""
    shown = reports[:_MOST_REPORTS]
    rest = len(reports) - len(shown)
    note = f"<p>{rest} further reports are not shown; take a slice to see them.</p>" if rest else ""
    return _frame(render_page(shown), _TALL, "allow-scripts") + note


def framed_list(
    heading: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    places: Iterable[tuple[int, Place]],
    notes: Sequence[str] = (),
) -> str:
    """Return a map of the places, each with the number of its row, above a table of up to fifty rows."""
    style = part("page.css") + part("notebook.css")
    page = environment().get_template("notebook.html.j2").render(
        policy=policy(style, _NO_SCRIPT),
        style=Markup(style),  # noqa: S704 - the package's own file
        heading=words.one_line(heading),
        columns=columns,
        rows=[[words.one_line(cell) for cell in row] for row in rows[:_MOST_ROWS]],
        rest=len(rows) - len(rows[:_MOST_ROWS]),
        notes=[words.one_line(note) for note in notes],
        map=draw_map(spots_of(places, "p")),
        precision=words.WHERE_PREC_WORDS,
    )  # fmt: skip
    return _frame(page, _LOW, "")


def _frame(page: str, height: int, allowed: str) -> str:
    """Return a page inside a frame that has no origin: it reaches neither the notebook nor the network."""
    return (
        f'<iframe sandbox="{allowed}" srcdoc="{html.escape(page)}" title="Communique" '
        f'style="width:100%;height:{height}px;border:1px solid #8884;border-radius:4px"></iframe>'
    )
