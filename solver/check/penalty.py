"""Recent-assignment penalty: who just got a case gives way (S3)."""

from collections.abc import Iterator
from datetime import timedelta
from math import prod

import numpy as np

from solver.check.staff import Staff
from solver.facts import Agent, Memory, PenaltyPolicy
from solver.units import Ints, to_ppm

MINUTE = timedelta(minutes=1)


def kept(staff: Staff) -> Ints:
    """1 - penalty in ppm; shape: agents."""
    return to_ppm(np.array([_kept(staff, agent) for agent in staff.snapshot.agents]))


def penalty(policy: PenaltyPolicy, minutes: float) -> float:
    """p(t) = weight * max(0, 1 - t / window); a window of 0 is no penalty."""
    window = policy.window / MINUTE
    return policy.weight * max(0.0, 1.0 - minutes / window) if window else 0.0


def _kept(staff: Staff, agent: Agent) -> float:
    """Of the last assignment that did not come back, or of all in the window, newest first."""
    policy = staff.snapshot.policy.fit.penalty
    ages = sorted(_ages(staff, agent))
    if policy.memory == Memory.ALL:
        return prod(1.0 - penalty(policy, age) for age in ages)
    return 1.0 - penalty(policy, ages[0]) if ages else 1.0


def _ages(staff: Staff, agent: Agent) -> Iterator[float]:
    """Minutes since each assignment that did not come back, never below 0."""
    for one in agent.recent:
        if not one.came_back:
            yield max(0.0, (staff.snapshot.now - one.time) / MINUTE)
