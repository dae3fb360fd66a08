"""Anytime: wherever a solve is ended, a plan goes out, and what it says of itself is true."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from solver import levels as levelling
from solver.bounds import prove_solution
from solver.compile import Compiled
from solver.engines.engine import Solution
from solver.engines.flow import FlowEngine
from solver.engines.pulp import PulpEngine
from solver.engines.sequential import SequentialEngine
from solver.errors import TimeIsUp
from solver.levels import levels_of
from solver.network import build_network
from solver.plan import Plan, solve_compiled
from solver.pricing import loop
from solver.problem import Problem
from solver.progress import Incumbent
from solver.proof import Proof, flow_of, level_costs
from tests.problems import SMALL, random_problem
from tests.referee.instances.requests import Size
from tests.solver.pricing.factored import compiled_twice


@dataclass
class Patience:
    """A caller who ends the solve when he has been asked so many times; and the proof, too."""

    asks: int = 10**9
    proofs: int = 10**9
    heard: list[Incumbent] = field(default_factory=list)

    def is_over(self) -> bool:
        self.asks -= 1
        return self.asks < 0

    def is_late(self) -> bool:
        self.proofs -= 1
        return self.proofs < 0

    def found(self, make: Callable[[], Incumbent]) -> None:
        self.heard.append(make())


def costs_of(problem: Problem, solution: Solution) -> tuple[int, ...]:
    """All levels, in min form; every limit is counted anew."""
    if solution.core is not None:
        problem = replace(problem, triples=solution.core)
    network = build_network(problem)
    flow = flow_of(network, solution.choice)
    assert flow is not None, "the plan breaks a limit"
    return level_costs(network, levels_of(problem), flow)


def says_the_truth(proof: Proof, costs: tuple[int, ...], best: tuple[int, ...]) -> None:
    """What is proved is optimal, and the bound is one."""
    assert costs[: proof.proved_levels] == best[: proof.proved_levels]
    assert costs >= best
    if proof.bound is not None:
        assert proof.bound <= best[proof.proved_levels]
        assert proof.bound < costs[proof.proved_levels]


# Problems that are held: a plan after every stage.


@pytest.fixture
def a_stage_for_each_level(monkeypatch: pytest.MonkeyPatch) -> None:
    """No two levels fit into one solve."""
    monkeypatch.setattr(levelling, "LIMIT", 0)


class Listening:
    """A course that ends after so many questions."""

    def __init__(self, asks: int = 10**9) -> None:
        self.asks = asks
        self.plans: list[Solution] = []

    def is_over(self) -> bool:
        self.asks -= 1
        return self.asks < 0

    def found(self, make: Callable[[], Solution], _: object = None) -> None:
        self.plans.append(make())


@pytest.mark.usefixtures("a_stage_for_each_level")
@pytest.mark.parametrize("start", range(0, 60, 20))
def test_every_stage_of_the_flow_leaves_a_plan_with_its_levels_proved(start: int) -> None:
    """Whatever it makes of the levels behind."""
    for seed in range(start, start + 20):
        problem = random_problem(seed, SMALL)
        course, levels = Listening(), levels_of(problem)
        best = costs_of(problem, FlowEngine().solve(problem, course))
        assert len(course.plans) == len(levels) - 1
        for stage, plan in enumerate(course.plans):
            costs, proof = costs_of(problem, plan), prove_solution(problem, levels, plan)
            assert proof.proved_levels >= stage + 1
            says_the_truth(proof, costs, best)


@pytest.mark.usefixtures("a_stage_for_each_level")
def test_what_was_told_is_never_taken_back() -> None:
    """A stage alone may be behind what one case after the other made of the stage before."""
    behind = 0
    for _, compiled in factored(range(12)):
        held, told, course = compiled.held(), Patience(), Listening()
        solve_compiled(held, FlowEngine(), told)
        FlowEngine().solve(held.problem, course)
        before = None
        for heard, plan in zip(told.heard, course.plans, strict=True):
            costs = costs_of(held.problem, heard.solution)
            assert before is None or costs <= before
            behind += costs < costs_of(held.problem, plan)
            before = costs
    assert behind


@pytest.mark.usefixtures("a_stage_for_each_level")
def test_the_flow_ends_when_it_is_told_to() -> None:
    course = Listening(asks=2)
    with pytest.raises(TimeIsUp):
        FlowEngine().solve(random_problem(3, SMALL), course)
    assert len(course.plans) == 3


def test_an_engine_that_ends_late_has_told_of_one_case_after_the_other() -> None:
    """CBC says nothing on its way."""
    course = Listening(asks=0)
    with pytest.raises(TimeIsUp):
        PulpEngine().solve(random_problem(3, SMALL), course)
    (plan,) = course.plans
    assert plan.engine == "sequential"


# Problems that nobody holds: a plan before fit, and after every round.


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cores that begin with the wrong ways, and have to grow."""
    for name in ("FIRST", "MORE", "FEWEST", "MOST"):
        monkeypatch.setattr(loop, name, 1)
    monkeypatch.setattr(loop, "first_prices", lambda problem, _: np.zeros_like(problem.new_room))


