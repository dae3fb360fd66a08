"""How a solve ends in time, and how often it tells of plans; with a clock that stands still."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from allotment.v1.plan_pb2 import Batch
from server.processes.messages import News, OnTheWay, WorkerSettings
from server.processes.watch import Watch
from server.translate.on_the_way import batch_on_the_way
from solver.engines.flow import FlowEngine
from solver.progress import Incumbent, incumbent
from tests.solver.pricing.factored import compiled_twice

HELD = next(compiled_twice(range(20)))[1]
PLAN = incumbent(HELD, FlowEngine().solve(HELD.problem))


@dataclass
class Clock:
    """Seconds that pass when a test says so, and a caller who has enough then."""

    now: float = 100.0
    told: list[OnTheWay] = field(default_factory=list)
    enough: bool = False

    def tell(self, news: News) -> None:
        if isinstance(news, OnTheWay):
            self.told.append(news)

    def has_enough(self) -> bool:
        return self.enough

    def __call__(self) -> float:
        return self.now

    def watch(
        self, limit: float, whole: float, before: float = 0.0, *, tells_batches: bool = False
    ) -> Watch:
        """A watch whose solve begins some seconds after the call came."""
        came = datetime(2026, 3, 2, tzinfo=UTC)
        settings = WorkerSettings(
            came,
            timedelta(seconds=limit),
            timedelta(seconds=whole),
            tells_batches=tells_batches,
        )
        watch = Watch(settings, self, self, raw_batch)
        self.now += before
        watch.begin()
        return watch

    def made(self, seconds: float) -> Incumbent:
        """A plan that takes some time to work out."""
        self.now += seconds
        return PLAN


def raw_batch(incumbent: Incumbent) -> bytes:
    return batch_on_the_way(incumbent).SerializeToString()


@pytest.mark.parametrize(
    ("limit", "whole", "before", "over"),
    [
        pytest.param(30, 60, 1, 27.0, id="10 % before the limit"),
        pytest.param(0.1, 1, 0, 0.08, id="at least 20 ms"),
        pytest.param(0.01, 1, 0, 0.005, id="but half of it at most"),
        pytest.param(30, 20, 4, 12.0, id="time for an answer that takes half of what was before"),
        pytest.param(30, 20, 16, -6.0, id="at once where there is none"),
    ],
)
def test_a_solve_is_over_in_time(limit: float, whole: float, before: float, over: float) -> None:
    clock = Clock()
    watch = clock.watch(limit, whole, before)
    began = clock.now
    clock.now = began + over - 0.001
    assert not watch.is_over()
    clock.now = began + over + 0.001
    assert watch.is_over()


def test_a_proof_may_take_half_of_what_is_left_then() -> None:
    clock = Clock()
    watch = clock.watch(limit=10, whole=20)
    clock.now = 100 + 13.4
    assert watch.is_over()
    assert not watch.is_late()
    clock.now = 100 + 13.6
    assert watch.is_late()


def test_plans_are_told_while_that_takes_little_of_the_time() -> None:
    clock = Clock()
    watch = clock.watch(limit=300, whole=600)
    counts = []
    for at in (0.004, 0.006, 1.0, 49.0, 53.0, 60.0):
        clock.now = max(clock.now, 100 + at)
        watch.found(lambda: clock.made(1.0))
        counts.append(len(clock.told))
    assert counts == [0, 1, 1, 1, 2, 2]


def test_what_is_told_is_the_plan_with_its_values() -> None:
    clock = Clock()
    watch = clock.watch(limit=30, whole=60)
    clock.now += 1
    watch.found(lambda: clock.made(0.0))
    (told,) = clock.told
    served = PLAN.solution.choice >= 0
    assert ((told.plan.desk >= 0) == served).all()
    assert told.levels == PLAN.levels
    assert not told.raw_batch


def test_plans_are_told_as_batches_to_whoever_wants_them() -> None:
    """Who gets what, and the values of the levels; without an id."""
    clock = Clock()
    watch = clock.watch(limit=30, whole=60, tells_batches=True)
    clock.now += 1
    watch.found(lambda: clock.made(0.0))
    (told,) = clock.told
    batch = Batch.FromString(told.raw_batch)

    served = np.flatnonzero(PLAN.solution.choice >= 0)
    cases = PLAN.compiled.snapshot.cases
    assert [row.case_id for row in batch.assignments] == [cases[i].case_id for i in served.tolist()]
    assert [level.value for level in batch.levels] == [level.value for level in PLAN.levels]
    assert not batch.batch_id
    assert len(told.class_names) > max(level.urgency_class for level in PLAN.levels)


def test_a_solve_is_over_when_the_caller_has_enough() -> None:
    clock = Clock()
    watch = clock.watch(limit=30, whole=60)
    assert not watch.is_over()
    clock.enough = True
    assert watch.is_over()
    assert not watch.is_late()
