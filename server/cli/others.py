"""Who else could have had a case, as people read it."""

from collections.abc import Iterator, Sequence

from allotment.v1 import explanation_pb2 as pb
from allotment.v1 import plan_pb2
from server.translate.losses import loss_of_levels
from server.translate.refusals import refusal_in_words
from solver.explanation import sentences


def others(
    told: pb.Explanation,
    levels: Sequence[plan_pb2.Level],
    second: Sequence[plan_pb2.Level] = (),
) -> Iterator[str]:
    """Better-scored agents, then alternatives with who would move. levels: of the batch; second:
    of its second phase."""
    for one in told.better_agents:
        price = loss_of_levels(one.loss, levels) if one.loss else ""
        if one.override_loss:
            price = loss_of_levels(one.override_loss, second)
        if one.refusals:
            refusals = [refusal_in_words(each) for each in one.refusals]
            would_be = one.would_be_fit if one.HasField("would_be_fit") else None
            yield sentences.blocked(one.agent_id, one.fit, refusals, would_be)
        else:
            yield sentences.better(one.agent_id, one.fit, one.serving_case_ids, price)
    for place, other in enumerate(told.alternatives, start=1):
        yield f"Alternative {place}: {other.agent_id} ({other.fit / 10_000:.4f}) " + loss_of_levels(
            other.regret, levels
        )
        if other.chain:
            moves = [(m.case_id, m.from_agent_id, m.to_agent_id) for m in other.chain]
            yield f"  {sentences.chain(moves)}"
    if told.untried_agent_count:
        yield sentences.untried(told.untried_agent_count)
    for change in told.changes:
        yield f"Would be served with: {change.sentence}"
    if told.changes and not told.complete:
        yield "Time ended the search for what would get it served."
