"""Ours: the flow engine, and the check of its prices."""

from dataclasses import dataclass

from solver.engines.flow import FlowEngine
from solver.errors import SolveError
from solver.levels import levels_of
from solver.network import build_network
from solver.problem import Problem
from solver.proof import prove
from solver.units import Ints


@dataclass(frozen=True, slots=True)
class Ours:
    """Every level, each with its proof."""

    def solve(self, problem: Problem) -> Ints:
        """Raises SolveError where the prices do not prove every level."""
        solution = FlowEngine().solve(problem)
        assert solution.prices is not None
        levels = levels_of(problem)
        proof = prove(build_network(problem), levels, solution.choice, solution.prices)
        if proof.proved_levels < len(levels):
            raise SolveError("\n".join(proof.failures))
        return solution.choice
