"""The arcs behind the desks in the first phase, as a batch fills them (02 section 1)."""

from dataclasses import dataclass

import numpy as np

from solver.check.certificate.arcs import Arcs, Node
from solver.check.certificate.chain import Desks, agent_arcs, desk_arcs, turn_table, unit_arcs
from solver.check.certificate.levels import Kind
from solver.check.decided import Decided
from solver.check.limits import Rooms
from solver.units import Bools, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Flows:
    """What a batch takes. through: each desk; queues x agents. by_turns, by_fit: new cases of
    each agent; stays: those that he keeps and his backlog counts; shape: agents."""

    through: Ints
    by_turns: Ints
    by_fit: Ints
    stays: Ints

    @staticmethod
    def of(batch: Decided, turning: Bools, agents: int, *, counted: bool) -> "Flows":
        """turning: by queue. counted: backlogs count cases that stay (L5)."""
        through = np.zeros((len(turning), agents), dtype=np.int64)
        np.add.at(through, (batch.queues(), batch.agents()), 1)
        by_turns, by_fit = (through[mine].sum(axis=0) for mine in (turning, ~turning))
        stays = np.bincount(batch.kept_agent, minlength=agents) * counted
        return Flows(through, by_turns, by_fit, stays)

    @property
    def new(self) -> Ints:
        """New cases of each agent."""
        return self.by_turns + self.by_fit

    @property
    def most(self) -> int:
        """One more than anybody gets of either kind."""
        return int(max(self.by_turns.max(initial=0), self.by_fit.max(initial=0))) + 1


def first_arcs(
    desks: Desks, flows: Flows, rooms: Rooms, owners: Ints, discounts: Ints
) -> tuple[Arcs, ...]:
    """owners: agents with cases that use backlog. discounts: agents x `flows.most`."""
    new, backlog = _agent_rooms(rooms)
    agents, turns = np.unique(desks.agent), np.zeros(len(new), dtype=np.int64)
    turning, fitting = (np.unique(desks.agent[mine]) for mine in (desks.turning, ~desks.turning))
    table = turn_table(turns, flows.most)
    held = flows.new + flows.stays
    return (
        *desk_arcs(desks, flows.through, np.maximum(rooms.daily, 0)),
        unit_arcs(Node.ROTATION, Kind.ROUNDS, turning, flows.by_turns, table),
        unit_arcs(Node.FIT, Kind.FIT, fitting, flows.by_fit, discounts),
        agent_arcs(Node.NEW, Node.ALL, agents, flows.new, new),
        agent_arcs(Node.ALL, Node.SINK, np.union1d(agents, owners), held, backlog),
    )


def _agent_rooms(rooms: Rooms) -> tuple[Ints, Ints]:
    """For new cases, and for all; an owner of too many keeps them and gets no more."""
    new = np.maximum(np.minimum(rooms.hourly, rooms.cycle), 0)
    backlog = np.maximum(rooms.backlog, 0)
    return np.where(rooms.held > rooms.backlog, 0, new), np.maximum(backlog, rooms.held)
