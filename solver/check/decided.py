"""Decisions by position: what of a batch can be counted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from solver.check.batch import Decision, Outcome
from solver.check.refusals import Refusals
from solver.check.staff import NOBODY
from solver.units import Ints


@dataclass(frozen=True, slots=True)
class Assigned:
    """A case that goes to an agent as a new one, all by position."""

    case: int
    agent: int
    queue: int
    claim: Decision


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions of known cases, agents and queues.

    regular: under all limits. over: said to go over capacity limits (Q9), by case.
    kept: owners of the cases that stay with them, and those cases.
    """

    regular: tuple[Assigned, ...]
    over: tuple[Assigned, ...]
    kept_case: Ints
    kept_agent: Ints

    def agents(self) -> Ints:
        """Of each regular one."""
        return np.array([one.agent for one in self.regular], dtype=np.int64)

    def queues(self) -> Ints:
        """Of each regular one."""
        return np.array([one.queue for one in self.regular], dtype=np.int64)

    def cases(self) -> Ints:
        """Of each regular one."""
        return np.array([one.case for one in self.regular], dtype=np.int64)


def decided(refusals: Refusals, batch: Iterable[Decision]) -> Decided:
    """What can be counted; rows that name unknown things are complained about elsewhere."""
    rows = list(batch)
    assigned = sorted(_assigned(refusals, rows), key=lambda one: one.case)
    kept = np.array([*_kept(refusals, rows)], dtype=np.int64).reshape(-1, 2)
    return Decided(
        regular=tuple(one for one in assigned if not one.claim.goes_over),
        over=tuple(one for one in assigned if one.claim.goes_over),
        kept_case=kept[:, 0],
        kept_agent=kept[:, 1],
    )


def _assigned(refusals: Refusals, rows: Iterable[Decision]) -> Iterator[Assigned]:
    staff = refusals.staff
    for row in rows:
        if row.outcome == Outcome.ASSIGNED and row.case_id in staff.case:
            agent, queue = staff.agent.get(row.agent_id), staff.queue.get(row.queue_id)
            if agent is not None and queue is not None:
                yield Assigned(staff.case[row.case_id], agent, queue, row)


def _kept(refusals: Refusals, rows: Iterable[Decision]) -> Iterator[tuple[int, int]]:
    staff = refusals.staff
    for row in rows:
        if row.outcome == Outcome.KEPT and row.case_id in staff.case:
            case = staff.case[row.case_id]
            if staff.owner[case] != NOBODY:
                yield case, staff.owner[case]
