"""From the kernel's breakdowns of fits to the contract's."""

from datetime import timedelta

import numpy as np

from allotment.v1 import explanation_pb2 as pb
from solver.compile import Compiled
from solver.explanation.breakdown import Breakdown
from solver.rules import FitFacts, Input
from solver.units import PPM

MINUTE = timedelta(minutes=1)

Inputs = list[pb.PillarInput]


def breakdowns_to_proto(compiled: Compiled, parts: Breakdown) -> list[pb.FitBreakdown]:
    """How each fit came about, in the order of the pairs."""
    facts, pairs = compiled.facts, parts.pairs
    columns = (
        pairs.fit, pairs.sent, parts.keep, facts.minutes[pairs.agent],
        facts.load.load[pairs.agent], facts.load.utilisation[pairs.agent],
    )  # fmt: skip
    rows = zip(
        _pillar_rows(facts, parts), _penalty_inputs(compiled, parts), _queue_ids(compiled, parts),
        *(column.tolist() for column in columns), strict=True,
    )  # fmt: skip
    return [
        pb.FitBreakdown(
            fit=fit,
            sent=sent,
            pillars=() if sent else pillars,
            keep=keep,
            minutes_since_assignment=None if minutes != minutes else minutes,
            load=load,
            utilisation=utilisation,
            penalty_inputs=penalty,
            queue_id="" if sent else queue_id,
        )
        for pillars, penalty, queue_id, fit, sent, keep, minutes, load, utilisation in rows
    ]


def _pillar_rows(facts: FitFacts, parts: Breakdown) -> list[list[pb.PillarContribution]]:
    """The pillars of each fit."""
    columns = [
        _pillar_column(name, parts, place, inputs)
        for place, (name, inputs) in enumerate(zip(facts.pillars, parts.inputs, strict=True))
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def _pillar_column(
    name: str, parts: Breakdown, place: int, inputs: tuple[Input, ...]
) -> list[pb.PillarContribution]:
    """One pillar of all fits."""
    columns = (parts.value, parts.weight, parts.contribution, parts.flag)
    rows = zip(
        _inputs(inputs, len(parts.value)), *(column[:, place].tolist() for column in columns),
        strict=True,
    )  # fmt: skip
    return [
        pb.PillarContribution(
            pillar=name,
            value=value,
            weight=weight,
            contribution=contribution,
            flag=pb.PillarContribution.Flag.ValueType(flag),
            inputs=told,
        )
        for told, value, weight, contribution, flag in rows
    ]


def _inputs(inputs: tuple[Input, ...], count: int) -> list[Inputs]:
    """What each value of one pillar came from, without what a pair does not have."""
    told: list[Inputs] = [[] for _ in range(count)]
    for one in inputs:
        known = np.flatnonzero(~np.isnan(one.value))
        for place, value in zip(known.tolist(), one.value[known].tolist(), strict=True):
            told[place].append(pb.PillarInput(name=one.name, value=value))
    return told


def _penalty_inputs(compiled: Compiled, parts: Breakdown) -> list[Inputs]:
    """Weight and window of the penalty, and the minutes since all that count (S3)."""
    agents = np.where(parts.keep < PPM, parts.pairs.agent, -1).tolist()
    told: dict[int, Inputs] = {agent: _penalty(compiled, agent) for agent in set(agents) - {-1}}
    return [told.get(agent, []) for agent in agents]


def _penalty(compiled: Compiled, agent: int) -> Inputs:
    """What the penalty of one agent came from."""
    penalty, facts = compiled.snapshot.policy.fit.penalty, compiled.facts
    ages = facts.remembered[agent] if facts.remembered else (float(facts.minutes[agent]),)
    return [
        pb.PillarInput(name="penalty_weight", value=penalty.weight),
        pb.PillarInput(name="penalty_window_minutes", value=penalty.window / MINUTE),
        *(pb.PillarInput(name="minutes_since_assignment", value=age) for age in ages),
    ]


def _queue_ids(compiled: Compiled, parts: Breakdown) -> list[str]:
    """Whose weights hold; the policy's where a queue has none of its own."""
    names = [
        queue.queue_id if queue.pillar_weights else "" for queue in compiled.snapshot.policy.queues
    ]
    return [names[queue] if queue >= 0 else "" for queue in parts.pairs.weighed_by.tolist()]
