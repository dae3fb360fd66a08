"""Cases of the batch that somebody has already (O3, 02 section 1)."""

from __future__ import annotations

from allotment.v1.case_pb2 import Case
from allotment.v1.policy_pb2 import COUNTED_SOURCES_ALLOTMENT
from tests.referee import rooms
from tests.referee.near import Near
from tests.referee.snapshot import Snapshot


def owned(snapshot: Snapshot, agent: str) -> list[Case]:
    """The agent's cases of the batch."""
    return [case for case in snapshot.cases.values() if case.owner_agent_id == agent]


def is_locked(case: Case) -> bool:
    """It stays with its owner: locked, or its routing is overridden (U5)."""
    return case.lock or (case.override_routing and bool(case.owner_agent_id))


def are_counted(snapshot: Snapshot) -> bool:
    """The backlog counts owned cases: nobody says that we assigned them (L5)."""
    return snapshot.policy.limit_policy.backlog_sources != COUNTED_SOURCES_ALLOTMENT


def held(snapshot: Snapshot, agent: str) -> int:
    """His cases of the batch that use backlog."""
    return len(owned(snapshot, agent)) if are_counted(snapshot) else 0


def takes_nothing_new(snapshot: Snapshot, agent: str) -> bool:
    """He has no backlog room, or more cases of the batch than it has room for."""
    room = rooms.backlog_room(snapshot, agent)
    return room is not None and (room <= 0 or held(snapshot, agent) > room)


def switch_cost(snapshot: Snapshot) -> Near:
    """In units of 1e-4."""
    return Near.rounded(snapshot.policy.switch_cost * 10_000)
