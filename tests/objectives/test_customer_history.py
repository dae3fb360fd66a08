"""Customer history: to the letter of S8."""

from datetime import timedelta
from fractions import Fraction
from math import nan
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectives.customer_history import CUSTOMER_HISTORY, FACTORS
from solver.facts import Account, History, Snapshot
from solver.rules import Flag
from tests.builders import account, agent, case, snapshot
from tests.objectives.lookup import flags, values

BASELINE = 200_000


def met(median: timedelta | None = None, **facts: Any) -> Snapshot:
    """One case of an account that has a history with its only agent."""
    customer = account(histories=(History("a1", **facts),), median_resolution=median)
    return snapshot(cases=(case(account_id="k1"),), accounts=(customer,))


def value(facts: Snapshot) -> int:
    """Parts per million of the only pair."""
    return values(CUSTOMER_HISTORY.factor(facts), facts)[0][0]


def flag(facts: Snapshot) -> Flag:
    return flags(CUSTOMER_HISTORY.factor(facts), facts)[0][0]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"sentiment": 1.0, "case_count": 3}, 600_000, id="r 1, c 1/2"),
        pytest.param({"sentiment": 1.0, "case_count": 1}, 400_000, id="r 1, c 1/4"),
        pytest.param({"sentiment": 1.0, "case_count": 97}, 976_000, id="r 1, c 0.97"),
        pytest.param({"sentiment": -1.0, "case_count": 3}, 100_000, id="r -1, c 1/2"),
        pytest.param({"sentiment": 0.0, "case_count": 3}, 200_000, id="r 0 is the baseline"),
        pytest.param({"sentiment_trend": 0.5, "case_count": 3}, 400_000, id="trend"),
        pytest.param({"sentiment_trend": 7.0, "case_count": 3}, 600_000, id="trend is clamped"),
        pytest.param({"need_attention": 0.0, "case_count": 3}, 600_000, id="no need of attention"),
        pytest.param({"need_attention": 1.0, "case_count": 3}, 100_000, id="1 - 2 x 1 = -1"),
        pytest.param({"need_attention": 0.5, "case_count": 3}, 200_000, id="1 - 2 x 0.5 = 0"),
        pytest.param({"final_resolver_share": 0.75, "case_count": 3}, 400_000, id="2 x 0.75 - 1"),
        pytest.param({"final_resolver_share": 0.0, "case_count": 3}, 100_000, id="2 x 0 - 1"),
        pytest.param(
            {
                "sentiment": 1.0,
                "need_attention": 0.25,
                "final_resolver_share": 0.5,
                "case_count": 3,
            },
            400_000,
            id="mean of 1, 0.5 and 0",
        ),
    ],
)
def test_S8_the_formula_holds_to_the_letter(facts: dict[str, Any], expected: int) -> None:
    assert value(met(**facts)) == expected


@pytest.mark.parametrize(
    ("mean", "expected"),
    [
        pytest.param(2, 400_000, id="half the median: +0.5"),
        pytest.param(4, 200_000, id="the median: 0"),
        pytest.param(6, 150_000, id="half as long again: -0.5"),
        pytest.param(40, 100_000, id="ten times: clamped to -1"),
        pytest.param(0, 600_000, id="at once: +1"),
    ],
)
def test_S8_resolution_is_compared_with_the_accounts_median(mean: int, expected: int) -> None:
    facts = met(timedelta(hours=4), mean_resolution=timedelta(hours=mean), case_count=3)

    assert value(facts) == expected


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"case_count": 9}, id="no factor"),
        pytest.param({"sentiment": 1.0}, id="no case"),
        pytest.param({"mean_resolution": timedelta(1), "case_count": 9}, id="no median"),
    ],
)
def test_S8_without_a_case_or_a_factor_it_is_exactly_the_baseline(facts: dict[str, Any]) -> None:
    assert value(met(**facts)) == BASELINE
    assert flag(met(**facts)) == Flag.NO_HISTORY


def test_S8_a_known_history_carries_no_flag() -> None:
    assert flag(met(sentiment=0.0, case_count=1)) == Flag.NONE


