"""What leads on from the desks without any case is what a search finds there."""

import numpy as np
import pytest

from solver.explanation.residual.arcs import BEHIND, residual_arcs
from solver.explanation.residual.exits import Exits
from solver.explanation.residual.search import Search
from solver.problem import Problem
from tests.problems import SMALL, TINY, Size, random_problem
from tests.solver.explanation.residual.forcing import residual_of

Slack = tuple[int, ...]


def _check(problem: Problem) -> int:
    """All desks and the sink; how many exits there are."""
    standing = residual_of(problem)[0].standing
    arcs, exits = residual_arcs(standing), Exits.of(standing)
    search = Search(arcs[arcs.case == BEHIND], standing.node_count)
    found = {
        (start, end): tuple(slack)
        for start, end, slack in zip(
            exits.start.tolist(), exits.end.tolist(), exits.slack.tolist(), strict=True
        )
    }
    assert len(found) == len(exits)
    for place in np.unique(np.append(standing.place, standing.sink)).tolist():
        reach = search.to(place)
        for start in (*range(len(standing.problem.desks)), standing.sink):
            if start == place == standing.sink:
                continue
            expected = tuple(reach.slack[start].tolist()) if reach.reached[start] else None
            assert _best(found, start, place, standing.sink) == expected, (start, place)
    return len(exits)


def _best(found: dict[tuple[int, int], Slack], start: int, end: int, sink: int) -> Slack | None:
    """The one exit, or two by way of the sink."""
    ways = [found[start, end]] if (start, end) in found else []
    if end != sink and (start, sink) in found and (sink, end) in found:
        up, down = found[start, sink], found[sink, end]
        ways.append(tuple(np.add(up, down).tolist()))
    return min(ways, default=None)


@pytest.mark.parametrize("size", [TINY, SMALL], ids=["tiny", "small"])
def test_exits_are_the_shortest_paths_that_move_no_case(size: Size) -> None:
    """From every desk to every place, over no more than the sink."""
    assert sum(_check(random_problem(seed, size)) for seed in range(40)) > 200
