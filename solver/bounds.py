"""What proves a plan: prices, and in the weighted model bounds (02 section 4).

Three kinds of bounds on a level, each with the levels above at the plan's values: the
optimum without weighted capacity, proved by its prices, as long as the plan reaches
it; what prices prove with it (`solver.weighing`); and what a general solver claims. A claim
that the plan itself refutes proves nothing.
"""

from dataclasses import dataclass, replace

import numpy as np

from solver.components import joined, parts_of
from solver.engines.course import UNWATCHED, Course
from solver.engines.engine import Solution
from solver.errors import TimeIsUp
from solver.levels import Level, LevelKind
from solver.network import Network, build_network
from solver.price_bound import least_costs
from solver.pricing.covering import first_underpaid
from solver.problem import Problem
from solver.proof import Proof, first_undercut, flow_of, level_costs, prove
from solver.units import Ints
from solver.weighing.all_pairs import pair_bounds
from solver.weighing.evidence import weighed_bounds


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Least costs by level. relaxed: valid while the plan's costs above are the same."""

    relaxed: tuple[int, ...]
    weighed: tuple[int, ...]
    claimed: tuple[int, ...]

    def of(self, level: int, *, still_relaxed: bool) -> int | None:
        """The highest one of those that hold at a level; None = none does."""
        bounds = [*self.weighed[level : level + 1], *self.claimed[level : level + 1]]
        if still_relaxed:
            bounds += self.relaxed[level : level + 1]
        return max(bounds, default=None)


def prove_solution(
    problem: Problem,
    levels: tuple[Level, ...],
    solution: Solution,
    course: Course = UNWATCHED,
) -> Proof:
    """By prices; where weighted capacity leaves none, by bounds.

    Where the course is over before all pairs are looked at, the levels above fit alone.
    """
    if solution.parts:
        return _prove_apart(problem, levels, solution, course)
    if solution.prices is not None:
        return _prove_by_prices(problem, levels, solution.choice, solution.prices, course)
    if problem.is_weighted and (solution.least or solution.relaxed or solution.weighed):
        return _prove_by_bounds(build_network(problem), levels, solution, course)
    return Proof(0, ("The engine claims nothing.",))


def _prove_apart(
    problem: Problem, levels: tuple[Level, ...], solution: Solution, course: Course
) -> Proof:
    """Part by part: what is proved of all of them, and the sum of their bounds."""
    parts = parts_of(problem)
    if len(parts) != len(solution.parts):
        return Proof(0, ("The plan has other parts than the problem.",))
    choices = tuple(each.choice for each in solution.parts)
    if not np.array_equal(joined(problem, parts, choices), solution.choice):
        return Proof(0, ("The plan is not that of its parts.",))
    proofs = [
        prove_solution(part.problem, levels, each, course)
        for part, each in zip(parts, solution.parts, strict=True)
    ]
    first = min(proof.proved_levels for proof in proofs)
    failures = tuple(failure for proof in proofs for failure in proof.failures)
    if first == len(levels):
        return Proof(first)
    bounds = [
        _cost(part.problem, levels[first], each.choice)
        if proof.proved_levels > first
        else proof.bound
        for part, each, proof in zip(parts, solution.parts, proofs, strict=True)
    ]
    known = [bound for bound in bounds if bound is not None]
    return Proof(first, failures, sum(known) if len(known) == len(bounds) else None)


def _cost(problem: Problem, level: Level, choice: Ints) -> int | None:
    """Cost of a plan in one level; None where it breaks a limit."""
    network = build_network(problem)
    flow = flow_of(network, choice)
    return None if flow is None else level_costs(network, (level,), flow)[0]


def _prove_by_prices(
    problem: Problem, levels: tuple[Level, ...], choice: Ints, prices: Ints, course: Course
) -> Proof:
    """By prices: of the triples that are held, and of all candidates."""
    try:
        evidence = _Evidence.of(problem, levels, choice, prices, course)
    except TimeIsUp:
        above = [level.kind < LevelKind.FIT for level in levels].count(True)
        evidence = _Evidence.of(problem, levels, choice, prices[:, :above], UNWATCHED)
    return evidence.proof()


