"""A problem as an integer program in arrays: low <= A x <= high, 0 <= x <= upper."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from solver.levels import Level
from solver.network import Network
from solver.prices import Flow
from solver.problem import OFF, DeskKind, Problem
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows of a program with their entries, by row. entry columns: row, column, value."""

    low: Ints
    high: Ints
    row: Ints
    column: Ints
    value: Ints

    def joined(self, other: "Rows") -> "Rows":
        """These, then the others."""
        return Rows(
            np.concatenate([self.low, other.low]),
            np.concatenate([self.high, other.high]),
            np.concatenate([self.row, other.row + len(self.low)]),
            np.concatenate([self.column, other.column]),
            np.concatenate([self.value, other.value]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """All variables are integers: first the triples, then the chain arcs of `copies`.

    copies: positions of those unit copies (rotation or fit -> new) that cost something.
    """

    network: Network
    copies: Ints
    upper: Ints
    rows: Rows

    def costs(self, level: Level) -> Ints:
        """Costs of all variables in a level."""
        problem = self.network.problem
        triples = level.costs(problem, np.arange(len(problem.triples), dtype=np.int64))
        return np.concatenate([triples, level.chain_costs(self.network.chain)[self.copies]])

    def values(self, flow: Flow) -> Ints:
        """A plan as values of the variables."""
        values = np.zeros(len(self.upper), dtype=np.int64)
        values[flow.used] = 1
        values[len(values) - len(self.copies) :] = flow.chain[self.copies]
        return values

    def choice(self, values: Ints) -> Ints:
        """The triple of each case, -1 = waits."""
        problem = self.network.problem
        choice = np.full(problem.case_count, -1, dtype=np.int64)
        used = np.flatnonzero(values[: len(problem.triples)] > 0)
        choice[problem.triples.case[used]] = used
        return choice

    def at_most(self, costs: Ints, most: int) -> "Program":
        """With one more row: the costs are at most so much."""
        column = np.flatnonzero(costs)
        rows = rows_of(np.zeros_like(column), column, costs[column], np.array([most]))
        return replace(self, rows=self.rows.joined(rows))


def program_of(network: Network) -> Program:
    """All limits of a problem that can bind, as rows."""
    problem = network.problem
    chain = network.chain
    costly = np.unique(chain.tail[(chain.turn > 0) | (chain.discount > 0)])
    copies = np.flatnonzero((chain.layer == 1) & np.isin(chain.tail, costly))
    triples = np.ones(len(problem.triples), dtype=np.int64)
    rows = no_rows()
    for part in (*_limits(problem), _balance(network, copies)):
        rows = rows.joined(part)
    return Program(network, copies, np.concatenate([triples, chain.capacity[copies]]), rows)


def _limits(problem: Problem) -> Iterator[Rows]:
    """One triple per case, and what each limit allows."""
    triples = problem.triples
    agent, kind = problem.desks.agent[triples.desk], problem.desks.kind[triples.desk]
    everywhere = np.ones(len(triples), dtype=np.bool_)
    ones = everywhere.astype(np.int64)
    yield limit(triples.case, ones, np.ones(problem.case_count, dtype=np.int64), everywhere)
    yield limit(triples.desk, ones, problem.desks.room, everywhere)
    yield limit(agent, ones, problem.new_room, kind < DeskKind.KEEP)
    yield limit(agent, ones, problem.backlog_room, kind <= DeskKind.KEEP)
    if problem.weighted is not None:
        yield limit(agent, problem.weighted.weight, problem.weighted.room, everywhere)


def limit(node: Indexes, weight: Ints, room: Ints, counted: Bools) -> Rows:
    """At most `room` of the counted weight at each node, where more is possible."""
    whole = np.zeros(len(room), dtype=np.int64)
    np.add.at(whole, node[counted], weight[counted])
    binding = whole > room
    column = np.flatnonzero(counted & binding[node])
    place = np.cumsum(binding) - 1
    return rows_of(place[node[column]], column, weight[column], room[binding])


def _balance(network: Network, copies: Ints) -> Rows:
    """As many triples into each node in front of unit copies as copies are used."""
    problem, chain, nodes = network.problem, network.chain, network.nodes
    desk = problem.triples.desk
    agent, kind = problem.desks.agent[desk], problem.desks.kind[desk]
    into = np.where(kind == DeskKind.TURN, nodes.rotation, nodes.fit) + agent
    tails = np.unique(chain.tail[copies])
    column = np.flatnonzero((kind < DeskKind.KEEP) & np.isin(into, tails))
    zeros = np.zeros(len(tails), dtype=np.int64)
    rows = rows_of(
        np.searchsorted(tails, np.concatenate([into[column], chain.tail[copies]])),
        np.concatenate([column, len(desk) + np.arange(len(copies))]),
        np.concatenate([np.ones(len(column)), -np.ones(len(copies))]).astype(np.int64),
        zeros,
    )
    return replace(rows, low=zeros)


def rows_of(row: Ints, column: Ints, value: Ints, high: Ints) -> Rows:
    """Rows without a lower end, their entries sorted by (row, column)."""
    order = np.lexsort((column, row))
    low = np.full(len(high), -OFF, dtype=np.int64)
    return Rows(low, high.astype(np.int64), row[order], column[order], value[order])


def no_rows() -> Rows:
    empty = np.zeros(0, dtype=np.int64)
    return Rows(empty, empty, empty, empty, empty)
