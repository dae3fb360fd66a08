"""Sources of availability: what says when an agent is there (V1).

In order: shifts, presence from the CRM's status or else from a custom field, predicted
hours. The first one configured for the agent decides, or all of them must agree. A
presence with an empty status is unknown, as if it were not configured.
"""

from dataclasses import dataclass

import numpy as np

from solver.facts import Agent, AvailabilityPolicy, Snapshot, SourceMode
from solver.members import shifts_of
from solver.once import once
from solver.reasons import Reason
from solver.rules import AgentFilter
from solver.units import Bools


@dataclass(frozen=True, slots=True, eq=False)
class Deciding:
    """Which kinds of sources decide for whom; shape of each: agents."""

    shifts: Bools
    presence: Bools
    predicted: Bools


@once
def deciding(snapshot: Snapshot) -> Deciding:
    """The first kind configured for an agent, or all kinds that are."""
    configured = np.array([_by_shift(snapshot), _by_presence(snapshot), _by_prediction(snapshot)])
    if snapshot.policy.availability.mode == SourceMode.FIRST:
        configured &= np.cumsum(configured, axis=0) == 1
    return Deciding(*configured)


def judged_statuses(agent: Agent, policy: AvailabilityPolicy) -> tuple[str, ...]:
    """The statuses that tell whether the agent is present: the first known one, or all known."""
    known = tuple(status for status in (agent.presence, agent.custom_presence) if status)
    return known[:1] if policy.mode == SourceMode.FIRST else known


@dataclass(frozen=True, slots=True)
class NoAvailabilitySource:
    """Allows agents of whom anything says when they are there."""

    reason: Reason = Reason.NO_AVAILABILITY_SOURCE

    def agents(self, snapshot: Snapshot) -> Bools:
        """True where the agent may take cases; shape: agents."""
        return _by_shift(snapshot) | _by_presence(snapshot) | _by_prediction(snapshot)


def _by_shift(snapshot: Snapshot) -> Bools:
    return np.array([bool(shifts) for shifts in shifts_of(snapshot)], dtype=np.bool_)


def _by_presence(snapshot: Snapshot) -> Bools:
    known = [bool(agent.presence or agent.custom_presence) for agent in snapshot.agents]
    return np.array(known, dtype=np.bool_)


def _by_prediction(snapshot: Snapshot) -> Bools:
    return np.array([bool(agent.predicted_hours) for agent in snapshot.agents], dtype=np.bool_)


NO_AVAILABILITY_SOURCE: AgentFilter = NoAvailabilitySource()
