"""What numpy leaves out."""

import numpy as np
import pytest

from solver.arrays import Column, alike, least_rows, numbered

MANY = 2**62
"""More than fits beside anything else."""


def _columns(seed: int) -> list[Column]:
    """Columns of few, many and huge different numbers, some below 0, and truths."""
    random = np.random.default_rng(seed)
    rows = int(random.integers(0, 60))
    spans = random.choice([2, 3, 2**20, 2**31, MANY], size=int(random.integers(1, 6)))
    few = [random.integers(-span, span, 4)[random.integers(0, 4, rows)] for span in spans]
    truths = random.integers(0, 2, rows).astype(np.bool_)
    return [*few, truths, few[0].astype(np.int32)]


@pytest.mark.parametrize("seed", range(200))
def test_equal_rows_are_of_one_kind_in_the_order_of_the_columns(seed: int) -> None:
    """As `np.unique` along an axis tells, whatever the numbers are."""
    columns = _columns(seed)
    table = np.stack([column.astype(np.int64) for column in columns], axis=1)
    distinct, first, kind = np.unique(table, axis=0, return_index=True, return_inverse=True)

    found_first, found_kind = alike(columns)

    assert np.array_equal(table[found_first], distinct)
    assert np.array_equal(found_first, first)
    assert np.array_equal(found_kind, kind.reshape(-1))
    assert np.array_equal(numbered(columns), kind.reshape(-1))


@pytest.mark.parametrize("seed", range(20))
def test_the_least_row_of_each_group_is_the_first_of_the_least_vectors(seed: int) -> None:
    """By group."""
    rng = np.random.default_rng(seed)
    count = int(rng.integers(0, 40))
    group, vectors = rng.integers(0, 5, count), rng.integers(-2, 2, (count, 3))
    expected = [
        min(np.flatnonzero(group == one).tolist(), key=lambda row: (*vectors[row], row))
        for one in sorted(set(group.tolist()))
    ]

    assert least_rows(group, vectors).tolist() == expected
