"""Recent-assignment penalty: who just got a case gives way, softly (S3)."""

from datetime import datetime, timedelta
from math import prod

import numpy as np
from numpy.typing import NDArray

from solver.facts import Agent, Memory, PenaltyPolicy, Snapshot
from solver.units import PPM, Ints, to_ppm

MINUTE = timedelta(minutes=1)


def minutes_since_assignment(snapshot: Snapshot) -> NDArray[np.float64]:
    """Minutes since the last assignment from any source, NaN for never; shape: agents.

    Assignments that came back do not count (L5).
    """
    return np.array([_minutes(agent, snapshot) for agent in snapshot.agents], dtype=np.float64)


def keeps(snapshot: Snapshot) -> Ints:
    """1 - penalty in ppm, 1e6 for never assigned; shape: agents."""
    penalty = snapshot.policy.fit.penalty
    if penalty.memory == Memory.LAST:
        return keep_of(minutes_since_assignment(snapshot), penalty)
    return to_ppm([_kept_after_all(agent, snapshot) for agent in snapshot.agents])


def keep_of(minutes: NDArray[np.float64], penalty: PenaltyPolicy) -> Ints:
    """1 - weight * max(0, 1 - t / window) in ppm, 1e6 for never; shape: agents."""
    window = penalty.window / MINUTE
    if window == 0:
        return np.full(minutes.shape, PPM, dtype=np.int64)
    recency = np.maximum(0.0, 1.0 - minutes / window)
    return to_ppm(1.0 - penalty.weight * np.nan_to_num(recency, nan=0.0))


def remembered(snapshot: Snapshot) -> tuple[tuple[float, ...], ...]:
    """Minutes since all assignments that count, by agent; empty where only the last does."""
    if snapshot.policy.fit.penalty.memory == Memory.LAST:
        return ()
    return tuple(minutes_of_all(agent, snapshot) for agent in snapshot.agents)


def minutes_of_all(agent: Agent, snapshot: Snapshot) -> tuple[float, ...]:
    """Minutes since each assignment inside the window that did not come back, rising."""
    window = snapshot.policy.fit.penalty.window / MINUTE
    ages = sorted(_age(recent.time, snapshot) for recent in agent.recent if not recent.came_back)
    return tuple(age for age in ages if age < window)


def _kept_after_all(agent: Agent, snapshot: Snapshot) -> float:
    """prod_j (1 - p(t_j)) over the window, in rising order: the rows' order must not matter."""
    penalty = snapshot.policy.fit.penalty
    window = penalty.window / MINUTE
    ages = minutes_of_all(agent, snapshot)
    return prod(1.0 - penalty.weight * (1.0 - age / window) for age in ages)


def _minutes(agent: Agent, snapshot: Snapshot) -> float:
    last = agent.last_assigned
    return np.nan if last is None else _age(last, snapshot)


def _age(time: datetime, snapshot: Snapshot) -> float:
    """Minutes, never below 0."""
    return max(0.0, (snapshot.now - time) / MINUTE)
