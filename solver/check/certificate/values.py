"""The value of the plan, level by level, counted from the batch and from the prices."""

from collections.abc import Mapping

from solver.check.certificate.arcs import Node
from solver.check.certificate.levels import Kind, Level
from solver.check.certificate.limits import falls
from solver.check.certificate.phase import Phase
from solver.check.certificate.prices import Prices


def costs_of(phase: Phase, levels: tuple[Level, ...]) -> Mapping[Level, int]:
    """Costs of the plan: of the served cases, and of turns and discounts."""
    served = phase.used_costs(levels).sum(axis=0).tolist()
    behind = {Kind.ROUNDS: 0, Kind.FIT: 0}
    for arcs in phase.arcs:
        behind[arcs.kind] += int(arcs.total.sum())
    return {
        level: cost + behind.get(level.kind, 0) for level, cost in zip(levels, served, strict=True)
    }


def priced(phase: Phase, levels: tuple[Level, ...], prices: Prices) -> Mapping[Level, int]:
    """The same from the prices: those of all cases, less what the limits in use are worth.

    In Python's integers: claimed prices may be large.
    """
    cases = prices.at(Node.CASE, phase.cases)
    return {
        level: sum(cases[k].tolist()) - _worth(phase, prices, k, level)
        for k, level in enumerate(levels)
    }


def _worth(phase: Phase, prices: Prices, k: int, level: Level) -> int:
    """What the units on all arcs gain over their costs at a level."""
    total = 0
    for arcs in phase.arcs:
        gains = zip(falls(arcs, prices)[k].tolist(), arcs.taken.tolist(), strict=True)
        total += sum(fall * units for fall, units in gains)
        total -= int(arcs.total.sum()) if level.kind == arcs.kind else 0
    return total
