"""What an engine is, and what it returns."""

from dataclasses import dataclass
from typing import Protocol

from solver.problem import Problem
from solver.units import Ints


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """A feasible plan.

    choice: triple of each case, -1 = waits; shape: cases.
    prices: claims of the engine, one row per node of the network and one column per
    level; None where it makes no claim. They prove nothing until `proof` has checked them.
    """

    choice: Ints
    prices: Ints | None = None
    solve_count: int = 1


class Engine(Protocol):
    """Solves problems of the counting model."""

    @property
    def name(self) -> str:
        """Its name in the contract."""

    def solve(self, problem: Problem) -> Solution:
        """A feasible plan; raises SolveError when there is none to give."""
