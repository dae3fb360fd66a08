"""Prices of a class of cases that does not fit in whole: what a unit of weight is worth there.

If room is short everywhere alike, cases are served by what they gain for a unit of their weight,
down to a threshold. All room is worth as much as the last case that is served. A class above that
was cut is charged at its own threshold, so that it takes no more room than it must.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from solver.levels import Level, LevelKind
from solver.network import Nodes
from solver.problem import OFF
from solver.units import Bools, Ints
from solver.weighing.all_pairs import OpenPairs
from solver.weighing.evidence import WeighedPrices


@dataclass(frozen=True, slots=True)
class _Cut:
    """A class above. worth: what a unit of weight gains at its threshold. rest: weight that it
    leaves."""

    worth: Fraction | None
    rest: Fraction


def coverage_prices(plans: OpenPairs, level: Level, above: int) -> WeighedPrices | None:
    """above: how many levels come before; None where there is room for all."""
    assert plans.candidates.weight is not None
    weight, gain = plans.candidates.weight, -plans.case_costs(level)
    must = ~plans.waits & plans.case
    may = plans.waits & plans.case & (weight > 0)
    rest = Fraction(_room(plans, weight[must | (may & (gain > 0))]) - int(weight[must].sum()))
    cuts = []
    for higher, cost in plans.above:
        cuts.append(_cut(plans, higher, cost, may, rest))
        rest = cuts[-1].rest
    order = _best_first(gain, weight, may)
    last = int(np.searchsorted(np.cumsum(weight[order]), int(rest), side="right"))
    if last >= len(order):
        return None
    worth = Fraction(int(gain[order[last]]), int(weight[order[last]]))
    return _prices(plans, level, worth, [cut.worth for cut in cuts][:above])


def _cut(plans: OpenPairs, level: Level, cost: int, may: Bools, rest: Fraction) -> _Cut:
    """Of the room that is left, a class needs what its best cases weigh that gain as much."""
    assert plans.candidates.weight is not None
    if level.kind != LevelKind.COVERAGE:
        return _Cut(None, rest)
    weight, gain = plans.candidates.weight, -plans.case_costs(level)
    wanted = -cost - int(gain[~plans.waits & plans.case].sum())
    order = _best_first(gain, weight, may)
    last = int(np.searchsorted(np.cumsum(gain[order]), wanted))
    if wanted <= 0 or last >= len(order):
        return _Cut(None, rest)
    worth = Fraction(int(gain[order[last]]), int(weight[order[last]]))
    before = order[:last]
    needed = int(weight[before].sum()) + (wanted - int(gain[before].sum())) / worth
    return _Cut(worth, rest - needed)


def _best_first(gain: Ints, weight: Ints, may: Bools) -> Ints:
    """Cases that gain something, the most for a unit of weight first."""
    some = np.flatnonzero(may & (gain > 0))
    order: Ints = some[np.argsort(-gain[some] / weight[some], kind="stable")]
    return order


def _prices(
    plans: OpenPairs, level: Level, worth: Fraction, cuts: list[Fraction | None]
) -> WeighedPrices:
    """worth: of a unit of weight to this level; cuts: to those above, where they are cut."""
    assert plans.candidates.weight is not None
    charges = [Fraction(0) if cut is None else worth / cut for cut in cuts]
    scale = lcm(worth.denominator, *(charge.denominator for charge in charges))
    above = tuple(int(charge * scale) for charge in charges)
    gain = -plans.case_costs(level) * scale
    for charge, (higher, _) in zip(above, plans.above, strict=True):
        gain -= charge * plans.case_costs(higher)
    asked = int(worth * scale) * plans.candidates.weight
    at_case = np.where(gain > 0, np.minimum(0, asked - gain), 0)
    at_case = np.where(~plans.waits & plans.case, asked - gain, at_case)
    node = np.zeros(Nodes.of(plans.problem).count, dtype=np.int64)
    node[: len(at_case)] = at_case
    return WeighedPrices(node, above, scale)


def _room(plans: OpenPairs, weight: Ints) -> int:
    """What all agents can carry in units that weights have in common."""
    assert plans.problem.weighted is not None
    room = plans.problem.weighted.room
    unit = max(1, int(np.gcd.reduce(weight, initial=0)))
    return OFF if (room >= OFF).any() else int((room // unit * unit).sum())
