"""Bandwidth: how much of an agent's capacity is free (S7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

import numpy as np
from numpy.typing import NDArray

from objectives.priorities import lowest_position
from solver.factors import TableFactor
from solver.facts import ActiveCase, Agent, Policy, Snapshot
from solver.limits import backlog_usage
from solver.once import once
from solver.rules import AgentLoad, Flag, Input, Pillar, Usage
from solver.units import Indexes, to_ppm, to_score

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bandwidth:
    """clamp(1 - utilisation, 0, 1), the same for every case."""

    name: str = "bandwidth"

    def factor(self, snapshot: Snapshot) -> "BandwidthFactor":
        """Values of one row for all cases."""
        case_count, agent_count = snapshot.shape
        loads = load(snapshot)
        free = np.clip(1.0 - utilisation(snapshot, loads), 0.0, 1.0)
        return BandwidthFactor(
            row=np.zeros(case_count, dtype=np.int32),
            table=to_ppm(free)[None, :],
            flag=np.broadcast_to(np.uint8(Flag.NONE), (1, agent_count)),
            load=loads,
            capacity=capacities(snapshot),
            backlog=backlog_usage(snapshot),
        )


@dataclass(frozen=True, slots=True, eq=False)
class BandwidthFactor(TableFactor):
    """Free shares of agents, and what they came from; shape: agents."""

    load: Floats
    capacity: Floats
    backlog: Usage

    def inputs(self, case: Indexes, agent: Indexes) -> tuple[Input, ...]:
        """Load and capacity; backlog and its limit where that is reached."""
        used, limit = self.backlog.used[agent], self.backlog.limit[agent]
        full = used >= limit
        return (
            Input("load", self.load[agent]),
            Input("capacity", self.capacity[agent]),
            Input("backlog", np.where(full, used, np.nan)),
            Input("backlog_limit", np.where(full, limit, np.nan)),
        )


def agent_load(snapshot: Snapshot) -> AgentLoad:
    """Load and utilisation as they are reported; shape: agents."""
    loads = load(snapshot)
    return AgentLoad(to_score(loads), to_ppm(utilisation(snapshot, loads)))


@once
def load(snapshot: Snapshot) -> Floats:
    """Sum of priority weight x status multiplier x effort of the active cases; shape: agents."""
    scale = WorkScale.of(snapshot.policy)
    return np.array([scale.load(agent) for agent in snapshot.agents], dtype=np.float64)


def utilisation(snapshot: Snapshot, loads: Floats) -> Floats:
    """load / capacity, at least 1 where the backlog limit is reached; shape: agents."""
    backlog = backlog_usage(snapshot)
    ratio = loads / capacities(snapshot)
    return np.where(backlog.used >= backlog.limit, np.maximum(ratio, 1.0), ratio)


def capacities(snapshot: Snapshot) -> Floats:
    """Load that makes somebody fully busy; shape: agents."""
    default = snapshot.policy.fit.default_capacity
    capacity = [default if a.capacity is None else a.capacity for a in snapshot.agents]
    return np.array(capacity, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class WorkScale:
    """How much one case weighs under a policy."""

    weights: Mapping[str, float]
    lowest: float
    multipliers: Mapping[str, float]

    @classmethod
    def of(cls, policy: Policy) -> "WorkScale":
        """The policy's weights and multipliers."""
        return cls(
            weights={level.name: level.weight for level in policy.priority_levels},
            lowest=policy.priority_levels[lowest_position(policy)].weight,
            multipliers=dict(policy.fit.status_multipliers),
        )

    def load(self, agent: Agent) -> float:
        """Load of an agent; of cases that are only counted, that of the lowest level."""
        if agent.active_load is not None:
            return agent.active_load
        if agent.active_count is not None:
            return agent.active_count * self.lowest
        # fsum: the order of the cases must not matter.
        return fsum(self.weight(case) for case in agent.active_cases)

    def weight(self, case: ActiveCase) -> float:
        """Weight of one case; an unknown priority is the lowest, an unknown status counts x1."""
        weight = self.weights.get(case.priority, self.lowest)
        return weight * self.multipliers.get(case.status, 1.0) * case.effort


BANDWIDTH: Pillar = Bandwidth()
