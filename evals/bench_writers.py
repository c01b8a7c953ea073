"""`python -m evals.bench_writers SHARED ALONE`: many processes write into one ledger at once.

Both are new ledgers: a file, or the URL of a database. Eight processes add 5,000 made-up reports each into
the first, each sharing some with the next one; one process adds all of them into the second. Prints the
seconds that each took, the counts of both, whether they hold the same and end in the same events, and what
a check finds.
"""

import argparse
import json
import multiprocessing
import time
from collections.abc import Iterator
from itertools import islice

from communique.account.fused import FusedLedger
from communique.ledger import Ledger, open_ledger
from communique.model import Report, evolve
from evals.happenings import reports

_PROCESSES = 8
_EACH = 5_000
_SHARED = 100  # reports that a process and the next one both add


def main() -> None:
    """Fill both ledgers, compare them, print one line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench_writers", description=__doc__)
    parser.add_argument("shared", help="a new ledger: a file, or a PostgreSQL URL")
    parser.add_argument("alone", help="another one")
    parser.add_argument("--each", type=int, default=_EACH, help="reports that a process adds")
    args = parser.parse_args()
    print(json.dumps(measure(args.shared, args.alone, args.each)), flush=True)


def measure(shared: str, alone: str, each: int) -> dict[str, object]:
    """Return what came of writing the same reports by eight processes and by one."""
    open_ledger(shared).close()
    context = multiprocessing.get_context("spawn")
    step = each - _SHARED
    work = [(shared, number * step, number * step + each) for number in range(_PROCESSES)]
    began = time.monotonic()
    processes = [context.Process(target=_add, args=part) for part in work]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    together = time.monotonic() - began
    began = time.monotonic()
    _add(alone, 0, work[-1][2])
    by_one = time.monotonic() - began
    with open_ledger(shared) as many, open_ledger(alone) as one:
        return {
            "exit statuses": sorted({process.exitcode for process in processes}),
            "seconds of eight": round(together, 1),
            "seconds of one": round(by_one, 1),
            "counts": _content(many),
            "same counts": _content(many) == _content(one),
            "same content": many.fingerprint() == one.fingerprint(),
            "same events": FusedLedger(many).record() == FusedLedger(one).record(),
            "faults": [fault.reason for ledger in (many, one) for fault in ledger.check()],
        }


def _add(location: str, first: int, last: int) -> None:
    with open_ledger(location) as ledger:
        for _ in ledger.add(_made_up(first, last), resolver="made up 1"):
            pass


def _made_up(first: int, last: int) -> Iterator[Report]:
    """Yield these reports of the stream, `last` left out."""
    for told in islice(reports(10 * last), first, last):
        claims = tuple(statement.claim for statement in told.statements)
        yield evolve(told.statements[0].report, claims=claims)


def _content(ledger: Ledger) -> dict[str, int]:
    return {
        name: count for name, count in ledger.counts().items() if name in ("reports", "claims", "readings")
    }


if __name__ == "__main__":
    main()
