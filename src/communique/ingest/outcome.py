"""What became of a shard."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from communique.model import Fault

__all__ = ["Outcome"]


@dataclass
class Outcome:
    """The account of a shard, while it is worked on and at its end.

    `passed_over` counts records by why; `seconds` is processor time by stage, which stands in no manifest.
    `failed` says why a shard could not be done at all.
    """

    name: str
    records: int = 0
    reports: int = 0
    claims: int = 0
    copies: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    done_before: bool = False
    failed: str | None = None

    @property
    def counts(self) -> dict[str, int]:
        """Records, reports, claims and copies."""
        return {name: getattr(self, name) for name in ("records", "reports", "claims", "copies")}

    def as_json(self) -> dict[str, Any]:
        """Return the outcome as plain values."""
        return {
            "name": self.name,
            **self.counts,
            "passed_over": dict(sorted(self.passed_over.items())),
            "faults": [{"location": f.location, "reason": f.reason, "hint": f.hint} for f in self.faults],
            "seconds": dict(self.seconds),
            "done_before": self.done_before,
            "failed": self.failed,
        }

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Outcome":
        """Return the outcome that `as_json` gave."""
        read = {
            "passed_over": Counter(told["passed_over"]),
            "faults": [Fault(**fault) for fault in told["faults"]],
            "seconds": defaultdict(float, told.get("seconds", {})),
        }
        return cls(**{**told, **read})
