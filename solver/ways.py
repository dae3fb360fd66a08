"""Ways from the cases to the desks, as arcs of one min-cost flow."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from solver.junctions import Junctions, junctions_of
from solver.levels import LIMIT, Stage
from solver.network import Network
from solver.problem import Problem
from solver.units import Indexes, Ints

Part: TypeAlias = tuple[Ints, Ints, Ints, Ints]
"""Tail, head, capacity and cost of some arcs."""


def part(
    tail: "Ints | Indexes", head: "Ints | Indexes", capacity: "Ints | int", cost: "Ints | int"
) -> Part:
    """Arcs with columns of equal length."""
    first, second, third, fourth = (
        column.astype(np.int64)
        if isinstance(column, np.ndarray)
        else np.full(len(tail), column, dtype=np.int64)
        for column in (tail, head, capacity, cost)
    )
    return first, second, third, fourth


@dataclass(frozen=True, slots=True, eq=False)
class _TripleByTriple:
    """Every triple is an arc."""

    triple: Ints
    cost: Ints

    def __len__(self) -> int:
        return len(self.triple)

    def parts(self, network: Network) -> tuple[Part, ...]:
        """The arcs."""
        rows = network.problem.triples
        head = network.nodes.desk + rows.desk[self.triple].astype(np.int64)
        case = rows.case[self.triple]
        return (part(case, head, network.count[case], self.cost),)

    def chosen(self, _: Problem, units: Ints) -> tuple[Ints, Ints]:
        """The triples that carry flow, and how much."""
        used = units > 0
        return self.triple[used], units[used]


@dataclass(frozen=True, slots=True, eq=False)
class _Joined:
    """Triples by way of junctions."""

    junctions: Junctions

    def __len__(self) -> int:
        return len(self.junctions)

    def parts(self, network: Network) -> tuple[Part, ...]:
        """Arcs into junctions, then those out of them."""
        joined, nodes = self.junctions, network.nodes
        enough = network.problem.case_count
        return (
            part(joined.case, nodes.count + joined.junction, 1, joined.cost),
            part(nodes.count + joined.source, nodes.desk + joined.desk, enough, 0),
        )

    def chosen(self, problem: Problem, units: Ints) -> tuple[Ints, Ints]:
        """The triples that carry flow, a unit each."""
        into = len(self.junctions.case)
        used = self.junctions.chosen(problem, units[:into], units[into:])
        return used, np.ones_like(used)


Ways: TypeAlias = _TripleByTriple | _Joined

MANY_TRIPLES = 20_000
"""Below, junctions are not worth their while."""


def ways_of(network: Network, triple: Ints, stage: Stage) -> Ways:
    """The ways of cases to desks, with far fewer arcs where the stage sees agents as alike."""
    problem = network.problem
    cost = stage.costs(problem, triple)
    if len(triple) < MANY_TRIPLES or not stage.is_blind_to_agents or network.count.max() > 1:
        return _TripleByTriple(triple, cost)
    joined = junctions_of(problem, triple, cost)
    nodes = network.nodes.count + joined.count + 1
    if 2 * len(joined) > len(triple) or int(np.abs(cost).max()) * nodes >= LIMIT:
        return _TripleByTriple(triple, cost)
    return _Joined(joined)
