"""Progress as the contract tells it."""

import numpy as np
import pytest

from allotment.v1.plan_pb2 import Level
from server.processes.messages import Began, OnTheWay
from server.stream.progress import progress_to_proto
from solver.engines.solution import Solution
from solver.handed_over import HandedOver
from solver.levels import LevelKind
from solver.progress import Reachable
from solver.values import LevelValue

LEVELS = (
    LevelValue(LevelKind.COVERAGE, 0, 9, proved=False, urgency_class=1, case_count=3),
    LevelValue(LevelKind.RANK, 0, 5, proved=False),
    LevelValue(LevelKind.RANK, 1, 6, proved=False),
    LevelValue(LevelKind.FIT, -1, 700, proved=False),
)


def news(reachable: Reachable | None) -> OnTheWay:
    nothing = np.zeros(0, dtype=np.int64)
    plan = HandedOver(nothing.astype(np.int32), Solution(nothing, None, 4))
    return OnTheWay(plan, LEVELS, reachable, (("P1", "premium"), ("P2", "basic")))


def test_the_beginning_has_no_plan_yet() -> None:
    progress = progress_to_proto(Began())
    assert (progress.stage, progress.round, list(progress.levels)) == ("solving", 0, [])


def test_levels_are_told_with_their_classes() -> None:
    progress = progress_to_proto(news(None))
    assert progress.round == 4
    first, *_, fit = progress.levels
    assert (first.kind, first.priority, first.band, first.case_count) == (
        Level.KIND_COVERAGE, "P2", "basic", 3,
    )  # fmt: skip
    assert (fit.kind, fit.value, fit.drain_group) == (Level.KIND_FIT, 700, 0)
    assert not any(level.HasField("bound") or level.proved for level in progress.levels)


@pytest.mark.parametrize(
    ("reachable", "bounds"),
    [
        pytest.param(Reachable(LevelKind.FIT, -1, 710), {3: 710}, id="of fit"),
        pytest.param(Reachable(LevelKind.RANK, 1, 2), {2: 2}, id="of one group"),
        pytest.param(Reachable(LevelKind.COVERAGE, 0, 8), {}, id="of coverage: told by class"),
    ],
)
def test_what_the_engine_claims_is_the_bound_of_its_level(
    reachable: Reachable, bounds: dict[int, int]
) -> None:
    levels = progress_to_proto(news(reachable)).levels
    found = {k: level.bound for k, level in enumerate(levels) if level.HasField("bound")}
    assert found == bounds
