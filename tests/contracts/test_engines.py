"""What every engine promises, whatever its mathematics."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from server.translate.options import Engine as Name
from solver.bounds import prove_solution
from solver.engines.engine import Solution
from solver.engines.flow import FlowEngine
from solver.engines.sequential import SequentialEngine
from solver.errors import TimeIsUp
from solver.levels import levels_of
from solver.network import build_network
from solver.problem import DeskKind, Problem
from solver.proof import flow_of
from solver.units import Ints
from solver.values import level_values
from tests.contracts.engines import ALL, EXACT, EXACT_BY_WEIGHT, WEIGHING, Contender
from tests.oracle import best_objective, objective, plan_count
from tests.problems import SMALL, TINY, Size, emptied, random_problem, random_weighted_problem

LITTLE = Size(cases=12, agents=5, queues=3, groups=3, scores=6)
"""Too large to be enumerated, small enough for every solver."""
BATCH = 10

each = pytest.mark.parametrize("contender", ALL, ids=str)


def tiny(batch: int, draw: Callable[[int], Problem]) -> Iterator[Problem]:
    """Problems that can be enumerated."""
    drawn = (draw(seed) for seed in range(batch * 1_000, batch * 1_000 + BATCH))
    return (problem for problem in drawn if plan_count(problem) <= 5_000)


def plain(seed: int) -> Problem:
    return random_problem(seed, TINY)


def bare(seed: int) -> Problem:
    """Rooms of 0, and cases without anybody."""
    return emptied(random_problem(seed, TINY), seed)


def turning(seed: int) -> Problem:
    """All by turns."""
    problem = bare(seed)
    kind = problem.desks.kind
    turns = np.where(kind == DeskKind.FIT, DeskKind.TURN, kind).astype(np.int32)
    return replace(problem, desks=replace(problem.desks, kind=turns))


def heavy(seed: int) -> Problem:
    """Weighted capacity."""
    return random_weighted_problem(seed, TINY)


DRAWS = (plain, bare, turning)


def values(problem: Problem, choice: Ints) -> tuple[int, ...] | None:
    """All levels, to be maximised; None where a limit is broken."""
    return objective(problem, tuple(choice.tolist()))


def keeps_to_all_limits(problem: Problem, choice: Ints) -> bool:
    """Counted row by row, and by the proof's own flow."""
    by_flow = flow_of(build_network(problem), choice) is not None
    assert by_flow == (values(problem, choice) is not None)
    return by_flow


@each
@pytest.mark.parametrize("draw", DRAWS)
def test_a_plan_breaks_no_limit(contender: Contender, draw: Callable[[int], Problem]) -> None:
    for seed in range(12):
        problem = draw(seed)
        assert keeps_to_all_limits(problem, contender.engine.solve(problem).choice), seed


@pytest.mark.parametrize("contender", WEIGHING, ids=str)
def test_L2_a_plan_keeps_to_weighted_capacity(contender: Contender) -> None:
    for seed in range(12):
        problem = heavy(seed)
        assert keeps_to_all_limits(problem, contender.engine.solve(problem).choice), seed


@each
def test_the_same_problem_gets_the_same_plan(contender: Contender) -> None:
    """Twice the same bytes, from engines of their own."""
    size = LITTLE if contender.solver or contender.name == Name.PULP else SMALL
    for seed in (7, 8):
        problems = (emptied(random_problem(seed, size), seed) for _ in range(2))
        first, second = (contender.engine.solve(problem).choice for problem in problems)
        assert first.tobytes() == second.tobytes()


@each
def test_cases_with_an_owner_are_always_kept_or_moved(contender: Contender) -> None:
    """None is dropped, however little room there is (O3)."""
    owned = 0
    for seed in range(20):
        problem = bare(seed)
        choice = contender.engine.solve(problem).choice
        assert (choice[problem.incumbent] >= 0).all(), seed
        owned += int(problem.incumbent.sum())
    assert owned > 5


@each
def test_a_problem_without_triples_leaves_all_cases_waiting(contender: Contender) -> None:
    """Nobody may take anything: a plan all the same."""
    problem = random_problem(0, TINY)
    empty = replace(problem, triples=problem.triples[np.zeros(0, dtype=np.int64)])
    assert (contender.engine.solve(empty).choice == -1).all()


@pytest.mark.parametrize("contender", EXACT, ids=str)
@pytest.mark.parametrize("draw", DRAWS)
@pytest.mark.parametrize("batch", range(3))
def test_no_plan_is_better_in_any_level(
    contender: Contender, draw: Callable[[int], Problem], batch: int
) -> None:
    """Every plan is tried."""
    for problem in tiny(batch, draw):
        choice = contender.engine.solve(problem).choice
        assert values(problem, choice) == best_objective(problem)


@pytest.mark.parametrize("contender", EXACT_BY_WEIGHT, ids=str)
@pytest.mark.parametrize("batch", range(2))
def test_L2_no_plan_is_better_where_weights_bind(contender: Contender, batch: int) -> None:
    for problem in tiny(batch, heavy):
        choice = contender.engine.solve(problem).choice
        assert values(problem, choice) == best_objective(problem)


