"""A table for a terminal: what each report claims, one row a claim, grouped by report."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from communique.model import Claim, Place, Report
from communique.publish import words

__all__ = ["print_table"]

_WIDE, _MEDIUM = 150, 112
_WIDE_SHARES = {
    "Source": 18,
    "Happening": 19,
    "Actor → target": 36,
    "Place": 25,
    "Date": 22,
    "Factuality": 13,
}
_SHARES = {"Source": 17, "Happening": 18, "Actor → target": 33, "Place": 23, "Date": 13}
_NARROW_SHARES = {"Source": 17, "Claim": 33, "Place, date": 26}
_GAP = 2
_COUNT_WIDTH = 9
_WIDEST = 200  # wider than this, a row is hard to follow with the eye

_STYLES = {"actual": "green", "probable": "yellow", "future": "cyan", "hypothetical": "magenta",
           "negated": "red"}  # fmt: skip


def print_table(reports: Iterable[Report], console: Console, *, evidence: bool = False) -> None:
    """Print each report's claims as soon as it comes; `evidence` adds the words and why values are open.

    The columns depend on the console's width. Colour follows the console (none with NO_COLOR or in a
    pipe); every meaning is also in words or a mark.
    """
    for number, report in enumerate(reports):
        if number:
            console.print()
        layout = _Layout(console.width)
        _print(console, _heading(report))
        if report.claims:
            _print(console, layout.header())
        for claim in report.claims:
            _print(console, Rule(style="dim", characters="─"), layout.width)
            _print(console, layout.row(claim), layout.width)
            if evidence:
                _print(console, Padding(_evidence(claim), (0, 0, 0, 2)), layout.width)
        _print(console, Rule(style="dim", characters="─"), layout.width)


def _print(console: Console, shown: RenderableType, width: int | None = None) -> None:
    console.print(
        shown, width=width or min(console.width, _WIDEST), highlight=False, markup=False, emoji=False
    )


def _heading(report: Report) -> RenderableType:
    title = Text(words.one_line(report.title or "Untitled report"), style="bold")
    told = Text(style="dim")
    parts = [report.outlet, report.author and f"by {report.author}", _published(report), report.language]
    number = len(report.claims)
    parts.append(f"{number} claim{'' if number == 1 else 's'}" if number else "no claims found")
    told.append(" · ".join(words.one_line(part) for part in parts if part))
    if report.location:
        told.append(f"\n{words.one_line(report.location)}")
    return Group(title, told)


def _published(report: Report) -> str:
    if report.published is None:
        return "date unknown"
    found = [how] if (how := words.dated_by(report.published_method)) else []
    if report.published_confidence is not None and report.published_confidence < words.LOW_CONFIDENCE:
        found.append("unsure")
    return f"{report.published} ({', '.join(found)})" if found else report.published


class _Layout:
    """Widths of the columns on a terminal of some width, and a claim laid out in them."""

    def __init__(self, console_width: int) -> None:
        self.width = min(console_width, _WIDEST)
        shares = _WIDE_SHARES if self.width >= _WIDE else _SHARES if self.width >= _MEDIUM else _NARROW_SHARES
        self.titles = list(shares)
        room = self.width - _GAP * (len(shares) - 1)
        self.widths = [max(room * share // sum(shares.values()), 4) for share in shares.values()]
        widest = max(range(len(shares)), key=self.widths.__getitem__)
        self.widths[widest] += max(room - sum(self.widths), 0)

    @property
    def split_counts(self) -> bool:
        """Say whether counts have a column of their own."""
        return self.width >= _MEDIUM

    def header(self) -> RenderableType:
        """Return the columns' titles."""
        cells: list[RenderableType] = [Text(title, style="bold dim") for title in self.titles]
        if self.split_counts:
            cells[2] = _counted([(Text(self.titles[2], style="bold dim"), Text("Count", style="bold dim"))])
        return self._grid(cells)

    def row(self, claim: Claim) -> RenderableType:
        """Return one claim as a row."""
        if not self.split_counts:
            where = Text("\n").join([*_places(claim), _when(claim)])
            return self._grid([_source(claim), _told(claim), where])
        places = Text("\n").join(_places(claim))
        named = _named(claim) if "Factuality" in self.titles else _happening(claim)
        cells: list[RenderableType] = [
            _source(claim),
            named,
            _counted(_affected(claim)),
            places,
            _when(claim),
        ]
        return self._grid([*cells, _presented(claim)] if "Factuality" in self.titles else cells)

    def _grid(self, cells: Sequence[RenderableType]) -> Table:
        grid = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
        for width in self.widths:
            grid.add_column(width=width, overflow="fold")
        grid.add_row(*cells)
        return grid


def _counted(rows: list[tuple[Text, Text]]) -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0), expand=True, pad_edge=False)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(width=_COUNT_WIDTH, justify="right", overflow="fold")
    for row in rows:
        grid.add_row(*row)
    return grid


