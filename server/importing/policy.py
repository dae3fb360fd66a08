"""The policy of an imported snapshot: queues, pillars and limits."""

from dataclasses import dataclass

from allotment.v1 import agent_pb2, policy_pb2, queue_pb2
from server.importing.limits import AssumedLimits
from server.importing.people import Servers


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """What the policy is made of."""

    zone: str
    groups: dict[str, Servers]
    limits: AssumedLimits


def make_policy(facts: PolicyFacts) -> policy_pb2.Policy:
    """The policy; fit is of the three pillars that a log tells."""
    limits = agent_pb2.Limits(
        backlog=facts.limits.backlog,
        hourly=agent_pb2.HourlyLimit(count=facts.limits.hourly),
    )
    return policy_pb2.Policy(
        policy_id="imported-incidents",
        time_zone=facts.zone,
        queues=[_queue(group, servers) for group, servers in sorted(facts.groups.items())],
        fit=policy_pb2.FitPolicy(
            pillar_weights=[
                queue_pb2.PillarWeight(pillar="time_overlap", weight=0.4),
                queue_pb2.PillarWeight(pillar="bandwidth", weight=0.4),
                queue_pb2.PillarWeight(pillar="customer_history", weight=0.2),
            ]
        ),
        limit_policy=policy_pb2.LimitPolicy(limits=limits),
    )


def _queue(group: str, servers: Servers) -> queue_pb2.Queue:
    """A queue per group: specialists first, then the others (Q3)."""
    buckets = [servers.specialists, servers.others]
    return queue_pb2.Queue(
        queue_id=group,
        buckets=[queue_pb2.Bucket(agent_ids=sorted(agents)) for agents in buckets if agents],
    )
