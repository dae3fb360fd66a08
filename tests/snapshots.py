"""What a snapshot must be like for this version, told without the service."""

from collections.abc import Iterator

from google.protobuf import json_format
from google.protobuf.message import Message

from allotment.v1 import assignment_service_pb2

HONOURED = {
    "": "snapshot_time cases agents accounts policy scores",
    "cases": "case_id queue_id account_id created_time priority urgency effort time_zone "
    "activity_windows",
    "accounts": "account_id time_zone activity_windows skip_weekends",
    "agents": "agent_id capacity limits active_cases recent_assignments absences",
    "agents.limits": "backlog hourly per_cycle",
    "agents.active_cases": "case_id priority status effort source",
    "policy": "policy_id version time_zone priority_levels teams holiday_calendars shifts queues "
    "drain_groups fit limit_policy urgency cooldown max_candidates",
    "policy.teams": "team_id agent_ids",
    "policy.shifts": "shift_id time_zone agent_ids assignment_hours working_hours "
    "holiday_calendar_id",
    "policy.queues": "queue_id buckets hours time_zone daily_limit pillar_weights",
    "policy.fit": "pillar_weights recent_assignment_penalty in_batch_discount skip_weekends "
    "default_capacity status_multipliers",
    "policy.limit_policy.limits": "backlog hourly per_cycle",
}
"""Fields that may be set, by message; of other messages all may."""


def unhonoured_fields(request: assignment_service_pb2.AssignRequest) -> set[str]:
    """Paths of the set fields that this version would refuse."""
    facts = json_format.MessageToDict(request, preserving_proto_field_name=True)
    return set(_unhonoured(facts, ""))


def dangling_ids(request: assignment_service_pb2.AssignRequest) -> set[str]:
    """Ids that are used but not declared, or declared twice."""
    policy = request.policy
    agents = [agent.agent_id for agent in request.agents]
    accounts = [account.account_id for account in request.accounts]
    teams = [team.team_id for team in policy.teams]
    others = [
        [case.case_id for case in request.cases],
        [queue.queue_id for queue in policy.queues],
        [shift.shift_id for shift in policy.shifts],
    ]
    wrong = {
        name
        for names in (agents, accounts, teams, *others)
        for name in names
        if not name or names.count(name) > 1
    }
    wrong |= _agents_named(policy) - set(agents)
    buckets = [bucket for queue in policy.queues for bucket in queue.buckets]
    wrong |= {name for bucket in buckets for name in bucket.team_ids} - set(teams)
    return wrong | {case.account_id for case in request.cases if case.account_id} - set(accounts)


def _agents_named(policy: Message) -> set[str]:
    """Agents that any part of the policy names."""
    facts = json_format.MessageToDict(policy)
    named: set[str] = set()
    parts = [facts.get("teams", []), facts.get("shifts", [])]
    parts += [queue.get("buckets", []) for queue in facts.get("queues", [])]
    for part in parts:
        for one in part:
            named.update(one.get("agentIds", []))
    return named


def _unhonoured(facts: dict[str, object], message: str) -> Iterator[str]:
    allowed = HONOURED.get(message)
    for name, value in facts.items():
        path = f"{message}.{name}".lstrip(".")
        if allowed is not None and name not in allowed.split():
            yield path
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield from _unhonoured(one, path)
