"""General solvers behind OR-Tools MathOpt: one program, one objective, one answer.

MathOpt must be called through `solve` alone: its own error path fails with an
AttributeError (`canonical_code`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import numpy as np
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from solver.engines.effort import Effort
from solver.engines.mip_solver import MipSolver
from solver.engines.program import Rows
from solver.errors import SolveError
from solver.problem import OFF
from solver.units import Floats, Ints


class Table(Protocol):
    """Rows over columns from 0 to `upper`."""

    @property
    def upper(self) -> Ints:
        """Of every column."""

    @property
    def rows(self) -> Rows:
        """What holds."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a solver came up with.

    values: of the variables, rounded; None = it found nothing. bound: least cost that is
    still possible, minus infinity where it does not know.
    """

    values: Ints | None
    bound: float
    duration: timedelta


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """An optimum in fractions.

    values: of the columns. duals: of the rows, in min form: at most 0 where a row has no lower
    end. None = it found none.
    """

    values: Floats | None
    duals: Floats | None
    duration: timedelta


_TYPES = {
    MipSolver.HIGHS: mathopt.SolverType.HIGHS,
    MipSolver.CP_SAT: mathopt.SolverType.CP_SAT,
    MipSolver.SCIP: mathopt.SolverType.GSCIP,
}


def minimise(table: Table, costs: Ints, start: Ints, solver: MipSolver, effort: Effort) -> Outcome:
    """One solve from a plan to start with; raises SolveError when the solver breaks down."""
    model = mathopt.Model.from_model_proto(_model(table, costs, whole=True))
    hint = mathopt.SolutionHint(
        variable_values={
            model.get_variable(int(column)): float(start[column])
            for column in np.flatnonzero(start)
        }
    )
    hinted = mathopt.ModelSolveParameters(
        variable_values_filter=mathopt.SparseVectorFilter(skip_zero_values=True),
        solution_hints=[hint],
    )
    result = _solved(model, _TYPES[solver], _parameters(solver, effort), hinted)
    return _outcome(result, len(costs))


def relax(table: Table, costs: Ints, time_limit: timedelta | None) -> Relaxed:
    """One solve in fractions, by GLOP; raises SolveError when it breaks down."""
    model = mathopt.Model.from_model_proto(_model(table, costs, whole=False))
    told = mathopt.ModelSolveParameters(
        variable_values_filter=mathopt.SparseVectorFilter(skip_zero_values=True),
        reduced_costs_filter=mathopt.VariableFilter(filtered_items=[]),
    )
    params = mathopt.SolveParameters(time_limit=time_limit)
    result = _solved(model, mathopt.SolverType.GLOP, params, told)
    values = duals = None
    if result.solutions and (primal := result.solutions[0].primal_solution):
        values = _spread(primal.variable_values, len(table.upper))
    if result.solutions and (dual := result.solutions[0].dual_solution):
        duals = _spread(dual.dual_values, len(table.rows.low))
    return Relaxed(values, duals, result.solve_stats.solve_time)


def _spread(
    told: Mapping[mathopt.Variable, float] | Mapping[mathopt.LinearConstraint, float], count: int
) -> Floats:
    """By id; 0 where nothing is told."""
    values = np.zeros(count)
    for one, value in told.items():
        values[one.id] = value
    return values


def _solved(
    model: mathopt.Model,
    solver: mathopt.SolverType,
    params: mathopt.SolveParameters,
    model_params: mathopt.ModelSolveParameters,
) -> mathopt.SolveResult:
    """Raises SolveError when the solver breaks down."""
    try:
        return mathopt.solve(model, solver, params=params, model_params=model_params)
    except (AttributeError, RuntimeError, ValueError, NotImplementedError) as error:
        # With the AttributeError, what really happened is only its context.
        raise SolveError(f"{solver.name} broke down: {error.__context__ or error}") from error


def _parameters(solver: MipSolver, effort: Effort) -> mathopt.SolveParameters:
    """The same in every run: on one thread, where it can be told."""
    return mathopt.SolveParameters(
        time_limit=effort.time_limit,
        relative_gap_tolerance=effort.gap,
        absolute_gap_tolerance=0.0,
        threads=None if solver is MipSolver.HIGHS else 1,
        random_seed=1,
    )


def _outcome(result: mathopt.SolveResult, count: int) -> Outcome:
    bound = result.termination.objective_bounds.dual_bound
    values = None
    if result.solutions and result.solutions[0].primal_solution:
        values = np.zeros(count, dtype=np.int64)
        found = result.solutions[0].primal_solution.variable_values
        for variable, value in found.items():
            values[variable.id] = round(value)
    return Outcome(values, bound, result.solve_stats.solve_time)


def _model(table: Table, costs: Ints, *, whole: bool) -> model_pb2.ModelProto:
    """The table as MathOpt reads it; whole: in whole numbers."""
    model, count = model_pb2.ModelProto(), len(table.upper)
    model.variables.ids.extend(range(count))
    model.variables.lower_bounds.extend(np.zeros(count))
    model.variables.upper_bounds.extend(table.upper.astype(np.float64))
    model.variables.integers.extend([whole] * count)
    rows = table.rows
    model.linear_constraints.ids.extend(range(len(rows.low)))
    low = np.where(rows.low <= -OFF, -np.inf, rows.low.astype(np.float64))
    model.linear_constraints.lower_bounds.extend(low)
    model.linear_constraints.upper_bounds.extend(rows.high.astype(np.float64))
    model.linear_constraint_matrix.row_ids.extend(rows.row)
    model.linear_constraint_matrix.column_ids.extend(rows.column)
    model.linear_constraint_matrix.coefficients.extend(rows.value.astype(np.float64))
    costly = np.flatnonzero(costs)
    model.objective.linear_coefficients.ids.extend(costly)
    model.objective.linear_coefficients.values.extend(costs[costly].astype(np.float64))
    return model
