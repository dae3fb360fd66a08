"""The whole story: from a snapshot and its rules to a proved plan."""

from dataclasses import dataclass, replace

import numpy as np

from solver.bounds import prove_solution
from solver.compile import Compiled, compile_problem
from solver.engines.engine import Engine, Solution
from solver.engines.sequential import SequentialEngine, one_by_one
from solver.errors import TimeIsUp
from solver.facts import Snapshot
from solver.levels import Level, levels_of
from solver.overrides import Overrides, override_limits
from solver.picks import Picks, picks_of
from solver.progress import SILENT, Progress, Proving, Watched
from solver.proof import Proof
from solver.rules import Rulebook
from solver.units import Bools, Ints
from solver.values import LevelValue, level_values


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A decision for every case.

    objective: all levels of its problem. choice: triple of each case in `compiled.problem`,
    -1 = not served by the first phase; shape: cases. picks: the served cases of both
    phases. prices: claims of the engine about the first one, checked by `proof`;
    nodes x levels, None without any.
    """

    compiled: Compiled
    engine: str
    objective: tuple[Level, ...]
    choice: Ints
    levels: tuple[LevelValue, ...]
    proof: Proof
    solve_count: int
    picks: Picks
    overrides: Overrides | None = None
    prices: Ints | None = None

    @property
    def proved(self) -> bool:
        """Every level of both phases is proved: by the price conditions alone, or with
        weighted capacity by bounds."""
        second = self.overrides.levels if self.overrides else ()
        return all(level.proved for level in (*self.levels, *second))

    @property
    def waiting(self) -> Bools:
        """True for cases that nobody serves; shape: cases."""
        waiting = np.ones(len(self.choice), dtype=np.bool_)
        waiting[self.picks.case] = False
        return waiting


def make_plan(
    snapshot: Snapshot, rulebook: Rulebook, engine: Engine, progress: Progress = SILENT
) -> Plan:
    """Who takes which case: rules, problem, solve, proof.

    Raises SolveError when the engine ends without a plan. Where `progress` is over before
    the engine is through, the best plan so far is the answer.
    """
    return solve_compiled(compile_problem(snapshot, rulebook), engine, progress)


def solve_compiled(compiled: Compiled, engine: Engine, progress: Progress = SILENT) -> Plan:
    """Solves a compiled snapshot and proves the answer outside the engine."""
    if not engine.prices_candidates:
        compiled = compiled.held()
    solution = _solved(compiled, engine, progress)
    if solution.core is not None:
        compiled = compiled.holding(solution.core)
    problem = compiled.problem
    levels = levels_of(problem)
    proof = prove_solution(problem, levels, solution, Proving(progress))
    values = level_values(problem, levels, solution.choice, proof)
    picks = picks_of(compiled, solution.choice)
    overrides = override_limits(compiled, solution.choice)
    if overrides:
        picks = picks.merged(overrides.picks)
    count = solution.solve_count
    return Plan(
        compiled, solution.engine or engine.name, levels, solution.choice, values, proof, count,
        picks, overrides, _of_all_levels(solution.prices, len(levels)),
    )  # fmt: skip


def _of_all_levels(prices: Ints | None, count: int) -> Ints | None:
    """0 in the levels that time did not reach: there they prove nothing."""
    return None if prices is None else np.pad(prices, ((0, 0), (0, count - prices.shape[1])))


def _solved(compiled: Compiled, engine: Engine, progress: Progress) -> Solution:
    """The plan of an engine, or in need the last one that it told of."""
    course = Watched(compiled, progress)
    try:
        return engine.solve(compiled.problem, course)
    except TimeIsUp:
        return _in_need(compiled, course, Proving(progress))


def _in_need(compiled: Compiled, course: Watched, rest: Proving) -> Solution:
    """The last plan that an engine told of. The first one may have no more in its favour than
    the levels above fit, so one case after the other is tried too, as far as time allows."""
    greedy, best = SequentialEngine(), course.best()
    if best is None:
        return replace(greedy.solve(compiled.problem), engine=greedy.name)
    if course.count > 1:
        return best
    try:
        other = one_by_one(compiled.problem, rest)
    except TimeIsUp:
        return best
    claims = replace(best, choice=other.choice, core=other.core, engine=greedy.name)
    course.found(lambda: claims)
    return course.best() or best
