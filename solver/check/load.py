"""Bandwidth and what a further case takes of it (S4, S7)."""

from math import fsum

import numpy as np

from solver.check.staff import Staff
from solver.facts import ActiveCase, Agent
from solver.units import PPM, Floats, Ints, to_ppm


class Load:
    """Load of the agents of one snapshot.

    backlog: how many more cases each may hold; shape: agents.
    """

    def __init__(self, staff: Staff, backlog: Ints) -> None:
        self._staff = staff
        fit = staff.snapshot.policy.fit
        self._multipliers = dict(fit.status_multipliers)
        capacities = [one.capacity for one in staff.snapshot.agents]
        self._capacity = np.array(
            [fit.default_capacity if one is None else one for one in capacities], dtype=np.float64
        )
        loads = [self._load(agent) for agent in staff.snapshot.agents]
        share = np.array(loads, dtype=np.float64) / self._capacity
        self.utilisation = np.where(backlog <= 0, np.maximum(share, 1.0), share)
        """Load / capacity, at least 1 where no backlog is left; shape: agents."""

    def free(self, _: int) -> Ints:
        """Bandwidth in ppm, the same for every case; shape: agents."""
        return to_ppm(np.clip(1.0 - self.utilisation, 0.0, 1.0))

    @property
    def reported(self) -> Floats:
        """The utilisation as it is reported, whole ppm; shape: agents."""
        reported: Floats = to_ppm(self.utilisation) / PPM
        return reported

    def step(self, cases: Ints) -> Floats:
        """What a case takes of each agent on average over some cases; shape: agents."""
        rows = (self._staff.snapshot.cases[case] for case in cases.tolist())
        mean = np.mean([self._weight(one.priority, one.effort) for one in rows])
        step: Floats = mean / self._capacity
        return step

    def _load(self, agent: Agent) -> float:
        """As it was sent; of a bare count all of the lowest level; else the sum of the cases."""
        if agent.active_load is not None:
            return agent.active_load
        if agent.active_count is not None:
            return agent.active_count * self._staff.weights[self._staff.priority("")]
        return fsum(self._held(one) for one in agent.active_cases)

    def _held(self, one: ActiveCase) -> float:
        """Priority weight x status multiplier x effort."""
        return self._weight(one.priority, one.effort, self._multipliers.get(one.status, 1.0))

    def _weight(self, priority: str, effort: float, multiplier: float = 1.0) -> float:
        return self._staff.weights[self._staff.priority(priority)] * multiplier * effort
