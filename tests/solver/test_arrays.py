"""What numpy leaves out."""

import numpy as np
import pytest

from solver.arrays import kinds, least_rows, numbered

WIDTHS = (1, 2, 5, 2**31, 2**62)
"""Of columns: many of the last together are more than one number holds."""


@pytest.mark.parametrize("seed", range(40))
def test_kinds_of_rows_are_those_of_numpy(seed: int) -> None:
    """In the order of the columns, however wide they are."""
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 60))
    some = [
        rng.choice(rng.integers(-width, width, 3), count)
        for width in rng.choice(WIDTHS, int(rng.integers(1, 9))).tolist()
    ]
    _, first, kind = np.unique(
        np.stack(some, axis=1), axis=0, return_index=True, return_inverse=True
    )

    found_first, found_kind = kinds(some)

    assert np.array_equal(found_first, first)
    assert np.array_equal(found_kind, kind.reshape(-1))
    assert np.array_equal(numbered(some), kind.reshape(-1))


def test_columns_as_wide_as_integers_are_told_apart() -> None:
    """Their difference is none."""
    most, least = np.iinfo(np.int64).max, np.iinfo(np.int64).min
    _, kind = kinds([np.array([most, least, most, 0])])

    assert kind.tolist() == [2, 0, 2, 1]


def test_nothing_has_no_kinds() -> None:
    """Of any number of columns."""
    nothing = np.zeros(0, dtype=np.int64)

    assert [len(part) for part in kinds([nothing, nothing])] == [0, 0]


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
