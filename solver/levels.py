"""The objective: levels, strictly one after the other (02 section 2), all in min form."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

import numpy as np

from solver.network import ChainArcs, Network
from solver.problem import Problem
from solver.units import Bools, Indexes, Ints


class LevelKind(IntEnum):
    """What a level measures; the numbers are the contract's."""

    INCUMBENTS = 1
    COVERAGE = 2
    RANK = 3
    ORDER = 4
    ROUNDS = 5
    FIT = 6
    TIE_BREAK = 7


class Level(Protocol):
    """One level: a cost for every triple and every unit of a chain arc."""

    @property
    def kind(self) -> LevelKind:
        """What it measures."""

    @property
    def group(self) -> int:
        """Its drain group from 0, or -1 for all groups together."""

    def costs(self, problem: Problem, triple: Ints) -> Ints:
        """Costs of some triples."""

    def chain_costs(self, chain: ChainArcs) -> Ints:
        """Costs of a unit on each chain arc."""


class _NoChainCosts:
    """A level that only triples pay for."""

    def chain_costs(self, chain: ChainArcs) -> Ints:
        """Nothing."""
        return np.zeros(len(chain), dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Incumbents(_NoChainCosts):
    """Every case with an owner is kept or moved, none is dropped (O3)."""

    group: int = -1
    kind: LevelKind = LevelKind.INCUMBENTS

    def costs(self, problem: Problem, triple: Ints) -> Ints:
        """-1 for each of them."""
        return -problem.incumbent[problem.triples.case[triple]].astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Coverage(_NoChainCosts):
    """Serve the group: by dense ranks of (class, u), because the servable sets are a matroid.

    The ranks stand for "lexicographic over classes, then the sum of u" (02, facts to build on).
    """

    group: int
    weight: Ints
    """Dense rank of each case of the group from 1, 0 elsewhere; shape: cases."""
    kind: LevelKind = LevelKind.COVERAGE

    def costs(self, problem: Problem, triple: Ints) -> Ints:
        """Minus the dense rank of the case."""
        costs: Ints = -self.weight[problem.triples.case[triple]]
        return costs


@dataclass(frozen=True, slots=True, eq=False)
class ClassCoverage(_NoChainCosts):
    """Serve one urgency class of a group, by the sum of u: a level of its own in the
    weighted model, where the servable sets are no matroid."""

    group: int
    urgency_class: int
    kind: LevelKind = LevelKind.COVERAGE

    def costs(self, problem: Problem, triple: Ints) -> Ints:
        """-u."""
        case = problem.triples.case[triple]
        mine = problem.group[case] == self.group
        mine &= problem.urgency_class[case] == self.urgency_class
        costs: Ints = -problem.urgency[case] * mine
        return costs


@dataclass(frozen=True, slots=True, eq=False)
class Rank(_NoChainCosts):
    """Few steps down the chains, weighted by urgency (Q3, Q4)."""

    group: int
    kind: LevelKind = LevelKind.RANK

    def costs(self, problem: Problem, triple: Ints) -> Ints:
        """u * r."""
        case = problem.triples.case[triple]
        mine = problem.group[case] == self.group
        costs: Ints = problem.urgency[case] * problem.triples.rank[triple] * mine
        return costs


@dataclass(frozen=True, slots=True, eq=False)
class Order(_NoChainCosts):
    """Charge the queue that is configured first (Q6)."""

    group: int
    kind: LevelKind = LevelKind.ORDER

    def costs(self, problem: Problem, triple: Ints) -> Ints:
        """Earlier queues passed over."""
        mine = problem.group[problem.triples.case[triple]] == self.group
        costs: Ints = problem.triples.order[triple] * mine.astype(np.int64)
        return costs


@dataclass(frozen=True, slots=True, eq=False)
class Rounds:
    """Nobody gets a second turn while another could take a first one (Q8)."""

    group: int = -1
    kind: LevelKind = LevelKind.ROUNDS

    def costs(self, problem: Problem, triple: Ints) -> Ints:
        """Nothing: turns are counted behind the desks."""
        return np.zeros(len(triple), dtype=np.int64)

    def chain_costs(self, chain: ChainArcs) -> Ints:
        """k - 1 for the k-th turn."""
        return chain.turn


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """The best pair scores, less in-batch discounts (S1, S4)."""

    group: int = -1
    kind: LevelKind = LevelKind.FIT

    def costs(self, problem: Problem, triple: Ints) -> Ints:
        """Minus the score."""
        costs: Ints = -problem.triples.score[triple]
        return costs

    def chain_costs(self, chain: ChainArcs) -> Ints:
        """The discount of the k-th case."""
        return chain.discount


@dataclass(frozen=True, slots=True, eq=False)
class TieBreak(_NoChainCosts):
    """Among equals a case stays with its owner, else goes to who has waited longest for one."""

    group: int = -1
    kind: LevelKind = LevelKind.TIE_BREAK

    def costs(self, problem: Problem, triple: Ints) -> Ints:
        """0 for a case that is kept, else 1 + the agent's place by (last assignment, id)."""
        kept = problem.desks.keeping[problem.triples.desk[triple]]
        costs: Ints = np.where(kept, 0, problem.place[problem.agent(triple)] + 1)
        return costs


def levels_of(problem: Problem) -> tuple[Level, ...]:
    """All levels that can differ between plans of this problem, most important first."""
    grouped = [
        level
        for group, coverage in coverage_levels(problem).items()
        for level in (*coverage, Rank(group), Order(group))
    ]
    rounds: list[Level] = [Rounds()] if problem.desks.turning.any() else []
    owned: list[Level] = [Incumbents()] if problem.desks.keeping.any() else []
    return (*owned, *grouped, *rounds, Fit(), TieBreak())


def coverage_levels(problem: Problem) -> dict[int, list[Level]]:
    """The levels that serve each drain group, in order."""
    return _class_coverages(problem) if problem.is_weighted else _coverages(problem)


def _coverages(problem: Problem) -> dict[int, list[Level]]:
    """One level for all classes of each group, in the counting model."""
    weights = coverage_weights(problem)
    return {
        group: [Coverage(group, np.where(problem.group == group, weights, 0))]
        for group in np.unique(problem.group).tolist()
    }


def _class_coverages(problem: Problem) -> dict[int, list[Level]]:
    """One level for each class of each group, in the weighted model."""
    return {
        group: [
            ClassCoverage(group, urgency_class)
            for urgency_class in np.unique(problem.urgency_class[problem.group == group]).tolist()
        ]
        for group in np.unique(problem.group).tolist()
    }


def coverage_weights(problem: Problem) -> Ints:
    """Dense rank of each case by (class, u) within its group, 1 = last to serve; shape: cases."""
    order = np.lexsort((problem.urgency, -problem.urgency_class, problem.group))
    group, urgency_class, urgency = (
        column[order] for column in (problem.group, problem.urgency_class, problem.urgency)
    )
    new_group = _changes(group)
    step = (new_group | _changes(urgency_class) | _changes(urgency)).astype(np.int64)
    running = np.cumsum(step)
    first = np.maximum.accumulate(np.where(new_group, running, 0))
    weights = np.empty(len(order), dtype=np.int64)
    weights[order] = running - first + 1
    return weights


def _changes(column: Ints | Indexes) -> Bools:
    """True where an entry differs from the one before, and at the first."""
    changed = np.ones(len(column), dtype=np.bool_)
    changed[1:] = column[1:] != column[:-1]
    return changed


@dataclass(frozen=True, slots=True)
class Stage:
    """Adjacent levels merged into one solve: cost = sum of unit * level.

    Units are large enough that a path through the residual network never lets a
    lower level outweigh a higher one, and that a merged price can be taken apart.
    """

    levels: tuple[Level, ...]
    units: tuple[int, ...]
    last_group: int
    """Cases of later groups play no part, but for those with an owner."""

    @property
    def is_blind_to_agents(self) -> bool:
        """True where a triple costs what its case, rank and order say, whoever the agent is."""
        return all(level.kind <= LevelKind.ROUNDS for level in self.levels)

    def active(self, problem: Problem) -> Bools:
        """True for the cases that play a part; shape: cases."""
        active: Bools = (problem.group <= self.last_group) | problem.incumbent
        return active

    def costs(self, problem: Problem, triple: Ints) -> Ints:
        """Merged costs of some triples."""
        total = np.zeros(len(triple), dtype=np.int64)
        for level, unit in zip(self.levels, self.units, strict=True):
            total += unit * level.costs(problem, triple)
        return total

    def chain_costs(self, chain: ChainArcs) -> Ints:
        """Merged costs of a unit on each chain arc."""
        total = np.zeros(len(chain), dtype=np.int64)
        for level, unit in zip(self.levels, self.units, strict=True):
            total += unit * level.chain_costs(chain)
        return total

    def digits(self, merged: Ints) -> Ints:
        """Merged prices taken apart; shape: prices x levels."""
        digits = np.empty((len(merged), len(self.units)), dtype=np.int64)
        rest = merged
        for column, unit in enumerate(self.units):
            digits[:, column] = np.floor_divide(rest + unit // 2, unit)
            rest = rest - digits[:, column] * unit
        return digits


LIMIT = 2**61
"""Largest unit x range x (nodes + 1) of one solve."""


def stages_of(network: Network, levels: tuple[Level, ...]) -> tuple[Stage, ...]:
    """Merges adjacent levels while int64 provably holds (02 section 2)."""
    reaches = [_Reach.of(level, network) for level in levels]
    stages: list[Stage] = []
    start = 0
    while start < len(levels):
        end = start + 1
        while end < len(levels) and _fits(reaches[start : end + 1], network):
            end += 1
        last_group = _last_group(levels[start:end], network.problem)
        stages.append(Stage(levels[start:end], _units(reaches[start:end]), last_group))
        start = end
    return tuple(stages)


def _last_group(levels: tuple[Level, ...], problem: Problem) -> int:
    """The last group whose cases cost something in one of the levels."""
    if any(level.kind >= LevelKind.ROUNDS for level in levels):
        return problem.group_count - 1
    return max(level.group for level in levels)


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far a level can go: cost of one arc, and of a whole path."""

    arc: int
    path: int

    @staticmethod
    def of(level: Level, network: Network) -> "_Reach":
        problem = network.problem
        costs = level.costs(problem, np.arange(len(problem.triples), dtype=np.int64))
        low, high = int(costs.min(initial=0)), int(costs.max(initial=0))
        chain = int(level.chain_costs(network.chain).max(initial=0))
        hops = min(problem.case_count, len(problem.desks)) + 1
        return _Reach(
            max(high, -low, chain), hops * (high - low) + (problem.agent_count + 1) * chain
        )


def _units(reaches: list[_Reach]) -> tuple[int, ...]:
    """Units from the last level up: each more than twice everything below at its largest."""
    units: list[int] = []
    below = 0
    for reach in reversed(reaches):
        units.append(2 * below + 1)
        below += units[-1] * reach.path
    return tuple(reversed(units))


def _fits(reaches: list[_Reach], network: Network) -> bool:
    """Whether these levels may share one int64 solve."""
    units = _units(reaches)
    arc = sum(unit * reach.arc for unit, reach in zip(units, reaches, strict=True))
    path = sum(unit * reach.path for unit, reach in zip(units, reaches, strict=True))
    return arc * (network.nodes.count + 1) < LIMIT and path < LIMIT
