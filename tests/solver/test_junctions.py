"""Junctions stand in for triples, and nobody sees a difference."""

import numpy as np
import pytest

from benchmarks.instances import Order, make_instance
from benchmarks.instances.moments import NOW
from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES
from solver import ways
from solver.compile import compile_problem
from solver.engines.flow import FlowEngine
from solver.errors import SolveError
from solver.junctions import Junctions, junctions_of
from solver.problem import DeskKind, Desks, Problem, Triples
from tests.problems import SMALL, random_problem


def team(seed: int) -> Problem:
    """Three in ten cases of a generated team must wait."""
    request = make_instance("team", Order(cases=200, agents=40, seed=seed))
    return compile_problem(snapshot_from_proto(request, NOW).snapshot, RULES).problem


def two_buckets(cases: int) -> Problem:
    """Cases of one queue: agents 0 and 1 in its first bucket, agent 2 in its second."""
    case, desk = np.divmod(np.arange(3 * cases), 3)
    rank = np.where(desk == 2, 1, 0)
    zeros = np.zeros(3 * cases, dtype=np.int64)
    rooms = np.full(3, 2, dtype=np.int64)
    agents = np.arange(3)
    return Problem(
        group=np.zeros(cases, dtype=np.int32),
        urgency_class=np.zeros(cases, dtype=np.int32),
        urgency=np.arange(1, cases + 1),
        desks=Desks(
            agents.astype(np.int32),
            np.zeros(3, dtype=np.int32),
            np.full(3, 9, dtype=np.int64),
            np.full(3, DeskKind.FIT, dtype=np.int32),
        ),
        triples=Triples(
            case.astype(np.int32),
            desk.astype(np.int32),
            rank.astype(np.int32),
            zeros.astype(np.int32),
            zeros,
        ),
        new_room=rooms,
        backlog_room=rooms,
        place=agents,
        discount=np.zeros((3, 1), dtype=np.int64),
        turns_before=np.zeros(3, dtype=np.int64),
    )


def test_cases_of_a_queue_share_a_junction_per_bucket() -> None:
    problem = two_buckets(cases=10)
    cost = problem.triples.rank.astype(np.int64)

    joined = junctions_of(problem, np.arange(30), cost)

    assert joined.count == 2
    assert len(joined.case) == 20
    assert sorted(joined.desk.tolist()) == [0, 1, 2]


def test_a_case_with_another_agent_less_has_a_junction_of_its_own() -> None:
    problem = two_buckets(cases=10)
    triple = np.delete(np.arange(30), 1)  # case 0 may not go to agent 1
    cost = problem.triples.rank[triple].astype(np.int64)

    joined = junctions_of(problem, triple, cost)

    alone = np.flatnonzero((joined.case == 0) & (joined.cost == 0))
    assert joined.count == 3
    assert joined.desk[joined.source == joined.junction[alone[0]]].tolist() == [0]


def test_a_flow_through_junctions_is_a_plan_of_triples() -> None:
    problem = two_buckets(cases=3)
    joined = junctions_of(problem, np.arange(9), problem.triples.rank.astype(np.int64))
    first, second = (joined.case == 0) & (joined.cost == 0), (joined.case == 2) & (joined.cost == 1)

    chosen = joined.chosen(problem, (first | second).astype(np.int64), (joined.desk > 0) * 1)

    assert sorted(chosen.tolist()) == [1, 8]


def test_a_junction_of_cases_with_different_desks_is_found_out() -> None:
    problem = two_buckets(cases=2)
    wrong = Junctions(
        triple=np.array([0, 4]),
        case=np.array([0, 1], dtype=np.int32),
        junction=np.array([0, 0]),
        cost=np.zeros(2, dtype=np.int64),
        source=np.array([0, 0]),
        desk=np.array([0, 1], dtype=np.int32),
        count=1,
    )

    with pytest.raises(SolveError, match="do not reach the same desks"):
        wrong.chosen(problem, np.array([1, 0]), np.array([0, 1]))


@pytest.mark.parametrize(
    "problem", [team(1), team(2), random_problem(4, SMALL)], ids=["team", "another", "random"]
)
def test_the_plan_and_its_prices_are_the_same_with_junctions_and_without(
    problem: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined = []

    def noted(*facts: object) -> Junctions:
        joined.append(junctions_of(*facts))  # type: ignore[arg-type]
        return joined[-1]

    monkeypatch.setattr(ways, "junctions_of", noted)
    without = FlowEngine().solve(problem)
    assert not joined
    monkeypatch.setattr(ways, "MANY_TRIPLES", 0)
    with_them = FlowEngine().solve(problem)

    assert joined
    assert np.array_equal(with_them.choice, without.choice)
    assert with_them.prices is not None
    assert without.prices is not None
    assert np.array_equal(with_them.prices, without.prices)


def test_a_team_needs_far_fewer_arcs_with_junctions() -> None:
    problem = team(1)
    everything = np.arange(len(problem.triples))

    joined = junctions_of(problem, everything, problem.triples.rank.astype(np.int64))

    assert 4 * len(joined) < len(everything)
