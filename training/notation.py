"""The notation in which the project's own training reports are written: a sentence a line, then its claims.

    === id | title | published, or -
    A sentence.
    Another of the same paragraph.

    A sentence of the next paragraph.
    ---
    1 | shelled | ASSAULT/heavy-weapons | A: army | T: homes:home:destroyed#two | P: Kafr Hud@in | D: Monday

A claim's line gives the number of the sentence that carries it, the trigger (`strike~2` is its second
occurrence there), the event with its mode, and then what is told: `F` factuality, `S` sources (outermost
first, by `>`), `C` cue, `A` actors, `R` recipients, `T` targets as `text:kind:effect#count`, `M` means as
`text:kind#count`, `P` places as `text@relation`, `D` time. Several of a kind are divided by `;`. Every text
is an exact piece of the report.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique.extract.features import LABELS

FIELDS = {"F", "S", "C", "A", "R", "T", "M", "P", "D"}


class NotationError(ValueError):
    """A line that does not follow the notation, with its place."""


def read_notation(file: Path) -> list[dict[str, Any]]:
    """Return the reports of a file, with their claims in the form of the claims files.

    Raises `NotationError` at the first fault.
    """
    reports = []
    for report, faults in parse(file.read_text(encoding="utf-8"), file.name):
        if faults:
            raise NotationError(faults[0])
        reports.append(report)
    return reports


def parse(notation: str, name: str) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Yield each report of a notation with its faults; a claim with a fault is left out."""
    for block in re.split(r"(?m)^=== ", notation)[1:]:
        head, _, rest = block.partition("\n")
        body, _, lines = rest.partition("\n---\n")
        ident, title, published = (part.strip() for part in (head + " | - | -").split("|")[:3])
        text, sentences = lay_out(body)
        report = {
            "id": ident,
            "title": title,
            "published": None if published == "-" else published,
            "text": text,
            "claims": [],
        }
        faults = []
        for line in filter(str.strip, lines.splitlines()):
            try:
                report["claims"].append(parse_claim(line, text, sentences))
            except NotationError as error:
                faults.append(f"{name}: {ident}: {error}: {line}")
        yield report, faults


def lay_out(body: str) -> tuple[str, list[str]]:
    """Return the text of a report and its sentences."""
    paragraphs = [p.split("\n") for p in re.split(r"\n\s*\n", body.strip())]
    cleaned = [[s.strip() for s in p if s.strip()] for p in paragraphs]
    return "\n\n".join(" ".join(p) for p in cleaned), [s for p in cleaned for s in p]


def parse_claim(line: str, text: str, sentences: list[str]) -> dict[str, Any]:
    """Return the claim that a line tells. Raises `NotationError`."""
    number, trigger, event, *rest = (part.strip() for part in line.split(" | "))
    if not number.isdigit() or not 1 <= int(number) <= len(sentences):
        raise NotationError(f"no sentence {number}")
    quote = sentences[int(number) - 1]
    fields = dict(_field(part) for part in rest)
    kind, _, mode = event.partition("/")
    if f"{kind}/{mode}" not in LABELS["event"]:
        raise NotationError(f"no event {event}")
    word, _, nth = trigger.partition("~")
    found = [m.start() for m in re.finditer(r"(?<!\w)" + re.escape(word) + r"(?!\w)", quote)]
    if len(found) < int(nth or 1):
        raise NotationError(f"no trigger {trigger} in the sentence")
    times = _several(fields, "D")
    claim = {
        "quote": quote,
        "trigger": word,
        "occurrence": int(nth or 1),
        "event": kind,
        "mode": mode or None,
        "factuality": _one_of("factuality", fields.get("F", "actual")),
        "sources": [s.strip() for s in re.split("[>;]", fields["S"])] if "S" in fields else [],
        "cue": fields.get("C"),
        "actors": [{"text": a} for a in _several(fields, "A")],
        "recipients": [{"text": a} for a in _several(fields, "R")],
        "targets": [_target(t) for t in _several(fields, "T")],
        "means": [_means(m) for m in _several(fields, "M")],
        "places": [_place(p) for p in _several(fields, "P")],
        "time": {"text": times[0]} if times else None,
    }
    for quoted in _quoted(claim):
        if not re.search(r"(?<!\w)" + re.escape(quoted) + r"(?!\w)", text):
            raise NotationError(f"not in the report: {quoted!r}")
    return claim


def _field(part: str) -> tuple[str, str]:
    name, _, value = part.partition(":")
    if name.strip() not in FIELDS or not value.strip():
        raise NotationError(f"no field {part!r}")
    return name.strip(), value.strip()


def _several(fields: dict[str, str], name: str) -> list[str]:
    return [part.strip() for part in fields.get(name, "").split(";") if part.strip()]


def _one_of(kind: str, value: str) -> str:
    if value not in LABELS[kind]:
        raise NotationError(f"no {kind} {value!r}")
    return value


def _count(value: str) -> tuple[str, dict[str, str] | None]:
    text, mark, count = value.rpartition("#")
    return (text.strip(), {"text": count.strip()}) if mark else (value, None)


def _target(value: str) -> dict[str, Any]:
    rest, count = _count(value)
    parts = rest.rsplit(":", 2)
    if len(parts) != 3:
        raise NotationError(f"a target is text:kind:effect, not {value!r}")
    text, kind, effect = (p.strip() for p in parts)
    return {
        "text": text,
        "kind": _one_of("kind", kind),
        "effect": _one_of("effect", effect),
        "count": count,
    }


def _means(value: str) -> dict[str, Any]:
    rest, count = _count(value)
    text, mark, kind = rest.rpartition(":")
    if not mark:
        raise NotationError(f"means are text:kind, not {value!r}")
    return {"text": text.strip(), "kind": _one_of("means_kind", kind.strip()), "count": count}


def _place(value: str) -> dict[str, Any]:
    text, mark, relation = value.rpartition("@")
    if not mark:
        raise NotationError(f"a place is text@relation, not {value!r}")
    return {"text": text.strip(), "relation": _one_of("relation", relation.strip())}


def _quoted(claim: dict[str, Any]) -> Iterator[str]:
    yield from claim["sources"]
    if claim["cue"]:
        yield claim["cue"]
    for slot in ("actors", "recipients", "targets", "means", "places"):
        for filler in claim[slot]:
            yield filler["text"]
            if filler.get("count"):
                yield filler["count"]["text"]
    if claim["time"]:
        yield claim["time"]["text"]


def main(files: list[str]) -> int:
    """Check files of the notation; print each fault and a summary."""
    reports = claims = bad = 0
    for file in files:
        for report, faults in parse(Path(file).read_text(encoding="utf-8"), file):
            reports, claims, bad = reports + 1, claims + len(report["claims"]), bad + len(faults)
            print("\n".join(faults), end="\n" if faults else "")
    print(f"{reports} reports, {claims} claims, {bad} faults")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
