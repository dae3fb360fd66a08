"""The weighted model where nobody holds all triples: plans from a board, evidence over all pairs
(02 section 3).

Case after case gives a first plan, which serves most classes as fully as can be. Then its cases
change agents until hardly anything is left to gain. The evidence is a price for every case; the
proof works its bounds out anew, over all pairs.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from solver.boards.better import better
from solver.boards.factored import FactoredBoard
from solver.candidates import Candidates, core_of
from solver.classes import blocks
from solver.engines.best_score import BestScore
from solver.engines.course import UNWATCHED, Course, keep_on
from solver.engines.engine import Solution
from solver.engines.one_by_one import kept, more_taken
from solver.engines.threshold import coverage_prices
from solver.levels import Level, LevelKind
from solver.network import Nodes, build_network
from solver.problem import DeskKind, Problem, WeightedRows
from solver.proof import flow_of, level_costs
from solver.units import Bools, Floats, Ints
from solver.weighing.all_pairs import OpenPairs
from solver.weighing.evidence import WeighedPrices


def solve_weighted_pairs(
    problem: Problem,
    levels: tuple[Level, ...],
    course: Course = UNWATCHED,
    time_limit: timedelta | None = None,
) -> Solution:
    """A good plan with evidence for bounds on its levels; raises TimeIsUp.

    time_limit: about, None = none.
    """
    assert problem.candidates is not None
    search = _Search(problem, problem.candidates.apart(), levels, course)
    course.found(search.solution)
    keep_on(course)
    search.improve(time_limit)
    course.found(search.solution)
    return search.solution()


class _Search:
    """The best plan so far, as options, and evidence for its levels."""

    def __init__(
        self, problem: Problem, candidates: Candidates, levels: tuple[Level, ...], course: Course
    ) -> None:
        """candidates: of which no pair is removed."""
        self._problem, self._candidates = replace(problem, candidates=candidates), candidates
        self._levels, self._course = levels, course
        own = kept(problem)
        taken = np.where(own >= 0, len(candidates.desk) + own, -1)
        self._taken = self._completed(taken)
        self._costs = self._costs_of(self._taken)
        self._evidence: list[WeighedPrices | None] = [None] * len(levels)

    def improve(self, time_limit: timedelta | None) -> None:
        """A better fit, and evidence for coverage and fit."""
        open_ = self._prove_coverage()
        board = FactoredBoard.of(self._problem, self._candidates, self._taken)
        if board is None:
            return
        agents = board.agent(self._candidates)
        found = better(board.board, agents, self._course, time_limit)
        fit = [level.kind for level in self._levels].index(LevelKind.FIT)
        asked = _Asked(found.charged.price, found.charged.charge / board.unit)
        paid = asked.of_cases(self._candidates, open_.waits & open_.case)
        cases = board.board.cases
        paid[cases] = found.charged.paid[board.board.row[cases]]
        self._evidence[fit] = self._prices(paid, found.charged.price, fit)
        plans = [board.placed(agent) for agent in found.agents]
        for taken in plans:
            self._take(taken)
            self._course.found(self.solution)
        for taken in plans:
            # Once time is over, this raises TimeIsUp.
            self._take(self._completed(taken))

    def _prove_coverage(self) -> OpenPairs:
        """Prices for the classes that are cut, one after the other; what they leave open."""
        plans = OpenPairs.of(self._problem, self._candidates)
        for k, level in enumerate(self._levels):
            if level.kind >= LevelKind.ROUNDS:
                break
            prices = None
            if level.kind == LevelKind.COVERAGE and plans.obvious(level) < self._costs[k]:
                prices = coverage_prices(plans, level, k)
            self._evidence[k] = prices
            _, plans = plans.settled(level, k, self._costs[k], prices, self._course)
        return plans

    def _prices(self, paid: Ints, price: Ints, above: int) -> WeighedPrices:
        """Of all nodes: up to fit(agent) one more case costs what his price is."""
        problem, nodes = self._problem, Nodes.of(self._problem)
        node = np.zeros(nodes.count, dtype=np.int64)
        node[: nodes.desk] = paid
        is_fit = problem.desks.kind == DeskKind.FIT
        node[nodes.desk : nodes.rotation] = np.where(is_fit, price[problem.desks.agent], 0)
        node[nodes.fit : nodes.new] = price
        return WeighedPrices(node, (0,) * above, 1)

    def _completed(self, taken: Ints) -> Ints:
        """With whatever waits served as far as there is room, the best scores first."""
        taste = BestScore(self._problem, self._candidates)
        waiting = taken < 0
        if not waiting.any():
            return taken
        return more_taken(self._problem, self._candidates, taste, taken, waiting, self._course)

    def _take(self, taken: Ints) -> None:
        """Takes a plan that is better."""
        costs = self._costs_of(taken)
        if costs < self._costs:
            self._taken, self._costs = taken, costs

    def _costs_of(self, taken: Ints) -> tuple[int, ...]:
        """In every level."""
        problem, choice = _held(self._problem, self._candidates, taken)
        network = build_network(problem)
        flow = flow_of(network, choice)
        assert flow is not None
        return level_costs(network, self._levels, flow)

    def solution(self) -> Solution:
        """The best plan with the evidence."""
        served = np.flatnonzero(self._taken >= 0)
        core, choice = core_of(
            self._problem, self._candidates, served.astype(np.int32), self._taken[served]
        )
        return Solution(choice, core=core, engine="weighted", weighed=tuple(self._evidence))


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """What agents ask for a case, and for a unit of its weight; shape: agents."""

    price: Ints
    charge: Floats

    def of_cases(self, candidates: Candidates, some: Bools) -> Ints:
        """What some cases would pay at least if they need not be served, else 0; shape: cases.

        Without that everybody might serve those that nobody need serve.
        """
        assert candidates.weight is not None
        paid, patterns = np.zeros(len(some), dtype=np.int64), candidates.patterns
        for pattern in np.unique(patterns.of_case[some]).tolist():
            ways = np.arange(patterns.start[pattern], patterns.start[pattern + 1])
            agent = patterns.agent[ways]
            mine = np.flatnonzero(some & (patterns.of_case == pattern))
            for rows in blocks(len(mine) if len(ways) else 0, len(ways)):
                case = mine[rows]
                charged = np.outer(candidates.weight[case], self.charge[agent])
                asked = self.price[agent] + np.floor(charged).astype(np.int64)
                paid[case] = (asked - candidates.block(case, ways)).min(axis=1)
        return np.minimum(paid, 0)


def _held(problem: Problem, candidates: Candidates, taken: Ints) -> tuple[Problem, Ints]:
    """The problem with the triples that are used and its own, and the triple of each case."""
    assert candidates.weight is not None
    assert problem.weighted is not None
    served = np.flatnonzero(taken >= 0)
    core, choice = core_of(problem, candidates, served.astype(np.int32), taken[served])
    weighted = WeightedRows(candidates.weight[core.case], problem.weighted.room)
    return replace(problem, triples=core, weighted=weighted), choice
