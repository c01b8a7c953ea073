"""The tolls at the head of an event's page: each number with who tells it and who denies it."""

from typing import NamedTuple

from communique.account.voices import Page

__all__ = ["Told", "told_tolls"]

_UNKNOWN = "side not told"


class Told(NamedTuple):
    """`words` says who was harmed and how; `tellers` and `deniers` are names of voices."""

    words: str
    low: int
    best: int
    high: int
    tellers: tuple[str, ...]
    deniers: tuple[str, ...]


def told_tolls(event: Page) -> list[Told]:
    """Return the tolls of an event in the order of its assessment."""
    voices = event["assessment"]["voices"]
    found = []
    for toll in event["assessment"]["tolls"]:
        giving = {claim for ground in toll["grounds"] for claim in ground["claims"]}
        whose = toll["party"] or {"unknown": _UNKNOWN}.get(toll["side"], toll["side"].replace("_", " "))
        found.append(
            Told(
                f"{toll['effect'].capitalize()}, {whose}",
                toll["low"],
                toll["best"],
                toll["high"],
                tuple(voice["name"] for voice in voices if not giving.isdisjoint(voice["affirms"])),
                _deniers(event, giving),
            )
        )
    return found


def _deniers(event: Page, giving: set[str]) -> tuple[str, ...]:
    """Return who denies one of the claims that give a number."""
    names = {voice["voice"]: voice["name"] for voice in event["assessment"]["voices"]}
    denials = [d for d in event["assessment"]["differences"] if d["slot"] == "denial"]
    against = [d["left"]["voice"] for d in denials if not giving.isdisjoint(d["right"]["claims"])]
    return tuple(dict.fromkeys(names.get(voice, voice) for voice in against))
