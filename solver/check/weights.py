"""Effective weights of the pillars (S2, S15) in parts per million."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from solver.check.scores import Sent
from solver.facts import Policy, Queue
from solver.units import PPM

Weights = Mapping[str, int]

COMPUTED = frozenset({"time_overlap", "bandwidth", "customer_history", "skills"})
"""Pillars that are computed where nothing is sent; any other one has to be sent."""


def weights_of(policy: Policy, queue: Queue, sent: Sent, *, without: Sequence[str] = ()) -> Weights:
    """Weights of the pairs charged to a queue: its own, else the policy's.

    Pillars that nobody can tell, and those to do without, leave theirs to the others.
    All 0 where no pillar is left.
    """
    given = dict(queue.pillar_weights or policy.fit.pillar_weights)
    told = {
        name: Fraction(str(weight))
        for name, weight in given.items()
        if (name in COMPUTED or name in sent) and name not in without
    }
    return shared_out({name: told.get(name, Fraction(0)) for name in _order(policy)}, PPM)


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
