"""What can be said of a snapshot without a solve: PRECHECK_ONLY (03)."""

from collections.abc import Sequence

import numpy as np

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import explanation_pb2, plan_pb2
from server.batch import batch_with
from server.translate.explanation import explanations_to_proto
from server.translate.notices import notices_to_proto
from server.translate.options import Depth
from server.translate.plan import assignments_to_proto
from server.translate.snapshot import Translated
from server.wiring import Sighting
from solver.compile import Compiled
from solver.explanation import sentences
from solver.explanation.chosen import explain_chosen
from solver.explanation.waiting import Waiting, explain_waiting
from solver.levels import levels_of
from solver.picks import picks_of
from solver.plan import Plan
from solver.proof import NOT_PROVED
from solver.servable import servable


def precheck(
    translated: Translated, sighting: Sighting, compiled: Compiled
) -> tuple[wire.AssignResponse, Plan]:
    """The answer, and the plan that it is told with, in which nobody gets anything."""
    plan = _nothing(compiled)
    waiting = explain_waiting(compiled, plan.waiting, proved=False)
    rows = assignments_to_proto(plan, waiting)
    for case in np.flatnonzero(servable(compiled)).tolist():
        _leave_open(rows[case], _locked_to(compiled, case))
    batch, watch = batch_with(translated, sighting, plan, rows)
    response = wire.AssignResponse()
    if translated.options.depth >= Depth.SUMMARY:
        chosen = explain_chosen(compiled, plan.picks)
        response = explanations_to_proto(plan, chosen, waiting, sighting)
        _tell_open(compiled, batch, waiting, response.explanations)
    response.batch.CopyFrom(batch)
    response.notices.extend(notices_to_proto(translated.defaults, compiled, sighting, watch))
    return response, plan


def _nothing(compiled: Compiled) -> Plan:
    """Nobody gets anything, by no engine, and nothing is proved of it."""
    choice = np.full(compiled.problem.case_count, -1, dtype=np.int64)
    objective, picks = levels_of(compiled.problem), picks_of(compiled, choice)
    return Plan(compiled, "", objective, choice, (), NOT_PROVED, 0, picks)


def _leave_open(row: plan_pb2.Assignment, owner: str) -> None:
    """Not decided, unless it is locked to its owner."""
    row.ClearField("case_reason")
    row.outcome = plan_pb2.OUTCOME_KEPT if owner else plan_pb2.OUTCOME_UNSPECIFIED
    row.agent_id = owner


def _locked_to(compiled: Compiled, case: int) -> str:
    return _owner(compiled, case) if compiled.owners.locked[case] else ""


def _owner(compiled: Compiled, case: int) -> str:
    agent = int(compiled.owners.agent[case])
    return compiled.snapshot.agents[agent].agent_id if agent >= 0 else ""


def _tell_open(
    compiled: Compiled,
    batch: plan_pb2.Batch,
    waiting: tuple[Waiting, ...],
    explanations: Sequence[explanation_pb2.Explanation],
) -> None:
    """Sentences for the cases that need not wait."""
    by_id = {compiled.snapshot.cases[one.case].case_id: one for one in waiting}
    for row, told in zip(batch.assignments, explanations, strict=True):
        if row.outcome == plan_pb2.OUTCOME_KEPT:
            told.sentence = sentences.locked(row.agent_id)
        elif not row.outcome:
            one = by_id[row.case_id]
            told.sentence = sentences.open_case(one, _owner(compiled, one.case))
