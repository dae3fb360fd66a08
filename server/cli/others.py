"""Who else could have had a case, as people read it."""

from collections.abc import Iterator, Sequence
from datetime import UTC

from allotment.v1 import explanation_pb2 as pb
from allotment.v1 import plan_pb2
from solver.explanation import sentences
from solver.explanation.refused import Refusal
from solver.levels import LevelKind
from solver.reasons import Reason


def others(told: pb.Explanation, levels: Sequence[plan_pb2.Level]) -> Iterator[str]:
    """Better-scored agents, then alternatives with who would move. levels: of the batch."""
    for one in told.better_agents:
        price = _loss(one.loss, levels) if one.loss else ""
        if one.refusals:
            yield sentences.blocked(
                one.agent_id, one.fit, [_refusal(each) for each in one.refusals]
            )
        else:
            yield sentences.better(one.agent_id, one.fit, one.serving_case_ids, price)
    for place, other in enumerate(told.alternatives, start=1):
        yield f"Alternative {place}: {other.agent_id} ({other.fit / 10_000:.4f}) " + _loss(
            other.regret, levels
        )
        if other.chain:
            moves = [(m.case_id, m.from_agent_id, m.to_agent_id) for m in other.chain]
            yield f"  {sentences.chain(moves)}"
    for change in told.changes:
        yield f"Would be served with: {change.sentence}"
    if told.changes and not told.complete:
        yield "Time ended the search for what would get it served."


def _loss(amounts: Sequence[int], levels: Sequence[plan_pb2.Level]) -> str:
    """A loss in words."""
    return sentences.loss(
        [
            sentences.LevelLoss(LevelKind(level.kind), _about(level), amount)
            for level, amount in zip(levels, amounts, strict=True)
        ]
    )


def _refusal(one: pb.Refusal) -> Refusal:
    """What the response tells of it."""
    return Refusal(
        Reason(one.reason),
        one.used if one.HasField("used") else None,
        one.limit if one.HasField("limit") else None,
        one.unblock_time.ToDatetime(UTC) if one.HasField("unblock_time") else None,
    )


def _about(level: plan_pb2.Level) -> str:
    """Group and class, such as `group 1, P1`."""
    group = f"group {level.drain_group}" if level.drain_group else ""
    return ", ".join(part for part in (group, level.priority, level.band) if part)
