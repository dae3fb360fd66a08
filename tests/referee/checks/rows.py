"""Every case of the request exactly once, in order (02 section 5)."""

from collections.abc import Iterator, Sequence

from allotment.v1.assignment_service_pb2 import EXPLANATION_DEPTH_NONE
from allotment.v1.plan_pb2 import (
    OUTCOME_ASSIGNED,
    OUTCOME_KEPT,
    OUTCOME_UNASSIGNED,
    Assignment,
)
from tests.referee.case_file import CaseFile
from tests.referee.owners import is_locked


def rows(file: CaseFile) -> Iterator[str]:
    """Assignments, explanations and their count."""
    expected = sorted(file.everything.cases)
    yield from differs("assignments", [row.case_id for row in file.batch.assignments], expected)
    depth = file.snapshot.request.options.explanation_depth
    explained = [row.case_id for row in file.response.explanations]
    wanted = [] if depth == EXPLANATION_DEPTH_NONE else expected
    yield from differs("explanations", explained, wanted)
    count = sum(row.outcome == OUTCOME_ASSIGNED for row in file.batch.assignments)
    if file.batch.assigned_count != count:
        yield f"batch: assigned_count {file.batch.assigned_count}, but {count} cases are ASSIGNED"


def outcomes(file: CaseFile) -> Iterator[str]:
    """A case is assigned with an agent, stays with its owner, or waits without anybody."""
    for row in file.batch.assignments:
        if row.case_id in file.aside:
            continue
        if row.outcome not in (OUTCOME_ASSIGNED, OUTCOME_KEPT, OUTCOME_UNASSIGNED):
            yield f"{row.case_id}: outcome {row.outcome} in a batch without such cases"
        yield from owned(file, row)
        if row.outcome == OUTCOME_UNASSIGNED and (row.agent_id or row.queue_id or row.fit):
            yield f"{row.case_id}: waits, but has an agent, a queue or a fit"
        if row.outcome == OUTCOME_UNASSIGNED and not row.case_reason:
            yield f"{row.case_id}: waits without a case reason"
        if row.outcome != OUTCOME_UNASSIGNED and row.case_reason:
            yield f"{row.case_id}: is assigned, but has a case reason"


def owned(file: CaseFile, row: Assignment) -> Iterator[str]:
    """A case with an owner is kept by him or moved to another, a locked one is kept (O3)."""
    if row.case_id not in file.snapshot.cases:
        return
    case = file.case(row)
    owner = case.owner_agent_id
    if row.outcome == OUTCOME_KEPT:
        if not owner or row.agent_id != owner:
            yield f"{row.case_id}: kept by {row.agent_id!r}, but owned by {owner!r}"
        if row.queue_id or row.bucket or row.fallback_rank or row.via:
            yield f"{row.case_id}: kept, but has a queue, a bucket, a rank or a via"
        return
    if is_locked(case):
        yield f"{row.case_id}: locked, but not kept"
    if owner and row.outcome == OUTCOME_UNASSIGNED:
        yield f"{row.case_id}: taken from {owner} and given to nobody"
    if owner and row.agent_id == owner:
        yield f"{row.case_id}: assigned to its own owner"


def differs(what: str, found: Sequence[str], expected: Sequence[str]) -> Iterator[str]:
    """The ids are not exactly the expected ones in their order."""
    if list(found) == list(expected):
        return
    missing = sorted(set(expected) - set(found))
    alien = sorted(set(found) - set(expected))
    twice = sorted({each for each in found if list(found).count(each) > 1})
    yield f"{what}: missing {missing}, alien {alien}, twice {twice}, or not by case id"
