"""One case after the other: no optimum, but fast. What it loses is the price of greed."""

from dataclasses import dataclass

from solver.engines.sequential import SequentialEngine
from solver.problem import Problem
from solver.units import Ints


@dataclass(frozen=True, slots=True)
class Sequential:
    """Solves no level."""

    def solve(self, problem: Problem) -> Ints:
        """Greedy and final."""
        return SequentialEngine().solve(problem).choice
