"""Levels as the batch tells them: coverage once for each urgency class (02 sections 2 and 5).

The kernel serves a group by one level of dense ranks; people read the sum of u of every class.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from solver.levels import ClassCoverage, Level, LevelKind
from solver.problem import DeskKind, Problem
from solver.units import Ints
from solver.values import MAXIMISED, Served, discounts


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level as it is told. level: its place among the kernel's; urgency_class: of
    coverage, else -1."""

    level: int
    kind: LevelKind
    group: int
    urgency_class: int = -1


def level_rows(problem: Problem, levels: tuple[Level, ...]) -> tuple[LevelRow, ...]:
    """The rows in the order of `level_values`."""
    return tuple(row for k, level in enumerate(levels) for row in _rows(problem, k, level))


def _rows(problem: Problem, place: int, level: Level) -> Iterator[LevelRow]:
    if isinstance(level, ClassCoverage):
        yield LevelRow(place, level.kind, level.group, level.urgency_class)
    elif level.kind == LevelKind.COVERAGE:
        classes = np.unique(problem.urgency_class[problem.group == level.group])
        for urgency_class in classes.tolist():
            yield LevelRow(place, level.kind, level.group, urgency_class)
    else:
        yield LevelRow(place, level.kind, level.group)


def told_losses(rows: tuple[LevelRow, ...], loss: Ints) -> Ints:
    """Losses by row but for those of coverage; shape: losses x rows."""
    told = np.zeros((len(loss), len(rows)), dtype=np.int64)
    for column, row in enumerate(rows):
        if row.kind != LevelKind.COVERAGE:
            told[:, column] = loss[:, row.level]
    return told


def lost_service(problem: Problem, rows: tuple[LevelRow, ...], case: Ints, sign: Ints) -> Ints:
    """Loss of coverage by row. sign: 1 for each case that is not served any more, -1 for each
    that is served now; shape: cases."""
    told = np.zeros(len(rows), dtype=np.int64)
    for column, row in enumerate(rows):
        if row.kind == LevelKind.COVERAGE:
            mine = problem.group[case] == row.group
            mine &= problem.urgency_class[case] == row.urgency_class
            told[column] = int((problem.urgency[case] * sign)[mine].sum())
    return told


def level_shares(problem: Problem, levels: tuple[Level, ...], choice: Ints, fit: Ints) -> Ints:
    """What each case adds to each row; columns sum to the values of the plan (02 section 5).

    Rounds go by count and id, discounts by falling raw fit and id. fit: raw; shape: triples.
    Shape of the shares: cases x rows.
    """
    served, rows = Served.of(problem, choice), level_rows(problem, levels)
    shares = np.zeros((problem.case_count, len(rows)), dtype=np.int64)
    for column, row in enumerate(rows):
        shares[served.case, column] = _share(problem, levels[row.level], row, served, fit)
    return shares


def _share(problem: Problem, level: Level, row: LevelRow, served: Served, fit: Ints) -> Ints:
    """Shares of the served cases in one row."""
    if row.kind == LevelKind.COVERAGE:
        mine = problem.group[served.case] == row.group
        mine &= problem.urgency_class[served.case] == row.urgency_class
        share: Ints = problem.urgency[served.case] * mine
        return share
    if row.kind == LevelKind.ROUNDS:
        return _turns(problem, served)
    cost = level.costs(problem, served.triple)
    if row.kind == LevelKind.FIT:
        cost = cost + discounts(problem, served, fit)
    return -cost if row.kind in MAXIMISED else cost


def _turns(problem: Problem, served: Served) -> Ints:
    """k - 1 for an agent's k-th case through queues in rotation, by id."""
    turning = served.kind == DeskKind.TURN
    order = np.lexsort((served.case, served.agent, ~turning))
    agent, mine = served.agent[order], turning[order]
    count = int(mine.sum())
    place = np.arange(count) - np.searchsorted(agent[:count], agent[:count])
    turns = np.zeros(len(order), dtype=np.int64)
    turns[order[:count]] = place + problem.turns_before[agent[:count]]
    return turns
