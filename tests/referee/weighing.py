"""Weighted capacity in hundredths: priority weight x effort, whatever the status (L2)."""

from __future__ import annotations

from allotment.v1.agent_pb2 import ActiveCase
from allotment.v1.case_pb2 import Case
from tests.referee import owners
from tests.referee.loads import decimal
from tests.referee.snapshot import Snapshot


def weight(snapshot: Snapshot, case: Case | ActiveCase) -> int:
    """Of one case, rounded by itself, halves to the even neighbour."""
    effort = decimal(case.effort if case.HasField("effort") else 1.0)
    return round(decimal(snapshot.weight(case.priority)) * effort * 100)


def of_pair(snapshot: Snapshot, case: Case, agent: str) -> int:
    """Of a case of the batch for an agent: as it was sent for the two, else as above (S13)."""
    if snapshot.efforts is None:
        return weight(snapshot, case)
    at = snapshot.case_position[case.case_id], snapshot.agent_position[agent]
    effort = snapshot.efforts.at(*at)
    if isinstance(effort, str):
        return weight(snapshot, case)
    return round(decimal(snapshot.weight(case.priority)) * decimal(effort) * 100)


def limit(snapshot: Snapshot, agent: str) -> int | None:
    """The lowest one; None without any (L5)."""
    limits = [
        round(decimal(row.hard_capacity) * 100)
        for row in snapshot.limits_of(agent)
        if row.HasField("hard_capacity")
    ]
    return min(limits, default=None)


def room(snapshot: Snapshot, agent: str) -> int | None:
    """What the limit leaves beside what he holds; None without one, below 0 when overrun."""
    most = limit(snapshot, agent)
    return None if most is None else most - held(snapshot, agent)


def held(snapshot: Snapshot, agent: str) -> int:
    """Weight of his cases outside the batch; where they are only counted, the load told."""
    row = snapshot.agents[agent]
    if row.HasField("active_load"):
        return round(decimal(row.active_load) * 100)
    return sum(weight(snapshot, case) for case in row.active_cases)


def owned(snapshot: Snapshot, agent: str) -> int:
    """Weight of his cases of the batch, whatever the backlog counts."""
    return sum(of_pair(snapshot, case, agent) for case in owners.owned(snapshot, agent))


def free(snapshot: Snapshot, agent: str) -> int | None:
    """What is left if he keeps all of them."""
    left = room(snapshot, agent)
    return None if left is None else left - owned(snapshot, agent)


def is_too_heavy(snapshot: Snapshot, agent: str, case: Case) -> bool:
    """He has no room for the case alone, or holds more than his capacity already."""
    left = room(snapshot, agent)
    if left is None:
        return False
    return of_pair(snapshot, case, agent) > max(0, left) or owned(snapshot, agent) > max(0, left)
