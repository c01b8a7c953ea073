"""Texts that are copies of each other but for small changes, by MinHash over runs of words."""

import re
from collections.abc import Mapping
from typing import Final

from rensa import RMinHash, RMinHashLSH

__all__ = ["ALIKE", "near_copies", "shingles"]

ALIKE: Final = 0.5
"""Share of common runs of words from which two texts count as copies; those written apart share few."""
RUN: Final = 4
_PERMUTATIONS: Final = 256
_BANDS: Final = 128  # of two rows: a pair at the threshold is missed once in 10^16
_SEED: Final = 42
_WORD = re.compile(r"\w+")


def near_copies(texts: Mapping[str, str], *, shortest: int = 1) -> set[tuple[str, str]]:
    """Return the sorted pairs of keys whose texts are near-copies; texts below `shortest` words never."""
    runs = {key: shingles(texts[key], shortest) for key in sorted(texts)}
    hashes = {key: _minhash(found) for key, found in runs.items() if found}
    keys = list(hashes)
    index = RMinHashLSH(threshold=ALIKE, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    found: set[tuple[str, str]] = set()
    for number, key in enumerate(keys):
        for other in index.query(hashes[key]):
            if hashes[keys[other]].jaccard(hashes[key]) >= ALIKE:
                found.add((keys[other], key))
        index.insert(number, hashes[key])
    return found


def shingles(text: str, shortest: int = 1) -> list[str]:
    """Return the runs of four words of a text, folded; a shorter text is one run."""
    words = _WORD.findall(text.casefold())
    if len(words) < max(shortest, 1):
        return []
    return sorted({" ".join(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))})


def _minhash(runs: list[str]) -> RMinHash:
    made = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    made.update(runs)
    return made
