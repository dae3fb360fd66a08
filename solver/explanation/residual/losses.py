"""What many forced pairs would cost, by distances to all places at once (02 section 5)."""

from dataclasses import dataclass

import numpy as np

from solver.arrays import distinct
from solver.explanation.residual.arcs import Standing, triple_costs
from solver.explanation.residual.contracted import FAR
from solver.explanation.residual.everywhere import Everywhere
from solver.factors import SparsePairs
from solver.pricing.sweep import UNIT
from solver.units import Bools, Ints

LEAST = -(2**62)
"""Below everything: what is not known."""


@dataclass(frozen=True, slots=True, eq=False)
class Losses:
    """Losses of pairs, by (case, agent).

    desk: through which the pair costs least. loss: pairs x levels. exact: elsewhere the loss
    above fit is at least that, and nothing is known of fit and tie-break.
    """

    case: Ints
    agent: Ints
    desk: Ints
    loss: Ints
    exact: Bools


def pair_losses(standing: Standing, everywhere: Everywhere, case: Ints, agent: Ints) -> Losses:
    """Of some pairs; those without any way are left out."""
    agents = standing.problem.agent_count
    keys = distinct(case * agents + agent)
    standing = _with_ways_of(standing, keys)
    problem, triples = standing.problem, standing.problem.triples
    key_of = triples.case * np.int64(agents) + problem.desks.agent[triples.desk]
    triple = np.flatnonzero(np.isin(key_of, keys))
    desk, key = triples.desk[triple].astype(np.int64), key_of[triple]
    slack = standing.slack(triples[triple], triple_costs(problem, standing.levels, triple))
    far = everywhere.between(desk, standing.place[triples.case[triple]])
    near = far < FAR
    fit = (far + UNIT // 2) // UNIT
    slack[near, -2] += fit[near]
    slack[near, -1] += (far - fit * UNIT)[near]
    # A path that costs anything above fit costs at least 1 in the last of those levels.
    slack[~near, -3] += 1
    slack[~near, -2:] = LEAST
    best = _least_of_each(key, slack)
    loss = np.where(slack[best] == LEAST, 0, slack[best])
    return Losses(*np.divmod(key[best], agents), desk[best], loss, near[best])


def _with_ways_of(standing: Standing, keys: Ints) -> Standing:
    """With all triples of some pairs."""
    candidates = standing.problem.candidates
    if candidates is None:
        return standing
    pairs = SparsePairs(keys, np.zeros_like(keys), standing.problem.agent_count)
    case, way = candidates.patterns.ways_of(pairs)
    free = ~candidates.closed(case, way)
    return standing.holding(candidates.triples(case[free], way[free]))


def _least_of_each(key: Ints, loss: Ints) -> Ints:
    """Positions of the least loss of each key."""
    order = np.lexsort((*loss.T[::-1], key))
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = key[order][1:] != key[order][:-1]
    least: Ints = order[fresh]
    return least
