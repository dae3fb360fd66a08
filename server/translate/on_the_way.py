"""A plan on the way as a batch (02 section 3, "Anytime")."""

from allotment.v1 import plan_pb2 as pb
from server.translate.levels import levels_on_the_way
from server.translate.plan import served_rows
from solver.picks import picks_of
from solver.progress import Incumbent


def batch_on_the_way(incumbent: Incumbent) -> pb.Batch:
    """The cases that a plan serves, and its levels: by case id, and without what only the
    answer has."""
    compiled = incumbent.compiled
    rows = served_rows(compiled, picks_of(compiled, incumbent.solution.choice))
    names = compiled.urgency.class_names
    return pb.Batch(
        assignments=[rows[case] for case in sorted(rows)],
        levels=levels_on_the_way(incumbent.levels, incumbent.reachable, names),
        termination=pb.TERMINATION_FEASIBLE,
        assigned_count=sum(row.outcome == pb.OUTCOME_ASSIGNED for row in rows.values()),
    )
