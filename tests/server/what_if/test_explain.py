"""Explain: one case at depth FULL, and one pair with what it would cost."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import plan_pb2
from benchmarks.instances import Order, make_instance
from server.answer import respond
from server.errors import InvalidRequest, NotFound, NotHonoured
from server.processes.messages import WorkerSettings
from server.translate.snapshot import snapshot_from_proto
from server.what_if.explain import explain
from server.wiring import RULES
from solver.compile import compile_problem
from solver.engines.auto import AutoEngine
from solver.explanation.fixed import fixed_pair
from solver.members import agent_positions, case_positions
from solver.plan import Plan, solve_compiled
from solver.triage import without
from tests.answering import SETTINGS, answer
from tests.answers.asking import ALWAYS, agent, case, queue, request
from tests.referee.instances.requests import Size, random_request, weighted_request
from tests.server.what_if.questions import team

SIZE = Size(cases=(6, 9), agents=(3, 5))


def ask(
    snapshot: wire.AssignRequest,
    case_id: str,
    agent_id: str = "",
    settings: WorkerSettings = SETTINGS,
) -> wire.ExplainResponse:
    question = wire.ExplainRequest(snapshot=snapshot, case_id=case_id, agent_id=agent_id)
    return explain(question.SerializeToString(), settings)


def in_full(snapshot: wire.AssignRequest) -> wire.AssignResponse:
    """What Assign answers with depth FULL and the number of alternatives that Explain tells."""
    copy = wire.AssignRequest()
    copy.CopyFrom(snapshot)
    copy.options.explanation_depth = wire.EXPLANATION_DEPTH_FULL
    copy.options.baseline = False
    return respond(copy, SETTINGS)


def test_a_case_is_explained_as_assign_does_with_depth_full() -> None:
    """Every case of random snapshots, those that are set aside too, and its batch."""
    outcomes = Counter[int]()
    for seed in range(12):
        snapshot = random_request(seed, SIZE)
        snapshot.options.ClearField("alternative_count")
        whole = in_full(snapshot)
        for row, told in zip(whole.batch.assignments, whole.explanations, strict=True):
            found = ask(snapshot, row.case_id)
            assert found.assignment == row
            assert found.explanation == told
            assert not found.HasField("pair")
            outcomes[row.outcome] += 1
        del whole.batch.assignments[:]
        assert found.batch == whole.batch
    assert len(outcomes) == 4


def test_where_pairs_are_not_held_more_is_told_than_by_assign() -> None:
    """Every better-scored agent has a price, every alternative a chain; and the same prices."""
    snapshot = make_instance("dense", Order(cases=350, agents=200, seed=2, tightness=1.2))
    snapshot.options.alternative_count = 3
    whole = in_full(snapshot)
    compared = 0
    for told in whole.explanations[:8]:
        found = ask(snapshot, told.case_id).explanation
        assert not any(one.bounded for one in found.better_agents)
        assert all(one.chain for one in found.alternatives)
        assert len(found.alternatives) == 3
        known = {one.agent_id: list(one.regret) for one in found.alternatives}
        for other in told.alternatives:
            assert known.get(other.agent_id, list(other.regret)) == list(other.regret)
            compared += other.agent_id in known
        losses = {one.agent_id: list(one.loss) for one in found.better_agents}
        assert all(losses[one.agent_id] == list(one.loss) for one in told.better_agents if one.loss)
    assert compared > 8


def plan_of(snapshot: wire.AssignRequest) -> Plan:
    facts = snapshot_from_proto(snapshot, SETTINGS.received_time).snapshot
    rest = without(facts, RULES.sight(facts).triage.aside)
    return solve_compiled(compile_problem(rest, RULES), AutoEngine())


@pytest.mark.parametrize("make", [random_request, weighted_request], ids=["counting", "weighted"])
def test_the_loss_of_an_allowed_pair_is_that_of_a_new_solve_with_it(
    make: Callable[[int, Size], wire.AssignRequest],
) -> None:
    """Exactly, level by level."""
    seen = Counter[int]()
    for seed in range(5, 9):
        snapshot = make(seed, SIZE)
        plan = plan_of(snapshot)
        facts = plan.compiled.snapshot
        cases, agents = case_positions(facts), agent_positions(facts)
        for case_id, one in cases.items():
            for agent_id, other in agents.items():
                found = ask(snapshot, case_id, agent_id)
                seen[found.asked] += 1
                assert bool(found.pair.loss) != found.pair.bounded
                if found.asked not in (wire.PAIR_QUESTION_ALLOWED, wire.PAIR_QUESTION_SOLVED):
                    continue
                fixed = fixed_pair(plan.compiled.problem, AutoEngine(), plan.choice, one, other)
                assert fixed is not None
                assert tuple(found.pair.loss) == fixed.loss
    assert seen[wire.PAIR_QUESTION_ALLOWED] + seen[wire.PAIR_QUESTION_SOLVED] > 15


def test_over_the_limits_is_what_a_higher_limit_gains() -> None:
    """Cid is full; the case that waits would be served by one over that."""
    snapshot = team()
    waits = next(row.case_id for row in answer(snapshot).batch.assignments if not row.agent_id)
    found = ask(snapshot, waits, "cid")
    snapshot.agents[2].limits.backlog = 2
    higher = answer(snapshot).batch.levels

    assert found.asked == wire.PAIR_QUESTION_OVER_LIMITS
    (refusal,) = found.pair.refusals
    assert (refusal.used, refusal.limit, refusal.capacity) == (1, 1, True)
    gain = [one.value - other.value for one, other in zip(higher, found.batch.levels, strict=True)]
    coverage = next(
        place for place, level in enumerate(higher) if level.kind == plan_pb2.Level.KIND_COVERAGE
    )
    assert found.pair.loss[coverage] == -gain[coverage] < 0
    assert "By this one over the limits, giving it to cid gains " in found.sentence


def test_an_agent_in_no_queue_of_the_case_has_no_price() -> None:
    found = ask(team(), "c1", "bob")

    assert found.asked == wire.PAIR_QUESTION_OUTSIDE
    assert found.pair.bounded
    assert list(found.chain) == []


def test_who_has_the_case_is_told_what_he_serves() -> None:
    snapshot = team()
    served = next(row for row in answer(snapshot).batch.assignments if row.agent_id)
    found = ask(snapshot, served.case_id, served.agent_id)

    assert list(found.pair.serving_case_ids) == [served.case_id]
    assert not any(found.pair.loss)
    assert found.pair_fit.fit == found.pair.fit == served.fit
    assert found.queue_id == served.queue_id


def test_a_case_that_is_set_aside_is_told_so_with_who_would_suit() -> None:
    snapshot = team()
    snapshot.cases[0].override_routing = True
    found = ask(snapshot, "c1", "cid")

    assert found.assignment.outcome == plan_pb2.OUTCOME_MANUAL_REVIEW
    assert found.explanation.sentence.startswith("Waits for a person")
    assert found.asked == wire.PAIR_QUESTION_SET_ASIDE
    assert found.pair.bounded
    assert [refusal.used for refusal in found.pair.refusals] == [1]
    assert found.sentence.endswith("The case is set aside, so that nobody gets it now.")


def test_S14_a_better_agent_who_is_away_comes_with_what_he_would_fit() -> None:
    """Bob knows the account, and is back in an hour; ann, who gets it, is never late."""
    history = {"agentId": "bob", "caseCount": 9, "finalResolverShare": 1}
    accounts = [{"accountId": "acme", "histories": [history]}]
    away = [{"startTime": "2026-03-01T00:00:00Z", "endTime": "2026-03-04T11:00:00Z"}]
    window = {"accountId": "acme", "activityWindows": ALWAYS, "timeZone": "UTC"}
    asking = request(
        [case("c1", "q", **window)], [agent("ann"), agent("bob", absences=away)],
        [queue("q", "ann bob")], accounts=accounts,
    )  # fmt: skip
    asking.options.explanation_depth = wire.EXPLANATION_DEPTH_FULL
    full = answer(asking).explanations[0].better_agents[0]
    asking.options.explanation_depth = wire.EXPLANATION_DEPTH_SUMMARY
    summary = answer(asking).explanations[0].better_agents[0]
    (told,) = ask(asking, "c1").explanation.better_agents
    alone = ask(asking, "c1", "bob").pair_fit

    assert (told.agent_id, told.fit, told.would_be_fit) == ("bob", full.fit, full.would_be_fit)
    assert told.fit < told.would_be_fit == alone.fit
    assert summary.fit == told.fit
    assert not summary.HasField("would_be_fit")


def test_Q9_a_case_that_goes_over_limits_is_priced_among_those_that_do() -> None:
    """By the levels of the second phase: ann takes a second turn there, or bob goes over."""
    cases = [case("c1", "q", priority="P1"), case("c2", "q", priority="P1")]
    staff = [
        agent("ann", limits={"perCycle": 1}), agent("bob", limits={"perCycle": 0}),
        agent("cid", absences=[{"startTime": "2026-03-01T00:00:00Z"}]),
    ]  # fmt: skip
    fallback = {"priorities": ["P1"], "maxOverridesPerAgent": 5}
    asking = request(cases, staff, [queue("q", "ann bob cid")], roundRobinFallback=fallback)
    over = next(
        row for row in answer(asking).batch.assignments if row.via == plan_pb2.VIA_RR_FALLBACK
    )
    assert over.agent_id == "bob"
    found = ask(asking, over.case_id, "ann")

    assert found.asked == wire.PAIR_QUESTION_OVERRIDE
    assert not found.pair.bounded
    levels = [plan_pb2.Level.Kind.Name(level.kind) for level in found.batch.override_levels]
    lost = dict(zip(levels, found.pair.override_loss, strict=True))
    assert (lost["KIND_COVERAGE"], lost["KIND_ROUNDS"]) == (0, 1)
    assert [(move.from_agent_id, move.to_agent_id) for move in found.chain] == [("bob", "ann")]
    assert "Among the cases that go over limits (Q9), giving it to ann costs 1" in found.sentence
    away = ask(asking, over.case_id, "cid")
    assert away.asked == wire.PAIR_QUESTION_OVERRIDDEN
    assert away.pair.bounded


def test_time_ends_the_search_but_not_the_answer() -> None:
    """What would it take is left incomplete, and said to be."""
    snapshot = make_instance("team", Order(cases=200, agents=40, seed=3, tightness=0.7))
    waits = next(row.case_id for row in answer(snapshot).batch.assignments if not row.agent_id)
    short = replace(SETTINGS, time_limit=timedelta(milliseconds=20))
    found = ask(snapshot, waits, settings=short)

    assert found.assignment.case_id == waits
    assert not found.explanation.complete


@pytest.mark.parametrize(
    ("case_id", "agent_id", "kind", "name"),
    [
        pytest.param("c9", "", "case", "c9", id="case"),
        pytest.param("c1", "zoe", "agent", "zoe", id="agent"),
    ],
)
def test_what_is_not_there_is_not_found(case_id: str, agent_id: str, kind: str, name: str) -> None:
    with pytest.raises(NotFound) as caught:
        ask(team(), case_id, agent_id)
    assert (caught.value.kind, caught.value.name) == (kind, name)


@pytest.mark.parametrize(
    ("question", "paths"),
    [
        pytest.param(wire.ExplainRequest(snapshot=team()), ["case_id"], id="no case"),
        pytest.param(wire.ExplainRequest(case_id="c1"), ["snapshot"], id="no basis"),
        pytest.param(
            wire.ExplainRequest(
                snapshot=wire.AssignRequest(mode=wire.ASSIGN_MODE_VALIDATE_ONLY), case_id="c1"
            ),
            ["snapshot.cases", "snapshot.agents"],
            id="a wrong snapshot",
        ),
    ],
)
def test_what_is_missing_is_named(question: wire.ExplainRequest, paths: list[str]) -> None:
    with pytest.raises(InvalidRequest) as caught:
        explain(question.SerializeToString(), SETTINGS)
    assert [one.path for one in caught.value.violations] == paths


def test_stored_batches_are_not_honoured_yet() -> None:
    question = wire.ExplainRequest(batch_id="b1", case_id="c1")
    with pytest.raises(NotHonoured) as caught:
        explain(question.SerializeToString(), SETTINGS)
    assert [one.path for one in caught.value.paths] == ["batch_id"]
