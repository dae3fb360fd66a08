"""Plans with a pair forced, each found without any residual network."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from solver.engines.flow import FlowEngine
from solver.explanation.residual.arcs import Standing
from solver.explanation.residual.forced import WAITS, Move
from solver.explanation.residual.widening import Residual
from solver.levels import Level, LevelKind, levels_of
from solver.network import ChainArcs
from solver.problem import Problem
from solver.proof import flow_of, level_costs
from solver.units import Ints
from tests.oracle import objective


def residual_of(problem: Problem) -> tuple[Residual, Ints]:
    """The residual network of the optimum, and its choice."""
    solution = FlowEngine().solve(problem)
    assert solution.prices is not None
    if solution.core is not None:
        # No agent can take more than he has room for: weights, which were of other triples, go.
        assert not problem.is_weighted
        problem = replace(problem, triples=solution.core, weighted=None)
    levels = levels_of(problem)
    return Residual(Standing.of(problem, levels, solution.choice, solution.prices)), solution.choice


def pairs(problem: Problem) -> Iterator[tuple[int, int, Ints]]:
    """Every allowed pair with its triples."""
    for case in range(problem.case_count):
        mine = np.flatnonzero(problem.triples.case == case)
        for agent in np.unique(problem.agent(mine)).tolist():
            yield case, agent, mine[problem.agent(mine) == agent]


def all_objectives(problem: Problem) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Every plan that keeps to the limits, with what it reaches."""
    options = [[-1] for _ in range(problem.case_count)]
    for triple, case in enumerate(problem.triples.case):
        options[case].append(triple)
    plans = ((objective(problem, plan), plan) for plan in itertools.product(*options))
    return [(value, plan) for value, plan in plans if value is not None]


@dataclass(frozen=True, slots=True, eq=False)
class Certainly:
    """A level that serves one case by one of some triples."""

    triple: Ints
    group: int = -1
    kind: LevelKind = LevelKind.FIT

    def costs(self, problem: Problem, triple: Ints) -> Ints:
        """-1 for each of them."""
        return -np.isin(triple, self.triple).astype(np.int64)

    def chain_costs(self, chain: ChainArcs) -> Ints:
        """Nothing."""
        return np.zeros(len(chain), dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class _OfAllCases:
    """A level that all cases play a part in, because a pair of any group is forced."""

    level: Level
    group: int = -1
    kind: LevelKind = LevelKind.FIT

    def costs(self, problem: Problem, triple: Ints) -> Ints:
        """Those of the level."""
        return self.level.costs(problem, triple)

    def chain_costs(self, chain: ChainArcs) -> Ints:
        """Those of the level."""
        return self.level.chain_costs(chain)


def solved_again(residual: Residual, triple: Ints) -> tuple[int, ...] | None:
    """Costs of the optimum with one of these triples in use; None where there is no way."""
    network = residual.standing.network
    others = (_OfAllCases(level) for level in residual.standing.levels)
    levels: tuple[Level, ...] = (Certainly(triple), *others)
    choice = FlowEngine().solve_levels(network.problem, levels).choice
    if not np.isin(choice, triple).any():
        return None
    return costs_of(residual, choice)


def costs_of(residual: Residual, choice: Ints) -> tuple[int, ...]:
    """Costs of a plan, level by level."""
    network = residual.standing.network
    flow = flow_of(network, choice)
    assert flow is not None
    return level_costs(network, residual.standing.levels, flow)


def moved(problem: Problem, choice: Ints, moves: tuple[Move, ...]) -> Ints:
    """The plan after some moves; each must start where its case is."""
    triples, changed = problem.triples, choice.copy()
    for move in moves:
        at = WAITS if changed[move.case] < 0 else int(triples.desk[changed[move.case]])
        assert at == move.before
        there = np.flatnonzero((triples.case == move.case) & (triples.desk == move.after))
        changed[move.case] = -1 if move.after == WAITS else int(there[0])
    return changed