def _source(claim: Claim) -> Text:
    chain = words.source_chain(claim.sources)
    return Text(" › ".join(chain), style="bold") if chain else Text(words.AUTHOR, style="italic")


def _named(claim: Claim) -> Text:
    named = Text(words.happening(claim))
    trigger = words.one_line(claim.trigger)
    if trigger.casefold() != named.plain.casefold():
        named.append(f" “{trigger}”", style="dim")
    return named


def _presented(claim: Claim) -> Text:
    mark, word = words.FACTUALITY_MARKS[claim.factuality], words.FACTUALITY_WORDS[claim.factuality]
    shown = Text(f"{mark} {word}", style=_STYLES[claim.factuality])
    return shown.append_text(_unsure(claim, "\n"))


def _unsure(claim: Claim, before: str) -> Text:
    if claim.confidence >= words.LOW_CONFIDENCE:
        return Text()
    return Text(f"{before}? low confidence {claim.confidence:.2f}", style="red")


def _happening(claim: Claim) -> Text:
    named = _named(claim)
    if claim.factuality != "actual":
        mark, word = words.FACTUALITY_MARKS[claim.factuality], words.FACTUALITY_WORDS[claim.factuality]
        named.append(f"\n{mark} {word}", style=_STYLES[claim.factuality])
    return named.append_text(_unsure(claim, "\n"))


def _parties(claim: Claim) -> Text:
    actors = ", ".join(dict.fromkeys(words.party(actor) for actor in claim.actors))
    recipients = ", ".join(dict.fromkeys(words.party(party) for party in claim.recipients))
    if not actors and not recipients:
        return Text("")
    arrow = f" → {recipients}" if recipients else ""
    return Text(f"{actors or 'nobody named'}{arrow}")


def _affected(claim: Claim) -> list[tuple[Text, Text]]:
    """Return parties, targets and means, a line each, with their counts."""
    parties = _parties(claim)
    rows = [(parties, Text())] if parties.plain else []
    for target in claim.targets:
        line = Text(f"{words.one_line(target.text)} ").append(words.effect(target), style="bold")
        rows.append((line, Text(words.amount(target.count))))
    rows += [(Text(f"with {words.one_line(m.text)}"), Text(words.amount(m.count))) for m in claim.means]
    return rows


def _told(claim: Claim) -> Text:
    """Return the happening and all that belongs to it in one cell, for narrow terminals."""
    lines = [_happening(claim)]
    parties = _parties(claim)
    lines += [parties] if parties.plain else []
    for target in claim.targets:
        number = _before(words.amount(target.count))
        lines.append(
            Text(f"{number}{words.one_line(target.text)} ").append(words.effect(target), style="bold")
        )
    for means in claim.means:
        lines.append(Text(f"with {_before(words.amount(means.count))}{words.one_line(means.text)}"))
    return Text("\n").join(lines)


def _before(number: str) -> str:
    return f"{number} " if number else ""


def _places(claim: Claim) -> Iterator[Text]:
    """Yield the places, a line each; neighbours of one region share a line and the region's name."""
    for (region, resolved), places in groupby(claim.places, _region):
        shown = Text(", ".join(words.place_name(place) for place in places))
        if region:
            shown.append(f", {region}", style="dim")
        if not resolved:
            shown.append(" (not placed)", style="yellow")
        yield shown


def _region(place: Place) -> tuple[str, bool]:
    return words.place_region(place), words.is_resolved(place)


def _when(claim: Claim) -> Text:
    if claim.time is None:
        return Text("no date told", style="dim")
    days = words.iso_range(claim.time)
    if days:
        return Text(days)
    return Text(f"“{words.one_line(claim.time.text)}”").append(" date unknown", style="yellow")


def _evidence(claim: Claim) -> Text:
    """Return the quote with its trigger marked, the spans, and why values are open."""
    shown = Text("“").append_text(_quote(claim)).append("”\n")
    spans = f"characters {claim.start}–{claim.end}, trigger {claim.trigger_start}–{claim.trigger_end}"
    cue = f", said by “{words.one_line(claim.cue)}”" if claim.cue else ""
    shown.append(
        f"{spans}{cue}, confidence {claim.confidence:.2f}, {words.one_line(claim.origin)}", style="dim"
    )
    for reason in words.open_reasons(claim):
        shown.append(f"\nopen: {reason}", style="yellow")
    return shown


def _quote(claim: Claim) -> Text:
    at, stop = claim.trigger_start - claim.start, claim.trigger_end - claim.start
    before, trigger, after = (
        words.neutral(part) for part in (claim.quote[:at], claim.quote[at:stop], claim.quote[stop:])
    )
    return Text(before).append(trigger, style="bold reverse").append(after)
