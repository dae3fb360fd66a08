"""Every case of the request exactly once, in order (02 section 5)."""

from collections.abc import Iterator, Sequence

from allotment.v1.assignment_service_pb2 import EXPLANATION_DEPTH_NONE
from allotment.v1.plan_pb2 import OUTCOME_ASSIGNED, OUTCOME_UNASSIGNED
from tests.referee.case_file import CaseFile


def rows(file: CaseFile) -> Iterator[str]:
    """Assignments, explanations and their count."""
    expected = sorted(file.snapshot.cases)
    yield from differs("assignments", [row.case_id for row in file.batch.assignments], expected)
    depth = file.snapshot.request.options.explanation_depth
    explained = [row.case_id for row in file.response.explanations]
    wanted = [] if depth == EXPLANATION_DEPTH_NONE else expected
    yield from differs("explanations", explained, wanted)
    count = sum(row.outcome == OUTCOME_ASSIGNED for row in file.batch.assignments)
    if file.batch.assigned_count != count:
        yield f"batch: assigned_count {file.batch.assigned_count}, but {count} cases are ASSIGNED"


def outcomes(file: CaseFile) -> Iterator[str]:
    """A case is assigned with an agent, or waits without one."""
    for row in file.batch.assignments:
        if row.outcome not in (OUTCOME_ASSIGNED, OUTCOME_UNASSIGNED):
            yield f"{row.case_id}: outcome {row.outcome} in a batch without such cases"
        if row.outcome == OUTCOME_UNASSIGNED and (row.agent_id or row.queue_id or row.fit):
            yield f"{row.case_id}: waits, but has an agent, a queue or a fit"
        if row.outcome == OUTCOME_UNASSIGNED and not row.case_reason:
            yield f"{row.case_id}: waits without a case reason"
        if row.outcome == OUTCOME_ASSIGNED and row.case_reason:
            yield f"{row.case_id}: is assigned, but has a case reason"


def differs(what: str, found: Sequence[str], expected: Sequence[str]) -> Iterator[str]:
    """The ids are not exactly the expected ones in their order."""
    if list(found) == list(expected):
        return
    missing = sorted(set(expected) - set(found))
    alien = sorted(set(found) - set(expected))
    twice = sorted({each for each in found if list(found).count(each) > 1})
    yield f"{what}: missing {missing}, alien {alien}, twice {twice}, or not by case id"
