"""Load and utilisation of an agent (S7), in exact fractions of the decimals that were sent."""

from fractions import Fraction

from tests.referee import rooms
from tests.referee.snapshot import Snapshot

MULTIPLIERS = {"New": 1.25, "Waiting on customer": 0.5}


def decimal(number: float) -> Fraction:
    """The number as it is written: 0.1 is a tenth."""
    return Fraction(str(number))


def load(snapshot: Snapshot, agent_id: str) -> Fraction:
    """Sum over the active cases of priority weight x status multiplier x effort."""
    agent = snapshot.agents[agent_id]
    if agent.HasField("active_load"):
        return decimal(agent.active_load)
    own = {row.status: row.multiplier for row in snapshot.policy.fit.status_multipliers}
    multipliers = own or MULTIPLIERS
    return sum(
        (
            decimal(snapshot.weight(row.priority))
            * decimal(multipliers.get(row.status, 1.0))
            * decimal(row.effort if row.HasField("effort") else 1.0)
            for row in agent.active_cases
        ),
        start=Fraction(0),
    )


def capacity(snapshot: Snapshot, agent_id: str) -> Fraction:
    """Load that makes the bandwidth 0."""
    agent, fit = snapshot.agents[agent_id], snapshot.policy.fit
    if agent.HasField("capacity"):
        return decimal(agent.capacity)
    return decimal(fit.default_capacity) if fit.HasField("default_capacity") else Fraction(40)


def utilisation(snapshot: Snapshot, agent_id: str) -> Fraction:
    """Load / capacity, at least 1 at or over the backlog limit."""
    share = load(snapshot, agent_id) / capacity(snapshot, agent_id)
    room = rooms.backlog_room(snapshot, agent_id)
    return share if room is None or room > 0 else max(Fraction(1), share)


def bandwidth(snapshot: Snapshot, agent_id: str) -> Fraction:
    """clamp(1 - utilisation, 0, 1)."""
    return min(Fraction(1), max(Fraction(0), 1 - utilisation(snapshot, agent_id)))
