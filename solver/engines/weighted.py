"""The weighted model: prices that bound every level, and a small program for the rest (02
section 3).

Level by level: fractions give prices, prices a bound that the proof computes anew, and with
the best plan the triples that no better plan can hold. What is left goes to an exact solver;
where bound and plan meet before, nobody has to be believed.
"""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from solver.engines.best_plan import NO_CLAIM, BestPlan
from solver.engines.core_program import CoreProgram
from solver.engines.course import UNWATCHED, Bound, Course, keep_on
from solver.engines.effort import Effort, Share
from solver.engines.engine import Solution
from solver.engines.flow import FlowEngine
from solver.engines.least_asked import completed_where_least_asked
from solver.engines.on_board import on_board
from solver.engines.one_by_one import kept
from solver.engines.packing import packed_cases
from solver.engines.relaxation import in_fractions
from solver.engines.sequential import completed_by_score
from solver.engines.squeaky_wheel import handed_out
from solver.engines.weighted_pairs import solve_weighted_pairs
from solver.levels import Level, LevelKind, levels_of
from solver.network import Network, build_network
from solver.problem import Problem
from solver.units import Bools, Floats
from solver.weighing.ascent import Raised, raise_bound
from solver.weighing.evidence import Goal, OpenPlans, WeighedPrices, settled, weigh

MANY = 100_000
"""Beyond so many triples nobody asks how well it would go without weights."""
FEW = 3_000
"""So many triples an exact solver gets at once."""
PER_CASE = 3
"""How many of the cheapest triples of each case a first program has, about."""
MOST_ALIKE = 6
"""No case has more of them there, by score and by what is asked of the agents."""
CLOSE = 1e-4
"""A first program need not come closer than this."""
PRICED = 12_000_000
"""Triples that are looked at while prices rise, about; within so many rounds:"""
FEWEST_ROUNDS, MOST_ROUNDS = 20, 300
A_LOOK = 150e-9
"""Seconds that a triple costs in a round, about: the kernel knows no clock."""
KEPT_BACK = 0.1
"""The share of the time that is not given to solvers."""


@dataclass(frozen=True, slots=True)
class WeightedEngine:
    """Prices and bounds by loads, integer programs on what they leave open."""

    time_limit: timedelta | None = None
    """For all levels together, as the solvers behind it tell the time; None = no limit."""
    name: str = "weighted"
    prices_candidates: bool = True

    def solve(self, problem: Problem, course: Course = UNWATCHED) -> Solution:
        """Optimal in every level that was reached in time; the levels tell by their bounds."""
        return self.solve_levels(problem, levels_of(problem), course)

    def solve_levels(
        self, problem: Problem, levels: tuple[Level, ...], course: Course = UNWATCHED
    ) -> Solution:
        """The same for levels of its own; without weights that can bind, the flow."""
        if not problem.is_weighted:
            return FlowEngine().solve_levels(problem, levels, course)
        if problem.candidates is not None:
            return solve_weighted_pairs(problem, levels, course, self.time_limit)
        search = _Search(build_network(problem), levels, self.time_limit, course)
        course.found(search.solution)
        for level in range(len(levels)):
            keep_on(course)
            least = search.settle(level)
            course.found(search.solution, Bound(level, least))
        return search.solution()


