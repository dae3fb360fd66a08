"""Plans on the way, as the contract tells them (02 section 3, "Anytime")."""

from collections.abc import Iterator
from dataclasses import replace

from allotment.v1 import plan_pb2 as pb
from allotment.v1.assignment_service_pb2 import SolveProgress
from server.processes.messages import News, OnTheWay
from server.translate.plan import level_to_proto, served_rows
from solver.levels import LevelKind
from solver.picks import picks_of
from solver.progress import Incumbent, Reachable
from solver.values import LevelValue

WAITING = "waiting"
"""The request is here, and waits for a solver process, or is being read by one."""
SOLVING = "solving"
"""The solve has begun."""


def batch_on_the_way(incumbent: Incumbent) -> pb.Batch:
    """The cases that a plan serves, and its levels: by case id, and without what only the
    answer has."""
    compiled = incumbent.compiled
    rows = served_rows(compiled, picks_of(compiled, incumbent.solution.choice))
    names = compiled.urgency.class_names
    return pb.Batch(
        assignments=[rows[case] for case in sorted(rows)],
        levels=_levels(incumbent.levels, incumbent.reachable, names),
        termination=pb.TERMINATION_FEASIBLE,
        assigned_count=sum(row.outcome == pb.OUTCOME_ASSIGNED for row in rows.values()),
    )


def progress_to_proto(news: News) -> SolveProgress:
    """How far a solve is."""
    if not isinstance(news, OnTheWay):
        return SolveProgress(stage=SOLVING)
    return SolveProgress(
        stage=SOLVING,
        round=news.plan.claims.solve_count,
        levels=_levels(news.levels, news.reachable, news.class_names),
    )


def _levels(
    levels: tuple[LevelValue, ...],
    reachable: Reachable | None,
    class_names: tuple[tuple[str, str], ...],
) -> Iterator[pb.Level]:
    """Levels of a plan, one of them with what it could reach at best. Coverage has no such
    bound: engines know it for a whole group, and it is told by class."""
    bounded = (reachable.kind, reachable.group) if reachable else None
    for level in levels:
        bound = None
        if reachable and bounded == (level.kind, level.group) != (LevelKind.COVERAGE, level.group):
            bound = reachable.value
        yield level_to_proto(replace(level, bound=bound), class_names)
