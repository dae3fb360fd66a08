"""General solvers behind OR-Tools MathOpt: one program, one objective, one answer.

MathOpt must be called through `solve` alone: its own error path fails with an
AttributeError (`canonical_code`).
"""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from solver.engines.mip_solver import MipSolver
from solver.engines.program import Program
from solver.errors import SolveError
from solver.problem import OFF
from solver.units import Ints


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a solver came up with.

    values: of the variables, rounded; None = it found nothing. bound: least cost that is
    still possible, minus infinity where it does not know.
    """

    values: Ints | None
    bound: float
    duration: timedelta


_TYPES = {
    MipSolver.HIGHS: mathopt.SolverType.HIGHS,
    MipSolver.CP_SAT: mathopt.SolverType.CP_SAT,
    MipSolver.SCIP: mathopt.SolverType.GSCIP,
}


def minimise(
    program: Program, costs: Ints, start: Ints, solver: MipSolver, time_limit: timedelta | None
) -> Outcome:
    """One solve from a plan to start with; raises SolveError when the solver breaks down."""
    model = mathopt.Model.from_model_proto(_model(program, costs))
    hint = mathopt.SolutionHint(
        variable_values={
            model.get_variable(int(column)): float(start[column])
            for column in np.flatnonzero(start)
        }
    )
    try:
        result = mathopt.solve(
            model,
            _TYPES[solver],
            params=_parameters(solver, time_limit),
            model_params=mathopt.ModelSolveParameters(
                variable_values_filter=mathopt.SparseVectorFilter(skip_zero_values=True),
                solution_hints=[hint],
            ),
        )
    except (AttributeError, RuntimeError, ValueError, NotImplementedError) as error:
        # With the AttributeError, what really happened is only its context.
        raise SolveError(f"{solver.name} broke down: {error.__context__ or error}") from error
    return _outcome(result, len(costs))


def _parameters(solver: MipSolver, time_limit: timedelta | None) -> mathopt.SolveParameters:
    """An optimum without any gap, the same in every run: on one thread, where it can be told."""
    return mathopt.SolveParameters(
        time_limit=time_limit,
        relative_gap_tolerance=0.0,
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


def _model(program: Program, costs: Ints) -> model_pb2.ModelProto:
    """The program as MathOpt reads it."""
    model, count = model_pb2.ModelProto(), len(program.upper)
    model.variables.ids.extend(range(count))
    model.variables.lower_bounds.extend(np.zeros(count))
    model.variables.upper_bounds.extend(program.upper.astype(np.float64))
    model.variables.integers.extend([True] * count)
    rows = program.rows
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
