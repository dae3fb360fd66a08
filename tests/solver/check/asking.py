"""A small office to ask the checker about: two agents, two queues, two cases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from constraints.filters import written
from solver.check import Complaint, Decision, Outcome, Refusals, Via, Wrong, check_batch
from solver.facts import Snapshot
from solver.reasons import reasons_in
from tests.builders import agent, all_day, case, policy, queue, snapshot

CASES = (case("c1", queue_id="q"), case("c2", queue_id="q"))
AGENTS = (agent("ann"), agent("bob"))
QUEUES = (queue("q", {"ann"}, {"bob"}), queue("other", {"ann", "bob"}))


def office(**facts: Any) -> Snapshot:
    """Everybody is always there; facts of the policy go by their names, rows by theirs."""
    names = ("cases", "agents", "accounts")
    rows: dict[str, Any] = {name: facts.pop(name) for name in names if name in facts}
    rules: dict[str, Any] = {"queues": QUEUES, "shifts": (all_day("ann", "bob"),)}
    given: dict[str, Any] = {"cases": CASES, "agents": AGENTS, **rows}
    return snapshot(**given, policy=policy(**{**rules, **facts}))


def refusals_of(facts: Snapshot) -> Refusals:
    """With the filters of its queues parsed."""
    queues = facts.policy.queues
    return Refusals(facts, {one.queue_id: written(one.filter) for one in queues if one.filter})


def reasons(facts: Snapshot, case_id: str = "c1") -> dict[str, tuple[str, ...]]:
    """Every reason of every agent for a case; agents without any are left out."""
    refusals = refusals_of(facts)
    (masks,) = refusals.of_pairs([refusals.staff.case[case_id]]).tolist()
    told = zip(facts.agents, masks, strict=True)
    return {a.agent_id: tuple(r.name for r in reasons_in(mask)) for a, mask in told if mask}


def to(agent_id: str, case_id: str = "c1", **claims: Any) -> Decision:
    """A case goes to an agent through the queue `q`."""
    return Decision(case_id, Outcome.ASSIGNED, agent_id, **{"queue_id": "q", **claims})


def waits(case_id: str) -> Decision:
    """A case goes to nobody."""
    return Decision(case_id, Outcome.UNASSIGNED)


def kept(agent_id: str, case_id: str = "c1", **claims: Any) -> Decision:
    """A case stays where it is."""
    return Decision(case_id, Outcome.KEPT, agent_id, **claims)


def over(agent_id: str, case_id: str = "c1", **claims: Any) -> Decision:
    """A case goes over limits."""
    return replace(to(agent_id, case_id, **claims), via=Via.RR_FALLBACK)


def complaints(facts: Snapshot, *batch: Decision) -> tuple[Complaint, ...]:
    """About a batch in which the cases that it does not name wait."""
    named = {row.case_id for row in batch}
    others = (waits(one.case_id) for one in facts.cases if one.case_id not in named)
    trees = {one.queue_id: written(one.filter) for one in facts.policy.queues if one.filter}
    return check_batch(facts, trees, (*batch, *others))


def wrongs(facts: Snapshot, *batch: Decision) -> list[Wrong]:
    """What is wrong, in order."""
    return [one.wrong for one in complaints(facts, *batch)]
