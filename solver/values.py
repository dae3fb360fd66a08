"""Values of a plan, level by level, as people read them (02 section 2)."""

from dataclasses import dataclass, replace

import numpy as np

from solver.levels import ClassCoverage, Level, LevelKind
from solver.problem import DeskKind, Problem
from solver.proof import NOT_PROVED, Proof
from solver.units import Indexes, Ints

MAXIMISED = frozenset({LevelKind.INCUMBENTS, LevelKind.COVERAGE, LevelKind.FIT})
"""Levels whose value is minus their cost; of the others it is the cost."""


@dataclass(frozen=True, slots=True)
class LevelValue:
    """One level of a plan. Coverage has one entry per urgency class of its group.

    group: drain group from 0, -1 = all. urgency_class: of coverage, else -1.
    case_count, served_count: cases of the class, of coverage. bound: the best that could
    still be possible with the levels above as they are; None = unknown.
    """

    kind: LevelKind
    group: int
    value: int
    proved: bool
    urgency_class: int = -1
    case_count: int = 0
    served_count: int = 0
    bound: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Served:
    """The served cases of a plan; all of shape: served cases, by case."""

    case: Ints
    triple: Ints
    agent: Indexes
    kind: Indexes

    @staticmethod
    def of(problem: Problem, choice: Ints) -> "Served":
        """The served cases of a choice of triples."""
        case = np.flatnonzero(choice >= 0)
        triple = choice[case]
        desk = problem.triples.desk[triple]
        return Served(case, triple, problem.desks.agent[desk], problem.desks.kind[desk])


def level_values(
    problem: Problem, levels: tuple[Level, ...], choice: Ints, proof: Proof = NOT_PROVED
) -> tuple[LevelValue, ...]:
    """All levels of a plan with what is proved of them."""
    served = Served.of(problem, choice)
    return tuple(
        value
        for k, level in enumerate(levels)
        for value in _proved(_values(problem, served, level), k, proof)
    )


def _proved(values: list[LevelValue], level: int, proof: Proof) -> list[LevelValue]:
    """With the proof: proved levels are their own bound, and the first other one may have one."""
    if level < proof.proved_levels:
        return [replace(value, proved=True, bound=value.value) for value in values]
    if level == proof.proved_levels and proof.bound is not None and len(values) == 1:
        bound = as_read(values[0].kind, proof.bound)
        return [replace(values[0], bound=bound)]
    return values


def as_read(kind: LevelKind, cost: int) -> int:
    """A cost in the sign in which people read the level."""
    return -cost if kind in MAXIMISED else cost


def _values(problem: Problem, served: Served, level: Level) -> list[LevelValue]:
    """The values of one level, nothing proved."""
    if isinstance(level, ClassCoverage):
        return [_of_class(problem, served, level.group, level.urgency_class)]
    if level.kind == LevelKind.COVERAGE:
        classes = np.unique(problem.urgency_class[problem.group == level.group]).tolist()
        return [_of_class(problem, served, level.group, of_class) for of_class in classes]
    return [LevelValue(level.kind, level.group, _value(problem, served, level), proved=False)]


def _of_class(problem: Problem, served: Served, group: int, urgency_class: int) -> LevelValue:
    """Sum of u over the served cases of one class of a group."""
    of_class = (problem.group == group) & (problem.urgency_class == urgency_class)
    reached = served.case[of_class[served.case]]
    return LevelValue(
        LevelKind.COVERAGE,
        group,
        int(problem.urgency[reached].sum()),
        proved=False,
        urgency_class=urgency_class,
        case_count=int(of_class.sum()),
        served_count=len(reached),
    )


def _value(problem: Problem, served: Served, level: Level) -> int:
    """Value of a level other than coverage."""
    if level.kind == LevelKind.ROUNDS:
        turning = served.kind == DeskKind.TURN
        turns = np.bincount(served.agent[turning], minlength=problem.agent_count)
        return int((turns * (turns - 1) // 2 + turns * problem.turns_before).sum())
    cost = int(level.costs(problem, served.triple).sum())
    if level.kind == LevelKind.FIT:
        cost += int(discounts(problem, served, problem.triples.score).sum())
    return as_read(level.kind, cost)


def discounts(problem: Problem, served: Served, fit: Ints) -> Ints:
    """In-batch discount of every served case: its agent's k-th by falling fit, then id (S4).

    fit: raw fit; shape: triples.
    """
    outside = served.kind != DeskKind.FIT
    order = np.lexsort((served.case, -fit[served.triple], outside, served.agent))
    agent = served.agent[order]
    first = np.searchsorted(agent, agent)
    k = np.arange(len(order)) - first + 1
    amounts = np.zeros(len(order), dtype=np.int64)
    amounts[order] = np.where(outside[order], 0, problem.discount_of(agent, k))
    return amounts
