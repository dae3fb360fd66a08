"""Values of a plan, level by level, as people read them (02 section 2)."""

from dataclasses import dataclass

import numpy as np

from solver.levels import Level, LevelKind
from solver.problem import DeskKind, Problem
from solver.units import Indexes, Ints


@dataclass(frozen=True, slots=True)
class LevelValue:
    """One level of a plan. Coverage has one entry per urgency class of its group.

    group: drain group from 0, -1 = all. urgency_class: of coverage, else -1.
    case_count, served_count: cases of the class, of coverage.
    """

    kind: LevelKind
    group: int
    value: int
    proved: bool
    urgency_class: int = -1
    case_count: int = 0
    served_count: int = 0


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
    problem: Problem, levels: tuple[Level, ...], choice: Ints, proved_levels: int
) -> tuple[LevelValue, ...]:
    """All levels of a plan; the first `proved_levels` of them are proved."""
    served = Served.of(problem, choice)
    values: list[LevelValue] = []
    for k, level in enumerate(levels):
        proved = k < proved_levels
        if level.kind == LevelKind.COVERAGE:
            values += _coverage(problem, served, level.group, proved)
        else:
            value = _value(problem, served, level)
            values.append(LevelValue(level.kind, level.group, value, proved))
    return tuple(values)


def _coverage(problem: Problem, served: Served, group: int, proved: bool) -> list[LevelValue]:
    """Sum of u over the served cases of each class of a group."""
    mine = problem.group == group
    reached = np.zeros(problem.case_count, dtype=np.bool_)
    reached[served.case] = True
    return [
        LevelValue(
            LevelKind.COVERAGE,
            group,
            int(problem.urgency[of_class & reached].sum()),
            proved,
            int(urgency_class),
            int(of_class.sum()),
            int((of_class & reached).sum()),
        )
        for urgency_class in np.unique(problem.urgency_class[mine])
        for of_class in [mine & (problem.urgency_class == urgency_class)]
    ]


def _value(problem: Problem, served: Served, level: Level) -> int:
    """Value of a level other than coverage."""
    if level.kind == LevelKind.ROUNDS:
        turning = served.kind == DeskKind.TURN
        turns = np.bincount(served.agent[turning], minlength=problem.agent_count)
        return int((turns * (turns - 1) // 2 + turns * problem.turns_before).sum())
    cost = int(level.costs(problem, served.triple).sum())
    if level.kind == LevelKind.FIT:
        return -cost - int(discounts(problem, served, problem.triples.score).sum())
    return -cost if level.kind == LevelKind.INCUMBENTS else cost


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
