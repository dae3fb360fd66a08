"""Blocked pairs by new solves, with weighted capacity and without (02 section 5)."""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest

from solver.engines.auto import AutoEngine
from solver.explanation.fixed import Fixed
from solver.explanation.fixed_ways import lifted_way, over_way
from solver.explanation.residual.lifted import BlockedWay
from solver.problem import DeskKind, Desks, Problem
from solver.rules import NO_LIMIT
from solver.units import Ints
from tests.oracle import objective, plan_count
from tests.problems import TINY, emptied, random_problem, random_weighted_problem

MOST_PLANS = 600


def _way(problem: Problem, triple: int) -> BlockedWay:
    """A triple that will be blocked."""
    triples, desk = problem.triples, int(problem.triples.desk[triple])
    return BlockedWay(
        int(triples.case[triple]), int(problem.desks.agent[desk]), int(problem.desks.queue[desk]),
        DeskKind(int(problem.desks.kind[desk])), int(triples.rank[triple]),
        int(triples.order[triple]), int(triples.score[triple]),
        0 if problem.weighted is None else int(problem.weighted.weight[triple]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Blocked:
    """A problem without some triples, and without the desks that then nobody may go to.

    whole: with them; triple, desk: where its own are in the whole; optimum: triples of the whole.
    """

    whole: Problem
    problem: Problem
    triple: Ints
    desk: Ints
    choice: Ints

    @staticmethod
    def of(whole: Problem, gone: Ints) -> "_Blocked":
        """Solved."""
        left = np.setdiff1d(np.arange(len(whole.triples)), gone)
        triples, weighted, desks = whole.triples[left], whole.weighted, whole.desks
        kept = np.bincount(triples.desk, minlength=len(desks)) > 0
        number = (np.cumsum(kept) - 1).astype(np.int32)
        problem = replace(
            whole,
            desks=Desks(*(getattr(desks, name)[kept] for name in Desks.__slots__)),
            triples=replace(triples, desk=number[triples.desk]),
            weighted=weighted and replace(weighted, weight=weighted.weight[left]),
        )
        choice = AutoEngine().solve(problem).choice
        return _Blocked(whole, problem, left, np.flatnonzero(kept), choice)

    @property
    def before(self) -> tuple[int, ...]:
        """What the batch reaches as it is."""
        return self._reached(np.append(self.triple, -1)[self.choice].tolist())

    def after(self, found: Fixed, case: int, triple: int) -> tuple[int, ...]:
        """What it reaches with the pair, -1 for one that is over the limits."""
        plan = [self._at(one, int(desk)) for one, desk in enumerate(found.desk)]
        plan[case] = triple
        return self._reached(plan)

    def best(self, case: int, triple: int) -> tuple[int, ...] | None:
        """Of all plans with the pair, -1 for one that is over the limits."""
        options = [[-1] for _ in range(self.whole.case_count)]
        for one in self.triple.tolist():
            options[self.whole.triples.case[one]].append(one)
        options[case] = [triple]
        reached = (objective(self.whole, plan) for plan in itertools.product(*options))
        return max((one for one in reached if one is not None), default=None)

    def lost(self, after: Sequence[int]) -> list[int]:
        """What differs, level by level; rounds only where the batch as it is tells of them."""
        lost = np.subtract(self.before, after)
        lost[-3] *= self.problem.desks.turning.any()
        return [one for one in lost.tolist() if one]

    def _at(self, case: int, desk: int) -> int:
        """The triple of a case at a desk of the blocked problem."""
        triples = self.whole.triples
        if not 0 <= desk < len(self.desk):
            return -1
        return int(np.flatnonzero((triples.case == case) & (triples.desk == self.desk[desk]))[0])

    def _reached(self, plan: list[int]) -> tuple[int, ...]:
        reached = objective(self.whole, tuple(plan))
        assert reached is not None
        return reached


def _gone(problem: Problem, triple: int, *, whole_agent: bool) -> Ints:
    """All ways of a case to an agent, or of all cases."""
    every = np.arange(len(problem.triples))
    mine = problem.agent(every) == problem.agent(np.array([triple]))[0]
    mine &= ~problem.desks.keeping[problem.triples.desk]
    if not whole_agent:
        mine &= problem.triples.case == problem.triples.case[triple]
    return np.flatnonzero(mine)


def _alone(problem: Problem, triple: int) -> tuple[int, ...]:
    """What one triple reaches with nobody else, without round, discount and limit."""
    agents = problem.agent_count
    room = np.full(agents, NO_LIMIT, dtype=np.int64)
    free = replace(
        problem,
        desks=replace(problem.desks, room=np.full(len(problem.desks), NO_LIMIT, dtype=np.int64)),
        new_room=room,
        backlog_room=room,
        turns_before=np.zeros(agents, dtype=np.int64),
        discount=np.zeros((agents, 1), dtype=np.int64),
        weighted=None,
    )
    plan = [-1] * problem.case_count
    plan[problem.triples.case[triple]] = triple
    reached = objective(free, tuple(plan))
    assert reached is not None
    return reached


def _problem(seed: int) -> Problem:
    """Most weigh their cases; half have rooms of 0."""
    problem = random_weighted_problem(seed) if seed % 8 else random_problem(seed, TINY)
    return emptied(problem, seed) if seed % 2 else problem


def _check(seed: int) -> Counter[str]:
    """Some pairs, blocked for one case or for all."""
    problem, seen, rng = _problem(seed), Counter[str](), np.random.default_rng(seed)
    if plan_count(problem) > MOST_PLANS:
        return seen
    moves = np.flatnonzero(~problem.desks.keeping[problem.triples.desk])
    for triple in rng.permutation(moves)[:3].tolist():
        way = _way(problem, triple)
        gone = _gone(problem, triple, whole_agent=bool(rng.random() < 0.4))
        blocked = _Blocked.of(problem, gone)
        if problem.desks.room[problem.triples.desk[triple]]:
            _check_lifted(blocked, way, triple, seen)
        _check_over(blocked, way, triple, seen)
        seen["weighted"] += blocked.problem.is_weighted
    return seen


def _check_lifted(blocked: _Blocked, way: BlockedWay, triple: int, seen: Counter[str]) -> None:
    found = lifted_way(blocked.problem, AutoEngine(), blocked.choice, way)
    best = blocked.best(way.case, triple)
    assert (found is None) == (best is None)
    if found is None or best is None:
        seen["no way"] += 1
        return
    assert found.proved
    assert blocked.after(found, way.case, triple) == best
    assert [one for one in found.loss if one] == blocked.lost(best)
    seen["gain" if best > blocked.before else "loss"] += 1
    seen["new desk"] += int(found.desk[way.case] < 0)


def _check_over(blocked: _Blocked, way: BlockedWay, triple: int, seen: Counter[str]) -> None:
    found = over_way(blocked.problem, AutoEngine(), blocked.choice, way)
    rest = blocked.best(way.case, -1)
    assert rest is not None
    assert found.proved
    assert blocked.after(found, way.case, -1) == rest
    alone = _alone(blocked.whole, triple)
    lost = np.subtract(blocked.before, np.add(rest, alone))
    assert [one for one in found.loss if one] == [one for one in lost.tolist() if one]
    seen["over"] += 1


@pytest.mark.parametrize(
    "seeds",
    [
        *(pytest.param(range(start, start + 60), id=f"from {start}") for start in (0, 60)),
        *(
            pytest.param(range(start, start + 700), id=f"from {start}", marks=pytest.mark.soak)
            for start in (1_000, 1_700, 2_400)
        ),
    ],
)
def test_a_blocked_pair_costs_what_the_best_of_all_plans_with_it_does(seeds: range) -> None:
    """Were its block lifted, and over the limits: by full enumeration, in every level."""
    seen = sum((_check(seed) for seed in seeds), Counter[str]())
    assert min(seen[one] for one in ("gain", "loss", "no way", "new desk", "over")) > 3
    assert seen["weighted"] > 15
