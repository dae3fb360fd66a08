"""A policy that comes again is not read again."""

from allotment.v1.policy_pb2 import Policy
from server.translate.policy import policy_from_proto
from server.translate.same_policy import same_policy
from server.violations import Violations

AGENTS = frozenset(("a", "b"))


def _policy() -> Policy:
    """A team with one agent of the snapshots and a stranger."""
    policy = Policy(policy_id="p")
    policy.teams.add(team_id="t", agent_ids=["a", "c"])
    policy.queues.add(queue_id="q", filter="priority = 'P1'").buckets.add(team_ids=["t"])
    return policy


def test_the_same_policy_of_the_same_agents_is_read_once() -> None:
    """Another message with the same content is the same policy."""
    first = same_policy(Violations(), _policy(), AGENTS)

    assert same_policy(Violations(), _policy(), AGENTS) is first
    assert first == policy_from_proto(Violations(), _policy(), AGENTS)


def test_other_agents_or_another_policy_are_read_anew() -> None:
    """A team has the members that are in the snapshot; nothing of an earlier policy is left."""
    first = same_policy(Violations(), _policy(), AGENTS)
    wider = same_policy(Violations(), _policy(), AGENTS | {"c"})
    changed = _policy()
    changed.cooldown.seconds = 60

    assert first.teams[0].agent_ids == {"a"}
    assert wider.teams[0].agent_ids == {"a", "c"}
    assert same_policy(Violations(), changed, AGENTS).cooldown.total_seconds() == 60


def test_a_wrong_policy_is_told_every_time() -> None:
    """Nothing that is wrong is remembered as right."""
    wrong = _policy()
    wrong.queues[0].filter = "priority ="
    wrong.switch_cost = 2
    told = []
    for _ in range(2):
        violations = Violations()
        same_policy(violations, wrong, AGENTS)
        told.append([one.path for one in violations.first])

    assert told[0] == told[1] == ["policy.switch_cost", "policy.queues[0].filter"]
