"""From the kernel's explanations to the contract's."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import explanation_pb2 as pb
from server.translate.aside import tell_aside
from server.translate.breakdown import tell_fits
from server.translate.defaults import missing_facts
from server.translate.skill_matches import tell_matches, tell_topics
from server.translate.times import to_timestamp
from server.translate.urgency import tell_breakdowns
from server.wiring import Sighting
from solver.explanation import sentences
from solver.explanation.chosen import Chosen
from solver.explanation.holders import holders
from solver.explanation.waiting import Waiting
from solver.members import case_positions
from solver.picks import OVERRIDE
from solver.plan import Plan
from solver.reasons import CaseReason, reasons_in

Add = Callable[..., pb.Explanation]
"""Adds an explanation of these fields to an answer: there they need not be copied into it."""


def explanations_to_proto(
    plan: Plan, chosen: Chosen, waiting: tuple[Waiting, ...], sighting: Sighting
) -> wire.AssignResponse:
    """An answer with one explanation per case that is `chosen`, `waiting` or set aside, by case
    id, and nothing else."""
    response, queues = wire.AssignResponse(), _QueueNames(plan)
    add = response.explanations.add
    solved = _chosen_rows(plan, chosen, queues, add) | _waiting_rows(plan, waiting, queues, add)
    _name_holders(plan, chosen, waiting, solved)
    tell_matches(plan, chosen, solved)
    tell_aside(sighting, add)
    response.explanations.sort(key=lambda row: row.case_id)
    tell_topics(sighting.snapshot, response.explanations)
    _tell_facts(sighting, response.explanations)
    return response


def _tell_facts(sighting: Sighting, rows: Sequence[pb.Explanation]) -> None:
    """Adds what went into each case's place in the order, and what its row did not tell."""
    places = case_positions(sighting.snapshot)
    cases = [places[row.case_id] for row in rows]
    tell_breakdowns(sighting, np.array(cases, dtype=np.int64), [row.urgency for row in rows])
    for name, missing in missing_facts(sighting.snapshot).items():
        for row, case in zip(rows, cases, strict=True) if any(missing) else ():
            if missing[case]:
                row.defaults_used.append(name)


class _QueueNames:
    """The queues that take each case."""

    def __init__(self, plan: Plan) -> None:
        members = plan.compiled.eligibility.memberships
        names = [queue.queue_id for queue in plan.compiled.snapshot.policy.queues]
        self._names = [names[queue] for queue in members.queue.tolist()]
        self._starts = members.first_entries().tolist()

    def of(self, case: int) -> list[str]:
        """In the order in which they are tried."""
        return self._names[self._starts[case] : self._starts[case + 1]]


def _chosen_rows(
    plan: Plan, chosen: Chosen, queues: _QueueNames, add: Add
) -> dict[int, pb.Explanation]:
    """Explanations of the served cases by case."""
    cases = plan.compiled.snapshot.cases
    case = chosen.picks.case.tolist()
    columns = (chosen.places.place, chosen.places.eligible, chosen.picks.discount)
    rows = zip(
        case, _sentences(plan, chosen), *(column.tolist() for column in columns), strict=True
    )
    told = {
        i: add(
            case_id=cases[i].case_id,
            place=place,
            eligible_agent_count=eligible,
            discount=discount,
            queue_ids=queues.of(i),
            sentence=sentence,
        )
        for i, sentence, place, eligible, discount in rows
    }
    tell_fits(plan.compiled, chosen.breakdown, (row.fit for row in told.values()))
    return told


def _sentences(plan: Plan, chosen: Chosen) -> list[str]:
    """A sentence for each served case."""
    agents, queues = plan.compiled.snapshot.agents, plan.compiled.snapshot.policy.queues
    picks = chosen.picks
    columns = (
        picks.agent,
        picks.queue,
        picks.fit,
        chosen.places.place,
        chosen.places.eligible,
        picks.overridden,
    )
    return [
        sentences.served(
            sentences.Served(
                agents[agent].agent_id,
                queues[queue].queue_id if queue >= 0 else "",
                fit,
                place,
                eligible,
                reasons_in(overridden),
            )
        )
        for agent, queue, fit, place, eligible, overridden in zip(
            *(column.tolist() for column in columns), strict=True
        )
    ]


def _waiting_rows(
    plan: Plan, waiting: tuple[Waiting, ...], queues: _QueueNames, add: Add
) -> dict[int, pb.Explanation]:
    """Explanations of the unserved cases by case."""
    told = dict[tuple[object, ...], dict[str, Any]]()
    rows = dict[int, pb.Explanation]()
    for row in waiting:
        kind = row.alike
        if kind not in told:
            told[kind] = _of_waiting(plan, row)
        case_id = plan.compiled.snapshot.cases[row.case].case_id
        rows[row.case] = add(case_id=case_id, queue_ids=queues.of(row.case), **told[kind])
    return rows


def _of_waiting(plan: Plan, row: Waiting) -> dict[str, Any]:
    """What cases that wait alike have in common, by field."""
    return {
        "histogram": [
            pb.ReasonCount(reason=pb.PairReason.ValueType(int(reason)), agent_count=count)
            for reason, count in row.histogram
        ],
        "agent_count": row.agents,
        "eligible_agent_count": row.free,
        "next_unblock_time": None if row.next_unblock is None else to_timestamp(row.next_unblock),
        "sentence": sentences.waiting(row, plan.compiled.facts.failures),
        **_stop(plan, row),
    }


def _stop(plan: Plan, row: Waiting) -> dict[str, Any]:
    """Why and since when nothing is decided for the case, by field (R8, S15)."""
    if row.reason != CaseReason.AUTO_ASSIGN_STOPPED:
        return {}
    return {
        "stop_cause": sentences.stop_cause(plan.compiled.facts.failures),
        "stopped_time": to_timestamp(plan.compiled.snapshot.now),
    }


def _name_holders(
    plan: Plan, chosen: Chosen, waiting: tuple[Waiting, ...], rows: dict[int, pb.Explanation]
) -> None:
    """Adds who sent a case to a later bucket (Q3), and who outcompeted one that waits."""
    picks, cases = chosen.picks, plan.compiled.snapshot.cases
    later = picks.case[(picks.rank > 0) & (picks.kind != OVERRIDE)].tolist()
    named = {case: rows[case].bucket_case_ids for case in later}
    outcompeted = (row.case for row in waiting if row.reason == CaseReason.OUTCOMPETED)
    named |= {case: rows[case].displacing_case_ids for case in outcompeted}
    found = holders(plan.compiled, plan.choice, np.array(list(named), dtype=np.int64))
    for (case, case_ids), holding in zip(named.items(), found.of(list(named)), strict=True):
        case_ids.extend([cases[holder].case_id for holder in holding])
        rows[case].sentence += sentences.held_by(case_ids)
