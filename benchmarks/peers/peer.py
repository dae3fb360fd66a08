"""What a peer is."""

from dataclasses import dataclass
from typing import Protocol

from solver.problem import Problem
from solver.units import Ints


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What a peer came up with.

    choice: triple of each case, -1 = waits; shape: cases. problem: it holds these triples.
    """

    problem: Problem
    choice: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """A plan that serves as many as can be. gap: of its fit to what is proved to be possible, as
    a part of it."""

    answer: Answer
    gap: float


class Peer(Protocol):
    """Solves plain problems."""

    def solve(self, problem: Problem) -> Answer:
        """A plan; building its own model included."""
