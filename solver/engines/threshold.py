"""Prices of a class of cases that does not fit in whole: what a unit of weight is worth there.

If room is short everywhere alike, cases are served by what they gain for a unit of their weight,
down to a threshold. All room is worth as much as the last case that is served.
"""

import numpy as np

from solver.levels import Level
from solver.network import Nodes
from solver.problem import OFF
from solver.units import Ints
from solver.weighing.all_pairs import OpenPairs
from solver.weighing.evidence import WeighedPrices


def coverage_prices(plans: OpenPairs, level: Level, above: int) -> WeighedPrices | None:
    """above: how many levels come before; None where there is room for all."""
    assert plans.candidates.weight is not None
    weight, gain = plans.candidates.weight, -plans.case_costs(level)
    must = ~plans.waits & plans.case
    open_ = np.flatnonzero((gain > 0) & plans.waits & plans.case & (weight > 0))
    in_play = np.concatenate([np.flatnonzero(must), open_])
    room = _room(plans, weight[in_play]) - int(weight[must].sum())
    order = open_[np.argsort(-gain[open_] / weight[open_], kind="stable")]
    last = int(np.searchsorted(np.cumsum(weight[order]), room, side="right"))
    if last >= len(order):
        return None
    worth, scale = int(gain[order[last]]), int(weight[order[last]])
    at_case = np.where(gain > 0, np.minimum(0, worth * weight - gain * scale), 0)
    at_case = np.where(must, worth * weight - gain * scale, at_case)
    node = np.zeros(Nodes.of(plans.problem).count, dtype=np.int64)
    node[: len(at_case)] = at_case
    return WeighedPrices(node, (0,) * above, scale)


def _room(plans: OpenPairs, weight: Ints) -> int:
    """What all agents can carry in units that weights have in common."""
    assert plans.problem.weighted is not None
    room = plans.problem.weighted.room
    unit = max(1, int(np.gcd.reduce(weight, initial=0)))
    return OFF if (room >= OFF).any() else int((room // unit * unit).sum())
