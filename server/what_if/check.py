"""Check inside a solver process: what a caller's own plan breaks, and what it loses (03)."""

import numpy as np

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import explanation_pb2 as pb
from constraints.matching import trees_of
from server.processes.messages import WorkerSettings
from server.processes.watch import Patient, Watch
from server.translate.checks import require
from server.translate.plan import levels_to_proto
from server.translate.refusals import refusal_to_proto
from server.violations import Violations
from server.what_if.asked import translated
from server.what_if.planned import Planned
from server.wiring import RULES, compile_sighted, engine_named
from solver.check import Complaint, Wrong, check_batch
from solver.compile import Compiled
from solver.engines.engine import Solution
from solver.explanation.pair import score_pair
from solver.explanation.refused import Refusal
from solver.handed_over import HandedOver, TakingOver
from solver.members import agent_positions, case_positions
from solver.plan import Plan, solve_compiled
from solver.reasons import Reason
from solver.values import MAXIMISED

TAKEN = "planned"
"""Name of the caller in place of an engine."""


def check(raw_request: bytes, settings: WorkerSettings) -> wire.CheckResponse:
    """The verdict; raises NotHonoured or InvalidRequest for a question that cannot be read."""
    watch, violations = Watch(settings, Patient()), Violations()
    question = wire.CheckRequest.FromString(raw_request)
    _check_rows(violations, question)
    facts = translated(question, question.snapshot, violations, settings)
    sighting = RULES.sight(facts.snapshot)
    compiled = compile_sighted(sighting)
    planned = Planned.of(compiled, sighting, question.assignments)
    wrong = check_batch(facts.snapshot, trees_of(facts.snapshot.policy), planned.decisions)
    options = facts.options
    engine = engine_named(options.engine, options.mip_solver, settings.time_limit)
    watch.begin()
    best = solve_compiled(compiled, engine, watch)
    response = wire.CheckResponse(
        violations=[_violation(compiled, one) for one in wrong],
        optimal_levels=levels_to_proto(best),
    )
    if not wrong:
        _tell_levels(response, planned, best)
    return response


def _check_rows(violations: Violations, question: wire.CheckRequest) -> None:
    for place, row in enumerate(question.assignments):
        for name in ("case_id", "agent_id"):
            if not getattr(row, name):
                path = f"assignments[{place}].{name}"
                require(violations, path, "the case waits: then leave the row out")


def _tell_levels(response: wire.CheckResponse, planned: Planned, best: Plan) -> None:
    """Values of the plan, and what it loses."""
    nothing = np.zeros(0, dtype=np.int64)
    claims = Solution(nothing, engine=TAKEN)
    plan = solve_compiled(planned.compiled, TakingOver(HandedOver(planned.desks(), claims)))
    if plan.engine != TAKEN:
        raise AssertionError("The checker finds nothing wrong, but the problem has no such plan.")
    response.levels.extend(levels_to_proto(plan))
    for mine, other in zip(plan.levels, best.levels, strict=True):
        loss = mine.value - other.value
        response.regret.append(-loss if mine.kind in MAXIMISED else loss)


def _violation(compiled: Compiled, one: Complaint) -> wire.PlanViolation:
    return wire.PlanViolation(
        case_id=one.case_id,
        agent_id=one.agent_id,
        queue_id=one.queue_id,
        refusals=_refusals(compiled, one),
        rule=one.wrong.name,
        sentence=str(one),
    )


def _refusals(compiled: Compiled, one: Complaint) -> list[pb.Refusal]:
    """All reasons of a refused pair with their numbers, or the limit that is overrun."""
    if one.limit:
        reason = Reason[one.limit]
        used = one.found if isinstance(one.found, int) else None
        limit = one.right if isinstance(one.right, int) else None
        return [refusal_to_proto(Refusal(reason, used, limit))]
    snapshot = compiled.snapshot
    case = case_positions(snapshot).get(one.case_id)
    if one.wrong != Wrong.REFUSED or case is None:
        return []
    agent = agent_positions(snapshot)[one.agent_id]
    queues = {queue.queue_id: place for place, queue in enumerate(snapshot.policy.queues)}
    score = score_pair(compiled, case, agent, queues.get(one.queue_id, -1))
    return [refusal_to_proto(refusal) for refusal in score.refusals]
