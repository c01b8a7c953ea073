"""How long exports take and what memory they need: `python -m evals.bench_exports [CLAIMS]`.

Made-up reports go straight into the writers, so that the figures are those of exporting, not of the ledger.
"""

import resource
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from communique.model import evolve
from communique.publish.tables import FORMATS, Manner, claim_rows, open_writer
from evals.happenings import reports

FORMATS_TIMED = ("claims", "gpkg", "parquet")


def main(claims: int) -> None:
    """Export that many claims to CSV, GeoPackage and Parquet; print seconds, sizes and the memory's peak."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        targets = {name: Path(folder) / f"{name}.{FORMATS[name].ending}" for name in FORMATS_TIMED}
        writers = {n: stack.enter_context(open_writer(n, t, Manner())) for n, t in targets.items()}
        taken = dict.fromkeys(("rows", *FORMATS_TIMED), 0.0)
        for told in reports(claims):
            report = evolve(
                told.statements[0].report, claims=tuple(statement.claim for statement in told.statements)
            )
            started = time.perf_counter()
            rows = list(claim_rows(report, {}, Manner()))
            taken["rows"] += time.perf_counter() - started
            for name, writer in writers.items():
                started = time.perf_counter()
                writer.claims(rows)
                taken[name] += time.perf_counter() - started
        for name, writer in writers.items():
            started = time.perf_counter()
            writer.close()
            taken[name] += time.perf_counter() - started
        stack.pop_all()
        for name, seconds in taken.items():
            size = f"{targets[name].stat().st_size / 1e6:8.1f} MB" if name in targets else ""
            print(f"{name:10} {seconds:7.1f} s {1e6 * seconds / claims:6.1f} µs a claim {size}")
    print(f"in all {sum(taken.values()):.1f} s; peak {_peak_mb():.0f} MB")


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
