"""From flows of many cases back to single cases (02 section 3)."""

from dataclasses import dataclass

import numpy as np

from solver.arrays import ranges
from solver.candidates import Candidates
from solver.classes import Classes
from solver.pricing.hubs import Hubs
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A way for each of some cases."""

    case: Indexes
    way: Ints

    def __getitem__(self, some: Bools) -> "Placed":
        """Some of them."""
        return Placed(self.case[some], self.way[some])


def spread(candidates: Candidates, hubs: Hubs, served: Placed, chain: Ints) -> Placed:
    """One way for every case that a hub serves, as many through each way as flow.

    served: cases with their hubs. chain: flow on chain arcs, those of the ways first. Removed
    pairs are swapped away as far as neighbours help, and left out where they do not.
    """
    by_hub = np.argsort(served.way, kind="stable")
    case, hub = served.case[by_hub], served.way[by_hub]
    ways = np.argsort(hubs.of_way, kind="stable")
    way = np.repeat(ways, chain[ways])
    way = _swapped(candidates, case, way, np.searchsorted(hub, [hub, hub + 1]).T)
    free = ~candidates.closed(case, way)
    return Placed(case[free], way[free])


def _swapped(candidates: Candidates, case: Indexes, way: Ints, neighbours: Ints) -> Ints:
    """Ways exchanged within a hub, so that few of them are removed pairs.

    neighbours: first and last but one position of each case's hub; shape: cases x 2.
    """
    way = way.copy()
    for place in np.flatnonzero(candidates.closed(case, way)).tolist():
        others = np.arange(*neighbours[place])
        here = np.full(len(others), place)
        fine = ~candidates.closed(case[here], way[others])
        fine &= ~candidates.closed(case[others], way[here])
        if fine.any():
            other = others[fine.argmax()]
            way[place], way[other] = way[other], way[place]
    return way


def spread_classes(classes: Classes, of_class: Indexes, way: Ints, units: Ints) -> Placed:
    """A way for all that classes send: in each class the first case takes the first way.

    of_class, way, units: by class, then by way.
    """
    served = np.zeros(len(classes), dtype=np.int64)
    np.add.at(served, of_class, units)
    start = np.cumsum(classes.count) - classes.count
    case = classes.cases()[ranges(start, start + served)].astype(np.int32)
    return Placed(case, np.repeat(way, units))
