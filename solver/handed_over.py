"""A plan without its problem: for another process that has compiled the same snapshot."""

from dataclasses import dataclass, replace

import numpy as np

from solver.candidates import Candidates, core_of
from solver.engines.course import UNWATCHED, Course
from solver.engines.engine import Solution
from solver.engines.sequential import SequentialEngine
from solver.network import Nodes, build_network
from solver.problem import Problem, pair_keys
from solver.progress import Incumbent
from solver.proof import flow_of
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class HandedOver:
    """A plan and its claims.

    desk: of each case, -1 = waits; shape: cases. claims: all else that the solution said.
    """

    desk: Indexes
    claims: Solution


def hand_over(incumbent: Incumbent) -> HandedOver:
    """The plan of an incumbent."""
    solution, triples = incumbent.solution, incumbent.compiled.problem.triples
    desk = np.full(len(solution.choice), -1, dtype=np.int32)
    served = solution.choice >= 0
    desk[served] = triples.desk[solution.choice[served]]
    return HandedOver(desk, replace(solution, choice=solution.choice[:0], core=None))


@dataclass(frozen=True, slots=True)
class TakingOver:
    """Takes over what another process came to; nothing of it is believed."""

    plan: HandedOver | None
    name: str = "handed_over"
    prices_candidates: bool = True

    def solve(self, problem: Problem, course: Course = UNWATCHED) -> Solution:
        """The plan, where it keeps to all rules and limits; else one case after the other."""
        restored = None if self.plan is None else _restored(problem, self.plan)
        greedy = SequentialEngine()
        return restored or replace(greedy.solve(problem), engine=greedy.name)


def _restored(problem: Problem, plan: HandedOver) -> Solution | None:
    """The plan in the problem's own triples; None where it does not keep to it."""
    if len(plan.desk) != problem.case_count or plan.desk.max(initial=-1) >= len(problem.desks):
        return None
    case = np.flatnonzero(plan.desk >= 0).astype(np.int32)
    option = _options(problem, case, plan.desk[case])
    if (option < 0).any():
        return None
    solution = _solution(problem, case, option, plan)
    core = problem.triples if solution.core is None else solution.core
    network = build_network(replace(problem, triples=core))
    return None if flow_of(network, solution.choice) is None else solution


def _solution(problem: Problem, case: Indexes, option: Ints, plan: HandedOver) -> Solution:
    """The plan with its claims."""
    core, choice = None, np.full(problem.case_count, -1, dtype=np.int64)
    choice[case] = option
    if problem.candidates is not None:
        core, choice = core_of(problem, problem.candidates, case, option)
    prices = plan.claims.prices
    if prices is not None and len(prices) != Nodes.of(problem).count:
        prices = None
    return replace(plan.claims, choice=choice, prices=prices, core=core)


def _options(problem: Problem, case: Indexes, desk: Indexes) -> Ints:
    """Where each (case, desk) is among the options, -1 = it is not allowed."""
    width = len(problem.desks)
    own = _found(problem.triples.keys(width), pair_keys(case, desk, width))
    if problem.candidates is None:
        return own
    way = _ways(problem.candidates, case, desk, width)
    own = np.where(own >= 0, own + len(problem.candidates.desk), -1)
    return np.where(way >= 0, way, own)


def _ways(candidates: Candidates, case: Indexes, desk: Indexes, width: int) -> Ints:
    """The way of each (case, desk), -1 = there is none, or it is removed."""
    patterns = candidates.patterns
    pattern = np.repeat(np.arange(len(patterns), dtype=np.int32), np.diff(patterns.start))
    keys = pair_keys(pattern, candidates.desk, width)
    order = np.argsort(keys, kind="stable")
    place = _found(keys[order], pair_keys(patterns.of_case[case], desk, width))
    listed = np.flatnonzero(place >= 0)
    way = np.full(len(case), -1, dtype=np.int64)
    way[listed] = order[place[listed]]
    closed: Bools = candidates.closed(case[listed], way[listed])
    way[listed[closed]] = -1
    return way


def _found(keys: Ints, wanted: Ints) -> Ints:
    """Positions of some keys among ascending ones, -1 = not among them."""
    if not len(keys):
        return np.full(len(wanted), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    found: Ints = np.where(keys[place] == wanted, place, -1)
    return found
