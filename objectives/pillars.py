"""Pillars of the fit and their effective weights (S1, S2)."""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import TypeAlias

import numpy as np

from solver.facts import Policy
from solver.units import PPM, Ints, apportion

PillarWeights: TypeAlias = tuple[tuple[str, float], ...]


def pillar_names(policy: Policy) -> tuple[str, ...]:
    """The policy's pillars in its order, then further ones that queues name, in theirs."""
    all_weights = (policy.fit.pillar_weights, *(queue.pillar_weights for queue in policy.queues))
    return tuple(dict.fromkeys(name for weights in all_weights for name, _ in weights))


def policy_weights(policy: Policy, dropped: frozenset[str] = frozenset()) -> Ints:
    """Effective weights of the policy in ppm, they sum to 1e6; shape: pillars."""
    return effective(_without(policy.fit.pillar_weights, dropped), pillar_names(policy))


def queue_weights(policy: Policy, dropped: frozenset[str] = frozenset()) -> Ints:
    """Effective weights in ppm, each row sums to 1e6; shape: queues x pillars."""
    names = pillar_names(policy)
    rows = [
        effective(_without(queue.pillar_weights or policy.fit.pillar_weights, dropped), names)
        for queue in policy.queues
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, len(names))


def quality_weights(policy: Policy, dropped: frozenset[str] = frozenset()) -> Ints:
    """Effective weights of what `min_fit` compares: without bandwidth (Q7); shape: as above."""
    return queue_weights(policy, dropped | {"bandwidth"})


def _without(weights: PillarWeights, dropped: frozenset[str]) -> PillarWeights:
    """The weights that are left: the others share what the dropped ones had (S15)."""
    return tuple((name, weight) for name, weight in weights if name not in dropped)


@lru_cache(maxsize=256)
def effective(weights: PillarWeights, names: tuple[str, ...]) -> Ints:
    """Weights normalised by their sum, by largest remainder, ties by the order of the names."""
    given = dict(weights)
    parts = apportion(_in_proportion([given.get(name, 0.0) for name in names]), PPM)
    parts.flags.writeable = False
    return parts


def _in_proportion(numbers: Sequence[float]) -> Ints:
    """Integers in exactly the proportion of the numbers as people write them.

    Read as text, 0.1, 0.7 and 0.4 leave equal remainders; as binary floats they do not.
    The integers are Python's own, because they may be of any size.
    """
    exact = [Fraction(str(number)) for number in numbers]
    common = lcm(*(number.denominator for number in exact))
    return np.array([int(number * common) for number in exact], dtype=object)
