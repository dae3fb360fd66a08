"""Distances that cost something above fit, from desks to places of cases (02 section 5).

Above fit they are those between zones. Below, of all paths that are shortest above, the best
counts: steps on those are found once the zones are known, and there are few of them. Between them
paths tie above fit, and `Everywhere` has those.
"""

from dataclasses import dataclass
from itertools import chain

import numpy as np

from solver.arrays import distinct, least_rows
from solver.explanation.residual.alike import AlikeLeads
from solver.explanation.residual.arcs import Arcs, Standing
from solver.explanation.residual.contracted import FAR
from solver.explanation.residual.everywhere import Everywhere
from solver.explanation.residual.exits import Exits
from solver.explanation.residual.leads import HeldLeads, Leads
from solver.explanation.residual.service import Service
from solver.explanation.residual.zones import Zones, zones_of
from solver.pricing.sweep import UNIT
from solver.units import Ints

MOST, STEPS = 2**27, 2**22
"""Sums for distances in fit, and pairs between zones, that are worth it: less than a second."""


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """Shortest paths of some starts, as far as there are any.

    start: which of those asked for. slack: paths x levels; lost: paths x rows, the service under
    its prices.
    """

    start: Ints
    slack: Ints
    lost: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Beyond:
    """Everything about paths between desks and places.

    zone: of each row of `everywhere`. distance: rows x rows, from and to, in fit * UNIT +
    tie-break, FAR without a path.
    """

    everywhere: Everywhere
    exits: Exits
    prices: Service
    zone: Ints
    zones: Zones
    distance: Ints

    @staticmethod
    def of(
        standing: Standing, everywhere: Everywhere, arcs: Arcs, prices: Service
    ) -> "Beyond | None":
        """None where there are too many places, or numbers are too large to be exact.

        arcs: what the problem holds.
        """
        ties = everywhere.ties()
        first, zone = zones_of(ties)
        exits = Exits.of(standing)
        of_node = _of_nodes(standing, everywhere, zone)
        leads = _leads(standing, arcs, exits, prices, of_node)
        zones = Zones.of(ties[np.ix_(first, first)], of_node, leads) if leads else None
        distance = None if zones is None else _distances(everywhere, zone, zones, of_node, leads)
        if zones is None or distance is None:
            return None
        return Beyond(everywhere, exits, prices, zone, zones, distance)

    def paths(self, desk: Ints, place: Ints) -> Paths:
        """From some desks to a place each."""
        start, exit_ = self.exits.of_starts(desk)
        via = self.everywhere.row(self.exits.end[exit_])
        end = self.everywhere.row(place)[start]
        near = self.zones.reached[self.zone[via], self.zone[end]]
        start, exit_, via, end = start[near], exit_[near], via[near], end[near]
        slack = self.exits.slack[exit_]
        slack[:, :-2] += self.zones.above[self.zone[via], self.zone[end]]
        slack[:, -2:] += in_two(self.distance[via, end])
        lost = self.zones.lost[self.zone[via], self.zone[end]]
        lost -= self.prices.of_paths(desk[start], self.exits.end[exit_])
        best = least_rows(start, slack)
        return Paths(start[best], slack[best], lost[best])


def in_two(cost: Ints) -> Ints:
    """fit * UNIT + tie-break taken apart; shape: costs x 2."""
    fit = (cost + UNIT // 2) // UNIT
    return np.stack([fit, cost - fit * UNIT], axis=-1)


def _of_nodes(standing: Standing, everywhere: Everywhere, zone: Ints) -> Ints:
    """Zones of the nodes where cases are, and of the sink; -1 of others."""
    of_node = np.full(standing.node_count, -1, dtype=np.int64)
    node = np.append(standing.place, standing.sink)
    of_node[node] = zone[everywhere.row(node)]
    return of_node


def _leads(
    standing: Standing, arcs: Arcs, exits: Exits, prices: Service, zone: Ints
) -> tuple[Leads, ...]:
    """All of them; none where there are too many."""
    held = HeldLeads.of(standing, arcs, exits, prices)
    if standing.problem.candidates is None:
        return (held,)
    alike = AlikeLeads.of(standing, exits, prices, zone)
    return () if alike is None else (held, alike)


def _distances(
    everywhere: Everywhere, zone: Ints, zones: Zones, of_node: Ints, leads: tuple[Leads, ...]
) -> Ints | None:
    """In fit and tie-break, of the paths that are shortest above fit."""
    direct = [(some, zones.direct(of_node, some)) for some in leads]
    if sum(some.step_count(lead) for some, lead in direct) > STEPS:
        return None
    distance = everywhere.between_places()
    is_junction, most = np.zeros(len(distance), dtype=np.bool_), _most(distance[distance < FAR])
    for steps in chain.from_iterable(some.steps(lead) for some, lead in direct):
        tail, head = everywhere.row(steps.tail), everywhere.row(steps.head)
        is_junction[tail], is_junction[head] = True, True
        most = np.maximum(most, _most(steps.cost))
        np.minimum.at(distance, (tail, head), steps.cost)
    junctions = np.flatnonzero(is_junction)
    if len(junctions) * distance.size > MOST or not _are_exact(most, len(junctions)):
        return None
    _pass_through(junctions, distance, zone, zones)
    return distance


def _pass_through(junctions: Ints, distance: Ints, zone: Ints, zones: Zones) -> None:
    """Shortens paths that lead through some places, in place."""
    for via in distinct(zone[junctions]).tolist():
        tight = zones.tight(via)[np.ix_(zone, zone)]
        for place in junctions[zone[junctions] == via].tolist():
            through = distance[:, place, None] + distance[None, place, :]
            np.minimum(distance, through, out=distance, where=tight)


def _most(cost: Ints) -> Ints:
    """Largest fit and tie-break, whatever their signs."""
    most: Ints = np.abs(in_two(cost)).max(axis=0, initial=0)
    return most


def _are_exact(most: Ints, junctions: int) -> bool:
    """Whether no path through all junctions comes to numbers that cannot be told apart."""
    fit, tie = ((junctions + 1) * one for one in most.tolist())
    return bool(2 * tie < UNIT and fit * UNIT < FAR // 4)
