"""What agents have room for (02 section 1)."""

from dataclasses import dataclass

import numpy as np

from solver.eligibility import Eligibility
from solver.owners import Owners
from solver.problem import OFF, WeightedRows
from solver.rules import Scope
from solver.units import Indexes, Ints
from solver.weighted import held_weight


@dataclass(frozen=True, slots=True, eq=False)
class AgentRooms:
    """What is left for new cases, for all cases, and by weight (OFF = no limit); shape: agents."""

    new: Ints
    backlog: Ints
    weighted: Ints

    @staticmethod
    def of(eligible: Eligibility, owners: Owners, agents: int) -> "AgentRooms":
        """An owner of more than he has room for keeps it all, and gets nothing new."""
        held = owners.held(agents)
        backlog = eligible.room(Scope.BACKLOG, (agents,))
        new = np.where(held > backlog, 0, eligible.room(Scope.NEW, (agents,)))
        if eligible.weighted is None:
            off = np.full(agents, OFF, dtype=np.int64)
            return AgentRooms(new, np.maximum(backlog, held), off)
        room = eligible.weighted.room
        owned = held_weight(eligible.weighted, owners)
        return AgentRooms(
            np.where(owned > room, 0, new),
            np.maximum(backlog, held),
            np.maximum(room, owned),
        )


def weighted_rows(
    eligible: Eligibility, case: Indexes, agent: Indexes, rooms: AgentRooms
) -> WeightedRows | None:
    """Weighted capacity, where anybody has any. case, agent: of each triple."""
    if eligible.weighted is None:
        return None
    return WeightedRows(eligible.weighted.of(case, agent), rooms.weighted)
