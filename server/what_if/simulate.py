"""Simulate inside a solver process: a snapshot with and without changes (03)."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import plan_pb2
from allotment.v1.policy_pb2 import Policy
from server.errors import InvalidRequest, NotHonoured
from server.processes.messages import WorkerSettings
from server.violations import Violations
from server.what_if.asked import translated
from server.what_if.changes import changed, check_changes
from solver.explanation import sentences
from solver.values import MAXIMISED

Decide = Callable[[wire.AssignRequest, WorkerSettings], wire.AssignResponse]

TOLD = ("outcome", "agent_id", "queue_id", "bucket", "via", "case_reason", "held_until_time")
"""Fields of an assignment in which cases differ; fits alone do not count."""

_MAXIMISED = frozenset(map(int, MAXIMISED))


def simulate_with(decide: Decide) -> Callable[[bytes, WorkerSettings], wire.SimulateResponse]:
    """Simulate by an Assign."""

    def simulate(raw_request: bytes, settings: WorkerSettings) -> wire.SimulateResponse:
        """Raises NotFound for unknown ids in changes, NotHonoured or InvalidRequest."""
        question = wire.SimulateRequest.FromString(raw_request)
        violations = Violations()
        check_changes(violations, question.changes)
        translated(question, question.snapshot, violations, settings)
        policy = Policy.FromString(settings.raw_policy)
        other = changed(question.snapshot, policy, question.changes, settings.received_time)
        half = replace(
            settings, time_limit=settings.time_limit / 2, time_left=settings.time_left / 2
        )
        before = decide(_summed_up(question.snapshot), half)
        return _told(before, _after(decide, _summed_up(other), half))

    return simulate


def _after(
    decide: Decide, request: wire.AssignRequest, settings: WorkerSettings
) -> wire.AssignResponse:
    """What is wrong with the changed snapshot is told by its path there."""
    try:
        return decide(request, settings)
    except NotHonoured as error:
        paths = [replace(found, path=f"changed.{found.path}") for found in error.paths]
        raise NotHonoured(paths, error.rest) from error
    except InvalidRequest as error:
        found = [replace(one, path=f"changed.{one.path}") for one in error.violations]
        raise InvalidRequest(found, error.rest) from error


def _summed_up(request: wire.AssignRequest) -> wire.AssignRequest:
    """The same with sentences for its cases, and nothing that only Assign returns."""
    copy = wire.AssignRequest()
    copy.CopyFrom(request)
    copy.options.explanation_depth = wire.EXPLANATION_DEPTH_SUMMARY
    copy.options.certificate = False
    return copy


def _told(before: wire.AssignResponse, after: wire.AssignResponse) -> wire.SimulateResponse:
    return wire.SimulateResponse(
        differences=_differences(before.batch, after),
        before=before.batch,
        after=after.batch,
        outcomes=_outcomes(before.batch, after.batch),
        loss=_loss(before.batch.levels, after.batch.levels),
    )


def _loss(before: Sequence[plan_pb2.Level], after: Sequence[plan_pb2.Level]) -> list[int]:
    """What every level loses; nothing where the second batch has other ones."""
    reached = {_key(level): level.value for level in after}
    if not reached.keys() <= {_key(level) for level in before}:
        return []
    lost = [(level, level.value - reached.get(_key(level), 0)) for level in before]
    return [amount if int(level.kind) in _MAXIMISED else -amount for level, amount in lost]


def _key(level: plan_pb2.Level) -> tuple[int, int, str, str]:
    return level.kind, level.drain_group, level.priority, level.band


def _differences(
    before: plan_pb2.Batch, after: wire.AssignResponse
) -> Iterator[wire.CaseDifference]:
    """Of the cases of both batches, by id."""
    old, new = _by_id(before), _by_id(after.batch)
    why = {one.case_id: one.sentence for one in after.explanations}
    for case_id in sorted(old.keys() | new.keys()):
        was, now = old.get(case_id), new.get(case_id)
        if was is None or now is None or _differ(was, now):
            sentence = f"{_change(was, now)} {why.get(case_id, '')}".strip()
            yield wire.CaseDifference(before=was, after=now, sentence=sentence)


def _by_id(batch: plan_pb2.Batch) -> Mapping[str, plan_pb2.Assignment]:
    return {row.case_id: row for row in batch.assignments}


def _differ(was: plan_pb2.Assignment, now: plan_pb2.Assignment) -> bool:
    return any(getattr(was, name) != getattr(now, name) for name in TOLD)


def _change(was: plan_pb2.Assignment | None, now: plan_pb2.Assignment | None) -> str:
    if now is None:
        return sentences.REMOVED
    return sentences.ADDED if was is None else sentences.difference(was.agent_id, now.agent_id)


def _outcomes(before: plan_pb2.Batch, after: plan_pb2.Batch) -> Iterator[wire.OutcomeCount]:
    old, new = (Counter(row.outcome for row in batch.assignments) for batch in (before, after))
    for outcome in sorted(old.keys() | new.keys()):
        yield wire.OutcomeCount(outcome=outcome, before=old[outcome], after=new[outcome])
