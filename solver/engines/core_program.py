"""The weighted model on few triples as an integer program, tightened (02 section 3)."""

from dataclasses import dataclass, replace
from math import ceil, isfinite

import numpy as np

from solver.engines.best_plan import NO_CLAIM
from solver.engines.effort import Effort
from solver.engines.math_opt import Outcome, minimise
from solver.engines.mip_solver import MipSolver
from solver.engines.program import Program, Rows, program_of, rows_of
from solver.engines.tightened import rounded_rows
from solver.levels import Level
from solver.network import Network
from solver.prices import Flow
from solver.problem import Problem
from solver.units import Bools, Ints
from solver.weighing.evidence import OpenPlans

SOLVER = MipSolver.HIGHS


@dataclass(frozen=True, slots=True, eq=False)
class _Costs:
    """Costs of a level over all columns, with a constant: least possible sums are equal."""

    column: Ints
    constant: int

    def scaled(self) -> tuple["_Costs", int]:
        """The same in a larger unit, without the constant."""
        divisor = max(int(np.gcd.reduce(self.column)), 1)
        return _Costs(self.column // divisor, 0), divisor


@dataclass(frozen=True, slots=True, eq=False)
class CoreProgram:
    """Open plans that use no triple but those of the core.

    whole: the problem of the plans, which alone tells what a triple costs: whether a case has
    an owner, say. triple: the core's, ascending. program: over them, and copies that cost
    something.
    Columns: the program's, then one for each case that waits. What costs a case the same
    wherever it goes is charged to those: a row of all triples would be slow.
    """

    whole: Problem
    triple: Ints
    program: Program
    upper: Ints
    rows: Rows

    @staticmethod
    def of(
        plans: OpenPlans, core: Bools, above: tuple[Level, ...], most: tuple[int, ...]
    ) -> "CoreProgram":
        """above: the levels above that open plans do not keep to by themselves; most: what
        they may cost."""
        triple = np.flatnonzero(core)
        network = _within(plans.network, triple)
        program = program_of(network)
        upper = np.concatenate([program.upper, plans.waits])
        upper[len(triple) : len(program.upper)] *= plans.chain[program.copies]
        rows = program.rows.joined(rounded_rows(network.problem)).joined(_once(program))
        bare = CoreProgram(plans.network.problem, triple, program, upper, rows)
        for level, cost in zip(above, most, strict=True):
            rows = rows.joined(bare._at_most(level, cost))
        return replace(bare, rows=rows)

    def minimise(self, level: Level, best: Flow, effort: Effort) -> tuple[Outcome, int]:
        """What the solver found, and the least cost within the core as it claims."""
        costs = self._costs(level)
        scaled, divisor = costs.scaled()
        outcome = minimise(self, scaled.column, self._values(best), SOLVER, effort)
        claim = self._claim(outcome, scaled.column)
        return outcome, NO_CLAIM if claim is None else divisor * claim + costs.constant

    def choice(self, outcome: Outcome) -> Ints | None:
        """The plan in triples of the problem."""
        if outcome.values is None:
            return None
        choice = self.program.choice(outcome.values[: len(self.program.upper)])
        return np.where(choice < 0, -1, self.triple[choice])

    def _values(self, best: Flow) -> Ints:
        """A plan within the core as values of the columns."""
        inner = replace(best, used=np.searchsorted(self.triple, best.used))
        problem = self.program.network.problem
        waiting = np.ones(problem.case_count, dtype=np.int64)
        waiting[problem.triples.case[inner.used]] = 0
        return np.concatenate([self.program.values(inner), waiting])

    def _costs(self, level: Level) -> _Costs:
        """Costs that are the same for all triples of a case are gained by its waiting."""
        problem = self.program.network.problem
        costs, case = self.program.costs(level), problem.triples.case
        of_case = np.zeros(problem.case_count, dtype=np.int64)
        of_triple = level.costs(self.whole, self.triple)
        costs[: len(case)] = of_triple
        of_case[case] = of_triple
        if (of_case[case] != of_triple).any():
            return _Costs(np.concatenate([costs, np.zeros_like(of_case)]), 0)
        copies = costs[len(case) :]
        column = np.concatenate([np.zeros_like(of_triple), copies, -of_case])
        return _Costs(column, int(of_case.sum()))

    def _at_most(self, level: Level, most: int) -> Rows:
        """A level above costs no more than it does."""
        costs = self._costs(level)
        scaled, divisor = costs.scaled()
        used = np.flatnonzero(scaled.column)
        high = np.array([(most - costs.constant) // divisor])
        return rows_of(np.zeros_like(used), used, scaled.column[used], high)

    def _claim(self, outcome: Outcome, costs: Ints) -> int | None:
        """In integers, with some slack for a solver that computes in floats: where that is half
        a unit or more it cannot prove an optimum. A case has one triple at most."""
        if not isfinite(outcome.bound):
            # Infinity is no better: the plan to start with is there.
            return None
        problem, count = self.program.network.problem, len(self.triple)
        dearest = np.zeros(problem.case_count, dtype=np.int64)
        np.maximum.at(dearest, problem.triples.case, np.abs(costs[:count]))
        size = int(dearest.sum()) + int((np.abs(costs[count:]) * self.upper[count:]).sum())
        return ceil(outcome.bound - 1e-3 - 1e-9 * size)


def _within(network: Network, triple: Ints) -> Network:
    """The same network with some of its triples."""
    problem = network.problem
    weighted = problem.weighted
    if weighted is not None:
        weighted = replace(weighted, weight=weighted.weight[triple])
    inner = replace(problem, triples=problem.triples[triple], weighted=weighted)
    return replace(network, problem=inner)


def _once(program: Program) -> Rows:
    """Every case has one triple, or waits."""
    case = program.network.problem.triples.case
    cases = np.arange(program.network.problem.case_count)
    once = np.ones(len(cases), dtype=np.int64)
    column = np.concatenate([np.arange(len(case)), len(program.upper) + cases])
    rows = rows_of(np.concatenate([case, cases]), column, np.ones_like(column), once)
    return replace(rows, low=once)
