"""From the kernel's breakdowns of fits to the contract's."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import numpy as np

from allotment.v1 import explanation_pb2 as pb
from solver.arrays import alike
from solver.compile import Compiled
from solver.explanation.breakdown import Breakdown
from solver.rules import FitFacts, Input
from solver.units import PPM, Ints

MINUTE = timedelta(minutes=1)

Inputs = list[pb.PillarInput]


def tell_fits(compiled: Compiled, parts: Breakdown, told: Iterable[pb.FitBreakdown]) -> None:
    """Writes how each fit came about, in the order of the pairs, into messages where they are:
    to make them first and copy them takes twice as long."""
    facts, pairs, rows = compiled.facts, parts.pairs, list(told)
    columns = (
        pairs.fit, pairs.sent, parts.keep, facts.minutes[pairs.agent],
        facts.load.load[pairs.agent], facts.load.utilisation[pairs.agent],
    )  # fmt: skip
    every = zip(
        rows, _penalty_inputs(compiled, parts), _queue_ids(compiled, parts),
        *(column.tolist() for column in columns), strict=True,
    )  # fmt: skip
    for row, penalty, queue_id, fit, sent, keep, minutes, load, utilisation in every:
        row.fit, row.sent, row.keep, row.load, row.utilisation = fit, sent, keep, load, utilisation
        if penalty:
            row.penalty_inputs.extend(penalty)
        if minutes == minutes:
            row.minutes_since_assignment = minutes
        if not sent:
            row.queue_id = queue_id
    _tell_pillars(facts, parts, rows)


def _tell_pillars(facts: FitFacts, parts: Breakdown, rows: Sequence[pb.FitBreakdown]) -> None:
    """The pillars of each fit that was not sent."""
    computed = np.flatnonzero(~parts.pairs.sent)
    mine = [rows[place].pillars for place in computed.tolist()]
    for place, name in enumerate(facts.pillars):
        first, kind = alike(_pillar_columns(parts, place, computed))
        told = _pillars(name, parts, place, computed[first])
        for pillars, one in zip(mine, kind.tolist(), strict=True):
            pillars.append(told[one])


def _pillar_columns(parts: Breakdown, place: int, pairs: Ints) -> list[Ints]:
    """All that is told of one pillar, inputs by their bits."""
    columns = (parts.value, parts.weight, parts.contribution, parts.flag)
    numbers = [column[pairs, place].astype(np.int64) for column in columns]
    return numbers + [
        one.value[pairs].astype(np.float64).view(np.int64) for one in parts.inputs[place]
    ]


def _pillars(name: str, parts: Breakdown, place: int, pairs: Ints) -> list[pb.PillarContribution]:
    """One pillar of some pairs."""
    columns = (parts.value, parts.weight, parts.contribution, parts.flag)
    told = [
        pb.PillarContribution(
            pillar=name,
            value=value,
            weight=weight,
            contribution=contribution,
            flag=pb.PillarContribution.Flag.ValueType(flag),
        )
        for value, weight, contribution, flag in zip(
            *(column[pairs, place].tolist() for column in columns), strict=True
        )
    ]
    _tell_inputs(parts.inputs[place], pairs, told)
    return told


def _tell_inputs(
    inputs: tuple[Input, ...], pairs: Ints, told: Sequence[pb.PillarContribution]
) -> None:
    """What the values of one pillar came from, without what a pair does not have."""
    for one in inputs:
        value = one.value[pairs]
        known = np.flatnonzero(~np.isnan(value))
        for place, number in zip(known.tolist(), value[known].tolist(), strict=True):
            told[place].inputs.add(name=one.name, value=number)


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
