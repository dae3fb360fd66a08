"""From hubs back to cases: ways that lead to the optimum above fit (02 section 3)."""

import numpy as np

from solver.candidates import Candidates
from solver.prices import Flow
from solver.pricing.hubs import Hubs
from solver.problem import Triples
from solver.units import Ints


def spread(candidates: Candidates, hubs: Hubs, triples: Triples, flow: Flow) -> Triples:
    """One way for every case that a hub serves, as many through each way as the flow has.

    triples: case -> hub. Removed pairs are swapped away as far as neighbours help, and left
    out where they do not.
    """
    chosen = flow.choice[flow.choice >= 0]
    case, hub = triples.case[chosen], triples.desk[chosen]
    mine = hub < hubs.start[-1]
    by_hub = np.argsort(hub[mine], kind="stable")
    case, hub = case[mine][by_hub], hub[mine][by_hub]
    ways = np.argsort(hubs.of_way, kind="stable")
    way = np.repeat(ways, flow.chain[ways])
    way = _swapped(candidates, case, way, np.searchsorted(hub, [hub, hub + 1]).T)
    free = ~candidates.closed(case, way)
    return candidates.triples(case[free], way[free])


def _swapped(candidates: Candidates, case: Ints, way: Ints, neighbours: Ints) -> Ints:
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
