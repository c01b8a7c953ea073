"""Times in English: what their words say, and when that was.

`find_times` finds and reads expressions, `resolve_times` gives the claims of a report their ranges of days,
`times` gives texts their expressions with TIMEX3 values and ranges.
"""

from communique.resolve.dates.expressions import TimeSpan
from communique.resolve.dates.grammar import find_times
from communique.resolve.dates.reports import resolve_times
from communique.resolve.dates.texts import times
from communique.resolve.dates.timex import to_timex

__all__ = ["TimeSpan", "find_times", "resolve_times", "times", "to_timex"]
