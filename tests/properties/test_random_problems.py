"""Random problems must bite, else they test nothing (06 section 3)."""

from collections.abc import Callable

import numpy as np
import pytest

from solver.engines.flow import FlowEngine
from solver.problem import Problem
from tests.problems import SMALL, TINY, Size, random_problem


def _share(size: Size, bites: Callable[[Problem], bool]) -> float:
    """Share of random problems for which something holds."""
    problems = [random_problem(seed, size) for seed in range(100)]
    return sum(bool(bites(problem)) for problem in problems) / len(problems)


def _has_unserved(problem: Problem) -> bool:
    return bool((FlowEngine().solve(problem).choice < 0).any())


def _has_ties(problem: Problem) -> bool:
    score, case = problem.triples.score, problem.triples.case
    return len(np.unique(np.stack([case, score]), axis=1).T) < len(score)


def _has_binding_desk(problem: Problem) -> bool:
    choice = FlowEngine().solve(problem).choice
    used = np.bincount(problem.triples.desk[choice[choice >= 0]], minlength=len(problem.desks))
    return bool((used >= problem.desks.room).any())


@pytest.mark.parametrize("size", [TINY, SMALL], ids=["tiny", "small"])
def test_random_problems_are_tight(size: Size) -> None:
    """At least 30 % have unserved cases, ties, full desks, and two or more groups."""
    assert _share(size, _has_unserved) >= 0.3
    assert _share(size, _has_ties) >= 0.3
    assert _share(size, _has_binding_desk) >= 0.3
    assert _share(size, lambda problem: problem.group_count >= 2) >= 0.3
