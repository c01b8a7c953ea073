"""`python -m evals.bench_fusion [CLAIMS …]`: how long fusing takes, from a thousand claims to a million.

Prints for each size the seconds a claim, without the making of the claims; the time of one new report into
what is fused (median and worst of 100), both as time of the processor; precision and recall of the pairs of
claims brought together; memory.
"""

import argparse
import json
import resource
import statistics
import time
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from math import comb

from communique.fuse import Fusion
from evals.happenings import Told, reports

_SIZES = (1_000, 10_000, 100_000, 1_000_000)
_NEW = 100  # reports that come after


def main() -> None:
    """Measure the sizes asked for, one line of JSON each."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench_fusion", description=__doc__)
    parser.add_argument("claims", type=int, nargs="*", default=_SIZES)
    for claims in parser.parse_args().claims:
        print(json.dumps(measure(claims)), flush=True)


def measure(claims: int) -> dict[str, float]:
    """Fuse that many claims at once, then some reports one by one; return the figures."""
    fusion, busy, truth, made = Fusion(), 0.0, dict[str, int](), 0
    stream = reports(claims + 10 * _NEW)
    for told in until(stream, claims):
        started = time.process_time()
        fusion.take(told.statements)
        busy += time.process_time() - started
        made += len(told.statements)
        truth |= truth_of(told)
    started = time.process_time()
    found = {claim: event.event_id for event in fusion.events() for claim in event.claims}
    busy += time.process_time() - started
    precision, recall = agreement(truth, found)
    each = []
    for told in islice(stream, _NEW):
        started = time.process_time()
        fusion.add(told.statements)
        each.append(time.process_time() - started)
    return {
        "claims": made,
        "microseconds_a_claim": round(1e6 * busy / made, 1),
        "new_report_median_ms": round(1e3 * statistics.median(each), 2),
        "new_report_worst_ms": round(1e3 * max(each), 2),
        "events": len(set(found.values())),
        "pair_precision": round(precision, 4),
        "pair_recall": round(recall, 4),
        "memory_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
    }


def until(stream: Iterable[Told], claims: int) -> Iterable[Told]:
    """Yield reports of the stream until they hold that many claims."""
    made = 0
    for told in stream:
        yield told
        made += len(told.statements)
        if made >= claims:
            return


def truth_of(told: Told) -> dict[str, int]:
    """Return the happening of each claim."""
    ids = (statement.claim.claim_id for statement in told.statements)
    return dict(zip(ids, told.truth, strict=True))


def agreement(truth: dict[str, int], found: dict[str, str]) -> tuple[float, float]:
    """Return precision and recall of the pairs of claims that stand together."""

    def pairs(groups: Iterable[object]) -> int:
        return sum(comb(size, 2) for size in Counter(groups).values())

    both = pairs((truth[claim], event) for claim, event in found.items())
    return both / max(1, pairs(found.values())), both / max(1, pairs(truth.values()))


if __name__ == "__main__":
    main()
