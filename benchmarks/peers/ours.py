"""Ours: the engine `auto`, and the check of what it proves."""

from dataclasses import dataclass, replace

import solver.engines.mip  # noqa: F401 - as with all peers, libraries load before the clock starts
from benchmarks.peers.nearly import solve_near
from benchmarks.peers.peer import Answer, Near
from solver.bounds import prove_solution
from solver.engines.auto import AutoEngine
from solver.engines.engine import Engine
from solver.errors import SolveError
from solver.levels import levels_of
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Ours:
    """Every level, each with its proof."""

    def solve(self, problem: Problem) -> Answer:
        """Raises SolveError where not every level is proved."""
        solution = AutoEngine().solve(problem)
        if solution.core is not None:
            problem = replace(problem, triples=solution.core)
        levels = levels_of(problem)
        proof = prove_solution(problem, levels, solution)
        if proof.proved_levels < len(levels):
            raise SolveError("\n".join(proof.failures))
        return Answer(problem, solution.choice)

    def solve_near(self, problem: Problem, gap: float) -> Near:
        """Only until the fit is proved within a part of it. Raises SolveError where it is not."""
        return solve_near(problem, gap)


@dataclass(frozen=True, slots=True)
class Greedy:
    """A baseline: one case after the other, no level brought to its optimum."""

    engine: Engine

    def solve(self, problem: Problem) -> Answer:
        """Greedy and final."""
        solution = self.engine.solve(problem)
        if solution.core is not None:
            problem = replace(problem, triples=solution.core)
        return Answer(problem, solution.choice)
