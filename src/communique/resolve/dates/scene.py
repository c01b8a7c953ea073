"""What a report's times can be reckoned from: its publication date, its dateline, the dates it states.

A text without a publication date may still fix its own: by a full date near its head (the dateline) or by
the stamp of a post that it quotes. A full date in a picture's caption fixes nothing, nor does a year in
passing ("since 2011"); the year of a title or of "since the beginning of 2021" is the report's own.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from communique.model import Basis, Report
from communique.resolve.dates.expressions import Named, Offset, TimeSpan
from communique.resolve.dates.grammar import find_times
from communique.resolve.dates.locating import locate, stated_or_none
from communique.resolve.dates.periods import Period, day_period

__all__ = ["PUBLICATION", "TEXT", "Scene", "scene_of", "stamped_day"]

PUBLICATION: Basis = "relative to publication"
TEXT: Basis = "relative to the text"

_DATELINE_REACH = 450
"""Characters of a report within which a full date can be its dateline; chosen on the training claims."""
_CAPTION = re.compile(
    r"\([^()]*\b(?:photo|image|getty|file)\b[^()]*\)|\bphoto(?:graph)?\s(?:by|taken|released)|^\s*file\b"
    r"|getty images",
    re.IGNORECASE,
)
_HEAD = re.compile(r"\W*(?:(?:[A-Z][\w.'’-]*|de|la|el|al|and)[\s,/(]+){0,6}")
_REST = re.compile(r"[\s,)]*(?:[-–—:]|\(\w|\n|$)")
_STAMP = re.compile(r"\(@\w+\)\s*$")


class Mention(NamedTuple):
    """A period that the text names, and where; a position of −1 is the title. `stated` with its year."""

    start: int
    period: Period
    stated: bool


@dataclass(frozen=True)
class Scene:
    """The anchors of one report: `mentions` in the order of the text, and where dates with a day lie."""

    text: str
    published: date | None
    dateline: date | None
    mentions: tuple[Mention, ...]
    dates: tuple[tuple[int, int], ...] = ()

    @property
    def now(self) -> date | None:
        """The day that "today" means: publication, else the text's own date, else null."""
        return self.published or self.dateline

    @property
    def now_basis(self) -> Basis:
        """What `now` is taken from."""
        return PUBLICATION if self.published else TEXT

    def before(self, position: int) -> Period | None:
        """Return the last period named before a position of the text."""
        index = bisect_left(self.mentions, position, key=lambda mention: mention.start)
        return self.mentions[index - 1].period if index else None

    def told_in_full(self, named: Named) -> Period | None:
        """Return the same day of the same month where the text gives it with its year."""
        days = (m.period for m in self.mentions if m.stated and m.period.unit == "day")
        return next((p for p in days if named.day and (p.month, p.day) == (named.month, named.day)), None)

    @property
    def title_year(self) -> Period | None:
        """The year that the title names, which is the report's own."""
        return next((Period("year", m.period.year) for m in self.mentions if m.start < 0), None)


def scene_of(report: Report) -> Scene:
    """Return what the times of a report can be reckoned from."""
    published = date.fromisoformat(report.published) if report.published else None
    spans = find_times(report.text)
    dateline = None if published else _dateline(report.title or "", report.text, spans)
    titled = [Mention(-1, p, True) for s in find_times(report.title or "") if (p := _stated(s))]
    now = published or dateline
    dates = tuple((s.start, s.end) for s in spans if isinstance(s.expression, Named) and s.expression.day)
    return Scene(report.text, published, dateline, (*titled, *_mentions(spans, now)), dates)


def _dateline(title: str, text: str, spans: list[TimeSpan]) -> date | None:
    for span in find_times(title):
        if day := _day(span):
            return day
    for span in spans:
        day = _day(span)
        if day and span.start < _DATELINE_REACH and not _CAPTION.search(_paragraph(text, span.start)):
            return day
    stamps = (_day(s) for s in spans if _STAMP.search(text[max(0, s.start - 30) : s.start]))
    return next((day for day in stamps if day), None)


def stamped_day(text: str, spans: list[TimeSpan]) -> date | None:
    """Return the day of a dateline proper: a full date that heads its line, alone or before a dash."""
    for span in spans:
        if span.start >= _DATELINE_REACH:
            return None
        head = text[text.rfind("\n", 0, span.start) + 1 : span.start]
        day = _day(span)
        if day and _HEAD.fullmatch(head) and _REST.match(text, span.end):
            return day
    return None


def _paragraph(text: str, position: int) -> str:
    start, end = text.rfind("\n", 0, position) + 1, text.find("\n", position)
    return text[start : end if end > 0 else len(text)]


def _day(span: TimeSpan) -> date | None:
    period = _stated(span)
    return period.date if period else None


def _stated(span: TimeSpan) -> Period | None:
    return stated_or_none(span.expression) if isinstance(span.expression, Named) else None


def _mentions(spans: list[TimeSpan], now: date | None) -> list[Mention]:
    """Return the periods that can anchor a later "that day", "two days later" or a date without a year."""
    found: list[Mention] = []
    for span in spans:
        stated = _stated(span)
        period = stated or _reckoned(span, now, found)
        if period and (period.unit != "year" or span.mod == "START"):
            found.append(Mention(span.start, period, stated is not None))
    return found


def _reckoned(span: TimeSpan, now: date | None, before: list[Mention]) -> Period | None:
    says = span.expression
    if not isinstance(says, Named | Offset) or _leans_on_text(says):
        return None
    if now:
        return locate(span, day_period(now), "past" if _weekday(says) else "told")
    dated = isinstance(says, Named) and says.month is not None
    return locate(span, before[-1].period, "forward") if dated and before else None


def _weekday(says: Named | Offset) -> bool:
    return isinstance(says, Named) and says.bare_weekday


def _leans_on_text(says: Named | Offset) -> bool:
    return says.anchor == "text" or (isinstance(says, Named) and says.empty)
