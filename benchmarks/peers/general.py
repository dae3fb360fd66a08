"""HiGHS and CP-SAT through MathOpt: a variable per pair, coverage first, then fit.

Where only counts limit, HiGHS gets continuous variables: the corners are whole, and it finds
one sooner. CP-SAT gets every core; how many HiGHS uses is its own business.
"""

import os
from dataclasses import dataclass

import numpy as np
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from benchmarks.peers.peer import Answer, Near
from solver.errors import SolveError
from solver.problem import OFF, Problem
from solver.units import Indexes, Ints


@dataclass(frozen=True, slots=True)
class General:
    """One solve per level, the second one from the first one's plan."""

    solver: mathopt.SolverType

    def solve(self, problem: Problem) -> Answer:
        """Raises SolveError when the solver gives up."""
        return self.solve_near(problem, 0.0).answer

    def solve_near(self, problem: Problem, gap: float) -> Near:
        """The same until its fit is within a part of its bound, by its own word."""
        whole = problem.weighted is not None or self.solver == mathopt.SolverType.CP_SAT
        model = _model(problem, whole=whole)
        ones = np.ones(len(problem.triples), dtype=np.int64)
        taken, _ = self._best(model, ones, None, 0.0)
        _limit(model, np.zeros_like(ones), ones, np.array([int(taken.sum())]), at_least=True)
        taken, told = self._best(model, problem.triples.score, taken, gap)
        choice = np.full(problem.case_count, -1, dtype=np.int64)
        used = np.flatnonzero(taken)
        choice[problem.triples.case[used]] = used
        return Near(Answer(problem, choice), told)

    def _best(
        self, proto: model_pb2.ModelProto, gain: Ints, start: Ints | None, gap: float
    ) -> tuple[Ints, float]:
        """1 for the pairs of a plan that is as near to an optimum, else 0; shape: pairs. And how
        near it is."""
        if not len(gain):
            return gain, 0.0
        _maximise(proto, gain)
        model = mathopt.Model.from_model_proto(proto)
        result = mathopt.solve(
            model, self.solver, params=self._parameters(gap), model_params=_terms(model, start)
        )
        if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
            raise SolveError(f"{self.solver.name} ended with {result.termination.reason.name}.")
        taken = np.zeros(len(gain), dtype=np.int64)
        for variable, value in result.variable_values().items():
            taken[variable.id] = value > 0.5
        bounds = result.termination.objective_bounds
        distance = abs(bounds.dual_bound - bounds.primal_bound)
        return taken, distance / max(abs(bounds.primal_bound), 1.0)

    def _parameters(self, gap: float) -> mathopt.SolveParameters:
        """gap: 0 = a true optimum."""
        is_cp_sat = self.solver == mathopt.SolverType.CP_SAT
        return mathopt.SolveParameters(
            relative_gap_tolerance=gap,
            absolute_gap_tolerance=0.0,
            threads=os.cpu_count() if is_cp_sat else None,
        )


def _terms(model: mathopt.Model, start: Ints | None) -> mathopt.ModelSolveParameters:
    """Tells only what is not 0, and starts from a plan."""
    used = [] if start is None else np.flatnonzero(start).tolist()
    hint = mathopt.SolutionHint(
        variable_values={model.get_variable(column): 1.0 for column in used}
    )
    return mathopt.ModelSolveParameters(
        variable_values_filter=mathopt.SparseVectorFilter(skip_zero_values=True),
        solution_hints=[hint] if used else [],
    )


def _model(problem: Problem, *, whole: bool) -> model_pb2.ModelProto:
    """Each case once, each agent within his room, by weight too."""
    model, pairs = model_pb2.ModelProto(), problem.triples
    model.variables.ids.extend(range(len(pairs)))
    model.variables.lower_bounds.extend(np.zeros(len(pairs)))
    model.variables.upper_bounds.extend(np.ones(len(pairs)))
    model.variables.integers.extend([whole] * len(pairs))
    ones = np.ones(len(pairs), dtype=np.int64)
    room = np.minimum(problem.new_room, problem.backlog_room)
    _limit(model, pairs.case, ones, np.ones(problem.case_count, dtype=np.int64))
    _limit(model, pairs.desk, ones, room)
    if problem.weighted is not None:
        _limit(model, pairs.desk, problem.weighted.weight, problem.weighted.room)
    return model


def _limit(
    model: model_pb2.ModelProto,
    row: Indexes | Ints,
    weight: Ints,
    room: Ints,
    *,
    at_least: bool = False,
) -> None:
    """A row for each room: the weights of its pairs sum to at most, or at least, so much."""
    rows, matrix = model.linear_constraints, model.linear_constraint_matrix
    first = len(rows.ids)
    told = np.where(np.abs(room) >= OFF, np.inf, room.astype(np.float64))
    nothing = np.full(len(room), np.inf)
    rows.ids.extend(range(first, first + len(room)))
    rows.lower_bounds.extend(told if at_least else -nothing)
    rows.upper_bounds.extend(nothing if at_least else told)
    order = np.argsort(row, kind="stable")
    matrix.row_ids.extend(first + row[order].astype(np.int64))
    matrix.column_ids.extend(order)
    matrix.coefficients.extend(weight[order].astype(np.float64))


def _maximise(model: model_pb2.ModelProto, gain: Ints) -> None:
    model.objective.Clear()
    model.objective.maximize = True
    model.objective.linear_coefficients.ids.extend(range(len(gain)))
    model.objective.linear_coefficients.values.extend(gain.astype(np.float64))
