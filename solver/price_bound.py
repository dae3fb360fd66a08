"""What prices leave possible even where they do not prove a plan (02 section 4)."""

import numpy as np

from solver.levels import Level
from solver.network import Network
from solver.proof import are_negative
from solver.units import Ints


def least_costs(network: Network, levels: tuple[Level, ...], prices: Ints) -> tuple[int, ...]:
    """No plan costs less than this, compared level by level: the sum of the case prices minus
    the capacity terms.

    Holds for prices above which no case is (condition 1) and that no triple undercuts
    (condition 2). prices: nodes x levels, 0 at the sink.
    """
    chain = network.chain
    costs = np.stack([level.chain_costs(chain) for level in levels], axis=1)
    reduced = costs + prices[chain.head] - prices[chain.tail]
    paid = np.flatnonzero(are_negative(reduced))
    terms = reduced[paid].astype(object) * chain.capacity[paid, None]
    of_cases = prices[: network.problem.case_count].astype(object)
    return tuple(int(of_cases[:, k].sum()) + int(terms[:, k].sum()) for k in range(len(levels)))
