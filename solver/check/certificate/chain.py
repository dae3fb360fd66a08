"""The arcs behind the desks of a phase, laid out from what is reached and what is taken."""

from dataclasses import dataclass

import numpy as np

from solver.check.certificate.arcs import Arcs, Node
from solver.check.certificate.levels import Kind
from solver.units import Bools, Ints

NO_QUEUE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Desks:
    """The (agent, queue) in use, by agent, then queue. place: of each, -1 for none; shape:
    queues x agents. turning: through queues in rotation; shape: desks."""

    agent: Ints
    queue: Ints
    place: Ints
    turning: Bools

    @staticmethod
    def of(reach: Bools, turning: Bools) -> "Desks":
        """reach: queues x agents; turning: by queue."""
        agent, queue = np.nonzero(reach.T)
        place = np.full(reach.shape, -1, dtype=np.int64)
        place[queue, agent] = np.arange(len(agent))
        return Desks(agent, queue, place, turning[queue])


def desk_arcs(desks: Desks, taken: Ints, room: Ints) -> tuple[Arcs, Arcs]:
    """From desks to rotation or fit, with the daily room; taken, room: queues x agents."""
    return (
        _desk_arcs(desks, desks.turning, Node.ROTATION, taken, room),
        _desk_arcs(desks, ~desks.turning, Node.FIT, taken, room),
    )


def _desk_arcs(desks: Desks, mine: Bools, head: Node, taken: Ints, room: Ints) -> Arcs:
    some = np.flatnonzero(mine)
    agent, queue = desks.agent[some], desks.queue[some]
    return _free(Node.QUEUE, head, some, agent, queue, taken[queue, agent], room[queue, agent])


def agent_arcs(tail: Node, head: Node, agent: Ints, taken: Ints, room: Ints) -> Arcs:
    """From one node of an agent to another, or the sink, at no cost; taken, room: by agent."""
    none = np.full(len(agent), NO_QUEUE)
    return _free(tail, head, agent, agent, none, taken[agent], room[agent])


def _free(
    tail_kind: Node, head_kind: Node, tail: Ints, agent: Ints, queue: Ints, taken: Ints, room: Ints
) -> Arcs:
    zero = np.zeros(len(tail), dtype=np.int64)
    head = zero if head_kind == Node.SINK else agent
    return Arcs(
        tail_kind, head_kind, tail, head, agent, queue, taken, room, zero, zero, zero
    )  # fmt: skip


def unit_arcs(tail: Node, kind: Kind, agent: Ints, taken: Ints, table: Ints) -> Arcs:
    """Unit copies from rotation or fit to new, without limit.

    taken: by agent; table: cost of each agent's k-th unit, k from 1, one more than is taken
    at least; agents x k.
    """
    units, costs = taken[agent], table[agent]
    rows = np.arange(len(agent))
    counted = np.arange(table.shape[1]) < units[:, None]
    return Arcs(
        tail, Node.NEW, agent, agent, agent, np.full(len(agent), NO_QUEUE), units, units + 1,
        last=costs[rows, np.maximum(units, 1) - 1],
        further=costs[rows, units],
        total=np.where(counted, costs, 0).sum(axis=1),
        kind=kind,
    )  # fmt: skip


def turn_table(before: Ints, most: int) -> Ints:
    """k - 1 turns for the k-th, and those before the phase; shape: agents x most."""
    return before[:, None] + np.arange(most, dtype=np.int64)
