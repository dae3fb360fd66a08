"""Cases that are set aside before the solve, as the answer tells them (U5, U6)."""

from collections.abc import Callable, Iterator

import numpy as np

from allotment.v1 import explanation_pb2, plan_pb2
from server.translate.times import to_timestamp
from server.wiring import RULES, Sighting
from solver.calendars import NEVER
from solver.explanation import sentences
from solver.moments import moment_at
from solver.triage import part_of


def aside_rows(sighting: Sighting) -> Iterator[plan_pb2.Assignment]:
    """One row for each case that the solve did not see, by case id."""
    snapshot, triage = sighting.snapshot, sighting.triage
    for case in np.flatnonzero(triage.aside).tolist():
        row = plan_pb2.Assignment(case_id=snapshot.cases[case].case_id)
        for queue in sighting.queues[case][:1]:
            row.owner_queue_id = snapshot.policy.queues[queue].queue_id
        if triage.review[case]:
            row.outcome = plan_pb2.OUTCOME_MANUAL_REVIEW
        else:
            row.outcome = plan_pb2.OUTCOME_HELD_BUSINESS_HOURS
            until = int(triage.until[case])
            if until != NEVER:
                row.held_until_time.CopyFrom(to_timestamp(moment_at(until)))
        yield row


def tell_aside(sighting: Sighting, add: Callable[..., explanation_pb2.Explanation]) -> None:
    """Adds why the solve did not see them, with the queues that would take them, by case id."""
    snapshot, triage = sighting.snapshot, sighting.triage
    aside = np.flatnonzero(triage.aside)
    if not len(aside):
        return
    members = RULES.memberships(part_of(snapshot, aside))
    starts = members.first_entries().tolist()
    queue_ids = [snapshot.policy.queues[queue].queue_id for queue in members.queue.tolist()]
    for place, case in enumerate(aside.tolist()):
        held, until = bool(triage.held[case]), int(triage.until[case])
        ends = moment_at(until) if held and until != NEVER else None
        add(
            case_id=snapshot.cases[case].case_id,
            next_unblock_time=None if ends is None else to_timestamp(ends),
            queue_ids=queue_ids[starts[place] : starts[place + 1]],
            sentence=sentences.held(ends) if held else sentences.REVIEWED,
        )
