"""Times: spans and TIMEX values against TempEval-3 and WikiWars, and the ranges of days of the claims.

Scores follow TempEval-3: a span matches relaxed where it overlaps a gold span (each used once), strict where
it has the same ends; value F1 counts relaxed matches whose value is right, over all spans of both sides.
"""

import json
import time
from pathlib import Path
from typing import Any

from communique.model import EVENT_MODES, Claim, Report, Time
from communique.resolve.dates import find_times, resolve_times, times

FILES: tuple[str, ...] = (
    "data/times/tempeval3-train.jsonl",
    "data/times/wikiwars.jsonl",
    "claims/dev.jsonl",
    "claims/train.jsonl",
)


def measure(data: Path) -> dict[str, float]:
    """Return F1 of relaxed and strict spans and values, the claims' exact ranges, and speed."""
    tempeval, wikiwars, dev, train = (_records(data / name) for name in FILES)
    figures = {"size": float(sum(len(record["times"]) for record in tempeval + wikiwars))}
    for name, records in (("tempeval", tempeval), ("wikiwars", wikiwars)):
        figures |= {f"{name}_{kind}": value for kind, value in _scores(records).items()}
    figures["claims_time"] = _claims_time(dev)
    figures["claims_time_train"] = _claims_time(train)
    figures["expressions_per_second"] = _parsing_speed(tempeval)
    figures["characters_per_second"] = _reading_speed(tempeval)
    return figures


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _scores(records: list[dict[str, Any]]) -> dict[str, float]:
    gold = found = relaxed = strict = value = 0
    for record, answer in zip(records, times(records), strict=True):
        gold, found = gold + len(record["times"]), found + len(answer["times"])
        for mine, theirs in _pairs(answer["times"], record["times"]):
            relaxed += 1
            strict += (mine["start"], mine["end"]) == (theirs["start"], theirs["end"])
            value += mine["value"] == theirs["value"]
    return {
        "relaxed": 2 * relaxed / (gold + found),
        "strict": 2 * strict / (gold + found),
        "value": 2 * value / (gold + found),
        "precision": relaxed / found,
        "recall": relaxed / gold,
    }


def _pairs(
    found: list[dict[str, Any]], gold: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Pair each span found with the first free gold span that it overlaps; those with the same ends first."""
    free = list(gold)
    pairs = []
    for exact in (True, False):
        for mine in found:
            if any(mine is paired for paired, _ in pairs):
                continue
            theirs = next((g for g in free if _matches(mine, g, exact)), None)
            if theirs is not None:
                free.remove(theirs)
                pairs.append((mine, theirs))
    return pairs


def _matches(one: dict[str, Any], other: dict[str, Any], exact: bool) -> bool:
    if exact:
        return (one["start"], one["end"]) == (other["start"], other["end"])
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def _claims_time(records: list[dict[str, Any]]) -> float:
    right = total = 0
    for record in records:
        report, gold = _report(record)
        for claim, time_ in zip(resolve_times(report).claims, gold, strict=True):
            assert claim.time is not None
            total += 1
            right += (claim.time.earliest, claim.time.latest) == (time_["earliest"], time_["latest"])
    return right / total


def _report(record: dict[str, Any]) -> tuple[Report, list[dict[str, Any]]]:
    timed = [claim for claim in record["claims"] if claim["time"]]
    claims = tuple(_claim(record["text"], claim, number) for number, claim in enumerate(timed))
    report = Report(
        id=record["id"],
        title=record["title"],
        published=record["published"],
        text=record["text"],
        claims=claims,
    )
    return report, [claim["time"] for claim in timed]


def _claim(text: str, gold: dict[str, Any], number: int) -> Claim:
    start = text.index(gold["quote"])
    words = gold["time"]["text"]
    return Claim(
        claim_id=str(number),
        quote=gold["quote"],
        start=start,
        end=start + len(gold["quote"]),
        trigger=gold["quote"][:1],
        trigger_start=start,
        trigger_end=start + 1,
        event=gold["event"],
        mode=gold["mode"] if EVENT_MODES[gold["event"]] else None,
        factuality=gold["factuality"],
        time=Time(
            text=words, start=(at := _nearest(text, words, start, len(gold["quote"]))), end=at + len(words)
        ),
        confidence=1.0,
        origin="gold",
    )


def _nearest(text: str, words: str, start: int, length: int) -> int:
    """Return where the words stand: in the quote, else last before it, else first after it."""
    inside = text.find(words, start, start + length)
    before = text.rfind(words, 0, start)
    return inside if inside >= 0 else before if before >= 0 else text.index(words)


def _parsing_speed(records: list[dict[str, Any]]) -> float:
    phrases = [gold["text"] for record in records for gold in record["times"]]
    begun = time.process_time()
    for phrase in phrases:
        find_times(phrase)
    return len(phrases) / (time.process_time() - begun)


def _reading_speed(records: list[dict[str, Any]]) -> float:
    begun = time.process_time()
    for record in records:
        find_times(record["text"])
    return sum(len(record["text"]) for record in records) / (time.process_time() - begun)


if __name__ == "__main__":
    import sys

    for name, figure in measure(Path(sys.argv[1])).items():
        print(f"{name:24} {figure:.4f}")
