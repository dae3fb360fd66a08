"""Effective weights of the pillars (S2, S15) in parts per million."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from solver.check.scores import Sent
from solver.facts import OnPillarFailure, Policy, Queue
from solver.units import PPM

Weights = Mapping[str, int]

COMPUTED = frozenset({"time_overlap", "bandwidth", "customer_history", "skills"})
"""Pillars that are computed where nothing is sent; any other one has to be sent."""


def weights_of(
    policy: Policy, queue: Queue | None, sent: Sent, *, without: Sequence[str] = ()
) -> Weights:
    """Weights of the pairs charged to a queue: its own, else the policy's; None is no queue.

    Pillars that nobody can tell, and those to do without, leave theirs to the others.
    All 0 where no pillar is left.
    """
    told = {
        name: Fraction(str(weight))
        for name, weight in _given(policy, queue)
        if _is_told(name, sent) and name not in without
    }
    return shared_out({name: told.get(name, Fraction(0)) for name in _order(policy)}, PPM)


def is_stopped(policy: Policy, queue: Queue, sent: Sent) -> bool:
    """The queue decides nothing: no pillar is left to weigh, or one is missing and the
    policy stops what weighs it (S15). Where all fits were sent, nothing is weighed.
    """
    if sent.is_whole:
        return False
    missing = any(weight and not _is_told(name, sent) for name, weight in _given(policy, queue))
    stops = missing and policy.fit.on_pillar_failure == OnPillarFailure.STOP
    return stops or not any(weights_of(policy, queue, sent).values())


def _given(policy: Policy, queue: Queue | None) -> tuple[tuple[str, float], ...]:
    return (queue and queue.pillar_weights) or policy.fit.pillar_weights


def _is_told(pillar: str, sent: Sent) -> bool:
    return pillar in COMPUTED or pillar in sent


def _order(policy: Policy) -> list[str]:
    """Pillars in the policy's order, then those that queues add; it settles equal remainders."""
    every = [policy.fit.pillar_weights, *(queue.pillar_weights for queue in policy.queues)]
    return list(dict.fromkeys(name for weights in every for name, _ in weights))


def shared_out(parts: Mapping[str, Fraction], total: int) -> dict[str, int]:
    """The total in proportion to the parts, by largest remainder; of equal ones the first wins."""
    whole = sum(parts.values())
    if not whole:
        return dict.fromkeys(parts, 0)
    exact = {name: part * total / whole for name, part in parts.items()}
    found = {name: int(share) for name, share in exact.items()}
    behind = sorted(parts, key=lambda name: found[name] - exact[name])
    for name in behind[: total - sum(found.values())]:
        found[name] += 1
    return found
