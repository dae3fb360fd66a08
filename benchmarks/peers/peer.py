"""What a peer is."""

from typing import Protocol

from solver.problem import Problem
from solver.units import Ints


class Peer(Protocol):
    """Solves plain problems."""

    def solve(self, problem: Problem) -> Ints:
        """Triple of each case, -1 = waits; building its own model included."""
