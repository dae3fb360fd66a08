"""CBC through PuLP: a variable per pair, coverage first, then fit with coverage held.

Needs the extra `pulp`. Where only counts limit, the variables are continuous: the plain
variant's polytope has whole corners only, and CBC finds one about ten times sooner than with
binaries.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pulp

from benchmarks.peers.peer import Answer
from solver.errors import SolveError
from solver.problem import Problem
from solver.units import Indexes, Ints


@dataclass(frozen=True, slots=True)
class Cbc:
    """One solve per level."""

    def solve(self, problem: Problem) -> Answer:
        """Raises SolveError when CBC gives up."""
        program = pulp.LpProblem("plain", pulp.LpMaximize)
        pairs = problem.triples
        kind = "Continuous" if problem.weighted is None else "Integer"
        take = [program.add_variable(f"t{pair}", 0, 1, kind) for pair in range(len(pairs))]
        agent = problem.desks.agent[pairs.desk]
        room = np.minimum(problem.new_room, problem.backlog_room)
        _limit(program, take, pairs.case, np.ones(problem.case_count, dtype=np.int64))
        _limit(program, take, agent, room)
        if problem.weighted is not None:
            _limit(program, take, agent, problem.weighted.room, problem.weighted.weight)
        served = pulp.lpSum(take)
        program += served >= _best(program, served)
        fit = pulp.lpSum(int(score) * one for score, one in zip(pairs.score, take, strict=True))
        _best(program, fit)
        return Answer(problem, _choice(problem, take))


def _limit(
    program: pulp.LpProblem,
    take: list[pulp.LpVariable],
    node: Indexes,
    room: Ints,
    weight: Ints | None = None,
) -> None:
    """At most so many pairs, or so much weight, of each case or agent."""
    through = defaultdict(list)
    used = (
        take
        if weight is None
        else [of * one for of, one in zip(weight.tolist(), take, strict=True)]
    )
    for pair, of in enumerate(node.tolist()):
        through[of].append(used[pair])
    for of, pairs in through.items():
        program += pulp.lpSum(pairs) <= int(room[of])


def _best(program: pulp.LpProblem, objective: pulp.LpAffineExpression) -> int:
    """The optimum of an objective."""
    if not len(objective):
        return 0
    program.setObjective(objective)
    program.solve(_cbc())
    if program.status != pulp.LpStatusOptimal:
        raise SolveError(f"CBC ended with {pulp.LpStatus[program.status]!r}.")
    best: float = pulp.value(objective)
    return round(best)


def _cbc() -> pulp.COIN_CMD:
    """The CBC that PuLP brings along, asked for a true optimum."""
    return pulp.COIN_CMD(path=pulp.PULP_CBC_CMD.pulp_cbc_path, msg=False, gapRel=0, gapAbs=0)


def _choice(problem: Problem, take: list[pulp.LpVariable]) -> Ints:
    choice = np.full(problem.case_count, -1, dtype=np.int64)
    for pair, one in enumerate(take):
        if (one.varValue or 0) > 0.5:
            choice[problem.triples.case[pair]] = pair
    return choice
