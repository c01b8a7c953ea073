"""Measures of a partition against the true one, both as maps from each member to its cluster.

B³: Bagga and Baldwin 1998. CoNLL F1: the mean of MUC (Vilain et al. 1995), B³ and CEAF-e (Luo 2005), the
last by the best assignment of clusters to clusters.
"""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

__all__ = ["b_cubed", "ceaf_e", "conll", "muc"]

Partition = Mapping[str, str]
Figures = tuple[float, float, float]


def b_cubed(truth: Partition, found: Partition) -> Figures:
    """Return precision, recall and F1 a member."""
    real, made = _clusters(truth), _clusters(found)
    precision = recall = 0.0
    for member in truth:
        both = len(real[truth[member]] & made[found[member]])
        precision += both / len(made[found[member]])
        recall += both / len(real[truth[member]])
    return _figures(precision / len(truth), recall / len(truth))


def muc(truth: Partition, found: Partition) -> Figures:
    """Return precision, recall and F1 of the links that hold the clusters together."""
    return _figures(_links_kept(found, truth), _links_kept(truth, found))


def _links_kept(whole: Partition, other: Partition) -> float:
    kept = total = 0
    for members in _clusters(whole).values():
        kept += len(members) - len({other[member] for member in members})
        total += len(members) - 1
    return kept / total if total else 0.0


def ceaf_e(truth: Partition, found: Partition) -> Figures:
    """Return precision, recall and F1 of clusters assigned to each other by their likeness (φ4)."""
    real, made = _clusters(truth), _clusters(found)
    likeness = 0.0
    # clusters that share no member have no likeness, so each connected part is assigned by itself
    for rows, columns in _parts(truth, found):
        table = np.array(
            [[2 * len(real[r] & made[c]) / (len(real[r]) + len(made[c])) for c in columns] for r in rows]
        )
        likeness += _best_sum(table)
    return _figures(likeness / len(made), likeness / len(real))


def _parts(truth: Partition, found: Partition) -> list[tuple[list[str], list[str]]]:
    met: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for member in truth:
        one, other = ("real", truth[member]), ("made", found[member])
        met[one].add(other)
        met[other].add(one)
    parts, seen = [], set[tuple[str, str]]()
    for start in met:
        if start in seen:
            continue
        part, to_see = {start}, [start]
        while to_see:
            fresh = met[to_see.pop()] - part
            part |= fresh
            to_see += fresh
        seen |= part
        sides = ([name for kind, name in sorted(part) if kind == side] for side in ("real", "made"))
        parts.append((next(sides), next(sides)))
    return parts


def _best_sum(table: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> float:
    """Return the largest sum of cells with no two in a row or column (Kuhn's algorithm with potentials)."""
    if min(table.shape) == 1:
        return float(table.max())
    cost = -(table if table.shape[0] <= table.shape[1] else table.T)
    rows, columns = cost.shape
    by_row, by_column = np.zeros(rows + 1), np.zeros(columns + 1)
    row_of = np.zeros(columns + 1, dtype=int)  # 1-based; 0 is free
    for row in range(1, rows + 1):
        row_of[0], column = row, 0
        least, before = np.full(columns + 1, np.inf), np.zeros(columns + 1, dtype=int)
        used = np.zeros(columns + 1, dtype=bool)
        while row_of[column]:
            used[column] = True
            here = cost[row_of[column] - 1] - by_row[row_of[column]] - by_column[1:]
            closer = ~used[1:] & (here < least[1:])
            least[1:][closer], before[1:][closer] = here[closer], column
            nearest = int(np.where(used[1:], np.inf, least[1:]).argmin()) + 1
            step = least[nearest]
            by_row[row_of[used]] += step
            by_column[used] -= step
            least[~used] -= step
            column = nearest
        while column:
            row_of[column], column = row_of[before[column]], int(before[column])
    return float(-sum(cost[row_of[c] - 1, c - 1] for c in range(1, columns + 1) if row_of[c]))


def conll(truth: Partition, found: Partition) -> float:
    """Return the mean F1 of MUC, B³ and CEAF-e."""
    return (muc(truth, found)[2] + b_cubed(truth, found)[2] + ceaf_e(truth, found)[2]) / 3


def _clusters(partition: Partition) -> dict[str, set[str]]:
    clusters: dict[str, set[str]] = defaultdict(set)
    for member, cluster in partition.items():
        clusters[cluster].add(member)
    return clusters


def _figures(precision: float, recall: float) -> Figures:
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0
