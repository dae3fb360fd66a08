"""Small requests, and the decisions of their answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from google.protobuf import json_format

from allotment.v1 import plan_pb2
from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.explanation_pb2 import PairReason
from allotment.v1.plan_pb2 import Assignment, CaseReason, Via
from tests.answering import answer
from tests.referee import complaints

Row = dict[str, Any]

NOW = "2026-03-04T10:00:00Z"
"""A Wednesday."""
WEEK = [f"DAY_{day}DAY" for day in ("MON", "TUES", "WEDNES", "THURS", "FRI", "SATUR", "SUN")]
ALWAYS = [{"days": WEEK, "start": "00:00", "end": "24:00"}]


def case(case_id: str, queue_id: str = "", **facts: Any) -> Row:
    """A case, an hour old."""
    row = {"caseId": case_id, "queueId": queue_id, "createdTime": "2026-03-04T09:00:00Z"}
    return row | facts


def agent(agent_id: str, **facts: Any) -> Row:
    """An agent who holds nothing and got nothing lately."""
    return {"agentId": agent_id} | facts


def agents(names: str) -> list[Row]:
    """Several of them, as in `agents("ann bob")`."""
    return [agent(name) for name in names.split()]


def lately(time: str, queue_id: str = "", **facts: Any) -> Row:
    """An assignment of the past."""
    return {"caseId": "past", "time": time, "queueId": queue_id} | facts


def queue(queue_id: str, *buckets: str, **facts: Any) -> Row:
    """A queue with buckets of agents, as in `queue("q", "ann bob", "cid")`."""
    rows = [{"agentIds": bucket.split()} for bucket in buckets]
    return {"queueId": queue_id, "buckets": rows} | facts


def fits(rows: Mapping[str, Iterable[float]]) -> list[Row]:
    """Final fits of cases with all agents, both in their order in the request."""
    table = [list(row) for row in rows.values()]
    pairs = [(c, a) for c, row in enumerate(table) for a in range(len(row))]
    sparse = {
        "caseIndexes": [c for c, _ in pairs],
        "agentIndexes": [a for _, a in pairs],
        "values": [table[c][a] for c, a in pairs],
    }
    return [{"kind": "KIND_FIT", "sparse": sparse}]


def request(
    cases: list[Row],
    staff: list[Row],
    queues: list[Row],
    scores: list[Row] | None = None,
    **policy: Any,
) -> AssignRequest:
    """Everybody is at work all the time, and nothing is discounted in the batch."""
    names = [row["agentId"] for row in staff]
    shift = {"shiftId": "s", "timeZone": "UTC", "agentIds": names, "workingHours": ALWAYS}
    rows: Row = {
        "snapshotTime": policy.pop("now", NOW),
        "cases": cases,
        "agents": staff,
        "accounts": policy.pop("accounts", []),
        "policy": {"shifts": [shift], "queues": queues, "fit": {"inBatchDiscount": False}} | policy,
        "scores": scores or [],
    }
    return json_format.ParseDict(rows, AssignRequest())


def judged(asked: AssignRequest, skills: Path | None = None) -> AssignResponse:
    """The proved answer, about which the referee has no complaints."""
    response = answer(asked, skills)
    assert response.batch.termination == plan_pb2.TERMINATION_OPTIMAL
    assert complaints(asked, response, skills) == []
    return response


def rows(asked: AssignRequest) -> dict[str, Assignment]:
    """The decisions by case."""
    return {row.case_id: row for row in judged(asked).batch.assignments}


@dataclass(frozen=True)
class Goes:
    """A case that is assigned."""

    agent: str
    queue: str
    bucket: int = 1
    rank: int = 0
    via: str = "OPTIMISED"


def decided(asked: AssignRequest) -> dict[str, Goes | str]:
    """What becomes of each case: who gets it, who keeps it, or why it waits."""
    return {case_id: _decision(row) for case_id, row in rows(asked).items()}


def _decision(row: Assignment) -> Goes | str:
    if row.outcome == plan_pb2.OUTCOME_KEPT:
        return f"kept by {row.agent_id}"
    if row.outcome == plan_pb2.OUTCOME_UNASSIGNED:
        return CaseReason.Name(row.case_reason).removeprefix("CASE_REASON_")
    via = Via.Name(row.via).removeprefix("VIA_")
    return Goes(row.agent_id, row.queue_id, row.bucket, row.fallback_rank, via)


def histogram(asked: AssignRequest, case_id: str) -> dict[str, int]:
    """Agents of a waiting case by their first reason."""
    told = next(row for row in judged(asked).explanations if row.case_id == case_id)
    return {
        PairReason.Name(row.reason).removeprefix("PAIR_REASON_"): row.agent_count
        for row in told.histogram
    }