def factored(seeds: range) -> Iterator[tuple[int, Compiled]]:
    """Problems that nobody holds, without weights."""
    for seed, _, compiled in compiled_twice(seeds, Size(cases=(60, 60), agents=(25, 25))):
        if not compiled.problem.is_weighted:
            yield seed, compiled


@pytest.mark.usefixtures("small_steps")
@pytest.mark.parametrize("start", range(0, 40, 10))
def test_wherever_pricing_is_ended_the_plan_says_the_truth(start: int) -> None:
    bounds = ended = 0
    for seed, compiled in factored(range(start, start + 10)):
        best = costs_of(compiled.problem, FlowEngine().solve(compiled.problem))
        for asks in range(0, 60, 3):
            plan = solve_compiled(compiled, FlowEngine(), Patience(asks))
            costs = costs_of_plan(plan)
            says_the_truth(plan.proof, costs, best)
            above = len(best) - 2
            assert plan.proof.proved_levels >= above, seed
            ended += not plan.proved
            bounds += plan.proof.bound is not None
    assert ended > 10
    assert bounds > 3


@pytest.mark.usefixtures("small_steps")
def test_plans_of_pricing_get_better_and_their_claims_hold() -> None:
    """The claimed bounds of fit too."""
    rounds = 0
    for seed, compiled in factored(range(40)):
        patience = Patience()
        best = values_of(solve_compiled(compiled, FlowEngine(), patience))
        before = None
        for heard in patience.heard:
            costs = costs_of(compiled.problem, heard.solution)
            assert before is None or costs <= before, seed
            before = costs
            rounds += heard.reachable is not None
            if heard.reachable is not None:
                level = heard.reachable
                assert level.value >= best[level.kind, level.group]
    assert rounds > 20


@pytest.mark.usefixtures("small_steps")
def test_a_proof_that_is_late_holds_for_the_levels_above_fit() -> None:
    late = 0
    for _, compiled in factored(range(20)):
        plan = solve_compiled(compiled, FlowEngine(), Patience(proofs=0))
        whole = solve_compiled(compiled, FlowEngine())
        assert (plan.choice == whole.choice).all()
        if not plan.proved:
            assert plan.proof.proved_levels == len(costs_of_plan(plan)) - 2
            late += 1
    assert late > 5


@pytest.mark.parametrize("start", range(0, 30, 10))
def test_watching_changes_nothing(start: int) -> None:
    for _, compiled in factored(range(start, start + 10)):
        watched = solve_compiled(compiled, FlowEngine(), Patience())
        alone = solve_compiled(compiled, FlowEngine())
        assert watched.choice.tobytes() == alone.choice.tobytes()
        assert watched.levels == alone.levels


def test_without_any_plan_one_case_after_the_other_goes_out() -> None:
    """An engine that is over before it has begun."""
    _, compiled = next(factored(range(10)))
    plan = solve_compiled(compiled, Hasty())
    assert plan.engine == "sequential"
    assert not plan.proved


@dataclass(frozen=True)
class Hasty:
    """Ends without a word."""

    name: str = "hasty"
    prices_candidates: bool = True

    def solve(self, problem: Problem, course: object = None) -> Solution:
        raise TimeIsUp("At once.")


def costs_of_plan(plan: Plan) -> tuple[int, ...]:
    return costs_of(plan.compiled.problem, Solution(plan.choice))


def values_of(plan: Plan) -> dict[tuple[int, int], int]:
    return {(level.kind, level.group): level.value for level in plan.levels}


def test_a_solve_that_ends_early_is_no_worse_than_one_case_after_the_other() -> None:
    """The first plan is the best one above fit, whatever its fit is."""
    greedy = 0
    for _, compiled in factored(range(40)):
        plan = solve_compiled(compiled, FlowEngine(), Patience(asks=0))
        other = solve_compiled(compiled, SequentialEngine())
        assert costs_of_plan(plan) <= costs_of_plan(other)
        above = len(costs_of_plan(plan)) - 2
        assert plan.proof.proved_levels >= above
        greedy += plan.engine == "sequential"
    assert greedy > 3


def test_one_case_after_the_other_ends_in_time_too() -> None:
    """Then the first plan goes out."""
    for _, compiled in factored(range(20)):
        plan = solve_compiled(compiled, FlowEngine(), Patience(asks=0, proofs=0))
        assert plan.engine == "flow"
