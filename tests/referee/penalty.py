"""Recent-assignment penalty (S3)."""

from allotment.v1.policy_pb2 import RecentAssignmentPenalty
from tests.referee.moments import MINUTE, length, moment
from tests.referee.rooms import kept
from tests.referee.snapshot import Snapshot


def last_assignment(snapshot: Snapshot, agent: str) -> int | None:
    """When the agent last got a case that did not come back, from any source."""
    return max((moment(row.time) for row in kept(snapshot.agents[agent])), default=None)


def minutes_since(snapshot: Snapshot, agent: str) -> float | None:
    last = last_assignment(snapshot, agent)
    return None if last is None else max(0, snapshot.now - last) / MINUTE


def penalty(snapshot: Snapshot, minutes: float | None) -> float:
    """p(t)."""
    rule = snapshot.policy.fit.recent_assignment_penalty
    weight = rule.weight if rule.HasField("weight") else 0.6
    window = length(rule.window) / MINUTE if rule.HasField("window") else 180.0
    if minutes is None or window == 0:
        return 0.0
    return weight * max(0.0, 1 - minutes / window)


def remembers_all(snapshot: Snapshot) -> bool:
    rule = snapshot.policy.fit.recent_assignment_penalty
    return rule.memory == RecentAssignmentPenalty.MEMORY_ALL


def kept_share(snapshot: Snapshot, agent: str) -> float:
    """1 - p(t), or over all of the window the product of 1 - p(t_j)."""
    if not remembers_all(snapshot):
        return 1 - penalty(snapshot, minutes_since(snapshot, agent))
    share = 1.0
    ages = [max(0, snapshot.now - moment(row.time)) for row in kept(snapshot.agents[agent])]
    for age in sorted(ages):
        share *= 1 - penalty(snapshot, age / MINUTE)
    return share
