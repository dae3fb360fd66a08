"""What proves a plan: prices, and in the weighted model bounds (02 section 4).

Two kinds of bounds on a level, each with the levels above at the plan's values: the
optimum without weighted capacity, proved by its prices, as long as the plan reaches
it; and what a general solver claims. A claim that the plan itself refutes proves nothing.
"""

from dataclasses import dataclass, replace

from solver.engines.engine import Solution
from solver.levels import Level
from solver.network import Network, build_network
from solver.pricing.covering import first_underpaid
from solver.problem import Problem
from solver.proof import Proof, flow_of, level_costs, prove
from solver.units import Ints


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Least costs by level. relaxed: valid while the plan's costs above are the same."""

    relaxed: tuple[int, ...]
    claimed: tuple[int, ...]

    def of(self, level: int, *, still_relaxed: bool) -> int | None:
        """The higher one of those that hold at a level; None = neither does."""
        bounds = [*self.claimed[level : level + 1]]
        if still_relaxed:
            bounds += self.relaxed[level : level + 1]
        return max(bounds, default=None)


def prove_solution(problem: Problem, levels: tuple[Level, ...], solution: Solution) -> Proof:
    """By prices; where weighted capacity leaves none, by bounds."""
    if solution.prices is not None:
        return _prove_by_prices(problem, levels, solution.choice, solution.prices)
    if problem.is_weighted and (solution.least or solution.relaxed):
        return _prove_by_bounds(build_network(problem), levels, solution)
    return Proof(0, ("The engine claims nothing.",))


def _prove_by_prices(
    problem: Problem, levels: tuple[Level, ...], choice: Ints, prices: Ints
) -> Proof:
    """By prices: of the triples that are held, and of all candidates."""
    proof = prove(build_network(problem), levels, choice, prices)
    if problem.candidates is None or not proof.proved_levels:
        return proof
    first = first_underpaid(problem, problem.candidates, levels, prices)
    if first < 0:
        return proof
    failure = f"Condition 2 (candidates) fails at level {first}."
    return Proof(min(first, proof.proved_levels), (*proof.failures, failure))


def _prove_by_bounds(network: Network, levels: tuple[Level, ...], solution: Solution) -> Proof:
    """Recomputes feasibility and costs, and compares them with the bounds level by level."""
    flow = flow_of(network, solution.choice)
    if flow is None:
        return Proof(0, ("The plan breaks a limit.",))
    costs = level_costs(network, levels, flow)
    bounds = _Bounds(relaxed_costs(network, levels, solution.relaxed), solution.least)
    for level, cost in enumerate(costs):
        bound = bounds.of(level, still_relaxed=bounds.relaxed[:level] == costs[:level])
        if bound is None:
            return Proof(level, (f"No bound is known of level {level}.",))
        if bound > cost:
            return Proof(level, (f"The plan beats the bound that is claimed of level {level}.",))
        if bound < cost:
            return Proof(level, (f"The plan does not reach the bound of level {level}.",), bound)
    return Proof(len(levels))


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
