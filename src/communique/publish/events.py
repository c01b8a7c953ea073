"""Events for a terminal: a list, one event's page with its sources side by side, contradictions, sources."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from communique.model import Claim
from communique.publish import words

__all__ = ["print_contradictions", "print_event", "print_events", "print_sources"]

Page = Mapping[str, Any]
_claim = TypeAdapter(Claim)
_MARK = "≠"
_ID_WIDTH = 22


def print_events(pages: Iterable[Page], console: Console) -> None:
    """Print one line an event."""
    table = Table(box=None, pad_edge=False)
    table.add_column("event", no_wrap=True, min_width=_ID_WIDTH)
    for heading in ("what", "when", "where", "claims", "reports", "grade"):
        # a day must not break; it is the places and kinds that give way where the window is narrow
        table.add_column(heading, min_width=10 if heading == "when" else None)
    for page in pages:
        differs = f" {_MARK}" if page["outline"]["differs"] else ""
        table.add_row(
            Text(page["event_id"]),
            Text(_kind(page)),
            Text(_days(page)),
            Text(words.one_line(page["where_coordinates"] or "–")),
            str(len(page["claims"])),
            str(len(page["reports"])),
            Text((page["grade"] or "–") + differs),
        )
    console.print(table)


def print_event(page: Page, console: Console) -> None:
    """Print an event: what it is, its grade and why, each voice beside the others, and differences."""
    assessed = page["assessment"]
    _line(console, f"{page['event_id']}: {_kind(page)}, {_days(page)}, {page['where_coordinates'] or '–'}")
    _line(
        console, f"{page['grade'] or 'no grade'} ({assessed['graded']}): {assessed['grade_ground']['words']}"
    )
    _line(console, f"credibility {page['credibility']}: {assessed['credibility_ground']['words']}")
    for toll in assessed["tolls"]:
        figures = f"{toll['low']} – {toll['best']} – {toll['high']}"
        of = toll["party"] or toll["side"]
        _line(console, f"{toll['effect']}, {of}: {figures} (low – best – high)")
    console.print()
    _print_voices(page, console)
    _print_differences(assessed["differences"], console)
    for answer in page["responses"]:
        removed = answer["status"] == "removed"
        said = "its words were removed" if removed else f"by {answer['by']}: {answer['text']}"
        _line(console, f"response, {answer['at']}, {said}")


def print_contradictions(pages: Iterable[Page], console: Console) -> None:
    """Print of each event what contradicts what."""
    for page in pages:
        _line(
            console, f"{page['event_id']}: {_kind(page)}, {_days(page)}, {page['where_coordinates'] or '–'}"
        )
        _print_differences(page["assessment"]["differences"], console)


def print_sources(rows: Iterable[Page], console: Console) -> None:
    """Print one line a source."""
    table = Table("source", "id", "reliability", "claims", "reports", box=None, pad_edge=False)
    for row in rows:
        cells = (words.one_line(row["name"]), row["source_id"] or "–", row["reliability"] or "–")
        table.add_row(*(Text(cell) for cell in cells), str(row["claims"]), str(row["reports"]))
    console.print(table)


def _print_voices(page: Page, console: Console) -> None:
    """Print a column a voice; claims that take part in a difference are marked."""
    differing = {
        claim
        for found in page["assessment"]["differences"]
        for side in ("left", "right")
        for claim in found[side]["claims"]
    }
    told = {statement["claim"]["claim_id"]: statement for statement in page["statements"]}
    voices: Sequence[Page] = page["assessment"]["voices"]
    side_by_side = max(1, console.width // 34)
    for start in range(0, len(voices), side_by_side):
        shown = voices[start : start + side_by_side]
        table = Table(show_lines=True, expand=True)
        for voice in shown:
            reports = len(voice["reports"])
            heading = f"{words.one_line(voice['name'])} · {voice['reliability']}{voice['credibility']}"
            again = f"\none voice in {reports} reports" if reports > 1 else ""
            table.add_column(Text(heading + again), ratio=1)
        for row in range(max(len(voice["claims"]) for voice in shown)):
            table.add_row(*(_cell(voice, row, told, differing) for voice in shown))
        table.add_row(*(Text("\n".join(ground["words"] for ground in v["grounds"])) for v in shown))
        console.print(table)


def _cell(voice: Page, row: int, told: Mapping[str, Page], differing: Iterable[str]) -> Text:
    if row >= len(voice["claims"]):
        return Text()
    name = voice["claims"][row]
    statement = told[name]
    claim = _claim.validate_python(statement["claim"])
    mark = f"{_MARK} " if name in set(differing) else ""
    denied = "denied: " if claim.factuality == "negated" else ""
    where = ", ".join(words.place_name(place) for place in claim.places)
    lines = [
        f"{mark}{denied}{words.happening(claim)}",
        *(words.effect(target) for target in claim.targets),
        *([where] if where else []),
        f"“{words.one_line(claim.quote)}”",
        f"{statement['outlet'] or statement['report']}, {statement['published'] or 'no day'}",
    ]
    return Text("\n".join(lines), style="bold red" if mark else "")


def _print_differences(differences: Iterable[Page], console: Console) -> None:
    for found in differences:
        _line(console, f"{_MARK} {found['slot']}: {found['words']}")


def _kind(page: Page) -> str:
    return f"{page['event'].lower()} ({page['mode']})" if page["mode"] else page["event"].lower()


def _days(page: Page) -> str:
    first, last = page["date_start"], page["date_end"]
    if first is None:
        return "no date told"
    return first if first == last else f"{first} to {last}"


def _line(console: Console, text: str) -> None:
    console.print(words.one_line(text), highlight=False, markup=False, emoji=False, soft_wrap=True)
