"""In-batch discounts delta(a, k), to the letter of 02 section 2 (S4)."""

from typing import Any

import numpy as np
import pytest

from objectives import fit_facts
from objectives.in_batch_discount import discounts
from server.wiring import RULES
from solver.engines.flow import FlowEngine
from solver.facts import FitPolicy, Memory, PenaltyPolicy, Snapshot
from solver.plan import make_plan
from solver.rules import PillarMeans
from tests.builders import agent, ago, all_day, case, policy, queue, recent, sent_fits, snapshot

CASES = tuple(case(f"c{number:02}", priority="P3", queue_id="q1") for number in range(20))
NO_BAND = (("skills", 1.0),)


def delta(mean: float, *ages: float, agent_facts: Any = None, **fit: Any) -> list[int]:
    """The first five discounts of an agent with this mean pillar sum, in units of 1e-4."""
    past = tuple(recent(ago(minutes=age)) for age in ages)
    rules = policy(fit=FitPolicy(**{"pillar_weights": NO_BAND, **fit}))
    facts = snapshot(cases=CASES, agents=(agent(recent=past, **(agent_facts or {})),), policy=rules)
    found = fit_facts(facts)
    keep = found.keep / 1e6
    means = PillarMeans(np.array([mean]), mean * keep, np.array([20]))
    return [int(value) for value in discounts(facts, found, means)[0, :5]]


def test_S4_each_earlier_case_of_the_batch_penalises_once_more() -> None:
    """m * (1 - 0.4^(k-1)) with m = 0.5 and no assignment before."""
    assert delta(0.5) == [0, 3000, 4200, 4680, 4872]


def test_S4_what_the_past_has_penalised_already_is_not_counted_again() -> None:
    """m * ((1 - p(90)) - 0.4^(k-1)) with p(90) = 0.3."""
    assert delta(0.5, 90) == [0, 1500, 2700, 3180, 3372]


def test_S4_right_after_an_assignment_the_second_case_costs_nothing_more() -> None:
    assert delta(0.5, 0) == [0, 0, 1200, 1680, 1872]


def test_S3_S4_with_all_remembered_the_batch_compounds_on_top() -> None:
    """m * (1 - P) * (1 - 0.4^(k-1)) with 1 - P = 0.7 * 0.7."""
    penalty = PenaltyPolicy(memory=Memory.ALL)

    assert delta(0.5, 90, 90, penalty=penalty) == [0, 1470, 2058, 2293, 2387]


def test_S4_the_bandwidth_that_the_earlier_cases_take_is_discounted_too() -> None:
    """Weight 1 x (1 - 0.6) x (k-1) x 2 / 10, until the agent is full."""
    band = (("bandwidth", 1.0),)

    found = delta(0.0, agent_facts={"capacity": 5.0}, pillar_weights=band)

    assert found == [0, 1600, 3200, 4000, 4000]


def test_S4_it_can_be_switched_off() -> None:
    assert delta(0.5, in_batch_discount=False) == [0]


@pytest.mark.parametrize(("is_on", "loads"), [(True, [4, 4, 4, 4, 4]), (False, [20, 0, 0, 0, 0])])
def test_S4_it_spreads_a_batch_over_a_star_and_four_others(is_on: bool, loads: list[int]) -> None:
    """20 cases, fits of 0.9 and 0.6: without discounts the star gets all of them."""
    facts = _star(is_on)

    plan = make_plan(facts, RULES, FlowEngine())

    counts = np.bincount(plan.picks.agent, minlength=5)
    assert counts.tolist() == loads
    assert plan.proved


def _star(is_on: bool) -> Snapshot:
    agents = tuple(agent(f"a{number}") for number in range(5))
    fits = {(i, a): 0.9 if a == 0 else 0.6 for i in range(20) for a in range(5)}
    names = {one.agent_id for one in agents}
    rules = policy(
        queues=(queue("q1", names),),
        shifts=(all_day(*names),),
        fit=FitPolicy(in_batch_discount=is_on),
    )
    return snapshot(cases=CASES, agents=agents, policy=rules, scores=(sent_fits(fits),))