@dataclass(frozen=True, slots=True, eq=False)
class _Evidence:
    """A plan and its prices, which may end before the last level.

    undercut: the least level at which a candidate undercuts its case, -1 = none.
    """

    network: Network
    levels: tuple[Level, ...]
    choice: Ints
    prices: Ints
    undercut: int

    @staticmethod
    def of(
        problem: Problem,
        levels: tuple[Level, ...],
        choice: Ints,
        prices: Ints,
        course: Course,
    ) -> "_Evidence":
        """Looks at all candidates; raises TimeIsUp."""
        priced, undercut = levels[: prices.shape[1]], -1
        if problem.candidates is not None and priced:
            undercut = first_underpaid(problem, problem.candidates, priced, prices, course)
        return _Evidence(build_network(problem), priced, choice, prices, undercut)

    def proof(self) -> Proof:
        """What the conditions prove, and what the prices leave possible at the level behind."""
        if not self.levels:
            return Proof(0, ("The engine claims nothing.",))
        proof = prove(self.network, self.levels, self.choice, self.prices)
        if self.undercut >= 0:
            failure = f"Condition 2 (candidates) fails at level {self.undercut}."
            first = min(self.undercut, proof.proved_levels)
            proof = Proof(first, (*proof.failures, failure))
        return replace(proof, bound=self._bound(proof.proved_levels))

    def _bound(self, level: int) -> int | None:
        """The least cost of a level with those above as they are, None where prices tell none."""
        flow = flow_of(self.network, self.choice)
        if level >= len(self.levels) or flow is None or self._are_no_prices(level + 1):
            return None
        some = self.levels[: level + 1]
        least = least_costs(self.network, some, self.prices[:, : level + 1])
        costs = level_costs(self.network, some, flow)
        return least[-1] if least[:-1] == costs[:-1] and least[-1] < costs[-1] else None

    def _are_no_prices(self, count: int) -> bool:
        """True where something undercuts the first levels."""
        held = first_undercut(self.network, self.levels[:count], self.prices[:, :count])
        return held >= 0 or 0 <= self.undercut < count


def _prove_by_bounds(
    network: Network, levels: tuple[Level, ...], solution: Solution, course: Course
) -> Proof:
    """Recomputes feasibility and costs, and compares them with the bounds level by level."""
    flow = flow_of(network, solution.choice)
    if flow is None:
        return Proof(0, ("The plan breaks a limit.",))
    costs = level_costs(network, levels, flow)
    bounds = _Bounds(
        relaxed_costs(network, levels, solution.relaxed),
        _weighed(network, levels, costs, solution, course),
        solution.least,
    )
    for level, cost in enumerate(costs):
        bound = bounds.of(level, still_relaxed=bounds.relaxed[:level] == costs[:level])
        if bound is None:
            return Proof(level, (f"No bound is known of level {level}.",))
        if bound > cost:
            return Proof(level, (f"The plan beats the bound that is claimed of level {level}.",))
        if bound < cost:
            return Proof(level, (f"The plan does not reach the bound of level {level}.",), bound)
    return Proof(len(levels))


def _weighed(
    network: Network,
    levels: tuple[Level, ...],
    costs: tuple[int, ...],
    solution: Solution,
    course: Course,
) -> tuple[int, ...]:
    """What evidence proves, over all candidates where there are any."""
    problem = network.problem
    if not solution.weighed:
        return ()
    if problem.candidates is None:
        return weighed_bounds(network, levels, costs, solution.weighed)
    alone = replace(problem, triples=problem.triples[problem.is_own])
    return pair_bounds(alone, problem.candidates, levels, costs, solution.weighed, course)


def relaxed_costs(
    network: Network, levels: tuple[Level, ...], relaxed: Solution | None
) -> tuple[int, ...]:
    """Costs of an optimum without weighted capacity, as far as its prices prove it."""
    if relaxed is None or relaxed.prices is None:
        return ()
    counting = replace(network, problem=replace(network.problem, weighted=None))
    flow = flow_of(counting, relaxed.choice)
    proof = prove(counting, levels, relaxed.choice, relaxed.prices)
    if flow is None:
        return ()
    return level_costs(counting, levels, flow)[: proof.proved_levels]
