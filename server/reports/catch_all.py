"""What falls into the catch-all, and what kept it from its own queues (Q10)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from allotment.v1.plan_pb2 import OUTCOME_ASSIGNED, OUTCOME_UNASSIGNED
from server.errors import ReportError
from server.reports.found import Found
from server.reports.record import Record
from server.wiring import RULES
from solver.compile import compile_problem
from solver.explanation.waiting import Waiting, explain_waiting
from solver.facts import Policy, Snapshot


def caught(records: Iterable[Record]) -> Iterator[Found]:
    """Cases assigned through the catch-all, and those of no queue that wait there.

    Each once, where it was there first. Raises ReportError if no policy has a catch-all.
    """
    records = list(records)
    if not any(record.snapshot.policy.catch_all_id for record in records):
        raise ReportError(
            "None of these policies has a catch-all.\nMaybe set `catch_all_queue_id`."
        )
    seen: set[str] = set()
    for record in records:
        fallen = [case_id for case_id in _fallen(record) if case_id not in seen]
        seen.update(fallen)
        if fallen:
            yield from _explained(record, fallen)


def _fallen(record: Record) -> Iterator[str]:
    """Cases that ended there, but for those that the catch-all takes as a queue of their own."""
    last = record.snapshot.policy.catch_all_id
    for case_id, row in record.decisions.items():
        own = record.own_queues[case_id]
        served = row.outcome == OUTCOME_ASSIGNED and row.queue_id == last
        waits = row.outcome == OUTCOME_UNASSIGNED and not own
        if last and last not in own and (served or waits):
            yield case_id


def _explained(record: Record, fallen: list[str]) -> Iterator[Found]:
    """Why each would wait if there were no catch-all: that is what kept it from its queues."""
    without = without_catch_all(record.snapshot)
    names = [case.case_id for case in without.cases]
    there = np.isin(names, fallen)
    for told in explain_waiting(compile_problem(without, RULES), there, proved=True):
        yield _found(record, names[told.case], told)


def _found(record: Record, case_id: str, told: Waiting) -> Found:
    case, row = record.cases[case_id], record.decisions[case_id]
    return Found(
        record, case, told.reason.name,
        Counter({reason.name: agents for reason, agents in told.histogram}),
        case.owner_agent_id, row.agent_id,
    )  # fmt: skip


def without_catch_all(snapshot: Snapshot) -> Snapshot:
    """The same facts where no chain ends in the catch-all."""
    return replace(snapshot, policy=_without(snapshot.policy))


def _without(policy: Policy) -> Policy:
    last = policy.catch_all_id
    queues = tuple(
        replace(queue, fallback_ids=tuple(name for name in queue.fallback_ids if name != last))
        for queue in policy.queues
    )
    return replace(policy, queues=queues, catch_all_id="")
