"""The line that tells of a plan on the way."""

import numpy as np

from server.cli.on_the_way import told
from server.processes.messages import OnTheWay
from solver.engines.solution import Solution
from solver.handed_over import HandedOver
from solver.levels import LevelKind
from solver.progress import Reachable
from solver.values import LevelValue

LEVELS = (
    LevelValue(LevelKind.COVERAGE, 0, 9, proved=False, case_count=1_000, served_count=700),
    LevelValue(LevelKind.RANK, 0, 0, proved=False),
    LevelValue(LevelKind.COVERAGE, 1, 9, proved=False, case_count=500, served_count=400),
    LevelValue(LevelKind.FIT, -1, 9_876_543, proved=False),
)


def news(reachable: Reachable | None) -> OnTheWay:
    plan = HandedOver(np.zeros(0, dtype=np.int32), Solution(np.zeros(0, dtype=np.int64), None, 4))
    return OnTheWay(plan, LEVELS, reachable)


def test_it_tells_who_is_served_and_how_far_the_fit_may_go() -> None:
    line = told(news(Reachable(LevelKind.FIT, -1, 9_900_000)))
    assert line == "Round 4: 1,100 of 1,500 served, fit 987.65 of at most 990.00."


def test_it_does_not_tell_what_nobody_knows() -> None:
    for reachable in (None, Reachable(LevelKind.RANK, 0, 7)):
        assert told(news(reachable)).endswith("served, fit 987.65.")
