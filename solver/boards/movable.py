"""Which cases of a plan may change agents, and what they leave of the agents' rooms.

A case goes through queues out of rotation only, at the rank and order that it has, and through
desks whose own rooms cannot bind. So no change costs anything in the levels above fit.
"""

from dataclasses import dataclass

import numpy as np

from solver.problem import DeskKind, Problem
from solver.units import Bools, Ints

PLENTY = 2**28
"""No agent carries more, and none takes more cases."""


def free_desks(problem: Problem) -> Bools:
    """Desks out of rotation that never are full; shape: desks."""
    desks = problem.desks
    most = np.minimum(problem.new_room, problem.backlog_room)[desks.agent]
    enough = np.minimum(most, problem.case_count)
    free: Bools = (desks.kind == DeskKind.FIT) & (desks.room >= enough)
    return free


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """What the cases that stay leave over. room: by weight, in units; most: by count; discount:
    of further cases; all by agent. unit: of weights."""

    room: Ints
    most: Ints
    discount: Ints
    unit: int


def left_over(problem: Problem, desk: Ints, weight: Ints, moves: Bools) -> Left:
    """desk: of each case, -1 = waits; weight: of each case there; moves: those that may change."""
    stay = np.flatnonzero((desk >= 0) & ~moves)
    agents, kind = problem.agent_count, problem.desks.kind[desk[stay]]
    agent = problem.desks.agent[desk[stay]]
    new = np.bincount(agent[kind < DeskKind.KEEP], minlength=agents)
    held = np.bincount(agent[kind <= DeskKind.KEEP], minlength=agents)
    fits = np.bincount(agent[kind == DeskKind.FIT], minlength=agents)
    most = np.minimum(problem.new_room - new, problem.backlog_room - held)
    unit = max(1, int(np.gcd.reduce(weight[moves], initial=0)))
    room = np.full(agents, PLENTY, dtype=np.int64)
    if problem.weighted is not None:
        load = np.bincount(agent, weights=weight[stay], minlength=agents).astype(np.int64)
        room = np.clip((problem.weighted.room - load) // unit, 0, PLENTY)
    column = np.arange(problem.discount.shape[1]) + fits[:, None]
    column = np.minimum(column, problem.discount.shape[1] - 1)
    discount = np.take_along_axis(problem.discount, column, axis=1)
    return Left(room, np.clip(most, 0, PLENTY), discount, unit)
