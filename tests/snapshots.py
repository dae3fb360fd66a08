"""What a written snapshot must be like."""

from allotment.v1 import assignment_service_pb2
from benchmarks.instances.moments import NOW
from server.translate import snapshot_from_proto

Request = assignment_service_pb2.AssignRequest


def assert_usable(request: Request) -> None:
    """The service takes it, and it names only agents, teams and accounts that it has."""
    snapshot_from_proto(request, NOW)
    assert _strangers(request) == set()


def _strangers(request: Request) -> set[str]:
    """Ids that are named but not declared; the service passes over some of them."""
    policy = request.policy
    buckets = [bucket for queue in policy.queues for bucket in queue.buckets]
    named = {name for bucket in buckets for name in (*bucket.agent_ids, *bucket.team_ids)}
    named |= {name for team in policy.teams for name in team.agent_ids}
    named |= {name for shift in policy.shifts for name in shift.agent_ids}
    named |= {case.account_id for case in request.cases if case.account_id}
    declared = {agent.agent_id for agent in request.agents}
    declared |= {team.team_id for team in policy.teams}
    return named - declared - {account.account_id for account in request.accounts}
