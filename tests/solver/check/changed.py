"""Batches that are wrong in one thing, and plans of any kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from solver.check import Decision, Outcome, Via, Wrong
from solver.compile import Compiled
from tests.referee.instances.dice import Dice
from tests.solver.check.told import Both

Changed = tuple[str, tuple[Decision, ...], frozenset[Wrong]]
"""Name of a mutation, the batch that it makes, complaints of which one must come."""


def changed(one: Both, dice: Dice) -> Iterator[Changed]:
    """One batch after the other with a single thing made wrong."""
    rows = one.batch
    for at, row in enumerate(rows):
        yield "dropped", (*rows[:at], *rows[at + 1 :]), frozenset({Wrong.MISSING_CASE})
        yield "twice", (*rows, row), frozenset({Wrong.REPEATED_CASE})
        if row.outcome == Outcome.ASSIGNED:
            for name, other, wrong in wrong_rows(one, row, dice):
                yield name, (*rows[:at], other, *rows[at + 1 :]), frozenset({wrong})


def wrong_rows(one: Both, row: Decision, dice: Dice) -> Iterator[tuple[str, Decision, Wrong]]:
    """The decision with an untrue claim, another queue, or an agent who is refused."""
    yield "bucket", replace(row, bucket=(row.bucket or 0) + 1), Wrong.BUCKET
    yield "rank", replace(row, rank=(row.rank or 0) + 1), Wrong.RANK
    yield "agent", replace(row, agent_id="nobody"), Wrong.UNKNOWN_AGENT
    vias = [via for via in Via if via not in (row.via, Via.RR_FALLBACK)]
    if row.via != Via.RR_FALLBACK:
        yield "via", replace(row, via=dice.one(vias)), Wrong.VIA
    reached = {name for name, _, _ in one.queues_by_checker()[row.case_id]}
    others = [q.queue_id for q in one.snapshot.policy.queues if q.queue_id not in reached]
    if others:
        yield "queue", replace(row, queue_id=dice.one(others)), Wrong.FOREIGN_QUEUE
    told = one.reasons_by_product()
    refused = [
        agent.agent_id
        for agent in one.snapshot.agents
        if (row.case_id, row.queue_id, agent.agent_id) in told
    ]
    if refused and row.via != Via.RR_FALLBACK:
        yield "refused", replace(row, agent_id=dice.one(refused)), Wrong.REFUSED


def random_choice(compiled: Compiled, dice: Dice) -> tuple[int, ...]:
    """Some triple of each case, or none; owned cases always have one."""
    starts, owned = compiled.problem.first_triples().tolist(), compiled.problem.incumbent
    return tuple(
        dice.one(range(start, end)) if start < end and (owned[case] or dice.chance(0.7)) else -1
        for case, (start, end) in enumerate(pairwise(starts))
    )


def decisions(compiled: Compiled, choice: tuple[int, ...]) -> tuple[Decision, ...]:
    """A plan of triples as a batch that claims nothing but ranks."""
    return tuple(_decision(compiled, case, triple) for case, triple in enumerate(choice))


def _decision(compiled: Compiled, case: int, triple: int) -> Decision:
    snapshot = compiled.snapshot
    case_id = snapshot.cases[case].case_id
    if triple < 0:
        return Decision(case_id, Outcome.UNASSIGNED)
    agent_id = snapshot.agents[int(compiled.agent[triple])].agent_id
    queue = int(compiled.queue[triple])
    if queue < 0:
        return Decision(case_id, Outcome.KEPT, agent_id)
    rank = int(compiled.problem.triples.rank[triple])
    queue_id = snapshot.policy.queues[queue].queue_id
    return Decision(case_id, Outcome.ASSIGNED, agent_id, queue_id, rank=rank)
