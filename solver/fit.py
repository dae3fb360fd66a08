"""The fit of a pair in integers (S1, 02 section 2 "Numbers")."""

from dataclasses import dataclass, replace

import numpy as np

from solver.rules import FitFacts
from solver.units import PPM, SCORE, Indexes, Ints, divide_half_even

_PER_SCORE = PPM // SCORE


@dataclass(frozen=True, slots=True, eq=False)
class PairFits:
    """Fits of a list of pairs.

    score: the fit in units of 1e-4. before_penalty: the pillar sum, or the sent
    fit, in units of 1e-12 and 1e-12 alike. sent: 1 where the caller decided.
    All of shape: pairs.
    """

    score: Ints
    before_penalty: Ints
    sent: Indexes


def pair_fits(facts: FitFacts, case: Indexes, agent: Indexes, queue: Indexes) -> PairFits:
    """Fits of single pairs, each under the weights of the queue it is charged to."""
    before = pillar_sums(facts, case, agent, queue)
    score = divide_half_even(before * facts.keep[agent], PPM * PPM * _PER_SCORE)
    sent = np.zeros(len(case), dtype=np.int32)
    if facts.sent is not None:
        listed = facts.sent.listed(case, agent)
        value = facts.sent.at(case, agent)
        before = np.where(listed, value * PPM, before)
        score = np.where(listed, divide_half_even(value, _PER_SCORE), score)
        sent = listed.astype(np.int32)
    return PairFits(score, before, sent)


def owner_fits(facts: FitFacts, case: Indexes, agent: Indexes, queue: Indexes) -> PairFits:
    """Fits of cases with their owners: without penalty; queue -1 takes the policy's weights."""
    return pair_fits(replace(facts, keep=np.full_like(facts.keep, PPM)), case, agent, queue)


def qualities(facts: FitFacts, case: Indexes, agent: Indexes, queue: Indexes) -> Ints:
    """What `min_fit` compares: before penalty, without bandwidth, or a sent fit (Q7).

    In units of 1e-12, not rounded: what is just below is below.
    """
    total = np.zeros(len(case), dtype=np.int64)
    for pillar, factor in enumerate(facts.factors):
        weight = facts.quality_weights[:, pillar]
        if weight.any():
            total += weight[queue] * factor.at(case, agent)
    if facts.sent is None:
        return total
    return np.where(facts.sent.listed(case, agent), facts.sent.at(case, agent) * PPM, total)


def pillar_sums(facts: FitFacts, case: Indexes, agent: Indexes, queue: Indexes) -> Ints:
    """`pre = sum_p W_p * v_p` of single pairs, in units of 1e-12; queue -1 is the policy."""
    total = np.zeros(len(case), dtype=np.int64)
    for pillar, factor in enumerate(facts.factors):
        weight = np.append(facts.weights[:, pillar], facts.policy_weights[pillar])
        if weight.any():
            # Most policies have one set of weights: then there is nothing to look up.
            own = weight[:1] if (weight == weight[0]).all() else weight[queue]
            total += own * factor.at(case, agent)
    return total
