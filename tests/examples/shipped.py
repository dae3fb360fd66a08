"""The shipped examples, and what becomes of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from allotment.v1.agent_pb2 import ASSIGNMENT_SOURCE_ALLOTMENT
from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.explanation_pb2 import Explanation, PairReason
from allotment.v1.plan_pb2 import OUTCOME_ASSIGNED, TERMINATION_OPTIMAL, Assignment
from server.learning.skills_in_force import read_skills
from server.translate.files import read_policy, read_request
from server.verification import verified
from tests.answering import answer
from tests.architecture.house import ROOT
from tests.referee import complaints
from tests.snapshots import assert_usable
from tests.solver.check.told import Both


def example(name: str) -> AssignRequest:
    """The snapshot of an example with its policy."""
    folder = ROOT / "examples" / name
    request = read_request(folder / "snapshot.yaml")
    request.policy.CopyFrom(read_policy(folder / "policy.yaml"))
    return request


def at(request: AssignRequest, moment: str) -> AssignRequest:
    """The same snapshot at another moment, written as ISO 8601 with an offset."""
    other = AssignRequest()
    other.CopyFrom(request)
    other.snapshot_time.FromDatetime(datetime.fromisoformat(moment))
    return other


def judged(request: AssignRequest, skills: Path | None = None) -> AssignResponse:
    """The proved answer, about which neither the referee nor the checker has complaints; its
    certificate holds."""
    assert_usable(request)
    response = answer(certified(request), skills)
    model = read_skills(skills) if skills else None
    assert verified(request, response, skills=model).verified
    assert response.batch.termination == TERMINATION_OPTIMAL
    assert complaints(request, response, skills) == []
    assert Both(request, skills).complaints(response) == ()
    return response


def certified(request: AssignRequest) -> AssignRequest:
    """The same, asking for a certificate."""
    other = AssignRequest()
    other.CopyFrom(request)
    other.options.certificate = True
    return other


def assigned(response: AssignResponse) -> dict[str, Assignment]:
    """The assigned cases by id."""
    rows = response.batch.assignments
    return {row.case_id: row for row in rows if row.outcome == OUTCOME_ASSIGNED}


def told(response: AssignResponse, case_id: str) -> Explanation:
    """The explanation of a case."""
    return next(row for row in response.explanations if row.case_id == case_id)


def refusals(explanation: Explanation) -> dict[str, int]:
    """Agents of a waiting case by their first reason."""
    return {
        PairReason.Name(row.reason).removeprefix("PAIR_REASON_"): row.agent_count
        for row in explanation.histogram
    }


def away(request: AssignRequest, *agent_ids: str) -> AssignRequest:
    """The same snapshot with some agents out of office from now on."""
    other = AssignRequest()
    other.CopyFrom(request)
    for agent in other.agents:
        if agent.agent_id in agent_ids:
            agent.absences.add().start_time.CopyFrom(request.snapshot_time)
    return other


def following(
    request: AssignRequest, response: AssignResponse, pause: timedelta = timedelta(minutes=2)
) -> AssignRequest:
    """The snapshot of the next cycle: what was assigned is held now, and counts."""
    other = AssignRequest()
    other.CopyFrom(request)
    given = assigned(response)
    del other.cases[:]
    other.cases.extend(case for case in request.cases if case.case_id not in given)
    agents = {agent.agent_id: agent for agent in other.agents}
    for row in given.values():
        agent = agents[row.agent_id]
        agent.active_count += 1
        agent.active_load += weight(request, row.case_id)
        agent.recent_assignments.add(
            case_id=row.case_id,
            queue_id=row.queue_id,
            time=request.snapshot_time,
            source=ASSIGNMENT_SOURCE_ALLOTMENT,
        )
    other.snapshot_time.FromDatetime(request.snapshot_time.ToDatetime() + pause)
    return other


def weight(request: AssignRequest, case_id: str) -> float:
    """What a case adds to a load, by the default priority levels."""
    priority = next(case.priority for case in request.cases if case.case_id == case_id)
    return {"P1": 8.0, "P2": 4.0, "P3": 2.0, "P4": 1.0}[priority]
