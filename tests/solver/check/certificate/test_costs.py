"""The checker reads the costs from the facts as the product compiles them, number by number."""

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest

from allotment.v1.assignment_service_pb2 import AssignRequest
from solver.check.certificate.discounts import Discounts
from solver.check.certificate.first import FirstPhase
from solver.check.certificate.levels import Kind, Level
from solver.check.certificate.phase import KEEPS, Phase, Taken
from solver.check.certificate.survey import survey
from solver.check.certificate.ways import Ways
from solver.check.decided import decided
from solver.check.fits import Fits
from solver.check.standing import standing_of
from solver.levels import levels_of
from solver.problem import Problem
from solver.units import Ints
from tests.referee.instances.requests import random_request
from tests.solver.check.instances import rich_request
from tests.solver.check.told import Both

BATCH = 20

Costs = dict[tuple[str, str, str], tuple[int, ...]]
"""By case, agent and queue, `*` for staying; by level."""


def checked(one: Both) -> Phase:
    """The first phase as the checker reads it, with nothing taken."""
    refusals = one.refusals
    batch = decided(refusals, ())
    return FirstPhase(refusals, standing_of(refusals), Fits(refusals), batch).phase()


def by_checker(one: Both, phase: Phase) -> Costs:
    snapshot, found = one.snapshot, Costs()
    for case in phase.cases.tolist():
        case_id = snapshot.cases[case].case_id
        for way in phase.ways(case):
            queue_id = snapshot.policy.queues[way.queue].queue_id
            for agent in way.agent.tolist():
                costs = phase.used_cost(phase.levels, case, Taken(agent, way.queue))
                found[case_id, snapshot.agents[agent].agent_id, queue_id] = tuple(costs)
        keep = phase.keep(case)
        if keep is not None:
            costs = phase.used_cost(phase.levels, case, Taken(keep.owner, KEEPS))
            found[case_id, snapshot.agents[keep.owner].agent_id, "*"] = tuple(costs)
    return found


def by_product(one: Both) -> Costs:
    compiled, problem = one.solved, one.solved.problem
    every = np.arange(len(problem.triples), dtype=np.int64)
    columns = [counting.costs(problem, every) for counting in levels_of(problem)]
    rows = np.stack(columns, axis=1).tolist()
    names = [queue.queue_id for queue in compiled.snapshot.policy.queues] + ["*"]
    return {
        (
            compiled.snapshot.cases[case].case_id,
            compiled.snapshot.agents[agent].agent_id,
            names[queue],
        ): tuple(row)
        for case, agent, queue, row in zip(
            problem.triples.case.tolist(),
            compiled.agent.tolist(),
            compiled.queue.tolist(),
            rows,
            strict=True,
        )
    }


@pytest.mark.parametrize("make", [rich_request, random_request], ids=["rich", "random"])
@pytest.mark.parametrize("batch", range(4))
def test_every_pair_costs_the_same_in_every_level(
    make: Callable[[int], AssignRequest], batch: int
) -> None:
    """Where weights bind, the product has other levels: those are left out."""
    counts = Counter[str]()
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        one = Both(make(seed))
        phase = checked(one)
        if not one.solved.problem.is_weighted and len(phase.cases):
            assert len(phase.levels) == len(levels_of(one.solved.problem)), seed
            found = by_checker(one, phase)
            assert found == by_product(one), seed
            counts["pairs"] += len(found)
    assert counts["pairs"] > 50


def discounts_of(problem: Problem, most: int) -> Ints:
    """The product's table, as long as it is asked for."""
    agents = np.arange(problem.agent_count, dtype=np.int32)
    k = np.arange(1, most + 1, dtype=np.int64)
    return np.stack([problem.discount_of(agents, np.full_like(agents, one)) for one in k], axis=1)


@pytest.mark.parametrize("seed", range(60))
def test_S4_the_discount_of_every_further_case_is_the_same(seed: int) -> None:
    one = Both(rich_request(seed))
    refusals, policy = one.refusals, one.snapshot.policy.fit
    fits, cases = Fits(refusals), checked(one).cases
    if policy.in_batch_discount and len(cases):
        found = survey(Ways(refusals), fits, cases, refusals.rooms.daily.shape)
        most = min(6, len(cases), max(1, int(found.pairs.max())))
        table = Discounts.of(fits, found, policy.penalty, cases).up_to(most)
        assert np.array_equal(table, discounts_of(one.solved.problem, most))


def test_levels_are_told_by_kind_and_group() -> None:
    one = Both(rich_request(0))
    names = [checked(one).naming.name(level) for level in checked(one).levels]
    assert names[-2:] == ["fit", "tie_break"]
    assert checked(one).naming.name(Level(Kind.COVERAGE, 1)) == "coverage(2)"
