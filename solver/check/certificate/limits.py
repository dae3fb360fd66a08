"""Condition 3: along every arc behind the desks the price falls by what its units cost."""

from collections.abc import Iterator

import numpy as np

from solver.check.certificate.arcs import Arcs
from solver.check.certificate.findings import Finding, written
from solver.check.certificate.levels import Level
from solver.check.certificate.phase import Phase
from solver.check.certificate.prices import Prices
from solver.check.complaint import Complaint, Wrong
from solver.facts import Snapshot
from solver.units import Bools, Ints


def limit_findings(
    snapshot: Snapshot, phase: Phase, levels: tuple[Level, ...], prices: Prices
) -> Iterator[Finding]:
    """By at least the last unit's cost, and by at most one more unit's where there is room.

    Condition 4 beside it: costs do not fall from unit to unit.
    """
    for arcs in phase.arcs:
        drop = falls(arcs, prices)
        last, further = (_in_levels(levels, arcs, one) for one in (arcs.last, arcs.further))
        taken, room = arcs.taken > 0, arcs.taken < arcs.room
        below, above = (drop - last).T, (further - drop).T
        checks = (
            (Wrong.LAST_UNIT, below, taken, last),
            (Wrong.FURTHER_UNIT, above, room, further),
            (Wrong.FALLING_COSTS, (further - last).T, taken, last),
        )
        for wrong, slack, mine, costs in checks:
            for at, level in _negative(slack, mine):
                named = _named(snapshot, arcs, at)
                found, right = written(drop[:, at]), written(costs[:, at])
                name = phase.naming.name(levels[level])
                told = Complaint(
                    wrong, agent_id=named[0], queue_id=named[1], found=found, right=right,
                    level=name, node=arcs.name,
                )  # fmt: skip
                yield Finding(level, told)


def falls(arcs: Arcs, prices: Prices) -> Ints:
    """price(tail) - price(head); shape: levels x arcs."""
    return prices.at(arcs.tail_kind, arcs.tail) - prices.at(arcs.head_kind, arcs.head)


def _in_levels(levels: tuple[Level, ...], arcs: Arcs, costs: Ints) -> Ints:
    """Costs in their level, 0 in all others; shape: levels x arcs."""
    mine = np.array([level.kind == arcs.kind for level in levels], dtype=np.int64)
    vectors: Ints = mine[:, None] * costs
    return vectors


def _negative(vectors: Ints, mine: Bools) -> Iterator[tuple[int, int]]:
    """Arcs and levels of those of some vectors that are lexicographically below 0."""
    if not vectors.shape[1]:
        return
    first = (vectors != 0).argmax(axis=1)
    value = np.take_along_axis(vectors, first[:, None], axis=1)[:, 0]
    for at in np.flatnonzero(mine & (value < 0)).tolist():
        yield at, int(first[at])


def _named(snapshot: Snapshot, arcs: Arcs, at: int) -> tuple[str, str]:
    """Agent and queue of an arc."""
    queue = int(arcs.queue[at])
    queue_id = snapshot.policy.queues[queue].queue_id if queue >= 0 else ""
    return snapshot.agents[int(arcs.agent[at])].agent_id, queue_id
