"""A pair forced by a new solve: where weighted capacity leaves no prices (02 section 5).

The case is taken out, and with it the room, the weight and the first unit that it uses up. What
the rest reaches then, together with the case, is the best batch that has the pair.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from solver.bounds import prove_solution
from solver.engines.engine import Engine
from solver.levels import Level, levels_of
from solver.problem import OFF, DeskKind, Desks, Problem, Triples, WeightedRows
from solver.units import Bools, Ints
from solver.values import MAXIMISED, LevelValue, level_values

NEW_DESK = -2
"""A desk that the problem does not have, because nobody may go there."""


@dataclass(frozen=True, slots=True, eq=False)
class Fixed:
    """The best batch with a pair. choice: triple of each case, -1 = waits; desk: of each case, -1
    = waits, NEW_DESK = one of a blocked pair alone. queue: of the pair, -1 with the owner. loss:
    by row of the levels, above 0 where it is worse. proved: the rest is proved to be at its best.
    """

    choice: Ints
    desk: Ints
    queue: int
    loss: tuple[int, ...]
    proved: bool


LevelsOf = Callable[[Problem], tuple[Level, ...]]
"""The levels that problems of a kind are solved by."""


def fixed_pair(
    problem: Problem,
    engine: Engine,
    choice: Ints,
    case: int,
    agent: int,
    levels: LevelsOf = levels_of,
) -> Fixed | None:
    """With the pair in the queue in which it costs least; all triples must be held.

    choice: of the batch that it is compared with. levels: those of the engine. None where there
    is no way.
    """
    mine = np.flatnonzero(problem.triples.case == case)
    mine = mine[problem.agent(mine) == agent]
    values = level_values(problem, levels(problem), choice)
    found = [fixed_triple(problem, engine, values, triple, levels) for triple in mine.tolist()]
    return min((one for one in found if one), key=lambda one: one.loss, default=None)


def fixed_triple(
    problem: Problem,
    engine: Engine,
    values: tuple[LevelValue, ...],
    triple: int,
    levels: LevelsOf = levels_of,
) -> Fixed | None:
    """With one triple in use; None where it has no room. values: of the batch before, which may
    have fewer levels."""
    others = problem.triples.case != problem.triples.case[triple]
    rest = _rest(problem, triple, others)
    if rest is None:
        return None
    solution = engine.solve(rest)
    proof = prove_solution(rest, levels(rest), solution)
    after = np.full(problem.case_count, -1, dtype=np.int64)
    served = solution.choice >= 0
    after[served] = np.flatnonzero(others)[solution.choice[served]]
    after[problem.triples.case[triple]] = triple
    loss = losses(values, level_values(problem, levels(problem), after))
    queue = int(problem.desks.queue[problem.triples.desk[triple]])
    desk = np.where(after < 0, -1, problem.triples.desk[after])
    return Fixed(after, desk, queue, loss, proof.proved_levels == len(levels(rest)))


def _rest(problem: Problem, triple: int, others: Bools) -> Problem | None:
    """The problem without the case and without what it uses up."""
    desk, agent = int(problem.triples.desk[triple]), int(problem.agent(np.array([triple]))[0])
    kind = int(problem.desks.kind[desk])
    mine = (np.arange(problem.agent_count) == agent).astype(np.int64)
    at_desk = (np.arange(len(problem.desks)) == desk).astype(np.int64)
    is_new, is_counted = kind <= DeskKind.TURN, kind != DeskKind.KEEP_UNCOUNTED
    desks = problem.desks
    rest = replace(
        problem,
        desks=Desks(desks.agent, desks.queue, desks.room - at_desk, desks.kind),
        new_room=problem.new_room - mine * is_new,
        backlog_room=problem.backlog_room - mine * is_counted,
        turns_before=problem.turns_before + mine * (kind == DeskKind.TURN),
        discount=_discounts(problem, agent) if kind == DeskKind.FIT else problem.discount,
        weighted=_weights(problem, triple, agent),
    )
    rooms = (rest.desks.room[desk], rest.new_room[agent], rest.backlog_room[agent])
    if min(int(room) for room in rooms) < 0 or (
        rest.weighted is not None and rest.weighted.room[agent] < 0
    ):
        return None
    return _only(rest, others)


def _discounts(problem: Problem, agent: int) -> Ints:
    """The agent's next case is his second one."""
    discount = problem.discount.copy()
    discount[agent, :-1] = problem.discount[agent, 1:]
    return discount


def _weights(problem: Problem, triple: int, agent: int) -> WeightedRows | None:
    """Without the room that the case takes."""
    weighted = problem.weighted
    if weighted is None:
        return None
    room = weighted.room.copy()
    if room[agent] != OFF:
        room[agent] -= weighted.weight[triple]
    return WeightedRows(weighted.weight, room)


def _only(problem: Problem, some: Bools) -> Problem:
    """With some of the triples: those whose desk and agent have room, too."""
    triples: Triples = problem.triples[some]
    weighted = problem.weighted
    if weighted is not None:
        weighted = WeightedRows(weighted.weight[some], weighted.room)
    return replace(problem, triples=triples, weighted=weighted)


def losses(before: tuple[LevelValue, ...], after: tuple[LevelValue, ...]) -> tuple[int, ...]:
    """By row of the first."""
    reached = {_key(value): value for value in after}
    return tuple(_loss(value, reached[_key(value)]) for value in before)


def _loss(before: LevelValue, after: LevelValue) -> int:
    worse = before.value - after.value
    return worse if before.kind in MAXIMISED else -worse


def _key(value: LevelValue) -> tuple[int, int, int]:
    return value.kind, value.group, value.urgency_class
