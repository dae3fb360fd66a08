"""The overview counts what the answer says."""

from collections import Counter

import pytest

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import plan_pb2 as pb
from allotment.v1.explanation_pb2 import Explanation, PairReason, ShadowPrice
from server.page.load import MOST_COLUMNS, NOTHING_KNOWN, load
from server.page.overview import overview
from tests.answering import answer
from tests.referee.instances.requests import SMALL, random_request

REASONS = {reason: name.removeprefix("PAIR_REASON_") for name, reason in PairReason.items()}


def refused(told: list[Explanation], waiting: set[str]) -> Counter[str]:
    """Agents by first reason, over the cases that wait."""
    counts: Counter[str] = Counter()
    for one in told:
        for row in one.histogram if one.case_id in waiting else ():
            counts[REASONS[row.reason]] += row.agent_count
    return counts


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_counts_add_up(start: int) -> None:
    """Over random answers: by outcome, queue, agent, reason and refusal."""
    for seed in range(start, start + 20):
        response = answer(random_request(seed, SMALL))
        rows, view = response.batch.assignments, overview(response, NOTHING_KNOWN)
        waiting = {row.case_id for row in rows if row.outcome == pb.OUTCOME_UNASSIGNED}

        assert sum(one.count for one in view.outcomes) == view.case_count == len(rows)
        assert view.served_count == sum(bool(row.agent_id) for row in rows)
        assert sum(one.served for one in view.queues) == view.served_count
        assert sum(one.waiting for one in view.queues) == len(rows) - view.served_count
        assert sum(one.new for one in view.load.agents) == response.batch.assigned_count
        assert sum(one.new + one.kept for one in view.load.agents) == view.served_count
        assert sum(one.count for one in view.spread) == view.served_count
        assert sum(one.count for one in view.reasons) == len(waiting)
        counts = {one.name: one.count for one in view.refusals}
        assert counts == refused(list(response.explanations), waiting)


def test_agents_with_the_most_new_cases_come_first() -> None:
    rows = [pb.Assignment(outcome=pb.OUTCOME_ASSIGNED, agent_id=name) for name in "abbbcc"]
    rows.append(pb.Assignment(outcome=pb.OUTCOME_KEPT, agent_id="d"))
    told = load(rows, ())

    assert [(one.agent_id, one.new, one.kept) for one in told.agents] == [
        ("b", 3, 0),
        ("c", 2, 0),
        ("a", 1, 0),
        ("d", 0, 1),
    ]
    assert (told.busy, told.most) == (3, 3)
    assert [(one.label, one.count) for one in told.spread[:5]] == [
        ("0", 1),
        ("1", 1),
        ("2", 1),
        ("3", 1),
        ("4", 0),
    ]


def test_many_new_cases_share_the_last_column() -> None:
    rows = [pb.Assignment(outcome=pb.OUTCOME_ASSIGNED, agent_id="a") for _ in range(30)]
    (*_, last) = load(rows, ()).spread

    assert (last.label, last.count) == (f"{MOST_COLUMNS - 1}+", 1)


def test_more_room_that_is_worth_most_comes_first() -> None:
    """By what it is room of; kinds of newer versions stand last."""
    response = wire.AssignResponse()
    for name, kind, gain in (
        ("skill", ShadowPrice.KIND_SKILL, [9, 9]),
        ("a", ShadowPrice.KIND_HOURLY, [0, 5]),
        ("b", ShadowPrice.KIND_BACKLOG, [1, -9]),
        ("c", ShadowPrice.KIND_BOTH, [0, 7]),
        ("newer", 99, [9, 9]),
        ("queue", ShadowPrice.KIND_QUEUE, [0, 1]),
    ):
        response.shadow_prices.add(kind=kind, subject_id=name, gain=gain)

    assert [
        (group.part, [one.subject_id for one in group.prices])
        for group in overview(response, NOTHING_KNOWN).prices
    ] == [
        ("AGENTS", ["b", "c", "a"]),
        ("QUEUES", ["queue"]),
        ("SKILLS", ["skill"]),
        ("OTHERS", ["newer"]),
    ]
