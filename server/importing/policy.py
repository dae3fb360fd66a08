"""The policy of an imported snapshot: queues, hours and limits."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from allotment.v1 import agent_pb2, policy_pb2, queue_pb2, schedule_pb2
from server.importing.activity_hours import Span
from server.importing.limits import AssumedLimits
from server.importing.people import Hours, Servers
from server.importing.windows import weekly_windows


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """What the policy is made of."""

    zone: str
    agents: Sequence[str]
    groups: dict[str, Servers]
    hours: Hours
    limits: AssumedLimits


def make_policy(facts: PolicyFacts) -> policy_pb2.Policy:
    """The policy; fit is time overlap and bandwidth, the two pillars that a log tells."""
    limits = agent_pb2.Limits(
        backlog=facts.limits.backlog,
        hourly=agent_pb2.HourlyLimit(count=facts.limits.hourly),
    )
    return policy_pb2.Policy(
        policy_id="imported-incidents",
        time_zone=facts.zone,
        shifts=_shifts(facts),
        queues=[_queue(group, servers) for group, servers in sorted(facts.groups.items())],
        fit=policy_pb2.FitPolicy(
            pillar_weights=[
                queue_pb2.PillarWeight(pillar="time_overlap", weight=0.5),
                queue_pb2.PillarWeight(pillar="bandwidth", weight=0.5),
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


def _shifts(facts: PolicyFacts) -> list[schedule_pb2.Shift]:
    """A shift per set of hours that agents share; the usual hours are called `usual`."""
    agents_by_hours: dict[tuple[Span, ...], list[str]] = defaultdict(list)
    for agent in facts.agents:
        agents_by_hours[facts.hours.own.get(agent, facts.hours.usual)].append(agent)
    names = _shift_names(agents_by_hours, facts.hours.usual)
    return [
        schedule_pb2.Shift(
            shift_id=names[spans],
            time_zone=facts.zone,
            agent_ids=agents,
            assignment_hours=weekly_windows(spans),
        )
        for spans, agents in agents_by_hours.items()
        if spans
    ]


def _shift_names(
    hours: Iterable[tuple[Span, ...]], usual: tuple[Span, ...]
) -> dict[tuple[Span, ...], str]:
    """A name for each set of hours, numbered in the order of the agents."""
    own = [spans for spans in hours if spans != usual]
    width = len(str(len(own)))
    names = {spans: f"seen-{place:0{width}d}" for place, spans in enumerate(own, start=1)}
    return {**names, usual: "usual"}
