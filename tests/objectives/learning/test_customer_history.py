"""Medians and meetings from resolved cases (S8)."""

from collections import defaultdict
from statistics import mean, median

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from objectives.learning.customer_history import ResolvedCases, medians, meetings

Case = tuple[int, int, int, frozenset[int]]
"""(account, resolver, seconds, other holders)."""


def columns(cases: list[Case]) -> ResolvedCases:
    held = [(i, a) for i, (_, resolver, _, others) in enumerate(cases) for a in others | {resolver}]
    table = np.array(held, dtype=np.int32).reshape(-1, 2)
    return ResolvedCases(
        account=np.array([case[0] for case in cases], dtype=np.int32),
        resolver=np.array([case[1] for case in cases], dtype=np.int32),
        duration=np.array([case[2] for case in cases], dtype=np.float64),
        case=table[:, 0],
        agent=table[:, 1],
    )


def test_S8_medians_of_odd_and_even_numbers() -> None:
    odd: list[Case] = [(0, 0, seconds, frozenset()) for seconds in (9, 1, 5)]
    even: list[Case] = [(2, 0, seconds, frozenset()) for seconds in (4, 8)]

    found = medians(columns(odd + even))

    assert found.account.tolist() == [0, 2]
    assert found.duration.tolist() == [5.0, 6.0]


CASES = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 3),
        st.integers(0, 1000),
        st.frozensets(st.integers(0, 3), max_size=3),
    ),
    min_size=1,
    max_size=20,
)


@given(CASES)
def test_S8_meetings_are_counted_as_by_hand(cases: list[Case]) -> None:
    handled: dict[tuple[int, int], int] = defaultdict(int)
    ended = defaultdict(list)
    for account, resolver, seconds, others in cases:
        ended[account, resolver].append(seconds)
        for holder in others | {resolver}:
            handled[account, holder] += 1

    found = meetings(columns(cases), 4)

    keys = list(zip(found.account.tolist(), found.agent.tolist(), strict=True))
    assert keys == sorted(handled)
    assert found.handled.tolist() == [handled[key] for key in keys]
    assert found.resolved.tolist() == [len(ended.get(key, [])) for key in keys]
    for key, value in zip(keys, found.mean.tolist(), strict=True):
        assert np.isnan(value) if key not in ended else value == mean(ended[key])


@given(CASES)
def test_S8_medians_are_the_library_s(cases: list[Case]) -> None:
    by_account = defaultdict(list)
    for account, _, seconds, _ in cases:
        by_account[account].append(seconds)

    found = medians(columns(cases))

    assert dict(zip(found.account.tolist(), found.duration.tolist(), strict=True)) == {
        account: median(seconds) for account, seconds in by_account.items()
    }
