"""CBC through PuLP, level by level: an independent check that shares no mathematics with flow.

Imported only when selected; needs the extra `pulp`.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pulp

from solver.engines.course import UNWATCHED, Course, keep_on
from solver.engines.engine import Solution
from solver.engines.sequential import SequentialEngine
from solver.errors import SolveError
from solver.problem import DeskKind, Problem


@dataclass(frozen=True, slots=True)
class PulpEngine:
    """A binary per triple, a binary per unit copy, one solve per level with those above fixed."""

    name: str = "pulp"
    prices_candidates: bool = False

    def solve(self, problem: Problem, course: Course = UNWATCHED) -> Solution:
        """Optimal in every level; raises SolveError when CBC gives up."""
        course.found(lambda: replace(SequentialEngine().solve(problem), engine="sequential"))
        model = _Model(problem)
        count = 0
        for objective in model.levels():
            keep_on(course)
            model.minimise(objective)
            count += 1
        return Solution(model.choice(), None, max(count, 1))


def _cbc() -> pulp.COIN_CMD:
    """The CBC that PuLP brings along, asked for a true optimum.

    Its preprocessing calls feasible programs infeasible, one in some thousand small ones
    (CBC 2.10.3), and wins no time here.
    """
    cbc = pulp.PULP_CBC_CMD.pulp_cbc_path
    return pulp.COIN_CMD(path=cbc, msg=False, gapRel=0, gapAbs=0, options=["preprocess off"])


class _Model:
    """The problem as a mixed integer program, by the words of 02 section 2."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._program = pulp.LpProblem("allotment", pulp.LpMinimize)
        triples, desks = problem.triples, problem.desks
        self._take = [
            self._program.add_variable(f"t{i}", cat="Binary") for i in range(len(triples))
        ]
        self._agent = desks.agent[triples.desk]
        kind = desks.kind[triples.desk]
        self._limit(triples.case, np.ones(problem.case_count, dtype=np.int64))
        self._limit(triples.desk, desks.room)
        self._limit(self._agent, problem.new_room, kind < DeskKind.KEEP)
        self._limit(self._agent, problem.backlog_room, kind <= DeskKind.KEEP)
        self._weigh()
        self._turns = self._units("r", kind == DeskKind.TURN)
        self._fits = self._units("f", kind == DeskKind.FIT)

    def levels(self) -> Iterator[pulp.LpAffineExpression]:
        """All levels in min form, most important first."""
        problem = self._problem
        yield self._sum(-problem.incumbent[problem.triples.case].astype(np.int64))
        for group in range(problem.group_count):
            mine = problem.group[problem.triples.case] == group
            for urgency_class in np.unique(problem.urgency_class):
                served = mine & (problem.urgency_class[problem.triples.case] == urgency_class)
                yield self._sum(-problem.urgency[problem.triples.case] * served)
            yield self._sum(problem.urgency[problem.triples.case] * problem.triples.rank * mine)
            yield self._sum(problem.triples.order * mine)
        yield pulp.lpSum(
            (k - 1 + int(problem.turns_before[agent])) * unit for agent, k, unit in self._turns
        )
        yield self._sum(-problem.triples.score) + pulp.lpSum(
            int(problem.discount_of(np.array([agent]), np.array([k]))[0]) * unit
            for agent, k, unit in self._fits
        )
        kept = problem.desks.keeping[problem.triples.desk]
        yield self._sum(np.where(kept, 0, problem.place[self._agent] + 1))

    def minimise(self, objective: pulp.LpAffineExpression) -> None:
        """Solves one level and fixes its value for those below."""
        if not len(objective):
            return
        self._program.setObjective(objective)
        self._program.solve(_cbc())
        if self._program.status != pulp.LpStatusOptimal:
            raise SolveError(f"CBC ended with {pulp.LpStatus[self._program.status]!r}.")
        self._program += objective <= round(pulp.value(objective))

    def choice(self) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        """Triple of each case, -1 = waits."""
        choice = np.full(self._problem.case_count, -1, dtype=np.int64)
        for triple, take in enumerate(self._take):
            if (take.varValue or 0) > 0.5:
                choice[self._problem.triples.case[triple]] = triple
        return choice

    def _binary(self, name: str) -> pulp.LpVariable:
        return self._program.add_variable(name, cat="Binary")

    def _limit(
        self, node: "np.ndarray", room: "np.ndarray", counted: "np.ndarray | None" = None
    ) -> None:
        """At most `room` counted triples through each node."""
        through = defaultdict(list)
        for triple in np.arange(len(node)) if counted is None else np.flatnonzero(counted):
            through[int(node[triple])].append(self._take[triple])
        for of, takes in through.items():
            if len(takes) > room[of]:
                self._program += pulp.lpSum(takes) <= int(room[of])

    def _weigh(self) -> None:
        """At most `room` of weight for each agent."""
        weighted = self._problem.weighted
        if weighted is None:
            return
        for agent in np.unique(self._agent):
            mine = np.flatnonzero(self._agent == agent)
            if weighted.weight[mine].sum() > weighted.room[agent]:
                load = pulp.lpSum(int(weighted.weight[t]) * self._take[t] for t in mine)
                self._program += load <= int(weighted.room[agent])

    def _units(self, prefix: str, kind: "np.ndarray") -> list[tuple[int, int, pulp.LpVariable]]:
        """Unit copies (agent, k, variable) whose sum is the agent's count of one kind."""
        units = []
        for agent in np.unique(self._agent[kind]):
            takes = [self._take[t] for t in np.flatnonzero(kind & (self._agent == agent))]
            mine = [
                (int(agent), k, self._binary(f"{prefix}{agent}_{k}"))
                for k in range(1, len(takes) + 1)
            ]
            self._program += pulp.lpSum(takes) == pulp.lpSum(unit for _, _, unit in mine)
            units += mine
        return units

    def _sum(self, costs: "np.ndarray") -> pulp.LpAffineExpression:
        """Cost of the triples taken."""
        return pulp.lpSum(int(costs[t]) * self._take[t] for t in np.flatnonzero(costs))
