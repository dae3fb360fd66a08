"""Recent-assignment penalty: who just got a case gives way, softly (S3)."""

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from solver.facts import Agent, PenaltyPolicy, Snapshot
from solver.units import PPM, Ints, to_ppm

MINUTE = timedelta(minutes=1)


def minutes_since_assignment(snapshot: Snapshot) -> NDArray[np.float64]:
    """Minutes since the last assignment from any source, NaN for never; shape: agents.

    Assignments that came back do not count (L5).
    """
    return np.array([_minutes(agent, snapshot) for agent in snapshot.agents], dtype=np.float64)


def keep_of(minutes: NDArray[np.float64], penalty: PenaltyPolicy) -> Ints:
    """1 - weight * max(0, 1 - t / window) in ppm, 1e6 for never; shape: agents."""
    window = penalty.window / MINUTE
    if window == 0:
        return np.full(minutes.shape, PPM, dtype=np.int64)
    recency = np.maximum(0.0, 1.0 - minutes / window)
    return to_ppm(1.0 - penalty.weight * np.nan_to_num(recency, nan=0.0))


def _minutes(agent: Agent, snapshot: Snapshot) -> float:
    last = agent.last_assigned
    return np.nan if last is None else max(0.0, (snapshot.now - last) / MINUTE)
