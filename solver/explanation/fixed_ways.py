"""A blocked pair by a new solve: were its block lifted, or over the limits (02 section 5).

Either way the problem gets one triple more, and that is fixed like an allowed one.
"""

from dataclasses import replace

import numpy as np

from solver.engines.engine import Engine
from solver.explanation.fixed import NEW_DESK, Fixed, fixed_triple
from solver.explanation.residual.lifted import BlockedWay
from solver.levels import levels_of
from solver.problem import OFF, Desks, Problem, Triples, WeightedRows
from solver.units import Ints
from solver.values import level_values


def lifted_way(problem: Problem, engine: Engine, choice: Ints, way: BlockedWay) -> Fixed | None:
    """Were the block lifted: the loss may be below 0. None where there would be no room.

    choice: of the batch that it is compared with; all triples must be held.
    """
    return _fixed(problem, _with_desk(problem, way), engine, choice, way)


def weighs_too_much(problem: Problem, way: BlockedWay) -> bool:
    """Whether weights could bind were the block lifted; all triples must be held."""
    desk = _desk(problem, way)
    wider = _with_desk(problem, way)
    return _with_triple(wider, way, len(problem.desks) if desk < 0 else desk)[0].is_weighted


def over_way(problem: Problem, engine: Engine, choice: Ints, way: BlockedWay) -> Fixed:
    """By this one over what capacity allows: with somebody like the agent, who has no other case
    and so neither round nor discount."""
    double = problem.agent_count
    wider = replace(
        problem,
        desks=_one_more(problem.desks, double, way),
        new_room=np.append(problem.new_room, 1),
        backlog_room=np.append(problem.backlog_room, 1),
        place=np.append(problem.place, problem.place[way.agent]),
        turns_before=np.append(problem.turns_before, 0),
        discount=np.pad(problem.discount, ((0, 1), (0, 0))),
        weighted=_with_room(problem.weighted),
    )
    found = _fixed(problem, wider, engine, choice, way)
    assert found is not None
    return found


def _fixed(
    problem: Problem, wider: Problem, engine: Engine, choice: Ints, way: BlockedWay
) -> Fixed | None:
    """The way through the last desk, where the wider problem has one more, else through its own.

    The agent's own desk is told in place of one more.
    """
    known, more = _desk(problem, way), len(problem.desks)
    values = level_values(problem, levels_of(problem), choice)
    further, triple = _with_triple(wider, way, more if len(wider.desks) > more else known)
    found = fixed_triple(further, engine, values, triple)
    return found and replace(found, desk=np.where(found.desk == more, known, found.desk))


def _with_desk(problem: Problem, way: BlockedWay) -> Problem:
    """With a desk for the way, if there is none."""
    if _desk(problem, way) != NEW_DESK:
        return problem
    return replace(problem, desks=_one_more(problem.desks, way.agent, way))


def _desk(problem: Problem, way: BlockedWay) -> int:
    """Where the agent has the queue; NEW_DESK where nobody may go there."""
    desks = problem.desks
    found = np.flatnonzero((desks.agent == way.agent) & (desks.queue == way.queue)).tolist()
    return found[0] if found else NEW_DESK


def _one_more(desks: Desks, agent: int, way: BlockedWay) -> Desks:
    """With a desk for one case."""
    return Desks(
        np.append(desks.agent, np.int32(agent)),
        np.append(desks.queue, np.int32(way.queue)),
        np.append(desks.room, 1),
        np.append(desks.kind, np.int32(way.kind)),
    )


def _with_room(weighted: WeightedRows | None) -> WeightedRows | None:
    """With somebody whom no weight stops."""
    return weighted and replace(weighted, room=np.append(weighted.room, OFF))


def _with_triple(problem: Problem, way: BlockedWay, desk: int) -> tuple[Problem, int]:
    """With the way as a triple, and where that is."""
    triples, weighted = problem.triples, problem.weighted
    row = (way.case, desk, way.rank, way.order, way.score)
    columns = (getattr(triples, name) for name in Triples.__slots__)
    width = len(problem.desks)
    place = int(np.searchsorted(triples.keys(width), way.case * width + desk))
    further = Triples(
        *(
            np.insert(column, place, value).astype(column.dtype)
            for column, value in zip(columns, row, strict=True)
        )
    )
    if weighted is not None:
        weighted = replace(weighted, weight=np.insert(weighted.weight, place, way.weight))
    return replace(problem, triples=further, weighted=weighted), place
