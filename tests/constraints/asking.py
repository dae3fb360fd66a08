"""What the rules say of one agent: `a1`, in one queue or in several."""

from typing import Any

from constraints import FILTERS
from solver.facts import Agent, AvailabilityPolicy, Queue, Snapshot
from solver.moments import moment_at
from solver.reasons import Reason
from solver.rules import NEVER, UNKNOWN, AgentFilter, Ending, Filter, Limit, QueueFilter
from tests.builders import agent, policy, queue, snapshot

NAMES = {NEVER: "never", UNKNOWN: "unknown"}


def one_agent(
    one: Agent | None = None, one_queue: Queue | None = None, now: Any = None, **facts: Any
) -> Snapshot:
    """A snapshot of one agent in one queue; facts: those of the policy, or of its availability."""
    names = ("mode", "available_statuses", "min_time_left")
    own = {name: facts.pop(name) for name in names if name in facts}
    rules = policy(
        queues=(one_queue or queue("q1", {"a1"}),), availability=AvailabilityPolicy(**own), **facts
    )
    moment = {} if now is None else {"now": now}
    return snapshot(agents=(one or agent(),), policy=rules, **moment)


def reasons(facts: Snapshot) -> set[Reason]:
    """Why the agent may not take cases of the queue, pairs left aside."""
    return {rule.reason for rule in FILTERS if refuses(rule, facts)}


def refuses(rule: Filter, facts: Snapshot) -> bool:
    """True if the rule refuses the agent."""
    if isinstance(rule, AgentFilter):
        return not rule.agents(facts)[0]
    return isinstance(rule, QueueFilter) and not rule.queue_agents(facts)[0, 0]


def unblock(rule: Filter | Limit, facts: Snapshot) -> Any:
    """When the first refusal of the rule ends: a moment, `never` or `unknown`."""
    assert isinstance(rule, Ending)
    told = int(rule.unblock(facts).flat[0])
    return NAMES.get(told) or moment_at(told)
