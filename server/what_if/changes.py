"""Changes of a snapshot, applied in order to a copy (03, Simulate)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1.policy_pb2 import Policy
from server.translate.checks import require
from server.violations import Violations
from server.what_if.asked import position
from server.what_if.matrices import without_agent, without_case

Apply = Callable[[wire.AssignRequest, Any], None]


def check_changes(violations: Violations, changes: Iterable[wire.SnapshotChange]) -> None:
    """Notes changes that say nothing; which values are possible is for the snapshot to say."""
    rows = list(changes)
    if not rows:
        require(violations, "changes", "Assign is what you want")
    for place, row in enumerate(rows):
        kind = row.WhichOneof("change")
        if kind is None:
            require(violations, f"changes[{place}].change", "a field of it was misspelt")
        elif kind == "limits" and not row.limits.limits.ListFields():
            require(violations, f"changes[{place}].limits.limits", "name a limit")
        elif kind == "skill" and not row.skill.skill.name:
            require(violations, f"changes[{place}].skill.skill.name", "name a skill")
        elif kind == "shift" and not row.shift.shift_id:
            require(violations, f"changes[{place}].shift.shift_id", "name a shift")


def changed(
    snapshot: wire.AssignRequest,
    policy: Policy,
    changes: Iterable[wire.SnapshotChange],
    now: datetime,
) -> wire.AssignRequest:
    """The snapshot after all changes.

    policy, now: those in force, where the snapshot has none. Raises NotFound for an agent or a
    case that a change names and that is not there.
    """
    result = wire.AssignRequest()
    result.CopyFrom(snapshot)
    if not result.HasField("policy"):
        result.policy.CopyFrom(policy)
    if not result.HasField("snapshot_time"):
        result.snapshot_time.FromDatetime(now)
    for change in changes:
        kind = change.WhichOneof("change")
        assert kind is not None
        APPLY[kind](result, getattr(change, kind))
    return result


def _put(rows: Any, name: str, row: Any) -> None:
    """Adds the row, or replaces the one of the same id in its place."""
    for old in rows:
        if getattr(old, name) == getattr(row, name):
            old.CopyFrom(row)
            return
    rows.add().CopyFrom(row)


def _found(rows: Any, kind: str, name: str) -> int:
    field = f"{kind}_id"
    return position(kind, name, {getattr(row, field): place for place, row in enumerate(rows)})


def _put_agent(snapshot: wire.AssignRequest, agent: Any) -> None:
    _put(snapshot.agents, "agent_id", agent)


def _put_case(snapshot: wire.AssignRequest, case: Any) -> None:
    _put(snapshot.cases, "case_id", case)


def _put_shift(snapshot: wire.AssignRequest, shift: Any) -> None:
    _put(snapshot.policy.shifts, "shift_id", shift)


def _put_policy(snapshot: wire.AssignRequest, policy: Policy) -> None:
    snapshot.policy.CopyFrom(policy)


def _remove_case(snapshot: wire.AssignRequest, case_id: str) -> None:
    place = _found(snapshot.cases, "case", case_id)
    without_case(snapshot, place)
    del snapshot.cases[place]


def _remove_agent(snapshot: wire.AssignRequest, agent_id: str) -> None:
    """Also wherever the policy names him, and as an owner."""
    place = _found(snapshot.agents, "agent", agent_id)
    without_agent(snapshot, place)
    del snapshot.agents[place]
    for case in snapshot.cases:
        if case.owner_agent_id == agent_id:
            case.ClearField("owner_agent_id")
            case.ClearField("lock")
    policy = snapshot.policy
    buckets = (bucket for queue in policy.queues for bucket in queue.buckets)
    groups: tuple[Any, ...] = (*buckets, *policy.teams, *policy.shifts)
    for group in groups:
        kept = [one for one in group.agent_ids if one != agent_id]
        group.ClearField("agent_ids")
        group.agent_ids.extend(kept)


def _send_away(snapshot: wire.AssignRequest, agent_id: str) -> None:
    """Out of office; what he has stays his own (L6)."""
    agent = snapshot.agents[_found(snapshot.agents, "agent", agent_id)]
    agent.absences.add().start_time.CopyFrom(snapshot.snapshot_time)


def _limit(snapshot: wire.AssignRequest, change: wire.AgentLimits) -> None:
    agent = snapshot.agents[_found(snapshot.agents, "agent", change.agent_id)]
    agent.limits.MergeFrom(change.limits)


def _teach(snapshot: wire.AssignRequest, change: wire.AgentSkill) -> None:
    agent = snapshot.agents[_found(snapshot.agents, "agent", change.agent_id)]
    _put(agent.skills, "name", change.skill)


APPLY: Mapping[str, Apply] = {
    "agent": _put_agent,
    "removed_agent_id": _remove_agent,
    "case": _put_case,
    "removed_case_id": _remove_case,
    "policy": _put_policy,
    "limits": _limit,
    "skill": _teach,
    "shift": _put_shift,
    "away_agent_id": _send_away,
}
"""By the field of SnapshotChange."""
