"""Check: the caller's own plan, judged by the independent checker and by the optimum."""

from collections.abc import Iterator

import pytest

from allotment.v1 import plan_pb2
from allotment.v1.assignment_service_pb2 import (
    AssignRequest,
    CheckRequest,
    CheckResponse,
    PlannedAssignment,
)
from server.errors import InvalidRequest
from server.what_if.check import check
from tests.answering import SETTINGS, answer
from tests.referee.instances.requests import random_request
from tests.server.what_if.questions import team


def ask(snapshot: AssignRequest, *rows: PlannedAssignment) -> CheckResponse:
    question = CheckRequest(snapshot=snapshot, assignments=rows)
    return check(question.SerializeToString(), SETTINGS)


def row(case_id: str, agent_id: str, queue_id: str = "") -> PlannedAssignment:
    return PlannedAssignment(case_id=case_id, agent_id=agent_id, queue_id=queue_id)


def rules(response: CheckResponse) -> list[tuple[str, str, str]]:
    return [(one.rule, one.case_id, one.agent_id) for one in response.violations]


def planned(batch: plan_pb2.Batch) -> Iterator[PlannedAssignment]:
    """The batch as a plan."""
    for one in batch.assignments:
        if one.agent_id:
            over = one.via == plan_pb2.VIA_RR_FALLBACK
            yield PlannedAssignment(
                case_id=one.case_id, agent_id=one.agent_id, queue_id=one.queue_id, over_limits=over
            )


@pytest.mark.parametrize("start", range(0, 40, 10))
def test_a_batch_of_ours_holds_and_loses_nothing(start: int) -> None:
    """With every feature, in every level."""
    for seed in range(start, start + 10):
        request = random_request(seed)
        request.ClearField("options")
        batch = answer(request).batch
        found = ask(request, *planned(batch))
        assert not found.violations, seed
        assert set(found.regret) == {0}, seed
        assert [one.value for one in found.levels] == [one.value for one in batch.levels]
        assert list(found.optimal_levels) == list(batch.levels)


@pytest.mark.parametrize("start", range(0, 40, 10))
def test_whoever_gives_less_away_loses_at_the_first_level_that_differs(start: int) -> None:
    """A batch without its last row; nothing is better than the optimum."""
    looked_at = 0
    for seed in range(start, start + 10):
        request = random_request(seed)
        request.ClearField("options")
        rows = list(planned(answer(request).batch))
        found = ask(request, *rows[:-1])
        if found.violations or not rows:
            continue
        looked_at += 1
        assert next((loss for loss in found.regret if loss), 0) >= 0, seed
    assert looked_at > 3


def test_a_plan_that_leaves_a_case_out_loses_its_coverage() -> None:
    """And nothing is broken by it."""
    found = ask(team())

    assert not found.violations
    lost = next(
        (level.kind, loss) for level, loss in zip(found.levels, found.regret, strict=True) if loss
    )
    assert lost[0] == plan_pb2.Level.KIND_COVERAGE
    assert lost[1] == found.optimal_levels[0].value > 0


def test_a_queue_that_is_not_named_is_filled_in() -> None:
    assert ask(team(), row("c1", "ann")) == ask(team(), row("c1", "ann", "q"))


def test_a_refused_pair_is_told_with_used_and_limit() -> None:
    found = ask(team(), row("c1", "cid"))

    assert ("REFUSED", "c1", "cid") in rules(found)
    (refusal,) = found.violations[0].refusals
    assert (refusal.used, refusal.limit) == (1, 1)
    assert not found.levels
    assert not found.regret
    assert found.optimal_levels


def test_an_overrun_limit_is_told_with_what_is_taken_and_what_was_left() -> None:
    found = ask(team(), row("c1", "ann"), row("c2", "ann"))

    (one,) = found.violations
    assert (one.rule, one.agent_id) == ("OVER_LIMIT", "ann")
    assert [(each.used, each.limit) for each in one.refusals] == [(2, 1)]


def test_unknown_and_repeated_rows_are_violations() -> None:
    """A plan may be wrong in any way; that is the answer and no error."""
    found = ask(team(), row("c1", "ann"), row("c1", "ann"), row("c9", "ann"), row("c2", "zoe", "x"))

    told = {rule for rule, _, _ in rules(found)}
    assert {"REPEATED_CASE", "UNKNOWN_CASE", "UNKNOWN_AGENT"} <= told


def test_a_case_that_is_set_aside_may_not_be_planned() -> None:
    snapshot = team()
    snapshot.cases[0].override_routing = True

    found = ask(snapshot, row("c1", "ann"))
    assert ("OUTCOME", "c1", "") in rules(found)


def test_an_owner_who_is_not_named_keeps_his_case() -> None:
    """As if the plan said so."""
    snapshot = team()
    snapshot.cases[0].owner_agent_id = "ann"

    assert ask(snapshot) == ask(snapshot, row("c1", "ann"))


def test_rows_without_ids_are_refused_all_at_once() -> None:
    with pytest.raises(InvalidRequest) as caught:
        ask(team(), row("", "ann"), row("c1", ""))

    assert [problem.path for problem in caught.value.violations] == [
        "assignments[0].case_id",
        "assignments[1].agent_id",
    ]
