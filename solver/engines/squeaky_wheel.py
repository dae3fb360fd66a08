"""Cases handed out by prices; whoever found no place goes first next time (02 section 3)."""

from collections.abc import Iterator

import numpy as np

from solver.engines.one_by_one import Options, Rooms, in_turn, kept
from solver.problem import Problem
from solver.units import Ints

ROUNDS = 8
"""How often all cases are handed out, at most."""


def handed_out(problem: Problem, extra: Ints) -> Iterator[Ints]:
    """Plans, one after the other, until one serves every case.

    extra: what a triple costs more than the best that its agent could do; shape: triples.
    Cases with an owner stay with him.
    """
    missed = np.zeros(problem.case_count, dtype=np.int64)
    for _ in range(ROUNDS):
        choice = _in_order(problem, extra, missed)
        yield choice
        if (choice >= 0).all():
            return
        missed += choice < 0


def _in_order(problem: Problem, extra: Ints, missed: Ints) -> Ints:
    """Those that were missed most often first, the others in their turn."""
    options, start, choice = Options.of(problem), problem.first_triples(), kept(problem)
    rooms = Rooms(problem, options)
    rooms.take_all(choice)
    turn = np.array(in_turn(problem, choice < 0), dtype=np.int64)
    for case in turn[np.argsort(-missed[turn], kind="stable")].tolist():
        option = np.arange(start[case], start[case + 1])
        option = option[rooms.have(case, option)]
        if len(option):
            choice[case] = option[extra[option].argmin()]
            rooms.take(case, int(choice[case]))
    return choice
