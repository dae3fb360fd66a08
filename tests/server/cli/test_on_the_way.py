"""The line that tells of a plan on the way."""

from allotment.v1.assignment_service_pb2 import SolveProgress
from allotment.v1.plan_pb2 import Level
from server.cli.on_the_way import told

LEVELS = (
    Level(kind=Level.KIND_COVERAGE, drain_group=1, case_count=1_000, served_count=700),
    Level(kind=Level.KIND_RANK, drain_group=1, bound=7),
    Level(kind=Level.KIND_COVERAGE, drain_group=2, case_count=500, served_count=400),
)


def line(fit: Level) -> str:
    return told(SolveProgress(round=4, levels=[*LEVELS, fit]))


def test_it_tells_who_is_served_and_how_far_the_fit_may_go() -> None:
    fit = Level(kind=Level.KIND_FIT, value=9_876_543, bound=9_900_000)
    assert line(fit) == "Round 4: 1,100 of 1,500 served, fit 987.65 of at most 990.00."


def test_it_does_not_tell_what_nobody_knows() -> None:
    fit = Level(kind=Level.KIND_FIT, value=9_876_543)
    assert line(fit).endswith("served, fit 987.65.")
