"""Degradation: a pillar that cannot be computed never passes silently (S15)."""

from collections.abc import Collection, Sequence

import numpy as np

from objectives.sent import factor_of
from solver.errors import PillarError
from solver.facts import OnPillarFailure, Policy, Snapshot
from solver.rules import Factor, Failure, Pillar
from solver.units import Bools


def attempt(pillar: Pillar, snapshot: Snapshot) -> Factor | Failure:
    """The pillar's factor, or why there is none."""
    try:
        return factor_of(pillar, snapshot)
    except PillarError as error:
        return Failure(pillar.name, str(error))
    except Exception as error:  # noqa: BLE001 - one broken pillar must not end the cycle
        cause = f"it met a bug ({type(error).__name__}). Maybe report it."
        return Failure(pillar.name, cause, error)


def stopped_queues(policy: Policy, failed: Collection[str], is_left: Bools) -> Bools:
    """Queues that decide nothing: their last pillar failed, or any, if the policy wants that.

    is_left: a pillar of the queue has some weight yet; both of shape: queues.
    """
    stopped = ~is_left
    if policy.fit.on_pillar_failure == OnPillarFailure.STOP:
        needs = [_weighs(queue.pillar_weights or policy.fit.pillar_weights, failed) for queue in
                 policy.queues]  # fmt: skip
        stopped |= np.array(needs, dtype=np.bool_).reshape(stopped.shape)
    return stopped


def _weighs(weights: Sequence[tuple[str, float]], failed: Collection[str]) -> bool:
    return any(weight > 0 and name in failed for name, weight in weights)