def test_S8_without_any_history_everybody_has_exactly_20_percent() -> None:
    facts = snapshot(cases=(case("c1"), case("c2")), agents=(agent("a1"), agent("a2")))
    factor = CUSTOMER_HISTORY.factor(facts)

    assert values(factor, facts) == [[BASELINE] * 2] * 2
    assert flags(factor, facts) == [[Flag.NO_HISTORY] * 2] * 2


def test_S8_it_is_per_account_whoever_reported() -> None:
    ann = account("acme", histories=(History("ann", 3, sentiment=1.0),))
    bob = account("bank", histories=(History("bob", 3, sentiment=-1.0), History("ann", 3, 0.0)))
    facts = snapshot(
        cases=(
            case("c1", account_id="acme", reporter_id="x"),
            case("c2", account_id="acme", reporter_id="y"),
            case("c3", account_id="bank", reporter_id="x"),
            case("c4"),
        ),
        agents=(agent("ann"), agent("bob")),
        accounts=(ann, bob),
    )

    assert values(CUSTOMER_HISTORY.factor(facts), facts) == [
        [600_000, BASELINE],
        [600_000, BASELINE],
        [BASELINE, 100_000],
        [BASELINE, BASELINE],
    ]


def test_S8_it_tells_what_a_value_came_from() -> None:
    facts = met(timedelta(hours=4), case_count=3, sentiment=0.5, mean_resolution=timedelta(hours=2))
    one = np.zeros(1, dtype=np.int32)

    told = {each.name: each.value[0] for each in CUSTOMER_HISTORY.factor(facts).inputs(one, one)}

    assert told.pop("cases") == 3
    assert told.pop("confidence") == 0.5
    assert told.pop("mean") == 0.5
    assert set(told) == set(FACTORS)
    assert told["sentiment"] == told["resolution"] == 0.5
    assert np.isnan([told["sentiment_trend"], told["need_attention"], told["final_resolver"]]).all()


SHARES = st.none() | st.integers(0, 100).map(lambda number: number / 100)


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 3), st.integers(0, 2)),
        st.tuples(st.integers(0, 50), SHARES, SHARES),
        max_size=8,
    )
)
def test_S8_every_entry_is_found_and_nobody_elses(
    met_by: dict[tuple[int, int], tuple[int, float | None, float | None]],
) -> None:
    """4 accounts x 3 agents, each looked up in a dictionary, in exact fractions."""
    customers = [
        Account(
            f"k{k}",
            histories=tuple(
                History(f"a{a}", count, need_attention=need, final_resolver_share=share)
                for (of, a), (count, need, share) in met_by.items()
                if of == k
            ),
        )
        for k in range(4)
    ]
    facts = snapshot(
        cases=tuple(case(f"c{i}", account_id=f"k{i % 4}") for i in range(6)),
        agents=tuple(agent(f"a{a}") for a in range(3)),
        accounts=tuple(customers),
    )

    found = values(CUSTOMER_HISTORY.factor(facts), facts)

    for i in range(6):
        for a in range(3):
            exact = 1_000_000 * by_hand(*met_by.get((i % 4, a), (0, None, None)))
            assert abs(found[i][a] - exact) <= Fraction(1, 2)


def by_hand(count: int, need: float | None, share: float | None) -> Fraction:
    """The value from two factors, as the spec writes it."""
    factors = []
    if need is not None:
        factors.append(1 - 2 * Fraction(str(need)))
    if share is not None:
        factors.append(2 * Fraction(str(share)) - 1)
    if not factors or not count:
        return Fraction(1, 5)
    r = sum(factors, Fraction(0)) / len(factors)
    c = Fraction(count, count + 3)
    return Fraction(1, 5) + c * r * (Fraction(4, 5) if r > 0 else Fraction(1, 5))


def test_S8_an_absent_factor_is_no_number() -> None:
    factor = CUSTOMER_HISTORY.factor(met(case_count=1))
    one = np.zeros(1, dtype=np.int32)

    assert [str(each.value[0]) for each in factor.inputs(one, one)[3:]] == [str(nan)] * 5