class _Search:
    """The best plan so far, what is known of the levels settled so far, and what is open."""

    def __init__(
        self,
        network: Network,
        levels: tuple[Level, ...],
        time_limit: timedelta | None,
        course: Course,
    ) -> None:
        self._network, self._levels, self._course = network, levels, course
        self._left = None if time_limit is None else time_limit * (1 - KEPT_BACK)
        self._plans = OpenPlans.of(network)
        self._binding: list[int] = []
        self._is_proved = True
        self._least: list[int] = []
        self._evidence: list[WeighedPrices | None] = []
        self._solve_count = 0
        self._relaxed = _without_weights(network, levels)
        self._best = BestPlan(
            network, levels, self._relaxed, lambda: kept(network.problem),
            (completed_by_score, completed_where_least_asked),
        )  # fmt: skip

    def settle(self, level: int) -> int:
        """Makes one level as good as time allows, and keeps it so for those below.

        Returns the least cost that is still possible there.
        """
        goal = Goal.of(self._network, self._levels, self._best.costs[:level])
        obvious = self._plans.obvious(goal.costs, goal.chain_costs)
        claim, prices = NO_CLAIM, None
        if self._best.costs[level] > max(obvious, self._best.relaxed_bound(level)):
            claim, prices = self._improve(level, goal)
        self._least.append(claim)
        self._evidence.append(prices)
        bound, self._plans = settled(self._plans, goal, self._best.costs[level], prices)
        least = max(claim, bound, self._best.relaxed_bound(level))
        self._is_proved &= least >= self._best.costs[level]
        if self._best.costs[level] > obvious:
            self._binding.append(level)
        return least

    def _improve(self, level: int, goal: Goal) -> tuple[int, WeighedPrices | None]:
        """A better plan, what a solver claims of the level, and the evidence for a bound.

        Below a level without proof nothing can be proved, so that a good plan is enough.
        """
        share = self._share(level)
        if not self._is_proved and self._effort(share).is_nothing:
            return NO_CLAIM, None
        is_large = self._is_large()
        is_fit = self._levels[level].kind == LevelKind.FIT
        has_discounts = bool(self._network.problem.discount.any())
        raised = self._laid_out(level, goal) if is_large and is_fit and has_discounts else None
        raised = raised or self._priced(level, goal, share)
        if raised is None:
            return self._minimised(level, self._plans.triple, self._effort(share)), None
        if is_large and not self._is_reached(level, raised):
            raised = self._with_few(level, goal, raised, share)
        is_enough = is_large and (not self._is_proved or self._course.is_over())
        if self._is_reached(level, raised) or is_enough:
            return NO_CLAIM, raised.prices
        core = self._plans.triple & ~raised.weighed.too_dear(self._best.costs[level] - 1)
        claim = self._minimised(level, core, self._effort(share))
        return min(claim, self._best.costs[level]), raised.prices

    def _is_large(self) -> bool:
        return int(self._plans.triple.sum()) > FEW

    def _is_reached(self, level: int, raised: Raised) -> bool:
        return self._best.costs[level] <= raised.weighed.least

    def _priced(self, level: int, goal: Goal, share: Share) -> Raised | None:
        """Prices of the optimum in fractions, with what they prove; of coverage a plan, too."""
        found = in_fractions(self._plans, goal, tuple(self._binding), share.left(self._left))
        self._spend(found.duration)
        is_coverage = self._levels[level].kind == LevelKind.COVERAGE
        if found.share is not None and is_coverage and self._is_large():
            self._pack(goal, found.share)
        weighed = None if found.prices is None else weigh(self._plans, goal, found.prices)
        if found.prices is None or weighed is None:
            return None
        return Raised(found.prices, weighed)

    def _pack(self, goal: Goal, share: Floats) -> None:
        """A plan that serves whom fractions serve, as far as they can be packed."""
        choice = packed_cases(self._plans, goal, share, self._course)
        if choice is not None:
            self._best.take(choice)

    def _laid_out(self, level: int, goal: Goal) -> Raised | None:
        """Prices and better plans of fit from a board; None where there is none."""
        found = on_board(self._plans, level, self._best.choice(), self._course)
        weighed = None if found is None else weigh(self._plans, goal, found.prices)
        if found is None or weighed is None:
            return None
        for choice in found.choices:
            self._best.take(choice)
        return Raised(found.prices, weighed)

    def _with_few(self, level: int, goal: Goal, raised: Raised, share: Share) -> Raised:
        """Better prices, then a better plan with the triples that are cheapest by them."""
        cost, least = self._best.costs[level], raised.weighed.least
        near = min(cost, least + max(1, abs(least) // 1_000))
        raised = self._raised(goal, raised, near)
        for choice in handed_out(
            self._network.problem, raised.weighed.filling.extra(raised.weighed.reduced)
        ):
            self._best.take(choice)
        blind = self._levels[level].kind <= LevelKind.ROUNDS
        per_case = PER_CASE * (MOST_ALIKE if blind else 1)
        core = self._cheapest(raised, max(FEW, per_case * self._network.problem.case_count))
        limit = share.half(self._left) if self._is_proved else share.left(self._left)
        self._minimised(level, core, Effort(limit, CLOSE))
        self._course.found(self.solution, Bound(level, raised.weighed.least))
        return self._raised(goal, raised, self._best.costs[level]) if self._is_proved else raised

    def _raised(self, goal: Goal, first: Raised, aim: int) -> Raised:
        count = max(1, int(self._plans.triple.sum()))
        rounds = min(max(PRICED // count, FEWEST_ROUNDS), MOST_ROUNDS)
        self._spend(timedelta(seconds=A_LOOK * rounds * count))
        return raise_bound(self._plans, goal, first, aim, rounds, self._course)

    def _cheapest(self, raised: Raised, count: int) -> Bools:
        """About so many triples that agents would miss least of all.

        Where many are alike, a few of each case: half of them by their scores, the others
        with agents of whom little is asked, so that every case can be served.
        """
        problem = self._network.problem
        extra = raised.weighed.filling.extra(raised.weighed.reduced)
        open_ = np.flatnonzero(self._plans.triple)
        last = min(count, len(open_)) - 1
        near = open_[extra[open_] <= np.partition(extra[open_], last)[last]]
        wanted = self._asked()[self._plans.loads.agent[near]]
        core = np.zeros(len(extra), dtype=np.bool_)
        for liking in (-problem.triples.score[near], wanted):
            order = np.lexsort((liking, extra[near], problem.triples.case[near]))
            case = problem.triples.case[near[order]]
            rank = np.arange(len(near)) - np.searchsorted(case, case)
            core[near[order[rank < MOST_ALIKE]]] = True
        return core

    def _asked(self) -> Floats:
        """How much is asked of each agent, as a share of what he can carry; shape: agents."""
        loads = self._plans.loads
        asked = np.bincount(
            loads.agent, weights=loads.weight * self._plans.triple, minlength=len(loads.room)
        )
        share: Floats = asked / np.maximum(loads.room, 1)
        return share

    def _minimised(self, level: int, core: Bools, effort: Effort) -> int:
        """One exact solve on some triples; the least cost within them as the solver claims."""
        if effort.is_nothing:
            return NO_CLAIM
        core = core.copy()
        core[self._best.flow.used] = True
        above = tuple(self._levels[each] for each in self._binding)
        most = tuple(self._best.costs[each] for each in self._binding)
        program = CoreProgram.of(self._plans, core, above, most)
        outcome, claim = program.minimise(self._levels[level], self._best.flow, effort)
        self._solve_count += 1
        self._spend(outcome.duration)
        choice = program.choice(outcome)
        if choice is not None:
            self._best.take(choice)
        return claim

    def _spend(self, duration: timedelta) -> None:
        if self._left is not None:
            self._left -= duration

    def _share(self, level: int) -> Share:
        """Half of the time left, all of it for the last level."""
        if self._left is None:
            return Share(None)
        last = level == len(self._levels) - 1
        return Share(timedelta(0) if last else self._left / 2)

    def _effort(self, share: Share) -> Effort:
        return Effort(share.left(self._left))

    def solution(self) -> Solution:
        """The best plan with its claims and the evidence."""
        return Solution(
            self._best.choice(),
            solve_count=max(self._solve_count, 1),
            least=tuple(self._least),
            relaxed=self._relaxed,
            engine="weighted",
            weighed=tuple(self._evidence),
        )


def _without_weights(network: Network, levels: tuple[Level, ...]) -> Solution | None:
    """An optimum without weighted capacity; None where it would take longer than it helps."""
    if len(network.problem.triples) > MANY:
        return None
    return FlowEngine().solve_levels(network.problem, levels)
