"""Cases go to agents of whom little is asked: more of them find a place."""

import numpy as np
import pytest

from solver.engines.least_asked import completed_where_least_asked
from solver.engines.sequential import completed_by_score
from solver.network import build_network
from solver.problem import DeskKind, Desks, Problem, Triples, WeightedRows
from solver.proof import flow_of
from solver.rules import NO_LIMIT
from solver.units import Ints
from tests.problems import SMALL, random_weighted_problem


def two_for_two() -> Problem:
    """The first case may go to Ann, who suits it better, or to Bob; the second to Ann alone.

    Each has room for one.
    """
    ones, zeros = np.ones(2, dtype=np.int64), np.zeros(2, dtype=np.int32)
    unlimited = np.full(2, NO_LIMIT, dtype=np.int64)
    case, desk = np.array([0, 0, 1], dtype=np.int32), np.array([0, 1, 0], dtype=np.int32)
    same = np.zeros(3, dtype=np.int32)
    return Problem(
        group=zeros,
        urgency_class=zeros,
        urgency=ones,
        desks=Desks(np.arange(2, dtype=np.int32), zeros, unlimited, zeros + DeskKind.FIT),
        triples=Triples(case, desk, same, same, np.array([9, 1, 9])),
        new_room=unlimited,
        backlog_room=unlimited,
        place=np.arange(2),
        discount=np.zeros((2, 1), dtype=np.int64),
        turns_before=np.zeros(2, dtype=np.int64),
        weighted=WeightedRows(np.full(3, 100), np.full(2, 100)),
    )


def nobody(problem: Problem) -> Ints:
    """All cases wait."""
    return np.full(problem.case_count, -1, dtype=np.int64)


def test_L2_a_case_leaves_the_agent_to_those_who_need_him() -> None:
    problem = two_for_two()

    assert completed_where_least_asked(problem, nobody(problem)).tolist() == [1, 2]
    assert completed_by_score(problem, nobody(problem)).tolist() == [0, -1]


@pytest.mark.parametrize("seed", range(20))
def test_L2_it_keeps_to_all_limits_and_takes_nothing_away(seed: int) -> None:
    problem = random_weighted_problem(seed, SMALL)
    first = completed_where_least_asked(problem, nobody(problem))
    holes = np.where(np.arange(problem.case_count) % 3 == 0, -1, first)
    again = completed_where_least_asked(problem, holes)

    assert flow_of(build_network(problem), first) is not None
    assert flow_of(build_network(problem), again) is not None
    assert (again[holes >= 0] == holes[holes >= 0]).all()
