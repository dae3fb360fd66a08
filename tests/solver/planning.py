"""Plans of snapshots, read by name."""

from dataclasses import dataclass

from server.wiring import RULES
from solver.compile import compile_problem
from solver.engines.auto import AutoEngine
from solver.facts import Snapshot
from solver.plan import Plan, solve_compiled
from solver.rules import Rulebook

STAYS = "stays"
"""In place of the queue of a case that stays with its owner."""


@dataclass(frozen=True)
class Served:
    """Who got a case, through which queue, how far down its chain."""

    agent: str
    queue: str
    rank: int = 0


def plan_of(snapshot: Snapshot, rules: Rulebook = RULES) -> Plan:
    """The proved plan of a snapshot."""
    plan = solve_compiled(compile_problem(snapshot, rules), AutoEngine())
    assert plan.proved
    return plan


def served(snapshot: Snapshot, rules: Rulebook = RULES) -> dict[str, Served]:
    """The served cases by id."""
    plan = plan_of(snapshot, rules)
    compiled = plan.compiled
    queues = [queue.queue_id for queue in snapshot.policy.queues] + [STAYS]
    return {
        snapshot.cases[case].case_id: Served(
            snapshot.agents[compiled.agent[triple]].agent_id,
            queues[compiled.queue[triple]],
            int(compiled.problem.triples.rank[triple]),
        )
        for case, triple in enumerate(plan.choice.tolist())
        if triple >= 0
    }
