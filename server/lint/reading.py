"""What the translation makes of a policy and a snapshot, and all that it refuses of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.policy_pb2 import Policy as PolicyMessage
from objectives.learning.skills_model import SkillsModel
from server.errors import InvalidRequest, NotHonoured
from server.translate.policy import policy_from_proto
from server.translate.snapshot import snapshot_from_proto
from server.unimplemented import Unhonoured, find_unhonoured
from server.violations import Violation, Violations
from solver.facts import Policy, Snapshot

POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that a server refuses, and the field path of it."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class PolicyReading:
    """A policy as facts, whole only where nothing is refused; paths begin in the policy."""

    facts: Policy
    refusals: tuple[Refusal, ...] = ()
    rest: int = 0
    """Refusals beyond the listed ones."""


@dataclass(frozen=True, slots=True)
class SnapshotReading:
    """A snapshot as facts, None where it or its policy is refused; refusals of itself alone."""

    facts: Snapshot | None = None
    refusals: tuple[Refusal, ...] = ()


def policy_reading(policy: PolicyMessage) -> PolicyReading:
    """The facts of a policy as if all agents that it names were there."""
    violations = Violations()
    facts = policy_from_proto(violations, policy, _agent_ids(policy), POLICY)
    unhonoured = find_unhonoured(policy, POLICY)
    found: list[Unhonoured | Violation] = [*unhonoured.first, *violations.first]
    inside = [Refusal(each.path.removeprefix(f"{POLICY}."), each.message) for each in found]
    return PolicyReading(facts, tuple(inside), unhonoured.rest + violations.rest)


def snapshot_reading(
    snapshot: AssignRequest,
    policy: PolicyMessage,
    now: datetime,
    skills: SkillsModel | None = None,
) -> SnapshotReading:
    """The facts of a snapshot with this policy in place of its own.

    now: the moment to decide for where the snapshot has none.
    """
    request = AssignRequest()
    request.CopyFrom(snapshot)
    request.policy.CopyFrom(policy)
    try:
        return SnapshotReading(snapshot_from_proto(request, now, skills=skills).snapshot)
    except NotHonoured as error:
        return SnapshotReading(None, _of_snapshot(error.paths))
    except InvalidRequest as error:
        return SnapshotReading(None, _of_snapshot(error.violations))


def _of_snapshot(found: Iterable[Unhonoured | Violation]) -> tuple[Refusal, ...]:
    """All but the refusals of the policy, which have been told."""
    return tuple(
        Refusal(each.path, each.message) for each in found if each.path.partition(".")[0] != POLICY
    )


def _agent_ids(policy: PolicyMessage) -> frozenset[str]:
    """All agents that the policy names."""
    buckets = (bucket for queue in policy.queues for bucket in queue.buckets)
    named = [row.agent_ids for rows in (policy.teams, policy.shifts, buckets) for row in rows]
    return frozenset().union(*named)
