"""Cases that cost the same above fit are one row there (02 section 3, aggregation)."""

from dataclasses import dataclass, replace

import numpy as np

from solver.arrays import Column
from solver.classes import Classes
from solver.levels import Coverage, Level
from solver.network import Network
from solver.patterns import Patterns
from solver.prices import Face
from solver.pricing.ends import Ends
from solver.problem import Problem
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class RowsAbove:
    """A problem with a row for each class of cases: of one pattern, group and urgency.

    A case with triples of its own is alone. patterns: of the rows. network: of the ends, with
    the problem's own triples.
    """

    classes: Classes
    patterns: Patterns
    ends: Ends
    network: Network

    @staticmethod
    def of(problem: Problem, patterns: Patterns, inner: Network) -> "RowsAbove":
        """inner: the network of the problem."""
        classes, own = Classes.of(_columns(problem, patterns)), problem.triples
        apart = np.zeros(len(problem.desks), dtype=np.bool_)
        apart[own.desk] = True
        ends = Ends.of(problem, inner, classes.first, classes.count, apart)
        desk = ends.end[own.desk].astype(np.int32)
        triples = replace(own, case=classes.of_case[own.case], desk=desk)
        rows = replace(ends.network.problem, triples=triples)
        merged = replace(patterns, of_case=patterns.of_case[classes.first])
        return RowsAbove(classes, merged, ends, replace(ends.network, problem=rows))

    def levels(self, levels: tuple[Level, ...]) -> tuple[Level, ...]:
        """The same levels for rows in place of cases."""
        first = self.classes.first
        return tuple(
            replace(level, weight=level.weight[first]) if isinstance(level, Coverage) else level
            for level in levels
        )

    def inner_prices(self, prices: Ints) -> Ints:
        """Prices of the problem's own network; nodes x levels."""
        return self.ends.inner_prices(prices, self.classes.of_case)

    def inner_chain(self, face: Face, first: int, count: int) -> tuple[Bools, Ints]:
        """Open chain arcs of the problem's own network, and the flow on the others; shape: count.

        first: where those of the ends begin in the face. Arcs that these leave out are open.
        """
        open_, settled = np.ones(count, dtype=np.bool_), np.zeros(count, dtype=np.int64)
        open_[self.ends.chain] = face.chain[first:]
        settled[self.ends.chain] = face.settled[first:]
        return open_, settled


def _columns(problem: Problem, patterns: Patterns) -> list[Column]:
    """What the costs of a case above fit depend on."""
    alone = np.zeros(problem.case_count, dtype=np.int32)
    own: Indexes = problem.triples.case
    alone[own] = own + 1
    return [patterns.of_case, problem.group, problem.urgency_class, problem.urgency, alone]
