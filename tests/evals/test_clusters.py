from itertools import permutations

import numpy as np
import pytest
from evals.clusters import _best_sum, b_cubed, ceaf_e, conll, muc
from hypothesis import given, settings
from hypothesis import strategies as st

TRUTH = dict(zip("abcdefg", "1112222", strict=True))


def test_the_truth_itself_is_perfect() -> None:
    for measure in (b_cubed, muc, ceaf_e):
        assert measure(TRUTH, TRUTH) == (1, 1, 1)
    assert conll(TRUTH, TRUTH) == 1


def test_figures_of_a_worked_example() -> None:
    found = dict(zip("abcdefg", "1122333", strict=True))
    precision, recall, _ = b_cubed(TRUTH, found)
    assert precision == pytest.approx((1 + 1 + 0.5 + 0.5 + 1 + 1 + 1) / 7)
    assert recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 / 4 + 3 * 3 / 4) / 7)
    assert muc(TRUTH, found)[:2] == pytest.approx((3 / 4, 3 / 5))
    assert ceaf_e(TRUTH, found)[:2] == pytest.approx(((4 / 5 + 6 / 7) / 3, (4 / 5 + 6 / 7) / 2))


@settings(deadline=None)
@given(st.integers(2, 4), st.integers(2, 5), st.integers(0, 10**6))
def test_the_best_assignment_is_found(rows: int, columns: int, seed: int) -> None:
    table = np.random.default_rng(seed).random((rows, columns))
    small = table if rows <= columns else table.T
    best = max(
        sum(small[row, column] for row, column in enumerate(chosen))
        for chosen in permutations(range(small.shape[1]), small.shape[0])
    )
    assert _best_sum(table) == pytest.approx(best)
