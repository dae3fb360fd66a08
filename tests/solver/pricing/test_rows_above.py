"""Above fit, cases that cost the same share a row (02 section 3)."""

import numpy as np
import pytest

from solver.candidates import Candidates
from solver.compile import Compiled
from solver.network import build_network
from solver.pricing.rows_above import RowsAbove
from tests.referee.instances.requests import Size
from tests.solver.pricing.factored import compiled_twice

LARGER = Size(cases=(60, 60), agents=(25, 25))


def rows_of(compiled: Compiled) -> RowsAbove:
    """The rows of a factored problem."""
    problem, candidates = compiled.problem, compiled.problem.candidates
    assert isinstance(candidates, Candidates)
    return RowsAbove.of(problem, candidates.patterns, build_network(problem))


@pytest.fixture(scope="module")
def factored() -> list[Compiled]:
    return [compiled for _, _, compiled in compiled_twice(range(20, 60), LARGER)]


def test_cases_of_a_row_have_the_same_pattern_group_and_urgency(factored: list[Compiled]) -> None:
    for compiled in factored:
        problem, rows = compiled.problem, rows_of(compiled)
        first = rows.classes.first[rows.classes.of_case]
        for fact in (problem.group, problem.urgency_class, problem.urgency):
            assert np.array_equal(fact[first], fact)


def test_a_case_with_triples_of_its_own_shares_its_row_with_nobody(
    factored: list[Compiled],
) -> None:
    own = 0
    for compiled in factored:
        rows, case = rows_of(compiled), compiled.problem.triples.case
        own += len(case)
        assert (rows.classes.count[rows.classes.of_case[case]] == 1).all()
    assert own, "no problem has triples of its own"


def test_nothing_stands_for_a_desk_of_such_a_triple(factored: list[Compiled]) -> None:
    for compiled in factored:
        rows, desk = rows_of(compiled), compiled.problem.triples.desk
        assert np.array_equal(rows.ends.kept[rows.ends.end[desk]], desk)


def test_random_problems_have_rows_of_several_cases_and_ends_of_several_desks(
    factored: list[Compiled],
) -> None:
    """Else no test of optima would notice either."""
    every = [rows_of(compiled) for compiled in factored]
    assert sum(bool((rows.classes.count > 1).any()) for rows in every) > len(every) // 10
    assert sum(len(rows.ends.kept) < len(rows.ends.end) for rows in every) > len(every) // 10
