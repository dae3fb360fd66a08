"""The batch without an agent (02 section 5)."""

from dataclasses import replace

import numpy as np
import pytest

from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES
from solver.compile import compile_problem
from solver.engines.auto import AutoEngine
from solver.engines.flow import FlowEngine
from solver.explanation.away import without_agent
from solver.levels import levels_of
from solver.plan import solve_compiled
from solver.problem import Problem
from solver.units import Bools
from solver.values import MAXIMISED, level_values
from tests.answering import SETTINGS
from tests.builders import agent, all_day, case, policy, queue, snapshot
from tests.referee.instances.requests import Size, random_request
from tests.solver.planning import plan_of


def _only(problem: Problem, stays: Bools) -> Problem:
    return replace(problem, triples=problem.triples[stays])


SIZE = Size(cases=(15, 20), agents=(5, 7))


def test_his_cases_go_to_others_or_wait() -> None:
    """Ann had both; bob may take one of them."""
    facts = snapshot(
        cases=(case("c1", queue_id="q1"), case("c2", queue_id="q2")),
        agents=(agent("ann"), agent("bob")),
        policy=policy(
            queues=(queue("q1", {"ann"}, {"bob"}), queue("q2", {"ann"})),
            shifts=(all_day("ann", "bob"),),
        ),
    )
    away = without_agent(plan_of(facts), AutoEngine(), 0)
    assert away.moved.tolist() == [0, 1]
    assert away.plan.picks.agent.tolist() == [1]
    assert away.loss[0] > 0
    assert away.proved


@pytest.mark.parametrize("seed", range(12))
def test_the_loss_is_that_of_the_problem_without_his_ways(seed: int) -> None:
    """In every level: the same problem, of which his triples are taken out but for the kept."""
    facts = snapshot_from_proto(random_request(seed, SIZE), SETTINGS.received_time).snapshot
    compiled = compile_problem(facts, RULES)
    if compiled.problem.is_weighted:
        return
    plan = solve_compiled(compiled, FlowEngine())
    held = compiled.held().problem
    for place in range(len(facts.agents)):
        away = without_agent(plan, FlowEngine(), place)
        stays = held.desks.agent[held.triples.desk] != place
        stays |= held.desks.keeping[held.triples.desk]
        chosen = FlowEngine().solve_levels(_only(held, stays), levels_of(held)).choice
        values = level_values(_only(held, stays), levels_of(held), chosen)
        for before, after, loss in zip(plan.levels, values, away.loss, strict=True):
            sign = 1 if before.kind in MAXIMISED else -1
            assert loss == sign * (before.value - after.value), (place, before)
        gone = np.flatnonzero(plan.picks.agent == place)
        new = gone[~plan.picks.kept[gone]]
        assert set(plan.picks.case[new].tolist()) <= set(away.moved.tolist())
