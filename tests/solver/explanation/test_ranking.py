"""The ranking of agents for one case: what a batch of that case alone would do."""

import numpy as np
import pytest

from constraints.matching import trees_of
from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES
from solver.check import Refusals
from solver.compile import compile_problem
from solver.engines.auto import AutoEngine
from solver.explanation.buckets import bucket_numbers
from solver.explanation.ranking import rank_agents
from solver.facts import Snapshot
from solver.plan import solve_compiled
from solver.triage import part_of, without
from tests.builders import agent, all_day, case, policy, queue, snapshot
from tests.referee.instances.requests import random_request
from tests.server.translate.requests import NOON

BATCHES = [range(start, start + 25) for start in range(0, 75, 25)]
by_batch = pytest.mark.parametrize("seeds", BATCHES, ids=lambda seeds: f"from {seeds[0]}")


def random_snapshot(seed: int) -> Snapshot:
    """Without the cases that are set aside."""
    facts = snapshot_from_proto(random_request(seed), NOON).snapshot
    return without(facts, RULES.sight(facts).triage.aside)


@by_batch
def test_the_first_agent_is_the_one_who_gets_the_case_alone(seeds: range) -> None:
    """Through the same queue and bucket, as far down the chain; nobody: nobody is free."""
    for seed in seeds:
        facts = random_snapshot(seed)
        for one in range(len(facts.cases)):
            compiled = compile_problem(part_of(facts, np.array([one])), RULES)
            found = rank_agents(compiled, 0)
            plan = solve_compiled(compiled, AutoEngine())
            if plan.overrides is not None and len(plan.overrides.picks.case):
                assert not found.free.any(), seed
                continue
            picks = plan.picks
            columns = (picks.agent, picks.queue, picks.rank, bucket_numbers(compiled, picks))
            first = (found.agent, found.queue, found.rank, found.bucket)
            got = [column[:1].tolist() if found.free[0] else [] for column in first]
            assert got == [column.tolist() for column in columns], (seed, one)


@by_batch
def test_who_is_free_is_who_the_checker_refuses_nothing(seeds: range) -> None:
    """Everybody once, the free ones first; an owner may always keep what he has."""
    for seed in seeds:
        facts = random_snapshot(seed)
        compiled, refusals = compile_problem(facts, RULES), Refusals(facts, trees_of(facts.policy))
        right = refusals.of_pairs(range(len(facts.cases)))
        for one in range(len(facts.cases)):
            found = rank_agents(compiled, one)
            assert sorted(found.agent.tolist()) == list(range(len(facts.agents)))
            assert (np.diff(found.free.astype(np.int8)) <= 0).all()
            stopped = compiled.facts.stopped[found.queue] & (found.queue >= 0)
            allowed = (right[one, found.agent] == 0) | (compiled.owners.agent[one] == found.agent)
            assert (found.free == (allowed & ~stopped)).all(), (seed, one)


def test_a_better_fit_in_a_later_bucket_comes_behind() -> None:
    """Buckets go before fits, as in a batch."""
    facts = snapshot(
        agents=(agent("ann"), agent("bob")),
        cases=(case(queue_id="q1"),),
        policy=policy(queues=(queue("q1", {"bob"}, {"ann"}),), shifts=(all_day("ann", "bob"),)),
    )
    found = rank_agents(compile_problem(facts, RULES), 0)

    assert found.agent.tolist() == [1, 0]
    assert (found.rank.tolist(), found.bucket.tolist()) == ([0, 1], [1, 2])


def test_nobody_is_free_for_a_case_that_no_queue_takes() -> None:
    facts = snapshot(agents=(agent("ann"),), policy=policy(shifts=(all_day("ann"),)))
    found = rank_agents(compile_problem(facts, RULES), 0)

    assert (found.free.tolist(), found.queue.tolist()) == ([False], [-1])
