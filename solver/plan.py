"""The whole story: from a snapshot and its rules to a proved plan."""

from dataclasses import dataclass

from solver.compile import Compiled, compile_problem
from solver.engines.engine import Engine
from solver.engines.sequential import SequentialEngine
from solver.facts import Snapshot
from solver.levels import levels_of
from solver.network import build_network
from solver.proof import Proof, prove
from solver.rules import Rulebook
from solver.units import Ints
from solver.values import LevelValue, level_values


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A decision for every case.

    choice: triple of each case in `compiled.problem`, -1 = waits; shape: cases.
    """

    compiled: Compiled
    engine: str
    choice: Ints
    levels: tuple[LevelValue, ...]
    proof: Proof
    solve_count: int

    @property
    def proved(self) -> bool:
        """Every level is proved, by the price conditions alone."""
        return all(level.proved for level in self.levels)


def make_plan(snapshot: Snapshot, rulebook: Rulebook, engine: Engine) -> Plan:
    """Who takes which case: rules, problem, solve, proof.

    Raises SolveError when the engine ends without a plan.
    """
    return solve_compiled(compile_problem(snapshot, rulebook), engine)


def solve_compiled(compiled: Compiled, engine: Engine) -> Plan:
    """Solves a compiled snapshot and proves the answer outside the engine."""
    problem = compiled.problem
    solution = engine.solve(problem)
    levels = levels_of(problem)
    proof = Proof(0, ("The engine claims no prices.",))
    if solution.prices is not None:
        proof = prove(build_network(problem), levels, solution.choice, solution.prices)
    values = level_values(problem, levels, solution.choice, proof.proved_levels)
    return Plan(compiled, engine.name, solution.choice, values, proof, solution.solve_count)


def sequential_plan(compiled: Compiled) -> Plan:
    """The same snapshot, one case after the other: the price of greed is the difference."""
    return solve_compiled(compiled, SequentialEngine())
