"""Ours until the fit of its plan is proved within some part of it."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.level_costs import gap_of
from benchmarks.peers.peer import Answer, Near
from solver.bounds import prove_solution
from solver.engines.auto import AutoEngine
from solver.engines.course import Bound
from solver.engines.engine import Solution
from solver.errors import SolveError, TimeIsUp
from solver.levels import Level, LevelKind, levels_of
from solver.network import build_network
from solver.problem import Problem
from solver.proof import flow_of, level_costs
from solver.values import level_values


@dataclass(slots=True)
class Nearing:
    """A course that is over when the engine claims to be as near as is wanted."""

    problem: Problem
    levels: tuple[Level, ...]
    gap: float
    make: Callable[[], Solution] | None = None
    near: bool = False

    def is_over(self) -> bool:
        """Once the fit of a plan was near to its bound."""
        return self.near

    def found(self, make: Callable[[], Solution], bound: Bound | None = None) -> None:
        """Keeps the plan, and looks at its fit where a bound is told."""
        self.make = make
        if bound is None or self.levels[bound.level].kind != LevelKind.FIT:
            return
        network = build_network(self.problem)
        flow = flow_of(network, make().choice)
        assert flow is not None
        cost = level_costs(network, self.levels, flow)[bound.level]
        self.near = cost - bound.cost <= self.gap * abs(cost)


def solve_near(problem: Problem, gap: float) -> Near:
    """Raises SolveError where the proof, which is made in integers anew, does not tell as much."""
    levels = levels_of(problem)
    course = Nearing(problem, levels, gap)
    solution = _solved(problem, course)
    proof = prove_solution(problem, levels, solution)
    values = level_values(problem, levels, solution.choice, proof)
    fit = next(place for place, level in enumerate(values) if level.kind == LevelKind.FIT)
    reached = gap_of(values[fit])
    if not all(level.proved for level in values[:fit]) or reached is None or reached > gap:
        raise SolveError("\n".join(proof.failures))
    return Near(Answer(problem, solution.choice), reached)


def _solved(problem: Problem, course: Nearing) -> Solution:
    """The engine's plan, or the last one that it told of."""
    try:
        return AutoEngine().solve(problem, course)
    except TimeIsUp:
        assert course.make is not None
        return course.make()