@pytest.mark.parametrize("start", range(0, 40, 10))
def test_exact_engines_agree_in_every_level_value(start: int) -> None:
    """Different mathematics, one optimum, on problems that nobody could enumerate."""
    for seed in range(start, start + 10):
        problem = emptied(random_problem(seed, LITTLE), seed)
        levels = levels_of(problem)
        found = {
            str(contender): tuple(
                level.value
                for level in level_values(problem, levels, contender.engine.solve(problem).choice)
            )
            for contender in EXACT
        }
        assert len(set(found.values())) == 1, (seed, found)


@pytest.mark.parametrize("start", range(0, 8, 4))
def test_L2_exact_engines_agree_where_weights_bind(start: int) -> None:
    """The flow knows nothing of weights."""
    for seed in range(start, start + 4):
        problem = random_weighted_problem(seed, LITTLE)
        found = {
            str(contender): values(problem, contender.engine.solve(problem).choice)
            for contender in EXACT_BY_WEIGHT
        }
        assert len(set(found.values())) == 1, (seed, found)


@pytest.mark.soak
@pytest.mark.parametrize("batch", range(3, 103))
def test_no_plan_is_better_in_any_level_of_thousands(batch: int) -> None:
    """What is said of engines above, on many more problems."""
    for contender in EXACT:
        for draw in DRAWS:
            test_no_plan_is_better_in_any_level(contender, draw, batch)
    for contender in EXACT_BY_WEIGHT:
        test_L2_no_plan_is_better_where_weights_bind(contender, batch)
    test_exact_engines_agree_in_every_level_value(batch * 10)
    test_L2_exact_engines_agree_where_weights_bind(batch * 4)


@each
def test_what_an_engine_proves_is_true(contender: Contender) -> None:
    """Whatever it claims."""
    for problem in (*tiny(0, plain), *tiny(1, bare)):
        solution = contender.engine.solve(problem)
        levels = levels_of(problem)
        proof = prove_solution(problem, levels, solution)
        best = FlowEngine().solve(problem)
        found, optimum = (
            [level.value for level in level_values(problem, levels[: proof.proved_levels], choice)]
            for choice in (solution.choice, best.choice)
        )
        assert found == optimum


class Hurried:
    """A course that is over after so many questions."""

    def __init__(self, asks: int) -> None:
        self.asks = asks
        self.plans: list[Solution] = []

    def is_over(self) -> bool:
        self.asks -= 1
        return self.asks < 0

    def found(self, make: Callable[[], Solution], _: object = None) -> None:
        self.plans.append(make())


@each
def test_every_plan_on_the_way_keeps_to_all_limits(contender: Contender) -> None:
    """An engine that is ended has told of one."""
    draws = (bare, heavy) if contender in WEIGHING else (bare,)
    for problem in (draw(seed) for draw in draws for seed in range(10)):
        for asks in (0, 1, 3):
            course = Hurried(asks)
            try:
                plans = [*course.plans, contender.engine.solve(problem, course)]
            except TimeIsUp:
                assert course.plans
                plans = course.plans
            assert all(keeps_to_all_limits(problem, plan.choice) for plan in plans)


def test_one_case_after_the_other_is_sometimes_worse() -> None:
    """Else the baseline would show nothing."""
    worse = 0
    for seed in range(50):
        problem = random_problem(seed, TINY)
        greedy, best = (
            values(problem, engine.solve(problem).choice)
            for engine in (SequentialEngine(), FlowEngine())
        )
        assert greedy is not None
        assert best is not None
        assert greedy <= best
        worse += greedy < best
    assert worse >= 5


def test_the_problems_have_everything_that_engines_must_cope_with() -> None:
    """Ties, rooms of 0, isolated cases, groups, buckets, queues, limits, turns, owners ..."""
    found = Counter[str]()
    for problem in (one for batch in range(3) for draw in DRAWS for one in tiny(batch, draw)):
        choice, triples, desks = FlowEngine().solve(problem).choice, problem.triples, problem.desks
        used = np.bincount(triples.desk[choice[choice >= 0]], minlength=len(desks))
        agents = np.stack([triples.case, desks.agent[triples.desk]])
        levels = {
            level.kind.name: level for level in level_values(problem, levels_of(problem), choice)
        }
        found["ties"] += len(np.unique(triples.score)) < len(triples)
        found["rooms of 0"] += bool((desks.room == 0).any() or (problem.new_room == 0).any())
        found["isolated cases"] += len(np.unique(triples.case)) < problem.case_count
        found["groups"] += problem.group_count > 1
        found["buckets"] += bool(triples.rank[choice[choice >= 0]].any())
        found["several queues"] += len(np.unique(agents, axis=1).T) < len(triples)
        found["full desks"] += bool(((used >= desks.room) & (used > 0)).any())
        found["second turns"] += "ROUNDS" in levels and levels["ROUNDS"].value > 0
        found["discounts"] += bool(problem.discount.any())
        found["owners"] += bool(problem.incumbent.any())
        found["turns before"] += bool(problem.turns_before.any())
        found["waiting"] += bool((choice < 0).any())
    assert min(found.values()) >= 3, found
