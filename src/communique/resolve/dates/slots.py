"""The slots of a date: year, month, day, weekday, time of day, filled from tokens in any order."""

from dataclasses import dataclass, field
from typing import Any

from communique.resolve.dates.expressions import Anchor, Named, Offset
from communique.resolve.dates.tokens import Token, Tokens

__all__ = ["TEXT_ANCHORED", "Slots", "as_clock", "fill", "is_hhmm"]

TEXT_ANCHORED = frozenset(("previous", "prior", "preceding", "following", "subsequent", "ensuing"))
"""Words that reckon from a date in the text, not from the day of writing."""
TEXT_ANCHORED |= {"that", "same", "those"}


@dataclass(slots=True)
class Slots:
    """What the tokens of a date have filled in so far; `names` are the fields of `Named`."""

    names: dict[str, Any] = field(default_factory=dict)
    part: str | None = None
    clock: str | None = None
    mod: str | None = None
    offset: Offset | None = None

    @property
    def says(self) -> Named | Offset:
        """What the tokens say together."""
        return self.offset or Named(**self.names)


def fill(tokens: Tokens, first: int, last: int) -> Slots:
    """Fill the slots of a date from its tokens, in whatever order they stand."""
    slots = Slots()
    kinds = tokens.kinds
    for index in range(first, last):
        token = tokens[index]
        after = kinds[index + 1 : last]
        if (token.kind == "y" and index == first and _is_clock(token.value, after)) or (
            token.kind in "yh" and kinds[index - 1] == "@" and index > first and is_hhmm(token.value)
        ):
            slots.clock = as_clock(token.value)
        elif token.kind in "lxie":
            _fill_direction(slots, token, tokens.word(index).lower(), after)
        else:
            _FILLERS.get(token.kind, _ignore)(slots, token)
    return slots


def _is_clock(number: int, after: str) -> bool:
    day_follows = any(kind in after for kind in "MmWT") and "y" not in after[:1]
    return day_follows and is_hhmm(number)


def is_hhmm(number: Any) -> bool:
    """Whether four digits can be a time of day."""
    return isinstance(number, str) or (number < 2400 and number % 100 < 60)


def as_clock(number: Any) -> str:
    """Return four digits as HH:MM."""
    return number if isinstance(number, str) else f"{number // 100:02d}:{number % 100:02d}"


def _fill_direction(slots: Slots, token: Token, word: str, after: str) -> None:
    of_year = after.startswith(("Y", "vY")) and ("month" in slots.names or "season" in slots.names)
    if of_year:
        slots.names["year_shift"] = token.value
    elif "P" in after and "W" not in after and "M" not in after and slots.offset is None:
        anchor: Anchor = "text" if word in TEXT_ANCHORED or token.kind == "x" else "publication"
        slots.offset = Offset("day", token.value, anchor)
    else:
        slots.names["direction"] = token.value
        slots.names["anchor"] = "text" if word in TEXT_ANCHORED else "publication"


def _set_month(slots: Slots, token: Token) -> None:
    slots.names["month"] = token.value


def _set_day(slots: Slots, token: Token) -> None:
    slots.names.setdefault("day", token.value)


def _set_year(slots: Slots, token: Token) -> None:
    slots.names["year"] = token.value


def _set_era(slots: Slots, token: Token) -> None:
    if token.value and "year" in slots.names:
        slots.names["year"] = -slots.names["year"]


def _set_name(name: str) -> Any:
    def fill(slots: Slots, token: Token) -> None:
        slots.names[name] = token.value

    return fill


def _set_part(slots: Slots, token: Token) -> None:
    if token.value == "00":
        slots.clock = "24:00"
    else:
        slots.part = token.value


def _set_clock(slots: Slots, token: Token) -> None:
    slots.clock = token.value


def _set_mod(slots: Slots, token: Token) -> None:
    slots.mod = token.value


def _set_deictic(slots: Slots, token: Token) -> None:
    days, of_day = token.value
    slots.offset = Offset("day", days)
    slots.part = slots.part or of_day


def _set_numeric(slots: Slots, token: Token) -> None:
    slots.names |= _numeric(token.value)
    if "T" in token.value:
        slots.clock = token.value.split("T")[1][:5]


def _set_decade(slots: Slots, token: Token) -> None:
    digits = "".join(character for character in token.value if character.isdigit())
    slots.names["decade"] = int(digits if len(digits) > 2 else "19" + digits) // 10


def _ignore(slots: Slots, token: Token) -> None:
    """Skip a token that only joins others."""


_FILLERS = {
    "M": _set_month,
    "m": _set_month,
    "d": _set_day,
    "o": _set_day,
    "O": _set_day,
    "y": _set_year,
    "n": _set_year,
    "J": _set_era,
    "W": _set_name("weekday"),
    "S": _set_name("season"),
    "s": _set_name("season"),
    "V": _set_name("feast"),
    "P": _set_part,
    "t": _set_clock,
    "h": _set_clock,
    "k": _set_mod,
    "B": _set_mod,
    "Z": _set_mod,
    "T": _set_deictic,
    "I": _set_numeric,
    "C": _set_decade,
}


def _numeric(word: str) -> dict[str, int]:
    """Read 2015-10-14, 14/10/2015 or 10/14/2015; day first unless the second number cannot be a month."""
    parts = [int(part) for part in word.split("T")[0].replace("/", "-").replace(".", "-").split("-")]
    if parts[0] > 31:
        year, month, day = parts
    else:
        day, month, year = parts
        if month > 12:
            day, month = month, day
    if year < 100:
        year += 2000 if year < 70 else 1900
    return {"year": year, "month": month, "day": day} if _possible(year, month, day) else {}


def _possible(year: int, month: int, day: int) -> bool:
    return 1000 <= year <= 2200 and 1 <= month <= 12 and 1 <= day <= 31
