"""A policy that comes again is not read again: cycle after cycle, it is the same one."""

from functools import lru_cache

from allotment.v1.policy_pb2 import Policy as PolicyMessage
from server.translate.policy import policy_from_proto
from server.violations import Violations
from solver.facts import Policy

MOST_KEPT = 8
"""Policies of the last requests, each for its agents."""


def same_policy(violations: Violations, policy: PolicyMessage, agent_ids: frozenset[str]) -> Policy:
    """What `policy_from_proto` gives."""
    right = _right(policy.SerializeToString(deterministic=True), agent_ids)
    return policy_from_proto(violations, policy, agent_ids) if right is None else right


@lru_cache(maxsize=MOST_KEPT)
def _right(serialized: bytes, agent_ids: frozenset[str]) -> Policy | None:
    """The policy, None if anything is wrong with it."""
    violations = Violations()
    policy = policy_from_proto(violations, PolicyMessage.FromString(serialized), agent_ids)
    return None if violations else policy
