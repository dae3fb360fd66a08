"""Load and utilisation of an agent (S7)."""

from tests.referee import rooms
from tests.referee.snapshot import Snapshot

MULTIPLIERS = {"New": 1.25, "Waiting on customer": 0.5}


def load(snapshot: Snapshot, agent_id: str) -> float:
    """Sum over the active cases of priority weight x status multiplier x effort."""
    agent = snapshot.agents[agent_id]
    if agent.HasField("active_load"):
        return agent.active_load
    own = {row.status: row.multiplier for row in snapshot.policy.fit.status_multipliers}
    multipliers = own or MULTIPLIERS
    return sum(
        snapshot.weight(row.priority)
        * multipliers.get(row.status, 1.0)
        * (row.effort if row.HasField("effort") else 1.0)
        for row in agent.active_cases
    )


def capacity(snapshot: Snapshot, agent_id: str) -> float:
    """Load that makes the bandwidth 0."""
    agent, fit = snapshot.agents[agent_id], snapshot.policy.fit
    if agent.HasField("capacity"):
        return agent.capacity
    return fit.default_capacity if fit.HasField("default_capacity") else 40.0


def utilisation(snapshot: Snapshot, agent_id: str) -> float:
    """Load / capacity, at least 1 at or over the backlog limit."""
    share = load(snapshot, agent_id) / capacity(snapshot, agent_id)
    room = rooms.backlog_room(snapshot, agent_id)
    return share if room is None or room > 0 else max(1.0, share)
