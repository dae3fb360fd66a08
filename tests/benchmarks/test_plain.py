"""The plain variant keeps pairs, scores and rooms, and nothing else."""

import pytest

from benchmarks.bench_solve import built
from benchmarks.instances import Order, make_instance
from benchmarks.plain import factored_plain, plain
from solver.levels import LevelKind, levels_of
from solver.problem import Problem
from solver.rules import NO_LIMIT
from solver.values import level_values
from tests.problems import SMALL, random_problem, random_weighted_problem

SEEDS = range(5)


def best_scores(problem: Problem) -> dict[tuple[int, int], int]:
    """The best score of every (case, agent)."""
    best: dict[tuple[int, int], int] = {}
    for case, desk, score in zip(
        problem.triples.case, problem.triples.desk, problem.triples.score, strict=True
    ):
        pair = int(case), int(problem.desks.agent[desk])
        best[pair] = max(best.get(pair, int(score)), int(score))
    return best


@pytest.mark.parametrize("seed", SEEDS)
def test_every_pair_comes_once_in_order_with_its_best_score(seed: int) -> None:
    problem = random_problem(seed, SMALL)
    pairs = plain(problem).triples

    assert dict(
        zip(zip(pairs.case.tolist(), pairs.desk.tolist(), strict=True), pairs.score, strict=True)
    ) == best_scores(problem)
    assert sorted(best_scores(problem)) == list(
        zip(pairs.case.tolist(), pairs.desk.tolist(), strict=True)
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_an_agent_keeps_the_smaller_of_his_rooms_and_no_other_limit(seed: int) -> None:
    problem = random_problem(seed, SMALL)
    bare = plain(problem)

    smaller = [
        min(new, all_) for new, all_ in zip(problem.new_room, problem.backlog_room, strict=True)
    ]
    assert bare.new_room.tolist() == bare.backlog_room.tolist() == smaller
    assert set(bare.desks.room.tolist()) == {NO_LIMIT}


def test_only_coverage_and_fit_can_differ_between_plans() -> None:
    bare = plain(random_problem(1, SMALL))
    everywhere = bare.first_triples()[1:] - 1
    values = level_values(bare, levels_of(bare), everywhere)

    told = {value.kind: value.value for value in values if value.value}
    served = int((everywhere >= bare.first_triples()[:-1]).sum())
    assert told.keys() <= {LevelKind.COVERAGE, LevelKind.FIT, LevelKind.TIE_BREAK}
    assert told[LevelKind.TIE_BREAK] == served, "the same of all plans that serve as many"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_pair_keeps_its_weight_and_an_agent_his_room_for_it(seed: int) -> None:
    problem = random_weighted_problem(seed, SMALL)
    bare = plain(problem)
    assert problem.weighted is not None
    assert bare.weighted is not None

    agent = problem.desks.agent[problem.triples.desk]
    weight = dict(
        zip(zip(problem.triples.case, agent, strict=True), problem.weighted.weight, strict=True)
    )
    pairs = zip(bare.triples.case, bare.triples.desk, strict=True)
    assert [weight[pair] for pair in pairs] == bare.weighted.weight.tolist()
    assert bare.weighted.room is problem.weighted.room


def test_where_the_queue_of_a_pair_matters_no_factored_plain_variant_is_made() -> None:
    """Cases of `access` are in `network` too, with the same pool of agents."""
    request = make_instance("team", Order(cases=80, agents=20))
    queues = {queue.queue_id: queue for queue in request.policy.queues}
    queues["network"].filter = "queue IN ('access', 'network')"
    queues["general"].ClearField("pillar_weights")
    alike = built(request.SerializeToString(), held_pairs=0).problem
    queues["network"].pillar_weights.add(pillar="bandwidth", weight=1.0)
    different = built(request.SerializeToString(), held_pairs=0).problem

    bare = factored_plain(alike)
    assert bare is not None
    assert bare.triple_count < alike.triple_count
    assert factored_plain(different) is None
